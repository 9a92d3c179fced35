# SPDX-License-Identifier: GPL-2.0-only
"""A pattern and terms go in; their matches come out, of a choice those of one branch at a place.

Where one branch of a choice matches, a later one does not, nor in any part of that term, nor in a
term that this is a part of: "( keep(x) | - x )" leaves the x of "keep(x)" alone. Of an if or a
loop, that goes for its head. Values that later rules ask for must be the same for it.
"""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Iterable, Iterator

from folioize.rules.branches import GOVERNING
from folioize.rules.ctree import C
from folioize.rules.flow import own_parts
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
    rows = list(nodes)
    taken = _Taken()
    found: list[tuple[int, State]] = []
    for branch in p.branches:
        one = dataclasses.replace(p, branches=[branch])
        matched: list[tuple[C, _Values]] = []
        for at, node in enumerate(rows):
            for state in list(terms.node(one, node, st)):
                values = _values(state, terms.shared)
                if not taken.has(node, values):
                    matched.append((node, values))
                    found.append((at, state))
        taken.add(matched)
    yield from (state for _, state in sorted(found, key=lambda one: one[0]))


def _values(state: State, names: frozenset[str]) -> _Values:
    return frozenset((name, one.key) for name, one in state.env.items() if name in names)


class _Taken:
    """The terms at which the branches before this one matched."""

    def __init__(self) -> None:
        self._terms: dict[int, list[_Values]] = {}
        self._starts: list[tuple[int, int]] = []

    def add(self, matched: list[tuple[C, _Values]]) -> None:
        """Note the matches of one branch."""
        for node, values in matched:
            for part in _own(node):
                self._terms.setdefault(id(part), []).append(values)
                self._starts.append((part.start, id(part)))
        self._starts.sort()

    def has(self, node: C, values: _Values) -> bool:
        """Whether a term, what it is in or a part of it was matched, with the same values."""
        return any(self._around(one, values) or self._inside(one, values) for one in _own(node))

    def _around(self, node: C, values: _Values) -> bool:
        outer: C | None = node
        while outer is not None:
            if self._same(id(outer), values):
                return True
            outer = outer.parent
        return False

    def _inside(self, node: C, values: _Values) -> bool:
        first = bisect.bisect_left(self._starts, (node.start, 0))
        last = bisect.bisect_left(self._starts, (node.end, 0))
        return any(self._same(one, values) for _, one in self._starts[first:last])

    def _same(self, term: int, values: _Values) -> bool:
        return any(known <= values for known in self._terms.get(term, ()))


def _own(node: C) -> list[C]:
    """What belongs to a statement without those that it governs; other terms as they are."""
    if node.kind == "compound_statement":
        return []
    if node.kind in GOVERNING or node.kind == "switch_statement":
        return own_parts(node, "head") + own_parts(node, "tail")
    return [node]
