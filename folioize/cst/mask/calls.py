# SPDX-License-Identifier: GPL-2.0-only
"""Macro calls with a type where C has an expression in, plain calls and while loops out."""

from __future__ import annotations

import re

from folioize.cst.mask.buffer import Buffer
from folioize.cst.mask.records import Span
from folioize.cst.mask.vocabulary import find_hits

_TYPE = re.compile(
    rb"(?:(?:const|volatile|struct|union|enum|unsigned|signed|long|short)\s+)*(\w+)"
    rb"[\s*]*(?:(?:const|volatile|restrict)[\s*]*)*\Z"
)
KEYWORDS = frozenset(
    b"void char short int long float double signed unsigned _Bool bool struct union enum const "
    b"volatile static extern inline if else for while do switch case default return goto break "
    b"continue sizeof offsetof size_t ssize_t ptrdiff_t intptr_t uintptr_t int8_t int16_t int32_t "
    b"int64_t uint8_t uint16_t uint32_t uint64_t".split()
)
_TAGGED = re.compile(rb"(?:const\s+)?(?:struct|union|enum)\s+\w+[\s*]*\Z")
_TYPE_ARGUMENT = re.compile(
    rb"[(,]\s*+(?=[csuelvi])((?:const\s+)?(?:(?:struct|union|enum)\s+\w+|(?:unsigned|signed|long|short|int|char)\b"
    rb"(?:\s+(?:long|int|char|short)\b)*|void\s*\*)[\s*]*[,)])"
)
_TAKES_TYPES = frozenset((b"sizeof", b"__attribute__", b"return", b"if", b"while"))
_WORDS_BEFORE = (b"return", b"case", b"else", b"do")
_HEADS = (b"return", b"if", b"while", b"for", b"switch")
_EXPRESSION_BEFORE = frozenset(bytes((byte,)) for byte in b"=(,&|!?:+-<>/%[~")
_STARTS = re.compile(rb"[A-Za-z_{*(]|\+\+|--")


def blank_type(buffer: Buffer, span: Span, rule: str) -> None:
    """Leave of the type in ``span`` its last word alone, made to look like an expression."""
    text = bytes(buffer.code[span[0] : span[1]])
    found = _TYPE.match(text)
    if found is None:
        buffer.overwrite(*span, b"T" if text else b"", rule)
        return
    word = found.group(1)
    at = span[0] + found.start(1)
    if (at, at + len(word)) == span and word not in KEYWORDS:
        return
    if word in KEYWORDS:
        word = word[:1].upper() + word[1:]
    buffer.blank(span[0], span[1], rule)
    buffer.code[at : at + len(word)] = word


def mask_type_call(buffer: Buffer, start: int, name_end: int, places: tuple[int, ...]) -> None:
    """Make ``container_of(p, struct foo, m)`` a call whose arguments are all expressions."""
    opening = buffer.open_after(name_end)
    close = buffer.close(opening) if opening >= 0 else -1
    if close < 0:
        return
    args = buffer.args(opening, close)
    buffer.call(start, close, args, "typearg", name_end)
    for place in places:
        if place < len(args):
            blank_type(buffer, args[place], "typearg")
    if bytes(buffer.code[start:name_end]) == b"offsetof":
        # The grammar's own offsetof takes no nested member.
        buffer.put(start, bytes(buffer.code[start : start + 1]).upper(), "typearg")


def mask_tagged_arguments(buffer: Buffer, args: list[Span], rule: str) -> None:
    """Mask those of ``args`` that are plainly types: ``struct x *``."""
    for span in args:
        text = bytes(buffer.code[span[0] : span[1]])
        if _TAGGED.match(text) or text in KEYWORDS or _spaced_keyword(text):
            blank_type(buffer, span, rule)


def _spaced_keyword(text: bytes) -> bool:
    words = text.replace(b"*", b" ").split()
    return bool(words) and all(word in KEYWORDS for word in words)


def mask_unlisted_types(buffer: Buffer) -> None:
    """Mask ``name(x, struct foo, y)`` for every name, where a call stands and no declaration.

    A parameter of a prototype looks the same (``int f(struct foo *, int)``), but there a type is
    before the name.
    """
    done: set[int] = set()
    for found in _TYPE_ARGUMENT.finditer(buffer.code):
        led = buffer.code[found.start()] == 0x28
        opening = found.start() if led else buffer.enclosing(found.start(1))
        if opening < 0 or opening in done:
            continue
        done.add(opening)
        name = buffer.word_before(opening)
        if not name or name in _TAKES_TYPES:
            continue
        start = buffer.before(opening) + 1 - len(name)
        if _is_expression(buffer, start):
            close = buffer.close(opening)
            if close < 0:
                continue
            args = buffer.args(opening, close)
            buffer.call(start, close, args, "typearg", start + len(name))
            mask_tagged_arguments(buffer, args, "typearg")


def _is_expression(buffer: Buffer, start: int) -> bool:
    byte = buffer.before_byte(start)
    if byte in (b";", b"{", b"}"):
        return start > buffer.code.rfind(b"\n", 0, start) + 1
    if byte == b")":
        # A cast, if an operator is before it; or what an if or a loop governs.
        opening = buffer.opening(buffer.before(start))
        return opening >= 0 and (
            buffer.before_byte(opening) in _EXPRESSION_BEFORE
            or buffer.word_before(opening) in _HEADS
        )
    return byte in _EXPRESSION_BEFORE or buffer.word_before(start) in _WORDS_BEFORE


def mask_typeof(buffer: Buffer, start: int, name_end: int) -> None:
    """Make ``typeof(x)`` one word, so that it can stand wherever a type's name can."""
    opening = buffer.open_after(name_end)
    close = buffer.close(opening) if opening >= 0 else -1
    if close < 0:
        return
    buffer.call(start, close, buffer.args(opening, close), "typeof", name_end)
    buffer.blank(opening, close + 1, "typeof")


def mask_loops(buffer: Buffer, words: list[bytes]) -> None:
    """Turn every call of a loop macro that a statement follows into a ``while``."""
    for hit in find_hits(buffer.code, words):
        _mask_loop(buffer, hit.start, hit.end)


def _mask_loop(buffer: Buffer, start: int, name_end: int) -> None:
    opening = buffer.open_after(name_end)
    close = buffer.close(opening) if opening >= 0 else -1
    if close >= 0 and _is_loop(buffer, start, close):
        make_loop(buffer, start, name_end, opening, close)


def make_loop(buffer: Buffer, start: int, name_end: int, opening: int, close: int) -> None:
    """Turn the call into ``while (...)``, or ``if (...)`` where its name is too short for that."""
    if name_end - start < 2 or bytes(buffer.code[start:name_end]) in KEYWORDS:
        return
    args = buffer.args(opening, close)
    buffer.call(start, close, args, "iterator", name_end)
    mask_tagged_arguments(buffer, args, "iterator")
    mask_empty_arguments(buffer, close, args)
    word = b"while" if name_end - start > (5 if not args else 4) else b"if"
    buffer.overwrite(start, name_end, word, "iterator")
    if not args:
        # "name()": the parenthesis moves into the name's room, as in "while (1)".
        buffer.put(name_end - 1, b"(", "iterator")
        buffer.put(opening, b"1", "iterator")


def mask_empty_arguments(buffer: Buffer, close: int, args: list[Span]) -> None:
    """Blank the comma of an empty argument."""
    for span in args:
        if span[0] >= span[1]:
            comma = buffer.code.find(b",", span[0], close)
            at = comma if comma == buffer.after(span[1]) else buffer.before(span[0])
            if buffer.code[at : at + 1] == b",":
                buffer.blank(at, at + 1, "iterator")


def _is_loop(buffer: Buffer, start: int, close: int) -> bool:
    """A loop stands where a statement may begin, and a statement follows its parenthesis."""
    at = buffer.before(start)
    byte = bytes(buffer.code[at : at + 1]) if at >= 0 else b""
    if byte not in (b";", b"{", b"}", b")", b":") and buffer.word_before(start) not in (
        b"else",
        b"do",
    ):
        return False
    following = buffer.after(close + 1)
    if not _STARTS.match(buffer.code, following):
        return False
    # At the left edge it is a definition, or a declaration without a semicolon.
    line = buffer.code.rfind(b"\n", 0, start) + 1
    return start > line
