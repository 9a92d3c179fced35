# SPDX-License-Identifier: GPL-2.0-only
"""Places of a function's flow, and elements of a pattern, go in; what is told of them comes out."""

from __future__ import annotations

import dataclasses

from folioize.rules.ctree import C
from folioize.rules.flow import Flow, Node, branches_of
from folioize.rules.nodes import P, metas_of
from folioize.rules.records import Rule
from folioize.rules.values import State

LEAVING = frozenset(("return_statement", "goto_statement", "break_statement", "continue_statement"))
"""Statements after which the next one is not reached."""


def late_names(dots: P, rest: list[P], st: State) -> frozenset[str]:
    """Metavariables that a "when !=" speaks of, and that only what follows binds."""
    asked = [one for kind, one in dots.whens if kind in ("!=", "true", "false")]
    if not asked:
        return frozenset()
    names = frozenset[str]().union(*map(metas_of, asked))
    return frozenset(name for name in names & metas_of(rest) if name not in st.env)


def outside(node: Node, block: C | None) -> bool:
    """Whether a place is the end of the block, or beyond it by a jump."""
    if block is None:
        return False
    if node.kind in ("statement", "open") and not block.start <= node.c.start < block.end:
        return True
    if node.kind == "close":
        return node.c is block
    return node.kind in ("after", "head", "tail") and any(
        one is block for one in branches_of(node.c)
    )


def reachable(node: Node, block: C | None) -> list[Node]:
    """The places from this one on, without those beyond the end of the block."""
    seen: dict[int, Node] = {}
    todo = [node]
    while todo:
        place = todo.pop()
        if id(place) in seen:
            continue
        seen[id(place)] = place
        if not outside(place, block):
            todo += place.next[::-1]
    return list(seen.values())


def bare(p: P) -> bool:
    """Whether an element is an expression, which may stand anywhere in a statement."""
    if p.kind == "choice":
        return all(len(branch) == 1 and bare(branch[0]) for branch in p.branches)
    return p.kind in ("bare", "meta") or p.kind.endswith("_expression")


def anything(p: P) -> bool:
    """Whether an element is any statement, or one of a choice is."""
    if p.kind == "choice":
        return any(len(branch) == 1 and anything(branch[0]) for branch in p.branches)
    return p.meta is not None and p.meta.kind == "statement"


def wanted(p: P) -> P:
    """An element that may be missing, or a choice of such, as one that may not; others as is."""
    if p.optional:
        return dataclasses.replace(p, optional=False)
    if p.kind != "choice" or not any(branch and branch[0].optional for branch in p.branches):
        return p
    branches = [[wanted(one) for one in branch] for branch in p.branches]
    return dataclasses.replace(p, branches=branches)


def through(node: Node) -> Node:
    """The next place at which something stands."""
    while node.kind == "after" and node.next:
        node = node.next[0]
    return node


def labelled(p: P, c: C, rule: Rule) -> C:
    """A label or a case with the statement behind it, where any statement goes; else ``c``.

    The flow goes on with that statement all the same, and what is added comes behind the label.
    """
    if p.kind != "meta" or not anything(p) or c.kind not in ("label", "case"):
        return c
    if not rule.body[p.at].minus:
        return c
    row = c.parent.kids if c.parent is not None else []
    at = next((at for at, kid in enumerate(row) if kid is c), len(row))
    last = next((kid for kid in row[at:] if kid.kind not in ("label", "case")), c)
    if last is c or last.text == "}":
        return c
    kids = row[at : row.index(last) + 1]
    whole = C("labelled", c.start, last.end, kids)
    whole.parent = c.parent
    return whole


def is_last(flow: Flow, place: Node) -> bool:
    """Whether a place is the brace that ends the function."""
    return place.kind == "close" and place.c is flow.body


def tested(head: Node) -> Node:
    """The place behind the condition of an if or a loop: from there on, its branches follow."""
    return Node("tested", head.c, head.next)


def follower(flow: Flow, place: Node, flows: bool) -> Node:
    """The place after an element; ``flows``: after a goto, that where it leads."""
    if is_last(flow, place):
        return place  # that the function ends with: what may_be_end() says is no statement
    leads = flows and place.c.kind == "goto_statement"  # else as in "return x; }"
    following = flow.follows.get(id(place.c), flow.exit)
    if place.kind in ("head", "open", "tail"):
        return following
    if place.c.kind in LEAVING and not leads:
        dead = place.c.kind == "return_statement" and following.kind in ("statement", "head")
        return flow.exit if dead and following.c.kind not in ("label", "case") else following
    return place.next[0] if place.next else flow.exit
