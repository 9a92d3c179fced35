# SPDX-License-Identifier: GPL-2.0-only
"""The matches of a rule go in; those whose tokens are not all part of a larger one come out.

In "(- &x->f | - x->f)" both branches match where there is an address: one in the other.
"""

from __future__ import annotations

from collections.abc import Iterable

from folioize.rules.records import Rule
from folioize.rules.values import State

Tokens = frozenset[tuple[int, int]]


def outermost(states: Iterable[State], rule: Rule) -> list[State]:
    """The states, without those that take away only a part of what another one does."""
    known = [(state, _gone(state, rule)) for state in states]
    holders: dict[tuple[int, int], list[Tokens]] = {}
    for _, tokens in known:
        for token in tokens:
            holders.setdefault(token, []).append(tokens)
    return [
        state
        for state, tokens in known
        if not tokens or not any(tokens < other for other in holders[min(tokens)])
    ]


def _gone(state: State, rule: Rule) -> Tokens:
    """Where the words and operators stand that a match takes away, terms left out."""
    return frozenset(
        (bind.start, bind.end)
        for bind in state.chain()
        if rule.body[bind.at].minus
        and bind.start < bind.end
        and rule.body[bind.at].text not in rule.metas
    )
