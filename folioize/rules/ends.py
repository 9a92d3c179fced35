# SPDX-License-Identifier: GPL-2.0-only
"""A return of a pattern and the end of a function go in; whether the one stands for the other."""

from __future__ import annotations

from folioize.rules.ctree import C
from folioize.rules.nodes import P
from folioize.rules.terms import Terms
from folioize.rules.values import State


def may_be_end(p: P) -> bool:
    """Whether an element is ``return;`` or ``return ...;``, which the brace at the end is too."""
    if p.kind != "return_statement":
        return False
    return len(p.kids) == 2 or (len(p.kids) == 3 and p.kids[1].kind == "dots")


def at_end(terms: Terms, p: P, body: C, st: State) -> State | None:
    """The return stands, without width, before the brace that ends the function."""
    state: State | None = st
    brace = body.kids[-1].start
    for leaf in p.leaves():
        state = None if state is None else terms.place(leaf.at, brace, brace, state)
    return state
