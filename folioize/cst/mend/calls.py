# SPDX-License-Identifier: GPL-2.0-only
"""Macro calls with arguments that are no expressions in, plain calls out."""

from __future__ import annotations

import re

from folioize.cst.mask.buffer import Buffer
from folioize.cst.mask.calls import KEYWORDS, mask_tagged_arguments
from folioize.cst.mend.brackets import Brackets

_RULE = "argument"
_EMPTY = re.compile(rb",(?=\s*[,)])|(?<=\()\s*(,)")
_OPERATOR = re.compile(rb"[(,]\s*((?:[-+*/%&|^]|<<|>>)=)(?=\s*[,)])")
_DESIGNATED = re.compile(rb"[(,]\s*(\.[A-Za-z_]\w*\s*=)(?!=)")
_DOTTED = re.compile(rb"[(,]\s*(\.[A-Za-z_][\w.]*)(?=\s*[,)])")
_BRACED = re.compile(rb",\s*(\{)")
_JUMP = re.compile(rb"[(,]\s*(return|goto|break|continue)\b(?=\s*([^\s,;)])?)")
_DECLARED = re.compile(
    rb"[(,]\s*((?:(?:const|unsigned|static)\s+)*(?:(?:struct|union|enum)\s+)?[A-Za-z_]\w*[\s*]+)"
    rb"(?=[A-Za-z_]\w*\s*=(?!=))"
)
_LEFT_CALL = re.compile(rb"(?:^|(?<=\n))([A-Za-z_]\w*)[ \t]*\(")
_WORDS = re.compile(rb"(?:[A-Za-z_]\w*[\s*]+)+([A-Za-z_]\w*)\Z")
_TYPED = re.compile(rb"[;{}]\s*([A-Za-z_]\w*)[ \t]*\(")
_NAMED = re.compile(rb"[ \t]+\**[A-Za-z_]\w*\s*[;=,\[]")
_IN_A_ROW = re.compile(rb"\)\s+(?=[A-Za-z_]\w*\s*\()")
_DO_END = re.compile(rb"\}\s*([A-Za-z_]\w{4,})\s*\(")
_ASSEMBLER = re.compile(rb'"\s*\(|:\s*"|\[\w+\]\s*"')
_ENDS = (b";", b"{", b"}", b":", b"")


def blank_empty(buffer: Buffer) -> None:
    """Blank the comma of an empty argument."""
    brackets = Brackets(buffer)
    for found in _EMPTY.finditer(bytes(buffer.code)):
        at = found.start(1) if found.group(1) else found.start()
        if brackets.in_parens(at):
            buffer.blank(at, at + 1, _RULE)


def make_operands(buffer: Buffer) -> None:
    """Make arguments that are an operator, a designator, a brace or a jump expressions."""
    brackets = Brackets(buffer)
    for found in _OPERATOR.finditer(buffer.code):
        buffer.overwrite(*found.span(1), b"0", _RULE)
    for found in _DESIGNATED.finditer(buffer.code):
        if brackets.in_parens(found.start(1)):
            buffer.blank(*found.span(1), _RULE)
    for found in _DOTTED.finditer(buffer.code):
        buffer.put(found.start(1), found.group(1).replace(b".", b"_"), _RULE)
    for found in _BRACED.finditer(buffer.code):
        close = brackets.match(found.start(1))
        if close >= 0 and brackets.in_parens(found.start(1)):
            buffer.overwrite(found.start(1), close + 1, b"0", _RULE)
    for found in _JUMP.finditer(buffer.code):
        if brackets.in_parens(found.start(1)):
            _note_call(buffer, brackets.innermost(found.start(1)))
            buffer.overwrite(*found.span(1), b"" if found.group(2) else b"0", _RULE)


def _note_call(buffer: Buffer, opening: int) -> None:
    """Tell of the call with these parentheses, as its arguments will not be what they were."""
    name, close = buffer.word_before(opening), buffer.close(opening)
    if name and close >= 0 and name not in KEYWORDS:
        start = buffer.before(opening) + 1 - len(name)
        buffer.call(start, close, buffer.args(opening, close), "jump", start + len(name))


def plain_arguments(buffer: Buffer) -> None:
    """Leave of an argument that declares, ``u16 x = f()`` or ``unsigned long flags``, no type."""
    brackets = Brackets(buffer)
    for found in _DECLARED.finditer(buffer.code):
        if brackets.in_parens(found.start(1)):
            buffer.blank(*found.span(1), _RULE)
    for found in _LEFT_CALL.finditer(buffer.code):
        close = buffer.close(found.end() - 1)
        if close < 0 or buffer.after_byte(close + 1) == b"{" or found.group(1) in KEYWORDS:
            continue
        args = buffer.args(found.end() - 1, close)
        mask_tagged_arguments(buffer, args, _RULE)
        for start, end in args:
            words = _WORDS.match(bytes(buffer.code[start:end]))
            if words is not None:
                buffer.blank(start, start + words.start(1), _RULE)


def type_calls(buffer: Buffer) -> None:
    """Blank the arguments of a macro that stands for a type, ``ARRAY_OF(struct s, 3) name;``."""
    for found in _TYPED.finditer(buffer.code):
        close = buffer.close(found.end() - 1)
        if close >= 0 and found.group(1) not in KEYWORDS and _NAMED.match(buffer.code, close + 1):
            buffer.blank(found.end() - 1, close + 1, _RULE)


def end_calls(buffer: Buffer) -> None:
    """Give each of several calls in a row, ``N(A) N(B)``, its semicolon."""
    for found in _IN_A_ROW.finditer(buffer.code):
        opening = buffer.opening(found.start())
        word = buffer.word_before(opening) if opening >= 0 else b""
        if not word or word in KEYWORDS:
            continue
        start = buffer.before(opening) + 1 - len(word)
        if buffer.before_byte(start) in _ENDS and not buffer.finish(found.start() + 1, _RULE):
            buffer.blank(start, found.start() + 1, _RULE)


def end_do(buffer: Buffer) -> None:
    """Make a macro that ends a ``do { } MACRO(x);`` a while."""
    brackets = Brackets(buffer)
    for found in _DO_END.finditer(buffer.code):
        brace = brackets.match(found.start())
        if brace < 0 or buffer.word_before(brace) != b"do":
            continue
        opening = found.end() - 1
        close = buffer.close(opening)
        if close >= 0 and found.group(1) != b"while":
            buffer.call(found.start(1), close, buffer.args(opening, close), "iterator", opening)
            buffer.overwrite(*found.span(1), b"while", "iterator")


def blank_assembler(buffer: Buffer) -> None:
    """Blank the arguments of a call that holds operands of an asm, ``"r" (x)``."""
    brackets = Brackets(buffer)
    for found in _ASSEMBLER.finditer(bytes(buffer.code)):
        opening = brackets.innermost(found.start())
        while opening >= 0 and buffer.code[opening : opening + 1] == b"(":
            word = buffer.word_before(opening)
            start = buffer.before(opening) + 1 - len(word)
            if buffer.before_byte(start) in _ENDS:
                if word and not word.strip(b"_").startswith((b"asm", b"volatile", b"goto")):
                    buffer.blank(opening + 1, buffer.close(opening), _RULE)
                break
            opening = brackets.innermost(opening)
