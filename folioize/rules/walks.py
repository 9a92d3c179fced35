# SPDX-License-Identifier: GPL-2.0-only
"""Dots of a pattern and where they begin go in; the record of what was seen comes out."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

from folioize.rules.ctree import C
from folioize.rules.flow import Node
from folioize.rules.forbidden import before_dots
from folioize.rules.nodes import P
from folioize.rules.places import through
from folioize.rules.values import State

TESTING = frozenset(("if_statement", "while_statement"))
"""Statements whose condition "when != true E" and "when != false E" look at."""


@dataclass(slots=True)
class Walk:
    """One pair of dots under way: what follows, and the places that were seen."""

    dots: P
    rest: list[P]
    before: P | None
    block: C | None
    state: State
    exists: bool
    strict: bool
    any: bool
    seen: set[int] = field(default_factory=set)
    failed: set[int] = field(default_factory=set)
    found: list[State] = field(default_factory=list)

    def beyond(self) -> Walk:
        """A walk of its own to what follows, that may pass anything and leave the block."""
        free = dataclasses.replace(self.dots, whens=[])
        return dataclasses.replace(
            self,
            dots=free,
            before=None,
            block=None,
            exists=True,
            strict=True,  # nothing is excused there, or this would ask itself again
            seen=set(),
            failed=set(),
            found=[],
        )


def begun(
    row: tuple[P, list[P]], around: tuple[C | None, P | None], st: State, exists: bool
) -> Walk:
    """The walk that dots, and what follows them, ask for; ``around`` is as in Paths.row()."""
    dots, rest = row
    block, before = around
    words = {kind for kind, _ in dots.whens}
    return Walk(
        dots,
        rest,
        before_dots(before),
        block,
        st,
        exists=("exists" in words) or (exists and "forall" not in words),
        strict="strict" in words,
        any="any" in words,
    )


def passed(dots: P, node: Node, outer: C, st: State) -> State:
    """Dots that are taken away, from a place on, stand for all text up to what follows them."""
    last = dots.at if dots.kind == "dots" else dots.close
    start = through(node).c.start
    after = [bind.start for bind in st.chain() if bind.at > last and bind.start >= start]
    braced = outer.kind == "compound_statement"  # a branch without braces goes whole
    end = min(after, default=outer.kids[-1].start if braced else outer.end)
    return st.bind(dots.at, start, end) if start < end and node.kind != "close" else st


def returning(rest: list[P]) -> bool:
    """Whether nothing but a return follows the dots."""
    return bool(rest) and rest[0].kind == "return_statement" and len(rest) == 1
