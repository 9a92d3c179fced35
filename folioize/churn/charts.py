# SPDX-License-Identifier: GPL-2.0-only
"""Numbers go in; places on a drawing, in percent of its width and height, come out.

Percent, because a drawing without a scale of its own keeps its letters as large on a narrow
screen as on a wide one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from folioize.churn.compare import Entry, on_frontier
from folioize.churn.cost import GUIDE, PatchCost, Share

MOST = 24
"""Bars in a chart; what is left is one bar more, and the table has it all."""
_NEAR = 9  # percent of the height: two lines of text
ASPECT = 2.0
"""How much wider than high a map of directories is drawn, about."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A named pair of numbers, as the lengths of two bars."""

    name: str
    more: int
    less: int
    more_percent: float
    less_percent: float


@dataclass(frozen=True, slots=True)
class Cell:
    """A rectangle of a map; all in percent but ``value``."""

    name: str
    value: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Stick:
    """A patch as a line as long as it has changed lines; ``over`` the guide or not."""

    number: int
    subject: str
    size: int
    percent: float
    over: bool


@dataclass(frozen=True, slots=True)
class Dot:
    """A design by its cost and its gain; ``left`` says that its name stands left of it, and
    ``drop`` how far below it, in pixels, so that names of neighbours do not overlap."""

    name: str
    lines: int
    edges: int
    x: float
    y: float
    best: bool
    left: bool
    drop: int


def bars(shares: Sequence[Share]) -> list[Bar]:
    """The largest shares, and the rest as one; the longest bar has half of the width."""
    ordered = sorted(shares, key=lambda one: (-(one.insertions + one.deletions), one.name))
    rows = [(one.name, one.insertions, one.deletions) for one in ordered[:MOST]]
    rest = ordered[MOST:]
    if rest:
        sums = sum(one.insertions for one in rest), sum(one.deletions for one in rest)
        rows.append((f"{len(rest)} more", *sums))
    longest = max((max(more, less) for _, more, less in rows), default=0) or 1
    return [
        Bar(name, more, less, _part(more, longest, 50), _part(less, longest, 50))
        for name, more, less in rows
    ]


def funnel(stages: Sequence[tuple[str, int]]) -> list[Bar]:
    """Stages of which each is a part of the first."""
    whole = max((count for _, count in stages), default=0) or 1
    return [Bar(name, count, 0, _part(count, whole), 0.0) for name, count in stages]


def sticks(patches: Sequence[PatchCost]) -> tuple[list[Stick], float]:
    """The patches in order, and where the review guide stands."""
    longest = max([GUIDE, *(patch.size for patch in patches)])
    rows = [
        Stick(
            patch.number, patch.subject, patch.size, _part(patch.size, longest), patch.size > GUIDE
        )
        for patch in patches
    ]
    return rows, _part(GUIDE, longest)


def dots(entries: Sequence[Entry]) -> list[Dot]:
    """Designs on two axes that begin at nothing, by rising cost; dear ones far right, those that
    give much far up."""
    best = on_frontier(entries)
    across = max((one.lines for one in entries), default=0) or 1
    up = max((one.edges for one in entries), default=0) or 1
    out: list[Dot] = []
    for one in sorted(entries, key=lambda one: (one.lines, -one.edges)):
        x, y = 4 + _part(one.lines, across, 92), 94 - _part(one.edges, up, 84)
        left = one.lines * 2 > across
        near = [dot for dot in out if dot.left == left and abs(dot.y - y) < _NEAR]
        above, below = (-8, 18) if left else (-4, 14)
        drop = above if near and near[-1].drop == below else below
        out.append(Dot(one.name, one.lines, one.edges, x, y, one in best, left, drop))
    return out


def treemap(shares: Sequence[Share]) -> list[Cell]:
    """A map in which each share has an area in proportion to its lines, near to square."""
    sized = [(one.name, one.insertions + one.deletions) for one in shares]
    sized = sorted((row for row in sized if row[1]), key=lambda row: (-row[1], row[0]))
    total = sum(size for _, size in sized)
    cells: list[Cell] = []
    x, y, width, height = 0.0, 0.0, ASPECT, 1.0
    while sized:
        upright = width >= height
        side = height if upright else width
        left = sum(size for _, size in sized)
        count = _row(sized, side, width * height / left)
        row, sized = sized[:count], sized[count:]
        thick = sum(size for _, size in row) * width * height / left / side
        at = 0.0
        for name, size in row:
            long = size * width * height / left / thick
            place = (x, y + at, thick, long) if upright else (x + at, y, long, thick)
            cells.append(_cell(name, size, place))
            at += long
        if upright:
            x, width = x + thick, width - thick
        else:
            y, height = y + thick, height - thick
    assert sum(cell.value for cell in cells) == total
    return cells


def _row(sized: Sequence[tuple[str, int]], side: float, scale: float) -> int:
    """How many go into one row so that the worst of them is as near to square as can be."""

    def worst(count: int) -> float:
        areas = [size * scale for _, size in sized[:count]]
        thick = sum(areas) / side
        return max(max(thick**2 / area, area / thick**2) for area in areas)

    count = 1
    while count < len(sized) and worst(count + 1) <= worst(count):
        count += 1
    return count


def _cell(name: str, size: int, place: tuple[float, float, float, float]) -> Cell:
    x, y, width, height = place
    wide, high = 100 / ASPECT, 100.0
    return Cell(
        name,
        size,
        round(x * wide, 3),
        round(y * high, 3),
        round(width * wide, 3),
        round(height * high, 3),
    )


def _part(count: int, whole: int, of: float = 100) -> float:
    return round(of * count / whole, 2)
