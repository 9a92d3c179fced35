# SPDX-License-Identifier: GPL-2.0-only
"""Macro calls outside functions in, statements that end in a semicolon (or nothing) out."""

from __future__ import annotations

import re

from folioize.cst.mask.buffer import Buffer
from folioize.cst.mask.calls import KEYWORDS, mask_tagged_arguments
from folioize.cst.mask.records import Span

_STORAGE = rb"((?:(?:static|extern|const|inline|__inline|__inline__)[ \t]+)*)"
_LINE = re.compile(rb"\n" + _STORAGE + rb"([A-Za-z_]\w*)[ \t]*\(")
_STATIC = re.compile(rb"\bstatic[ \t]+(?:const[ \t]+)?([A-Z_]\w*)[ \t]*\(")
_BRACES = re.compile(rb"[{};]|\b(?:if|return|asm)\b")


def mask_toplevel(buffer: Buffer) -> None:
    """Mask each call that begins a line at the left edge."""
    for found in _LINE.finditer(b"\n" + bytes(buffer.code)):
        name = found.group(2)
        start, opening = found.start(), found.end() - 2
        if name in KEYWORDS or buffer.code[opening] != 0x28:
            continue
        if buffer.before_byte(start) in (b"", b";", b"}", b")"):
            _mask_line(buffer, start, found.start(2) - 1, opening)
    for found in _STATIC.finditer(buffer.code):
        close = buffer.close(found.end() - 1)
        if close >= 0 and buffer.after_byte(close + 1) in (b";", b"="):
            buffer.blank(found.start(), found.start(1), "storage")
            mask_tagged_arguments(buffer, buffer.args(found.end() - 1, close), "toplevel")


def _mask_line(buffer: Buffer, start: int, name: int, opening: int) -> None:
    close = buffer.close(opening)
    if close < 0:
        return
    follows = buffer.after_byte(close + 1)
    args = buffer.args(opening, close)
    if follows == b"{":
        _mask_function(buffer, name, opening, args)
        return
    if follows in (b"(", b"[", b",", b")"):
        return
    buffer.blank(start, name, "storage")
    buffer.call(name, close, args, "toplevel", opening)
    text = bytes(buffer.code[opening : close + 1])
    if _BRACES.search(text):
        buffer.blank(name, close + 1, "toplevel")
        return
    mask_tagged_arguments(buffer, args, "toplevel")
    if follows not in (b";", b"="):
        _end(buffer, name, close)


def _end(buffer: Buffer, name: int, close: int) -> None:
    """Put a semicolon after the call if there is room on its line, or blank the call."""
    if close + 1 < len(buffer.code) and buffer.code[close + 1] in b" \t":
        buffer.put(close + 1, b";", "toplevel")
    else:
        buffer.blank(name, close + 1, "toplevel")


def _mask_function(buffer: Buffer, name: int, opening: int, args: list[Span]) -> None:
    """Make the header ``NAME(a, b) {`` a function's: give it a return type and plain parameters."""
    if opening - name < 5:
        return
    for span in args:
        text = bytes(buffer.code[span[0] : span[1]])
        if text[:1] in (b'"', b"&") or text.isdigit():
            buffer.overwrite(*span, b"T", "header")
    buffer.put(name, b"int ", "header")
