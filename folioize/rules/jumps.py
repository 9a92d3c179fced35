# SPDX-License-Identifier: GPL-2.0-only
"""A pattern goes in; its breaks and continues know their loop, and whether one of C is of it."""

from __future__ import annotations

from folioize.rules.ctree import C
from folioize.rules.flow import LOOPS
from folioize.rules.nodes import P
from folioize.rules.values import State

JUMPS = {"continue_statement": LOOPS, "break_statement": LOOPS | {"switch_statement"}}
"""What each jump leaves or goes on with."""


def owned(elements: list[P], around: dict[str, int] | None = None) -> None:
    """Note in each break and continue the first token of the loop or switch that it is in."""
    for node in elements:
        inner = dict(around or {})
        for jump, kinds in JUMPS.items():
            if node.kind in kinds and node.leaves():
                inner[jump] = node.leaves()[0].at
        if node.kind in inner:
            node.owner = inner[node.kind]
        for row in (node.kids, *node.branches):
            owned(row, inner)


def leaves_same(p: P, c: C, st: State) -> bool:
    """Whether a break or continue of C is of the loop that the pattern's is of."""
    started = next((bind.start for bind in st.chain() if bind.at == p.owner), None)
    outer = c.parent
    while outer is not None and outer.kind not in JUMPS[p.kind]:
        outer = outer.parent
    return started is None or outer is None or outer.start == started
