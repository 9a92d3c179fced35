# SPDX-License-Identifier: GPL-2.0-only
"""Tokens and an indentation go in; their columns on one line and the gaps to change come out."""

from __future__ import annotations

from dataclasses import dataclass

from folioize.plan.layout_break import Stack, closed, innermost, opened, opens
from folioize.plan.layout_chunk import Chunk, Row
from folioize.plan.layout_lex import Token, fill, width

NARROW, WIDE = 80, 100
TRAILING = ("comment", "splice")


@dataclass(slots=True)
class Piece:
    """Tokens ``first`` to ``last`` (exclusive) on one line: columns, and gaps that differ."""

    first: int
    last: int
    indent: int
    columns: list[int]
    gaps: dict[int, bytes]
    end: int


def place(chunk: Chunk, row: Row, span: tuple[int, int], indent: int) -> Piece:
    """Columns for the tokens of ``span`` on one line that begins at column ``indent``.

    Gaps stay as they are, but for those that kept a column which the edits moved.
    """
    first, last = span
    columns, gaps = [indent], {}
    column = _end(chunk.tokens[first], indent)
    for index in range(first + 1, last):
        token = chunk.tokens[index]
        gap = chunk.gap(index)
        new = gap
        if gap and gap != b" ":
            new = _gap(chunk, index, gap, column)
            ends = index + 1 == last and token.kind in TRAILING
            if ends and over(row, _end(token, width(new, column))):
                new = b" "
            if new != gap:
                gaps[index] = new
        column = width(new, column) if new else column
        columns.append(column)
        column = _end(token, column)
    return Piece(first, last, indent, columns, gaps, column)


def _end(token: Token, column: int) -> int:
    """The column after a token, or after its first line."""
    text = token.text
    return width(text.partition(b"\n")[0] if b"\n" in text else text, column)


def _gap(chunk: Chunk, index: int, gap: bytes, column: int) -> bytes:
    """The gap before a token, changed where it lined the token up and no longer does."""
    if b"\t" not in gap and chunk.tokens[index].kind not in TRAILING:
        return gap
    target = chunk.old_column(index)
    if target is None or width(gap, column) == target:
        return gap
    if column < target:
        return fill(column, target) if b"\t" in gap else b" " * (target - column)
    return b"\t" if b"\t" in gap else b" "


def limit(row: Row) -> int:
    """The columns that a row may have: 80 where it kept to that, or a function's head is on it;
    100 otherwise."""
    kept = row.old_width is None or row.old_width <= NARROW
    return NARROW if kept or row.head else WIDE


def over(row: Row, end: int) -> int:
    """By how many columns a line is over; none where the pristine one was as long."""
    if row.old_width is not None and end <= row.old_width:
        return 0
    return max(0, end - limit(row))


def own_columns(chunk: Chunk) -> dict[int, int]:
    """For each bracket whose author did not align continuation lines to it, their column."""
    own: dict[int, int] = {}
    seen: set[int] = set()
    stack: Stack = ()
    for row in chunk.rows:
        if not row.code or row.first >= row.last:
            continue
        inner = innermost(stack)
        if inner is not None and inner.index not in seen and row.old_indent is not None:
            seen.add(inner.index)
            if all(item.old != row.old_indent for item in stack):
                own[inner.index] = row.old_indent
        for index in range(row.first, row.last):
            token = chunk.tokens[index]
            stack = closed(stack, token)
            if opens(token):
                more = index + 1 < row.last and chunk.tokens[index + 1].kind not in TRAILING
                olds = chunk.old_column(index), chunk.old_column(index + 1) if more else None
                stack = (*stack, opened(token, index, olds, (0, 0 if more else None)))
    return own
