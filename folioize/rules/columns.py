# SPDX-License-Identifier: GPL-2.0-only
"""Edits of a file go in; those of types that stand in columns come out, with the names' columns.

Where tabs lie between a type and what it declares, the name stays in its column though the type
is longer or shorter now, unless the type reaches beyond.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from folioize.model import Edit

_DECLARED = re.compile(
    rb"(?P<type>[ \t]*\w+(?:[ \t]+\w+)*?[ \t]*?)(?P<gap>[ \t]+)"
    rb"(?:\**\w+[ \t]*(?:\[[^\]\n]*\][ \t]*)*[;,=:()]|\(\*)"
)
_NO_TYPE = re.compile(rb"\s*(?:return|goto|case|else|do|typedef)\b")
_TAB = 8


def columned(data: bytes, edits: Sequence[Edit]) -> list[Edit]:
    """The edits; each that alone changes a line's type keeps the column of the name after it."""
    spans = [(_line(data, one.start), _end(data, one.end)) for one in edits]
    beside = _beside(spans)
    out: list[Edit] = []
    for at, (edit, span) in enumerate(zip(edits, spans, strict=True)):
        alone = at not in beside and b"\n" not in data[edit.start : edit.end]
        out += _kept(data, edit, span) if alone and edit.start < edit.end else [edit]
    return out


def _beside(spans: Sequence[tuple[int, int]]) -> set[int]:
    """The numbers of the spans that have a line with another one."""
    out: set[int] = set()
    widest = -1  # of those seen, the one that reaches farthest
    for at in sorted(range(len(spans)), key=spans.__getitem__):
        if widest >= 0 and spans[at][0] < spans[widest][1]:
            out |= {at, widest}
        if widest < 0 or spans[at][1] > spans[widest][1]:
            widest = at
    return out


def _kept(data: bytes, edit: Edit, span: tuple[int, int]) -> list[Edit]:
    """The edit with the gap behind the type as it should be, beside it or in it."""
    start, end = span
    old = _declared(data[start:end])
    if old is None or b"\t" not in old["gap"]:
        return [edit]
    first, newline, rest = edit.new.partition(b"\n")
    tail = b"" if newline else data[edit.end : end]
    at = edit.start - start  # where the new text begins on its line
    new = _declared(data[start : edit.start] + first + tail)
    if new is None:
        return [edit]
    gap = _gap(_width(new["type"]), _width(data[start : start + old.end("gap")]))
    low, high = new.start("gap") - at, new.end("gap") - at
    if gap == new["gap"] or low < 0:
        return [edit]
    if high <= len(first):
        return [Edit(edit.start, edit.end, first[:low] + gap + first[high:] + newline + rest)]
    if gap == b" ":
        return [edit]  # no column to keep: what stays is as it was
    behind = edit.end + high - len(first)  # the gap ends in what stays
    return [Edit(edit.start, behind, first[:low] + gap + newline + rest)]


def _declared(line: bytes) -> re.Match[bytes] | None:
    return None if _NO_TYPE.match(line) else _DECLARED.match(line)


def _gap(width: int, column: int) -> bytes:
    """Tabs from one column to another."""
    if width >= column:
        return b" "
    stop = column - column % _TAB
    if stop <= width:
        return b" " * (column - width)
    return b"\t" * (stop // _TAB - width // _TAB) + b" " * (column - stop)


def _width(text: bytes) -> int:
    return len(text.expandtabs(_TAB))


def _line(data: bytes, at: int) -> int:
    return data.rfind(b"\n", 0, at) + 1


def _end(data: bytes, at: int) -> int:
    end = data.find(b"\n", at)
    return len(data) if end < 0 else end
