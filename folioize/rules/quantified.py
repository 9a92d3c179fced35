# SPDX-License-Identifier: GPL-2.0-only
"""A rule and dots in it go in; which metavariables must be the same on all paths comes out.

As in Coccinelle, a metavariable is bound as late as it can be: one that only a later statement
speaks of has a value of its own on each path. One that is added before the dots, or that a later
rule asks for, has one value for all paths; there is a match for each value that fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from folioize.rules.nodes import P
from folioize.rules.records import Rule
from folioize.rules.values import Env, State


def held(rule: Rule, shared: frozenset[str], dots: P, rest: list[P], st: State) -> frozenset[str]:
    """The metavariables that what follows the dots binds, to one value for all paths."""
    if not (shared or any(token.mark == "+" for token in rule.body[: dots.at])):
        return frozenset()
    names = {
        name
        for name in _bound(rest)
        if name not in st.env and rule.metas[name].kind not in ("position", "fresh identifier")
    }
    added = {token.text for token in rule.body[: dots.at] if token.mark == "+"}
    return frozenset(names & (shared | added))


def _bound(elements: list[P]) -> Iterator[str]:
    """Metavariables of the elements, but for those of nests, which may have many values."""
    for one in elements:
        if one.kind == "nest":
            continue
        if one.meta is not None:
            yield one.meta.name
        yield from _bound(one.kids)
        for branch in one.branches:
            yield from _bound(branch)


def distinct(names: frozenset[str], states: Iterable[State]) -> list[Env]:
    """The values that some metavariables have in some states, each once."""
    found: dict[tuple[tuple[str, tuple[str, ...]], ...], Env] = {}
    for state in states:
        bound = {name: state.env[name] for name in sorted(names & state.env.keys())}
        found.setdefault(tuple((name, value.key) for name, value in bound.items()), bound)
    return list(found.values())
