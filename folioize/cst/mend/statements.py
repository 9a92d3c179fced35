# SPDX-License-Identifier: GPL-2.0-only
"""Macro calls with statements as arguments in, the statements themselves out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from folioize.cst.mask.buffer import Buffer
from folioize.cst.mask.calls import KEYWORDS
from folioize.cst.mask.records import Span

_RULE = "statement"
_TOKENS = re.compile(rb"[(){};]")
_CHAINED = re.compile(rb"(?:[;{}]|\belse\b)\s*([A-Za-z_]\w+)\s*\(")
_ELSE = re.compile(rb"\s*(;)?\s*else\b")
_STARTS = (b";", b"{", b"}", b":", b")")


def unwrap_statements(buffer: Buffer) -> None:
    """Make ``MACRO(a, b, if (x) break;);`` the loop that it is, ``FOR(a; b; c) {`` a for."""
    for opening, stops in _with_statements(bytes(buffer.code)):
        name = buffer.word_before(opening)
        close = buffer.close(opening)
        if close < 0 or not name or name in KEYWORDS:
            continue
        start = buffer.before(opening) + 1 - len(name)
        if buffer.after_byte(close + 1) == b"{" and stops == 2 and len(name) >= 3:
            buffer.overwrite(start, start + len(name), b"for", "iterator")
        elif buffer.before_byte(start) in _STARTS:
            _unwrap(buffer, start, opening, close)
        else:
            buffer.overwrite(opening + 1, close, b"0", _RULE)


def _with_statements(code: bytes) -> Iterator[tuple[int, int]]:
    """The parentheses that hold a semicolon which is in no brace of theirs, and how many."""
    stack: list[list[int]] = []
    for found in _TOKENS.finditer(code):
        byte = found.group()
        if byte == b";":
            if stack and code[stack[-1][0]] == 0x28:
                stack[-1][1] += 1
        elif byte in b"({":
            stack.append([found.start(), 0])
        elif stack:
            opening, stops = stack.pop()
            if stops and byte == b")":
                yield opening, stops


def _unwrap(buffer: Buffer, start: int, opening: int, close: int) -> None:
    args = buffer.args(opening, close)
    first = next(at for at, span in enumerate(args) if b";" in buffer.code[slice(*span)])
    last = buffer.before(close)
    if first == 0:
        buffer.blank(start, opening + 1, _RULE)
        buffer.put(close, b" " if buffer.code[last] in b";}" else b";", _RULE)
        return
    if not _close_block(buffer, last, close):
        return
    comma = buffer.before(args[first][0])
    room = _room(buffer, comma + 1, args[first][0])
    buffer.call(start, close, args, "iterator", opening)
    if room < 0:
        buffer.blank(start, comma, _RULE)
        buffer.put(comma, b"{", _RULE)
        return
    buffer.put(comma, b")", _RULE)
    buffer.put(room, b"{", _RULE)
    word = b"while" if opening - start >= 5 else b"if"
    buffer.overwrite(start, opening, word, "iterator")


def _close_block(buffer: Buffer, last: int, close: int) -> bool:
    """End the block at the call's parenthesis; False where a semicolon has no room."""
    if buffer.code[last] in b";}":
        buffer.put(close, b"}", _RULE)
        return True
    stop = buffer.after(close + 1)
    if buffer.code[stop : stop + 1] != b";":
        return False
    buffer.put(close, b";", _RULE)
    buffer.put(stop, b"}", _RULE)
    return True


def _room(buffer: Buffer, start: int, end: int) -> int:
    return next((at for at in range(start, end) if buffer.code[at] in b" \t"), -1)


def chain_else(buffer: Buffer) -> None:
    """Make a macro before an ``else`` that has no if, ``OPTION(x) else OPTION(y)``, an if."""
    for found in _CHAINED.finditer(buffer.code):
        name: Span = found.span(1)
        close = buffer.close(found.end() - 1)
        follows = _ELSE.match(buffer.code, close + 1) if close >= 0 else None
        if follows is None or found.group(1) in KEYWORDS:
            continue
        if follows.group(1) or buffer.finish(close + 1, _RULE):
            buffer.overwrite(*name, b"if", _RULE)
