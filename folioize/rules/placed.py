# SPDX-License-Identifier: GPL-2.0-only
"""A rule and its pattern go in; RuleError comes out for what would silently match nothing."""

from __future__ import annotations

from itertools import pairwise

from folioize.rules.additions import conditions
from folioize.rules.nodes import P, Pattern
from folioize.rules.records import Rule

_DOTS = frozenset(("...", "<...", "<+..."))
_OPERATORS = frozenset(("+", "-", "&", "*"))
"""What dots would be an operand of, though a statement may begin with it."""


def check_placed(rule: Rule, pattern: Pattern) -> None:
    """Raise RuleError for words and dots that were lost on the way, and dots that match nothing."""
    _check_alone(rule, pattern)
    placed: set[int] = set()
    waiting = list(pattern.elements)
    while waiting:
        for node in waiting.pop().walk():
            _check_dots(rule, node)
            placed |= {node.at, node.close}
            waiting += [one for _, elements in node.whens for one in elements]
    silent = conditions(rule.body)
    for at, token in enumerate(rule.body):
        lost = token.mark != "+" and at not in placed | silent
        if lost and (token.kind == "ident" or token.text in _DOTS):
            raise token.place.error(f"{rule.told}: {token.text!r} is not understood here")


def _check_dots(rule: Rule, node: P) -> None:
    """Raise RuleError for dots as a type, and for members of which dots go and dots stay.

    Which of those are whose is not told.
    """
    dots = [kid for kid in node.kids if kid.kind == "dots"]
    if node.kind == "ctype" and dots:
        raise rule.body[dots[0].at].place.error(f"{rule.told}: dots stand for no type")
    gone = [rule.body[kid.at].minus for kid in dots]
    if node.kind == "initializer_list" and dots and any(gone) != all(gone):
        raise rule.body[dots[0].at].place.error(
            f"{rule.told}: dots that go beside dots that stay are not supported here"
        )


def _check_alone(rule: Rule, pattern: Pattern) -> None:
    """Raise RuleError for dots with nothing beside them, and for dots as an operand."""
    rows = pattern.elements
    empty = all(
        one.kind == "dots" or (one.kind == "nest" and not any(one.branches)) for one in rows
    )
    if pattern.shape == "sequence" and rows and empty:
        raise rule.body[rows[0].at].place.error(f"{rule.told}: dots alone match nothing")
    for before, token in pairwise(token for token in rule.body if token.mark != "+"):
        if before.kind == "dots" and token.text in _OPERATORS and not token.first:
            raise token.place.error(f"{rule.told}: {before.text} is no operand of {token.text!r}")
