# SPDX-License-Identifier: GPL-2.0-only
"""Small departures from standard C (case ranges, odd numbers, asm words) in, standard C out."""

from __future__ import annotations

import re

from folioize.cst.mask.buffer import Buffer
from folioize.cst.mask.vocabulary import SPELLINGS, find_hits

_DOTS = re.compile(rb"\.\.\.")
_CASE = re.compile(rb"\bcase\b[^:;{}]*\Z")
_OPERATOR = re.compile(
    rb"[(,]\s*+(?=[=!<>&|*/%^+-])(==|!=|[<>]=?|<<|>>|&&|\|\||[-+*/%&|^])\s*+(?=[,)])"
)
_STRING_CALL = re.compile(rb'"\s*[A-Za-z_]\w*[ \t]*\(')
_CALL_STRING = re.compile(rb'\)\s*"')
_BEFORE_STRING = frozenset((b"", b"asm", b"volatile", b"__asm__", b"__volatile__", b"if", b"while"))
_BITFIELD = re.compile(rb":\s*+\d++\s*+;")
_NAMELESS = re.compile(rb"(?:[;{]\s*((?:(?:const|unsigned|signed)\s+)?\w+\s*)|(,)\s*)\Z")
_AFTER_BRACKET = re.compile(rb"\]\s++([A-Za-z_]\w*|\{)")
_DOUBLE = re.compile(rb";\s*+;")


def mask_case_ranges(buffer: Buffer) -> None:
    """Make ``case A ... B:`` one expression."""
    for found in _DOTS.finditer(buffer.code):
        low = max(0, found.start() - 200)
        if _CASE.search(bytes(buffer.code[low : found.start()])):
            buffer.put(found.start(), b"  +", "range")


def mask_strings(buffer: Buffer) -> None:
    """Make ``"a" __stringify(x) "b"`` words and strings alone, as string pasting wants them."""
    for found in _STRING_CALL.finditer(buffer.code):
        close = buffer.close(found.end() - 1)
        if close >= 0:
            buffer.blank(found.end() - 1, close + 1, "paste")
    for found in _CALL_STRING.finditer(buffer.code):
        opening = buffer.opening(found.start())
        if opening >= 0 and buffer.word_before(opening) not in _BEFORE_STRING:
            buffer.blank(opening, found.start() + 1, "paste")


def mask_bitfields(buffer: Buffer) -> None:
    """Blank bit-fields without a name, ``int : 3;`` whole and of ``a:1, :3;`` the last."""
    for found in _BITFIELD.finditer(buffer.code):
        low = max(0, found.start() - 200)
        left = _NAMELESS.search(bytes(buffer.code[low : found.start()]))
        if left is not None and left.group(2):
            buffer.blank(low + left.start(2), found.end() - 1, "bitfield")
        elif left is not None:
            buffer.blank(low + left.start(1), found.end(), "bitfield")


def mask_after_brackets(buffer: Buffer) -> None:
    """Blank a word after ``]``, as in ``x[4] ATTRIBUTE;``; give ``[1] {`` its equals sign."""
    for found in _AFTER_BRACKET.finditer(buffer.code):
        end = found.end(1)
        if found.group(1) == b"{":
            buffer.put(found.start(1) - 1, b"=", "bracket")
            continue
        opening = buffer.open_after(end)
        close = buffer.close(opening) if opening >= 0 else -1
        stop = close + 1 if close >= 0 else end
        if buffer.after_byte(stop) in (b";", b"=", b",") or buffer.after_byte(end) in (b";", b"="):
            buffer.blank(found.start(1), stop, "attribute")


def mask_semicolons(buffer: Buffer) -> None:
    """Blank the second of two semicolons, which a struct may not hold; not those of a for."""
    for found in _DOUBLE.finditer(buffer.code):
        if buffer.enclosing(found.start()) < 0:
            buffer.blank(found.end() - 1, found.end(), "semicolon")


def mask_operators(buffer: Buffer) -> None:
    """Make an operator that is a macro's whole argument a number."""
    for found in _OPERATOR.finditer(buffer.code):
        if found.group(1) != b"*":
            # "f(int, *)" has no operator either, but a pointer without a name.
            buffer.overwrite(*found.span(1), b"0", "operator")


def mask_spellings(buffer: Buffer, words: list[bytes]) -> None:
    """Spell the variants of asm, alignof and the qualifiers as the grammar knows them."""
    for hit in find_hits(buffer.code, words):
        buffer.put(hit.start, SPELLINGS[hit.word], "spelling")


def mask_numbers(buffer: Buffer, words: list[bytes]) -> None:
    """Make ``32k`` or ``1000baseT`` an identifier."""
    for hit in find_hits(buffer.code, words):
        buffer.put(hit.start, b"_", "number")
