# SPDX-License-Identifier: GPL-2.0-only
"""Trace event definitions in, function definitions of the same length out.

``TRACE_EVENT(name, TP_PROTO(p), TP_ARGS(a), TP_STRUCT__entry(..), TP_fast_assign(..), ..);``
becomes ``void name (p) { TP_ARGS(a); { type field; } { .. } ..;}``.
"""

from __future__ import annotations

import re

from folioize.cst.mask.buffer import Buffer
from folioize.cst.mask.records import Span

_PROTO = re.compile(rb"\s*(?:TP_|BPF_)?PROTO\s*\(")
_FIELDS = re.compile(rb"TP_(?:STRUCT__entry|struct_entry)\w*\s*\(")
_ASSIGN = re.compile(rb"TP_fast_assign\w*\s*\(")
_FIELD = re.compile(rb"(\w+)[ \t]*\(")
_SOME = re.compile(rb"\w+")
_EMPTY = re.compile(rb"\(\s*void\s*\)")
# Fields whose first argument is the name, because their type is given.
_NAMED = re.compile(rb"string|bitmask|sockaddr|cpumask|vstring|rel_loc_s")


def mask_trace(buffer: Buffer, start: int, name_end: int, place: int) -> None:
    """Mask one event whose macro's name begins at ``start``; ``place`` is its name's argument."""
    opening = buffer.open_after(name_end)
    close = buffer.close(opening) if opening >= 0 else -1
    if close < 0:
        return
    args = buffer.args(opening, close)
    buffer.call(start, close, args, "trace", name_end)
    proto = args[place + 1] if place + 1 < len(args) else (0, 0)
    if not _PROTO.match(buffer.code, proto[0]):
        stop = buffer.after(close + 1)
        ended = buffer.code[stop : stop + 1] == b";"
        buffer.blank(start, stop + 1 if ended else close + 1, "trace")
        return
    name = args[place]
    text = bytes(buffer.code[name[0] : name[1]])
    buffer.overwrite(start, proto[0], b"void", "trace")
    buffer.code[name[0] : name[1]] = text
    buffer.blank(proto[0], buffer.code.index(b"(", proto[0]), "trace")
    _mask_body(buffer, args[place + 1 :], close)


def _mask_body(buffer: Buffer, args: list[Span], close: int) -> None:
    first, rest = args[0], args[1:]
    end = buffer.after(close + 1)
    ended = buffer.code[end : end + 1] == b";"
    if not rest:
        buffer.put(close, b" " if ended else b";", "trace")
        return
    buffer.put(buffer.code.index(b",", first[1]), b"{", "trace")
    if ended:
        buffer.put(close, b";", "trace")
        buffer.put(end, b"}", "trace")
    else:
        # No room for the last call's semicolon: the call goes.
        buffer.blank(*rest[-1], "trace")
        buffer.put(close, b"}", "trace")
    for at, span in enumerate(rest):
        last = at == len(rest) - 1
        comma = -1 if last else buffer.code.index(b",", span[1])
        if _FIELDS.match(buffer.code, span[0]):
            _mask_block(buffer, span, comma)
            _mask_fields(buffer, span)
        elif _ASSIGN.match(buffer.code, span[0]):
            _mask_block(buffer, span, comma)
        else:
            _mask_braces(buffer, span)
            if not last:
                buffer.put(comma, b";", "trace")


def _mask_block(buffer: Buffer, span: Span, comma: int) -> None:
    opening = buffer.code.index(b"(", span[0])
    args = buffer.args(opening, span[1] - 1)
    first = bytes(buffer.code[args[0][0] : args[0][1]]) if len(args) > 1 else b";"
    if b";" not in first and buffer.code[span[0] : opening].strip() != b"TP_fast_assign":
        # TP_fast_assign_btrfs(info, statements): the first argument goes.
        buffer.blank(args[0][0], args[1][0], "trace")
    buffer.blank(span[0], opening, "trace")
    buffer.put(opening, b"{", "trace")
    buffer.put(span[1] - 1, b"}", "trace")
    last = buffer.before(span[1] - 1)
    if buffer.code[last] not in b"{};":
        buffer.finish(last + 1, "trace")
    if comma >= 0:
        buffer.put(comma, b" ", "trace")


def _mask_braces(buffer: Buffer, span: Span) -> None:
    """Make ``{ a, b }`` among a call's arguments ``( a, b )``."""
    text = bytes(buffer.code[span[0] : span[1]])
    if b"{" in text:
        buffer.put(span[0], text.replace(b"{", b"(").replace(b"}", b")"), "trace")


def _mask_fields(buffer: Buffer, span: Span) -> None:
    """Unwrap each ``__field(type, name)`` between the braces into ``type name;``."""
    pos = buffer.code.index(b"{", span[0]) + 1
    end = span[1] - 1
    while pos < end:
        pos = buffer.after(pos)
        found = _FIELD.match(buffer.code, pos)
        if pos >= end:
            return
        if found is None:
            word = _SOME.match(buffer.code, pos)
            stop = word.end() if word else pos + 1
            buffer.blank(pos, stop, "trace")
            pos = stop
            continue
        close = buffer.close(found.end() - 1)
        if close < 0 or close >= end:
            buffer.blank(pos, end, "trace")
            return
        _mask_field(buffer, pos, found.end() - 1, close)
        pos = close + 1


def _mask_field(buffer: Buffer, start: int, opening: int, close: int) -> None:
    args = buffer.args(opening, close)
    named = _NAMED.search(buffer.code, start, opening) is not None
    if not args or (len(args) < 2 and not named):
        buffer.blank(start, close + 1, "trace")
        return
    name = args[0] if named else args[1]
    if named:
        buffer.overwrite(start, opening + 1, b"char *", "trace")
    else:
        buffer.blank(start, opening + 1, "trace")
        buffer.blank(args[0][1], name[0], "trace")
    buffer.blank(name[1], close, "trace")
    buffer.put(close, b";", "trace")
