# SPDX-License-Identifier: GPL-2.0-only
"""Macro calls outside functions in, statements that end in a semicolon (or nothing) out."""

from __future__ import annotations

import re

from folioize.cst.mask.buffer import Buffer
from folioize.cst.mask.calls import KEYWORDS, mask_empty_arguments, mask_tagged_arguments
from folioize.cst.mask.records import Span

_STORAGE = rb"((?:(?:static|extern|const|inline|__inline|__inline__)[ \t]++)*+)"
_LINE = re.compile(rb"\n(?=[A-Za-z_])" + _STORAGE + rb"([A-Za-z_]\w*)[ \t]*\(")
# A literal at the start is searched for much faster than a word's edge.
_STATIC = re.compile(rb"static(?<!\wstatic)[ \t]+(?:const[ \t]+)?([A-Z_]\w*)[ \t]*\(")
_CALL = re.compile(rb"[ \t;]*+(?:\n[ \t;]++)?([A-Za-z_]\w*)[ \t]*\(")
_ODD = re.compile(rb"[|&^+*/%<>-]*=\s*~?|[A-Z]\w*\s+(?=[A-Z])(\w+)\Z")
_ATTRIBUTED = re.compile(
    rb"\n(?=[A-Zse])(?:static[ \t]++|extern[ \t]++)*+([A-Z][A-Z0-9_]++)\s++"
    rb"(?:static|inline|const|struct|union|enum|void|bool|int|unsigned|long|char|size_t|[us]\d+)\b"
)
_BRACES = re.compile(rb'[{};]|\b(?:if|return|asm)\b|[,(]\s*:\s*"|,\s*\)')


def mask_toplevel(buffer: Buffer) -> None:
    """Mask each call that begins a line at the left edge, and the calls after it on its line."""
    # With a newline in front, a pattern's offsets are one too high.
    code = b"\n" + buffer.code
    for found in _ATTRIBUTED.finditer(code):
        if buffer.before_byte(found.start(1) - 1) in (b"", b";", b"}", b")"):
            buffer.blank(found.start(1) - 1, found.end(1) - 1, "attribute")
    for found in _LINE.finditer(code):
        name = found.group(2)
        start, opening = found.start(), found.end() - 2
        if name in KEYWORDS or buffer.code[opening] != 0x28:
            continue
        if buffer.before_byte(start) in (b"", b";", b"}", b")"):
            _mask_calls(buffer, start, found.start(2) - 1, opening)
    for found in _STATIC.finditer(buffer.code):
        close = buffer.close(found.end() - 1)
        if close >= 0 and buffer.after_byte(close + 1) in (b";", b"="):
            buffer.blank(found.start(), found.start(1), "storage")
            mask_tagged_arguments(buffer, buffer.args(found.end() - 1, close), "toplevel")


def _mask_calls(buffer: Buffer, start: int, name: int, opening: int) -> None:
    while True:
        close = buffer.close(opening)
        if close < 0:
            return
        _mask_call(buffer, start, name, opening, close)
        following = _CALL.match(buffer.code, close + 1)
        if following is None or following.group(1) in KEYWORDS:
            return
        start = name = following.start(1)
        opening = following.end() - 1


def _mask_call(buffer: Buffer, start: int, name: int, opening: int, close: int) -> None:
    follows = buffer.after_byte(close + 1)
    args = buffer.args(opening, close)
    if follows == b"{":
        _mask_function(buffer, name, opening, args)
        return
    if follows in (b"(", b"[", b",", b")"):
        return
    buffer.blank(start, name, "storage")
    buffer.call(name, close, args, "toplevel", opening)
    if _BRACES.search(bytes(buffer.code[opening : close + 1])):
        buffer.blank(name, close + 1, "toplevel")
        return
    mask_tagged_arguments(buffer, args, "toplevel")
    _mask_odd_arguments(buffer, args)
    mask_empty_arguments(buffer, close, args)
    if follows not in (b";", b"=") and not buffer.finish(close + 1, "toplevel"):
        buffer.blank(name, close + 1, "toplevel")


def _mask_odd_arguments(buffer: Buffer, args: list[Span]) -> None:
    """Cut an operator before an argument (``|= X``), and words before a word (``A B``)."""
    for span in args:
        odd = _ODD.match(buffer.code, *span)
        if odd is not None:
            buffer.blank(span[0], odd.end() if odd.group(1) is None else odd.start(1), "toplevel")


def _mask_function(buffer: Buffer, name: int, opening: int, args: list[Span]) -> None:
    """Make the header ``NAME(a, b) {`` a function's: give it a return type and plain parameters."""
    if opening - name < 5:
        return
    for span in args:
        text = bytes(buffer.code[span[0] : span[1]])
        if text[:1] in (b'"', b"&") or text.isdigit():
            buffer.overwrite(*span, b"T", "header")
    buffer.put(name, b"int ", "header")
