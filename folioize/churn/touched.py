# SPDX-License-Identifier: GPL-2.0-only
"""A rehearsed design and its net diff go in; what they touch of the program comes out."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Sequence

import msgspec

from folioize.churn.diffs import Block, FileDiff
from folioize.churn.rehearsed import Rehearsed


class Touched(msgspec.Struct, frozen=True):
    """What of the program the design's diff changes.

    ``functions`` are definitions with a changed line; ``signatures`` functions with a parameter
    or result of another type than before, ``exported`` those of them that modules can call;
    ``call_sites`` are the calls of these functions, all over the tree.
    """

    functions: int
    signatures: tuple[str, ...]
    exported: tuple[str, ...]
    call_sites: int


def touched(design: Rehearsed, net: Sequence[FileDiff]) -> Touched:
    """Find what a design touches; a function that two kinds change is one function."""
    reaches = [kind.reach for kind in design.kinds]
    return Touched(
        _functions(design, net),
        tuple(sorted({name for reach in reaches for name in reach.signatures})),
        tuple(sorted({name for reach in reaches for name in reach.exported})),
        sum(reach.call_sites for reach in reaches),
    )


def _functions(design: Rehearsed, net: Sequence[FileDiff]) -> int:
    """Definitions in whose lines something is changed, taken out or put in."""
    bodies: dict[str, tuple[tuple[int, int], ...]] = {}
    for kind in reversed(design.kinds):  # the first that changes a file found it as it is
        bodies.update(kind.reach.bodies)
    found = 0
    for one in net:
        if one.path not in bodies:
            continue
        data = design.tree.read(one.path)
        starts = [0, *itertools.accumulate(len(line) + 1 for line in data.split(b"\n"))]
        for start, end in bodies[one.path]:
            first = bisect.bisect_right(starts, start)
            last = bisect.bisect_right(starts, end - 1)
            found += any(_within(block, first, last) for block in one.blocks)
    return found


def _within(block: Block, first: int, last: int) -> bool:
    """Whether a block stands in these lines; what is put in before the first is in no function."""
    if block.removed:
        return block.line <= last and first < block.line + len(block.removed)
    return first < block.line <= last
