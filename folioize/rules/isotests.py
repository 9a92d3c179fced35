# SPDX-License-Identifier: GPL-2.0-only
"""A pattern that asks whether something is so, and a term that asks it otherwise, go in; if an
isomorphism equates them, states come out.

What of both is a pointer or an integer the rule must say: where it does not, !X is only !X.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from folioize.rules.ctree import C
from folioize.rules.isoparts import is_test
from folioize.rules.kinds import is_expression
from folioize.rules.nodes import P
from folioize.rules.types import is_integer
from folioize.rules.values import State

if TYPE_CHECKING:
    from folioize.rules.terms import Terms

_LIKELY = {
    "likely": ("unlikely", "unlikely"),
    "unlikely": ("likely", "unlikely"),
    "__predict_true": ("__predict_false", "bsd_branch_pred"),
    "__predict_false": ("__predict_true", "bsd_branch_pred"),
}
"""The call that is the same to a test, and the name that its isomorphism has."""

States = Iterator[State]


class IsoBase:
    """The isomorphisms of one rule, those it disables left out: what all of them need."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms

    def _on(self, name: str) -> bool:
        return name not in self.terms.disabled

    def _at_end(self, missing: list[P], c: C, st: State) -> State:
        """Tokens that the file does not have stand, without width, where the term ends."""
        for one in missing:
            for leaf in one.leaves():
                st = self.terms.place(leaf.at, c.end, c.end, st) or st
        return st

    def _at_start(self, missing: list[P], c: C, st: State) -> State:
        for one in missing:
            for leaf in one.leaves():
                st = self.terms.place(leaf.at, c.start, c.start, st) or st
        return st

    def _placed(self, inner: P, term: C, token: P, where: C, st: State) -> States:
        """The inner term matches; the pattern's operator stands for ``where``."""
        placed = self.terms.place(token.at, where.start, where.end, st)
        if placed is not None:
            yield from self.terms.node(inner, term, placed)

    def minus(self, p: P) -> bool:
        """Whether any token of the pattern is taken away."""
        body = self.terms.rule.body
        return any(body[leaf.at].minus for leaf in p.leaves())

    def mixed(self, p: P) -> bool:
        """Whether part of the pattern goes, or something is added inside: it has only one shape."""
        body, leaves = self.terms.rule.body, p.leaves()
        gone = [body[leaf.at].minus for leaf in leaves]
        return any(gone) != all(gone) or any(leaf.at in self.terms.anchors for leaf in leaves)


class IsoTests(IsoBase):
    """Those of what is NULL or zero, and of what is likely."""

    def _unary(self, p: P, c: C, st: State) -> States:
        """!X and X == NULL, X == 0."""
        if p.kids[0].text != "!" or c.kind != "binary_expression" or c.kids[1].text != "==":
            return
        if self.mixed(p):
            return
        left, right = c.kids[0], c.kids[2]
        if right.text not in ("NULL", "0"):
            left, right = right, left
        name = {"NULL": "not_ptr1", "0": "not_int1"}.get(right.text or "")
        if name is None or not self._on(name) or not self._is_said(p.kids[1], right.text == "NULL"):
            return
        rest = c.kids[1:3] if left is c.kids[0] else c.kids[0:2]
        whole = C("iso", rest[0].start, rest[-1].end, rest)
        yield from self._placed(p.kids[1], left, p.kids[0], whole, st)

    def _is_said(self, p: P, pointer: bool) -> bool:
        """Whether the rule says of a metavariable that it is a pointer, or else an integer; a type
        that is a metavariable itself may be either."""
        types = p.meta.types if p.meta is not None else ()
        return any(
            one in self.terms.rule.metas or (one.endswith("*") if pointer else is_integer(one))
            for one in types
        )

    def tested(self, p: P, c: C, st: State) -> States:
        """X and X != NULL, in a test, where the rule says that X is a pointer."""
        if c.kind != "binary_expression" or c.kids[1].text != "!=" or not is_test(c):
            return
        left, right = c.kids[0], c.kids[2]
        if right.text != "NULL":
            left, right = right, left
        if right.text == "NULL" and self._is_said(p, pointer=True) and self._on("not_ptr2"):
            for state in self.terms.node(P("meta", meta=p.meta), left, st):
                placed = self.terms.place(p.at, c.start, c.end, state)
                if placed is not None:
                    yield placed

    def _nulls(self, parts: tuple[P, P, P], c: C, st: State) -> States:
        """X == NULL and !X; X != NULL and X, in a test."""
        left, operator, right = parts
        if left.text in ("NULL", "0"):
            left, right = right, left
        if operator.text == "==" and right.text in ("NULL", "0"):
            name = "is_null" if right.text == "NULL" else "is_zero"
            if self._on(name) and c.kind == "unary_expression" and c.kids[0].text == "!":
                for state in self._placed(left, c.kids[1], operator, c.kids[0], st):
                    yield self._at_end([right], c, state)
        name = "isnt_null1" if right.text == "NULL" else "isnt_zero"
        wanted = operator.text == "!=" and right.text in ("NULL", "0") and self._on(name)
        if wanted and is_test(c):
            for state in self.terms.node(left, c, st):
                yield self._at_end([operator, right], c, state)

    def _likely(self, p: P, c: C, st: State) -> States:
        """unlikely(E) is likely(E), and E: but not the other way round."""
        name = p.kids[0].text
        pair, iso = _LIKELY.get(name or "", ("", ""))
        if not pair or not self._on(iso) or len(p.kids[1].kids) != 3 or self._is_uneven(p):
            return
        if c.kind == "call_expression" and c.kids[0].text == pair:
            placed = self.terms.place(p.kids[0].at, c.kids[0].start, c.kids[0].end, st)
            if placed is not None:
                yield from self.terms.node(p.kids[1], c.kids[1], placed)
            return
        opened, inner, closed = p.kids[1].kids
        if is_expression(c) and inner.meta is None:
            for state in self.terms.node(inner, c, self._at_start([p.kids[0], opened], c, st)):
                yield self._at_end([closed], c, state)

    def _is_uneven(self, p: P) -> bool:
        """Whether only a part of what may be missing around a term goes, or goes without it."""
        body = self.terms.rule.body
        around = [*p.kids[0].leaves(), p.kids[1].kids[0], p.kids[1].kids[-1]]
        if any(body[leaf.at].minus for leaf in around):
            return self.mixed(p)
        return any(leaf.at in self.terms.anchors for leaf in around)
