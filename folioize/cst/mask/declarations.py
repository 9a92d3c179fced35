# SPDX-License-Identifier: GPL-2.0-only
"""Macros that declare (members, per-cpu variables, system calls) in, plain C declarations out."""

from __future__ import annotations

from folioize.cst.mask.buffer import Buffer
from folioize.cst.mask.records import Span


def _call(buffer: Buffer, name_end: int) -> tuple[int, int, list[Span]] | None:
    opening = buffer.open_after(name_end)
    close = buffer.close(opening) if opening >= 0 else -1
    return None if close < 0 else (opening, close, buffer.args(opening, close))


def mask_member(buffer: Buffer, start: int, name_end: int, place: int) -> None:
    """Turn ``DECLARE_BITMAP(name, n)`` into ``int name``, with the name where it was."""
    call = _call(buffer, name_end)
    if call is None or place >= len(call[2]) or name_end - start < 4:
        return
    _, close, args = call
    buffer.call(start, close, args, "member", name_end)
    name = args[place]
    text = bytes(buffer.code[name[0] : name[1]])
    buffer.overwrite(start, close + 1, b"int", "member")
    buffer.code[name[0] : name[1]] = text
    if buffer.after_byte(close + 1) not in (b";", b",", b"="):
        buffer.put(close, b";", "member")


def mask_unwrap(buffer: Buffer, start: int, name_end: int, places: tuple[int, int]) -> None:
    """Turn ``DEFINE_PER_CPU(type, name)`` into ``type name``, both where they were."""
    call = _call(buffer, name_end)
    if call is None or max(places) >= len(call[2]):
        return
    _, close, args = call
    if places[0] == places[1]:
        _unwrap_members(buffer, start, args[places[0]], close)
        return
    kind, name = args[places[0]], args[places[1]]
    if kind[0] > name[0]:
        return
    buffer.call(start, close, args, "unwrap", name_end)
    buffer.blank(start, kind[0], "unwrap")
    buffer.blank(kind[1], name[0], "unwrap")
    buffer.blank(name[1], close + 1, "unwrap")
    text = bytes(buffer.code[kind[0] : kind[1]])
    if text.endswith(b"]") and b"[" in text:
        # "type[4]" is no type before a name.
        buffer.blank(kind[0] + text.index(b"["), kind[1], "unwrap")


def _unwrap_members(buffer: Buffer, start: int, first: Span, close: int) -> None:
    """Leave of ``struct_group(name, int a; int b;);`` the members alone."""
    end = close + 1
    if buffer.before_byte(close) == b";" and buffer.after_byte(end) == b";":
        end = buffer.after(end) + 1
    buffer.blank(start, first[0], "unwrap")
    buffer.blank(close, end, "unwrap")


def mask_header(buffer: Buffer, start: int, name_end: int, first: int) -> None:
    """Turn ``SYSCALL_DEFINE2(name, type, a, type, b)`` into ``int name(type a, type b)``."""
    call = _call(buffer, name_end)
    if call is None or not call[2] or name_end - start < 5:
        return
    opening, close, args = call
    buffer.call(start, close, args, "header", name_end)
    if buffer.after_byte(close + 1) != b"{":
        buffer.blank(start, close + 1, "header")
        return
    if len(args) <= first:
        buffer.put(start, b"int ", "header")
        return
    buffer.overwrite(start, opening + 1, b"int", "header")
    for at in range(first):
        comma = buffer.code.find(b",", args[at][1])
        buffer.put(comma, b"(" if at == first - 1 else b" ", "header")
    for at in range(first, len(args) - 1, 2):
        comma = buffer.code.find(b",", args[at][1])
        buffer.put(comma, b" ", "header")
