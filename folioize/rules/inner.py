# SPDX-License-Identifier: GPL-2.0-only
"""A pattern and terms go in, outer ones first; their matches come out, one within another once.

A choice that took one branch for a term does not take another for a part of that term, if nothing
else is bound there: "( keep(x) | - x )" leaves the x of "keep(x)" alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from folioize.rules.ctree import C
from folioize.rules.kinds import is_expression
from folioize.rules.nodes import P
from folioize.rules.terms import Terms
from folioize.rules.values import State

_Values = frozenset[tuple[str, tuple[str, ...]]]


def outside_in(terms: Terms, p: P, nodes: Iterable[C], st: State) -> Iterator[State]:
    """Every match of ``p`` at ``nodes``, each of which comes before what is in it."""
    if p.kind != "choice" or p.conjunction:
        for node in nodes:
            yield from terms.node(p, node, st)
        return
    around: list[tuple[C, _Values]] = []
    for node in nodes:
        around = [(outer, values) for outer, values in around if node.start < outer.end]
        for state in list(terms.node(p, node, st)):
            values = frozenset((name, one.key) for name, one in state.env.items())
            if any(known == values and _holds(outer, node) for outer, known in around):
                continue
            if is_expression(node):
                around.append((node, values))
            yield state


def _holds(outer: C, inner: C) -> bool:
    """Whether a term is a part of another, and not the same."""
    same = (outer.start, outer.end) == (inner.start, inner.end)
    return not same and outer.start <= inner.start and inner.end <= outer.end
