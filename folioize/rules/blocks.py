# SPDX-License-Identifier: GPL-2.0-only
"""Dots, or a list of statements, that are all of a block: the state in which they match it."""

from __future__ import annotations

from folioize.rules.ctree import C
from folioize.rules.nodes import P
from folioize.rules.records import Rule
from folioize.rules.terms import Terms
from folioize.rules.values import State, Value


def is_whole(inner: list[P]) -> bool:
    """Whether what stands between the braces of a pattern is all that may be in them."""
    if len(inner) != 1:
        return False
    only = inner[0]
    return (only.kind == "dots" and not only.whens) or is_list(only)


def is_list(node: P) -> bool:
    """Whether a node is a list of statements."""
    return node.meta is not None and node.meta.kind == "statement list"


def whole_block(terms: Terms, only: P, c: C, st: State) -> State | None:
    """``{ ... }`` or ``{ SL }``: any block; a list that has a value wants the same again."""
    inside = c.kids[1:-1]
    if is_list(only):
        assert only.meta is not None
        start = inside[0].start if inside else c.kids[-1].start
        end = inside[-1].end if inside else start
        key = tuple(word for one in inside for word in one.key())
        value = Value("statement list", key, terms.data[start:end], start, end, len(inside))
        known = st.env.get(only.meta.name)
        if known is not None and known.key != key:
            return None
        st = st if known is not None else st.put(only.meta.name, value)
        return terms.place(only.at, start, end, st)
    if not inside:
        return st
    return terms.place(only.at, inside[0].start, inside[-1].end, st)


def check_lists(rule: Rule, elements: list[P]) -> None:
    """Raise RuleError for a list of statements that is not all that braces hold."""
    for element in elements:
        for node in element.walk():
            alone = node.kind == "compound_statement" and is_whole(node.kids[1:-1])
            rows = [*([] if alone else node.kids), *(one for row in node.branches for one in row)]
            for kid in (*rows, *([element] if node is element else [])):
                if is_list(kid):
                    raise rule.body[kid.at].place.error(
                        f"{rule.told}: a statement list may stand alone between braces only"
                    )
