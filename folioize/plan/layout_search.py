# SPDX-License-Identifier: GPL-2.0-only
"""A row that is too long goes in; the places to break it at, the best ones, come out."""

from __future__ import annotations

from dataclasses import dataclass

from folioize.plan.layout_break import (
    Open,
    Place,
    Stack,
    body,
    closed,
    depth,
    indent_after,
    is_assignment,
    opened,
    opens,
    rank,
)
from folioize.plan.layout_chunk import Chunk, Row
from folioize.plan.layout_lex import TAB, width
from folioize.plan.layout_place import TRAILING, Piece, limit, over, own_columns, place

# A row is broken into few pieces; beyond, the search costs more than the layout is worth.
_MAX_BREAKS = 4
_MAX_PLACES = 16
_NOT_OWN = 50


@dataclass(frozen=True, slots=True)
class Style:
    """A way to lay out a chunk: ``early`` breaks after the first ``=``; the continuation lines
    of brackets in ``flat`` take two tabs; ``last_resort`` allows a line to end in ``(``."""

    early: bool = False
    flat: frozenset[int] = frozenset()
    last_resort: bool = False


class Search:
    """Finds the breaks of rows of one chunk in one style; ``base`` is the statement's column."""

    def __init__(self, chunk: Chunk, style: Style) -> None:
        self.chunk = chunk
        self.tokens = chunk.tokens
        self.style = style
        self.base = 0
        self.own = {i: at for i, at in own_columns(chunk).items() if i not in style.flat}

    def early(self, row: Row, indent: int, stack: Stack) -> Place | None:
        """The break after the row's first ``=`` outside of brackets."""
        piece = place(self.chunk, row, (row.first, row.last), indent)
        for index, inner in self.walk(piece, stack):
            if is_assignment(self.tokens[index]) and not depth(inner) and index + 1 < row.last:
                if self.tokens[index + 1].text == b"{" or row.macro:
                    return None
                column, after = indent_after(self.tokens[index], inner, self.base, self.own)
                return Place((0, 0, 0), index, column, after)
        return None

    def unfold(self, row: Row, indent: int, stack: Stack) -> list[Place]:
        """The breaks that give a one-line function body lines of its own, where that is too long.

        checkpatch takes ``void f(...) {}`` on one line, and no other brace after a header.
        """
        if self.base != 0 or row.macro or row.fixed:
            return []
        piece = place(self.chunk, row, (row.first, row.last), indent)
        found = body(self.tokens, row.first, row.last)
        if not over(row, piece.end) or found is None:
            return []
        walked = dict(self.walk(piece, stack))
        if walked[found - 1]:
            return []
        places, _ = self.search(row, (row.first, found), indent, stack, 0)
        places = [*places, Place((0, 0, 0), found - 1, 0, ())]
        for index in range(found, row.last - 1):
            if index == found or self.tokens[index].text == b";":
                column = TAB if index + 2 < row.last else 0
                places.append(Place((0, 0, 0), index, column, walked[index]))
        return places

    def search(
        self, row: Row, span: tuple[int, int], indent: int, stack: Stack, used: int
    ) -> tuple[list[Place], int]:
        """The breaks for the tokens of ``span``, and how far over the limit they still are."""
        piece = place(self.chunk, row, span, indent)
        excess = over(row, piece.end)
        if not excess or row.macro or row.fixed or used >= _MAX_BREAKS:
            return [], excess
        best: tuple[list[Place], int] = ([], excess)
        for spot in self._places(row, piece, stack):
            rest, left = self.search(
                row, (spot.after + 1, span[1]), spot.indent, spot.stack, used + 1
            )
            if left < best[1]:
                best = ([spot, *rest], left)
            if not left:
                break
        return best

    def _places(self, row: Row, piece: Piece, stack: Stack) -> list[Place]:
        """Where the piece may be broken, best first; each leaves a head that fits."""
        found: list[Place] = []
        for index, after in self.walk(piece, stack):
            if index + 1 >= piece.last:
                break
            end = width(self.tokens[index].text, piece.columns[index - piece.first])
            if end > limit(row):
                break
            if self.tokens[index + 1].kind in TRAILING and index + 2 >= piece.last:
                continue
            order = rank(self.tokens, index, after, self.style.last_resort)
            if order is None:
                continue
            column, begins = indent_after(self.tokens[index], after, self.base, self.own)
            if column < piece.columns[index + 1 - piece.first]:
                found.append(Place(order, index, column, begins))
            top = after[-1] if after else None
            if top is not None and top.index in self.own and (top.new or column) < column:
                # The author's column may have no room; the bracket's is the next best.
                worse = (order[0] + _NOT_OWN, *order[1:])
                found.append(Place(worse, index, top.new or column, begins))
        return sorted(found, key=lambda spot: spot.rank)[:_MAX_PLACES]

    def walk(self, piece: Piece, stack: Stack) -> list[tuple[int, Stack]]:
        """Each token of the piece with the stack after it."""
        result: list[tuple[int, Stack]] = []
        for index in range(piece.first, piece.last):
            stack = self._step(piece, index, stack)
            result.append((index, stack))
        return result

    def _step(self, piece: Piece, index: int, stack: Stack) -> Stack:
        """The stack after one token."""
        token = self.tokens[index]
        stack = closed(stack, token)
        if not opens(token):
            return stack
        here = index - piece.first
        more = index + 1 < piece.last and self.tokens[index + 1].kind not in TRAILING
        olds = self.chunk.old_column(index), self.chunk.old_column(index + 1) if more else None
        news = piece.columns[here], piece.columns[here + 1] if more else None
        item = opened(token, index, olds, news)
        if index in self.style.flat and item.bracket:
            item = Open(item.kind, index, item.old, (self.base) + 2 * TAB)
        return (*stack, item)
