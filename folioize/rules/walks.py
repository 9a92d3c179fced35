# SPDX-License-Identifier: GPL-2.0-only
"""Dots of a pattern and where they begin go in; the record of what was seen comes out."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

from folioize.rules.ctree import C
from folioize.rules.nodes import P
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


def returning(rest: list[P]) -> bool:
    """Whether nothing but a return follows the dots."""
    return bool(rest) and rest[0].kind == "return_statement" and len(rest) == 1
