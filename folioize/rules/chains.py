# SPDX-License-Identifier: GPL-2.0-only
"""``E || ...`` or ``E && ...`` and a condition go in; states for each of its terms that fits, out.

The condition may be a chain of any length, and E alone too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from folioize.rules.ctree import C
from folioize.rules.kinds import EXPRESSIONS
from folioize.rules.nodes import P
from folioize.rules.values import State

if TYPE_CHECKING:
    from folioize.rules.terms import Terms

_CHAINS = ("||", "&&")


def dotted(p: P) -> bool:
    """Whether a binary pattern is a term with dots beside it."""
    return (
        p.kind == "binary_expression"
        and len(p.kids) == 3
        and p.kids[1].text in _CHAINS
        and any(side.kind == "dots" for side in (p.kids[0], p.kids[2]))
    )


def chained(terms: Terms, p: P, c: C, st: State) -> Iterator[State]:
    """The pattern's term is any term of the chain; its operator and dots are what is around."""
    if c.kind not in EXPRESSIONS:
        return
    left, operator, right = p.kids
    term, dots = (left, right) if right.kind == "dots" else (right, left)
    for one in _operands(c, operator.text or ""):
        for state in terms.node(term, one, st):
            around: State | None = terms.place(operator.at, c.start, one.start, state)
            if around is not None:
                around = terms.place(dots.at, one.end, c.end, around)
            if around is not None:
                yield around


def _operands(c: C, operator: str) -> Iterator[C]:
    """The terms that the operator joins, the first one first."""
    if c.kind == "binary_expression" and c.kids[1].text == operator:
        yield from _operands(c.kids[0], operator)
        yield from _operands(c.kids[2], operator)
    else:
        yield c
