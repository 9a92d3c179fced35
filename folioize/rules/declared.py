# SPDX-License-Identifier: GPL-2.0-only
"""Declarations and functions of a pattern and of C go in; every state in which they match, out.

What a pattern does not tell of storage and qualifiers is left open. A declaration of several
names stands for as many.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from folioize.rules.additions import additions
from folioize.rules.ctree import C
from folioize.rules.names import declarator_start
from folioize.rules.nodes import P
from folioize.rules.values import State

if TYPE_CHECKING:
    from folioize.rules.terms import Terms

States = Iterator[State]


class Declared:
    """Matches the declarations of one rule."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.body = terms.rule.body
        self.beside = terms.anchors | terms.replaced
        self.touched = frozenset(one.anchor for one in additions(terms.rule))
        added = [token.many for token in self.body if token.mark == "+"]
        self.repeated = bool(added) and all(added)

    def whole(self, p: P, c: C, st: State) -> States:
        """A declaration; ``struct s { … };`` is one in a typedef too."""
        if p.kind != c.kind:
            if all(map(self._minus, p.leaves())):
                return  # the typedef would lose its type
            kids = [kid for kid in c.kids if kid.kind in ("ctype", ";")]
            c = C(p.kind, kids[0].start, c.end, kids)
        yield from self._declaration(p, c, st)

    def _declaration(self, p: P, c: C, st: State) -> States:
        if c.splits:
            if len(p.kids) == len(c.kids):
                yield from self.terms.kids(p.kids, c.kids, st)
            apart = not self._replaced(p) or (self.repeated and not c.kind.startswith("field"))
            whole = all(map(self._minus, p.leaves())) and apart
            for split in c.splits if whole or not self._touches(p) else ():
                for state in self._declaration(p, split, st):
                    alone = State(state.env, st.binds)
                    yield self._only_name(p, c, split, alone) if whole else state
            return
        cs = c.kids
        if "optional_storage" not in self.terms.disabled and not any(
            kid.kind in ("storage", "choice") for kid in p.kids
        ):
            cs = [kid for kid in cs if kid.kind != "storage"]
        found = False
        for state in self.terms.kids(p.kids, cs, st):
            found = True
            yield state if self._replaced(p) else self._untold(p, c, state)
        if not found:
            yield from self.terms.isos.declared(p, cs, st)
            for state in self.terms.types.of_name(p, cs, st):
                yield self._untold(p, c, state)

    def _replaced(self, p: P) -> bool:
        """Whether something comes in place of what is taken away, or beside it."""
        return any(leaf.at in self.beside for leaf in p.leaves())

    def _only_name(self, p: P, c: C, one: C, st: State) -> State:
        """A declaration of several names, of which one is taken away: that name and a comma.

        What comes in its place, of lines with ``++``, gets a declaration of its own behind.
        """
        spans = [(declarator_start(split), split.end) for split in c.splits]
        at = next(at for at, split in enumerate(c.splits) if split is one)
        start, end = spans[at]
        if at + 1 < len(spans):
            end = spans[at + 1][0]
        else:
            start = spans[at - 1][1]
        leaves = [leaf.at for leaf in p.leaves() if leaf.kind != "choice"]
        for anchor in self.beside & set(leaves):
            st = st.bind(anchor, c.end, c.end)
        return st.bind(next(leaf for leaf in leaves if leaf not in self.beside), start, end)

    def _touches(self, p: P) -> bool:
        """Whether a declaration of one name changes what it would share with others."""
        shared = [
            kid
            for kid in p.kids
            if kid.kind in ("ctype", "storage", ";")
            or (kid.meta is not None and kid.meta.kind == "type")
        ]
        leaves = [leaf for kid in shared for leaf in kid.leaves()]
        return any(self.body[leaf.at].minus or leaf.at in self.touched for leaf in leaves)

    def function(self, p: P, c: C, st: State) -> States:
        """A definition; what the pattern does not say of storage and result is left open."""
        told = {kid.kind for kid in p.kids}
        strict = "optional_storage" in self.terms.disabled
        texts = {kid.text for kid in p.kids if kid.kind == "storage"}
        cs = [
            kid
            for kid in c.kids
            if (kid.kind != "ctype" or "ctype" in told or "meta" in told)
            and (kid.kind != "storage" or kid.text in texts or "choice" in told or strict)
        ]
        for state in self.terms.kids(p.kids, cs, st):
            whole = c.kind == "function_definition" or not self._replaced(p)
            yield self._untold(p, c, state) if whole else state

    def _untold(self, p: P, c: C, st: State) -> State:
        """What the pattern does not say of storage and qualifiers goes where all of it goes."""
        leaves = [leaf for leaf in p.leaves() if leaf.kind != "choice"]
        if not leaves or not all(map(self._minus, leaves)):
            return st
        return st.bind(leaves[0].at, c.start, c.end)

    def _minus(self, leaf: P) -> bool:
        return self.body[leaf.at].minus
