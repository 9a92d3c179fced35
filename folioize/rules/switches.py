# SPDX-License-Identifier: GPL-2.0-only
"""The cases of a switch in a pattern and in C go in; the states in which they match come out.

Each case of the pattern, with what follows it up to the next, is one of the file's, in any order.
The file may have others, but none that is one of the pattern's and goes on otherwise.
"""

from __future__ import annotations

from collections.abc import Callable

from folioize.rules.ctree import C
from folioize.rules.flow import Flow, Node
from folioize.rules.nodes import P
from folioize.rules.terms import Terms
from folioize.rules.values import State

Row = Callable[[list[P], Node, State, C | None, P | None], list[State]]


def has_cases(inner: list[P], block: C) -> bool:
    """Whether what stands in the braces of a pattern are cases, and the block is a switch's."""
    parent = block.parent
    switch = parent is not None and parent.kind == "switch_statement"
    return switch and bool(inner) and inner[0].kind == "case"


def heads_of(flow: Flow, block: C) -> list[Node]:
    """The places of a switch's cases, in their order."""
    own = {id(kid) for kid in block.kids if kid.kind == "case"}
    return sorted((one for one in flow.nodes if id(one.c) in own), key=lambda one: one.c.start)


def cases(row: Row, terms: Terms, inner: list[P], heads: list[Node], st: State) -> list[State]:
    """The states in which all cases of the pattern are met."""
    block = heads[0].c.parent if heads else None
    states, met, left = [st], set[int](), set[int]()
    for group in _groups(inner):
        ends = block if group[-1].kind in ("dots", "nest") else None
        following: list[State] = []
        for state in states:
            for head in heads:
                found = row(group, head, state, ends, None)
                following += found
                if found:
                    met.add(id(head))
                elif next(terms.node(group[0], head.c, state), None) is not None:
                    left.add(id(head))
        states = following
    return [] if left - met else states


def _groups(inner: list[P]) -> list[list[P]]:
    """Each case with its statements; cases that share them stay together."""
    out: list[list[P]] = []
    for one in inner:
        if one.kind == "case" and (not out or out[-1][-1].kind != "case"):
            out.append([])
        out[-1].append(one)
    return out
