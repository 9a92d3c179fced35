# SPDX-License-Identifier: GPL-2.0-only
"""Macro calls with a type where C has an expression in, plain calls and while loops out."""

from __future__ import annotations

import re

from folioize.cst.mask.buffer import Buffer
from folioize.cst.mask.records import Span

_TYPE = re.compile(
    rb"(?:(?:const|volatile|struct|union|enum|unsigned|signed|long|short)\s+)*(\w+)"
    rb"[\s*]*(?:(?:const|volatile|restrict)[\s*]*)*\Z"
)
KEYWORDS = frozenset(
    b"void char short int long float double signed unsigned _Bool bool struct union enum "
    b"const volatile if else for while do switch case default return goto break continue sizeof "
    b"offsetof size_t ssize_t ptrdiff_t intptr_t uintptr_t int8_t int16_t int32_t int64_t uint8_t "
    b"uint16_t uint32_t uint64_t".split()
)
_TAGGED = re.compile(rb"(?:const\s+)?(?:struct|union|enum)\s+\w+[\s*]*\Z")
_LOOP = re.compile(rb"\w*(?:for_?each|FOR_?EACH|foreach)\w*")
_EACH = re.compile(rb"for_?each|FOR_?EACH")
_WORD_BYTES = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
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


def mask_typeof(buffer: Buffer, start: int, name_end: int) -> None:
    """Make ``typeof(x)`` one word, so that it can stand wherever a type's name can."""
    opening = buffer.open_after(name_end)
    close = buffer.close(opening) if opening >= 0 else -1
    if close < 0:
        return
    buffer.call(start, close, buffer.args(opening, close), "typeof", name_end)
    buffer.blank(opening, close + 1, "typeof")


def mask_loops(buffer: Buffer, listed: re.Pattern[bytes]) -> None:
    """Turn every loop macro's call that a statement follows into a ``while``."""
    seen: set[int] = set()
    for found in _EACH.finditer(buffer.code):
        start = found.start()
        while start > 0 and (
            buffer.code[start - 1 : start].isalnum() or buffer.code[start - 1] == 0x5F
        ):
            start -= 1
        whole = _LOOP.match(buffer.code, start)
        if whole is not None and start not in seen:
            seen.add(start)
            _mask_loop(buffer, start, whole.end())
    for found in listed.finditer(buffer.code):
        _mask_loop(buffer, found.start(), found.end())


def _mask_loop(buffer: Buffer, start: int, name_end: int) -> None:
    if name_end - start < 5:
        return
    opening = buffer.open_after(name_end)
    close = buffer.close(opening) if opening >= 0 else -1
    if close < 0 or not _is_loop(buffer, start, close):
        return
    args = buffer.args(opening, close)
    buffer.call(start, close, args, "iterator", name_end)
    mask_tagged_arguments(buffer, args, "iterator")
    _mask_empty_arguments(buffer, opening, close, args)
    buffer.overwrite(start, name_end, b"while", "iterator")


def _mask_empty_arguments(buffer: Buffer, opening: int, close: int, args: list[Span]) -> None:
    """Blank the comma of an empty argument; give an empty list its one expression."""
    if not args and opening > 0:
        # "name()": the parenthesis moves into the name's room, as in "while(1)".
        buffer.put(opening, b"1", "iterator")
        buffer.put(opening - 1, b"(", "iterator")
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
