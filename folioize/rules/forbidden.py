# SPDX-License-Identifier: GPL-2.0-only
"""An element before dots goes in; what the dots may then not pass over again comes out.

Metavariables that only the element speaks of may have any other value there, and so may positions:
``f(X); ... g();`` begins at the last ``f`` before ``g``, whatever its argument is.
"""

from __future__ import annotations

import dataclasses

from folioize.rules.additions import additions
from folioize.rules.nodes import P
from folioize.rules.places import LEAVING, anything
from folioize.rules.records import Rule
from folioize.rules.values import State


def last_of(choice: P) -> P:
    """A disjunction as the choice between the last elements of its branches."""
    branches = [
        [branch[-1]] for branch in choice.branches if branch and before_dots(branch[-1]) is not None
    ]
    return dataclasses.replace(choice, kind="choice", branches=branches)


def before_dots(p: P | None) -> P | None:
    """The element before dots, None where nothing is forbidden by it: any statement would be."""
    if p is None or p.kind in ("mark", *LEAVING):
        return None
    return None if p.kind != "choice" and anything(p) else p


class Freed:
    """What is open again in the elements of one rule; ``exports`` are read by other rules."""

    def __init__(self, rule: Rule, exports: frozenset[str]) -> None:
        self._rule = rule
        self._exports = exports
        self._known: dict[tuple[int, int], frozenset[str]] = {}

    def state(self, p: P, st: State) -> State:
        """The state in which an element is looked for once more."""
        names = self._names(p)
        if names.isdisjoint(st.env):
            return st
        return State({k: v for k, v in st.env.items() if k not in names}, st.binds)

    def _names(self, p: P) -> frozenset[str]:
        span = _span(p)
        known = self._known.get(span)
        if known is None:
            known = self._known[span] = self._found(*span)
        return known

    def _found(self, first: int, last: int) -> frozenset[str]:
        body = self._rule.body
        inside, positions, beyond = set[str](), set[str](), set[str](self._exports)
        for at, token in enumerate(body):
            if token.mark == "+":
                continue
            names = {token.text, *token.also}
            if first <= at <= last:
                positions.update(token.positions)
                inside |= names
            else:
                beyond |= names
        for one in additions(self._rule):
            if not first <= one.anchor <= last:
                beyond.update(token.text for token in one.tokens)
        metas = self._rule.metas
        own = {name for name in inside & metas.keys() if metas[name].source is None}
        return frozenset((own - beyond) | positions)


def _span(p: P) -> tuple[int, int]:
    """The first and the last token of an element, branches included."""
    if p.kind == "choice":
        return p.at, p.close
    places = [leaf.at for leaf in p.leaves()]
    return min(places, default=p.first), max(places, default=p.last)
