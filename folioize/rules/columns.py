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
    out: list[Edit] = []
    for edit, span in zip(edits, spans, strict=True):
        others = sum(other[0] < span[1] and span[0] < other[1] for other in spans) > 1
        alone = not others and b"\n" not in data[edit.start : edit.end]
        out += _kept(data, edit, span) if alone and edit.start < edit.end else [edit]
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
