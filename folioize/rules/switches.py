# SPDX-License-Identifier: GPL-2.0-only
"""The cases of a switch in a pattern and in C go in; the states in which they match come out.

Each case of the pattern, with what follows it up to the next, is one of the file's, in any order;
the file may have others.
"""

from __future__ import annotations

from collections.abc import Callable

from folioize.rules.ctree import C
from folioize.rules.flow import Flow, Node
from folioize.rules.nodes import P
from folioize.rules.values import State

Row = Callable[[list[P], Node, State, C | None, P | None], list[State]]


def has_cases(inner: list[P], block: C) -> bool:
    """Whether what stands in the braces of a pattern are cases, and the block is a switch's."""
    parent = block.parent
    switch = parent is not None and parent.kind == "switch_statement"
    return switch and bool(inner) and inner[0].kind == "case"


def cases(row: Row, flow: Flow, inner: list[P], block: C, st: State) -> list[State]:
    """The states in which all cases of the pattern are met."""
    own = {id(kid) for kid in block.kids if kid.kind == "case"}
    heads = sorted((one for one in flow.nodes if id(one.c) in own), key=lambda one: one.c.start)
    states = [st]
    for group in _groups(inner):
        ends = block if group[-1].kind in ("dots", "nest") else None
        states = [
            found
            for state in states
            for head in heads
            for found in row(group, head, state, ends, None)
        ]
    return states


def _groups(inner: list[P]) -> list[list[P]]:
    """Each case with its statements; cases that share them stay together."""
    out: list[list[P]] = []
    for one in inner:
        if one.kind == "case" and (not out or out[-1][-1].kind != "case"):
            out.append([])
        out[-1].append(one)
    return out
