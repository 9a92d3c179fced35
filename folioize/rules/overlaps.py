# SPDX-License-Identifier: GPL-2.0-only
"""The matches of a rule go in; those whose tokens are not all part of a larger one come out.

In "(- &x->f | - x->f)" both branches match where there is an address: one in the other.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import NamedTuple

from folioize.rules.additions import Addition
from folioize.rules.records import Rule
from folioize.rules.values import State

Spans = frozenset[tuple[int, int]]


class _Effect(NamedTuple):
    """Where a match changes something.

    ``words`` are the words and operators that it takes away, ``terms`` what metavariables stand
    for and goes, ``beside`` the tokens that stay and get something beside them.
    """

    words: Spans
    terms: Spans
    beside: Spans


def outermost(states: Iterable[State], rule: Rule, anchors: Container[int] = ()) -> list[State]:
    """The states, without those that change only a part of what another one takes away.

    ``anchors`` are the places in the rule that something is added beside.
    """
    known = [(state, _effect(state, rule, anchors)) for state in states]
    holders: dict[tuple[int, int], list[_Effect]] = {}
    for _, effect in known:
        for token in effect.words:
            holders.setdefault(token, []).append(effect)
    return [
        state
        for state, effect in known
        if not effect.words
        or not any(_within(effect, other) for other in holders[min(effect.words)])
    ]


def behind_gone(state: State, rule: Rule, after: Mapping[int, Addition]) -> dict[int, Addition]:
    """What is added behind a disjunction, by the end of a branch that goes."""
    chain = state.chain()
    gone = {bind.end for bind in chain if rule.body[bind.at].minus}
    closing = (bind for bind in chain if rule.body[bind.at].kind == "smpl" and bind.end in gone)
    return {bind.end: after[bind.at] for bind in closing if bind.at in after}


def _within(part: _Effect, whole: _Effect) -> bool:
    """Whether one match's effect is a part of another's: a header both change is not enough."""
    if not part.words < whole.words or not part.beside <= whole.beside:
        return False
    gone = whole.words | whole.terms
    return all(
        term in gone or any(start <= term[0] and term[1] <= end for start, end in whole.terms)
        for term in part.terms
    )


def _effect(state: State, rule: Rule, anchors: Container[int]) -> _Effect:
    words: set[tuple[int, int]] = set()
    terms: set[tuple[int, int]] = set()
    beside: set[tuple[int, int]] = set()
    for bind in state.chain():
        token = rule.body[bind.at]
        if token.minus and bind.start < bind.end:
            (terms if token.text in rule.metas else words).add((bind.start, bind.end))
        elif not token.minus and bind.at in anchors:
            beside.add((bind.start, bind.end))
    return _Effect(frozenset(words), frozenset(terms), frozenset(beside))
