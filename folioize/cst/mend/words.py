# SPDX-License-Identifier: GPL-2.0-only
"""Words that no table knows in, blanks out: attributes, told by a place where C has no word."""

from __future__ import annotations

import re

from folioize.cst.mask.buffer import Buffer
from folioize.cst.mask.calls import KEYWORDS
from folioize.cst.mend.brackets import Brackets

WORD_RULE = "word"
"""The rule of a mark on a word that was taken for an attribute, because of its place."""

# Words one after the other, stars between them, up to what ends the head of a declaration.
_RUN = re.compile(rb"(?<![\w.>])[A-Za-z_]\w*+(?:[\s*]++[A-Za-z_]\w*+)++(?=\s*[;=,)\[(:{])")
_CAST = re.compile(
    rb"\(\s*(?:const\s+)?(?:(?:struct|union|enum)\s+\w+|void|char|int|long|[us]\d+)"
    rb"\s+([A-Za-z_]\w*)[\s*]*\*\s*\)"
)
_WORD = re.compile(rb"[A-Za-z_]\w*")
_TAGS = frozenset((b"struct", b"union", b"enum"))
_TYPE = re.compile(
    rb"(?:void|char|short|int|long|float|double|signed|unsigned|_Bool|bool|s?size_t"
    rb"|(?:__)?[us](?:8|16|32|64)|u?int\d+_t|__(?:le|be)(?:16|32|64))\Z"
)
_AROUND = frozenset(b"static extern inline const volatile register typedef auto".split())
_CONTROL = KEYWORDS - _TAGS - _AROUND - frozenset(w for w in KEYWORDS if _TYPE.match(w))
_LOOKS = re.compile(rb"__\w+\Z|[A-Z][A-Z0-9_]{2,}\Z")
_ASM = frozenset((b"asm", b"__asm__", b"__asm"))
# A loop, which a mask takes a line "MACRO(x)" before a brace for, is none outside of a function.
_NOT_TRAILING = (KEYWORDS | _ASM) - {b"while", b"if"}
_TRAILING = re.compile(rb"\)\s*([A-Za-z_]\w*+)(?=\s*[{(;])")
_LINE = re.compile(rb"(?:^|(?<=\n))([A-Z_][A-Z0-9_]{2,}+)(?:\([^()\n]*\))?[ \t]*(?=\n|\Z)")


def blank_words(buffer: Buffer) -> None:
    """Blank words beside a type and a name, as in ``static WORD int f(`` or ``struct s WORD *p``.

    Where nothing tells which of two words is the name, it is the last one.
    """
    for found in _CAST.finditer(buffer.code):
        if found.group(1) not in KEYWORDS:
            buffer.blank(*found.span(1), WORD_RULE)
    for found in _RUN.finditer(buffer.code):
        words = [(w.start(), w.end(), w.group()) for w in _WORD.finditer(found.group())]
        closed = buffer.before_byte(found.start()) == b"}"
        for start, end, _ in _attributes(words, closed):
            _blank(buffer, found.start() + start, found.start() + end)


def _blank(buffer: Buffer, start: int, end: int) -> None:
    """Blank the word, and its arguments if the declaration ends after them."""
    opening = buffer.open_after(end)
    close = buffer.close(opening) if opening >= 0 else -1
    if close >= 0 and buffer.after_byte(close + 1) in (b";", b"=", b","):
        end = close + 1
    buffer.blank(start, end, WORD_RULE)


Word = tuple[int, int, bytes]


def _attributes(words: list[Word], closed: bool) -> list[Word]:
    """Those of the words in a row that are neither of the type nor the name.

    ``closed``: the row follows a brace, so the type has been.
    """
    plain: list[Word] = []
    before = typed = tag = False
    early: list[Word] = []
    for word in words:
        text = word[2]
        if text in _CONTROL or text in _ASM:
            return []
        if tag:
            tag = False
        elif text in _TAGS or _TYPE.match(text):
            early += plain
            plain = []
            typed, tag = True, text in _TAGS
        elif text in _AROUND:
            before = before or bool(plain)
        else:
            plain.append(word)
    return early + _beside_name(plain, typed or closed)


def _beside_name(plain: list[Word], typed: bool) -> list[Word]:
    looks = [word for word in plain if _LOOKS.match(word[2])]
    wanted = 1 if typed else 2
    spare = len(plain) - wanted
    if spare <= 0:
        return []
    if len(looks) <= spare:
        rest = [word for word in plain if word not in looks]
        # Of what is left the first is the type (unless that is known), the last the name.
        return looks + rest[wanted - 1 : -1]
    return plain[wanted - 1 : -1]


def blank_trailing(buffer: Buffer) -> None:
    """Blank a word, with its arguments, between a function's parameters and its body or end."""
    brackets = Brackets(buffer)
    for found in _TRAILING.finditer(buffer.code):
        word = found.group(1)
        start, end = found.span(1)
        if word in _NOT_TRAILING or brackets.in_braces(start):
            continue
        opening = buffer.open_after(end)
        if opening >= 0:
            end = buffer.close(opening) + 1
        if end > 0 and buffer.after_byte(end) in (b"{", b";"):
            buffer.blank(start, end, WORD_RULE)


def blank_lines(buffer: Buffer) -> None:
    """Blank a line at the left edge that is one word in capitals and nothing more."""
    brackets = Brackets(buffer)
    for found in _LINE.finditer(buffer.code):
        if buffer.before_byte(found.start()) in (b"", b";", b"}", b")") and (
            not brackets.in_braces(found.start()) and buffer.after_byte(found.end()) != b"{"
        ):
            buffer.blank(found.start(), found.end(), WORD_RULE)
