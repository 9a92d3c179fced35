# SPDX-License-Identifier: GPL-2.0-only
"""A node of a pattern and a term of another shape go in; if an isomorphism equates them, states.

Each goes by the name it has in Coccinelle, so that "disable NAME" switches it off.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

from folioize.rules.ctree import C
from folioize.rules.isoparts import (
    dereferenced,
    dereferenced_pattern,
    governed,
    increment,
    incremented,
    is_statement,
    jumps,
    negated,
    uniform_loop,
    within_statement,
)
from folioize.rules.isotests import IsoTests
from folioize.rules.kinds import EXPRESSIONS, STATEMENTS, Kinds, is_expression
from folioize.rules.nodes import P
from folioize.rules.values import State

_SWAPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_COMMUTES = {"|": "bitor_comm", "&": "bitand_comm", "+": "plus_comm", "*": "mult_comm"}
_ASSOCIATES = {
    ("-", "-"): "minus_assoc",
    ("-", "+"): "plus_minus_assoc2",
    ("/", "/"): "div_assoc",
    ("/", "*"): "times_div_assoc2",
}
"""Of an operator and the next one; those of sums and products are to spatch but names."""

States = Iterator[State]


class Isos(IsoTests):
    """All isomorphisms of one rule, those it disables left out."""

    def other(self, p: P, c: C, st: State) -> States:
        """What matches though the shapes differ, or though the straight way failed."""
        handler = _BY_KIND.get(p.kind)
        if handler is not None:
            found = False
            for state in handler(self, p, c, st):
                found = True
                yield state
            if found:
                return
        if p.kind == c.kind == "binary_expression":
            yield from self._associated(p, c, st)

    def _associated(self, p: P, c: C, st: State) -> States:
        """X - Y - Z and (X - Y) - Z, and what else binds to the left."""
        left, inner = c.kids[0], p.kids[0]
        if inner.kind != "binary_expression" or left.kind != "paren" or len(left.kids) != 3:
            return
        name = _ASSOCIATES.get((inner.kids[1].text or "", p.kids[1].text or ""))
        if name is not None and self._on(name) and not self.mixed(p):
            term, at = left.kids[1], inner.kids[1].at  # which stands for the parentheses too
            opened = self.terms.place(at, left.start, term.start, st)
            closed = opened and self.terms.place(at, term.end, left.end, opened)
            if closed is not None:
                yield from self.terms.kids(p.kids, [term, *c.kids[1:]], closed)

    # -- expressions ------------------------------------------------------------------------------

    def _binary(self, p: P, c: C, st: State) -> States:
        left, operator, right = p.kids
        body = self.terms.rule.body
        if self.mixed(p) or (c.kind != "binary_expression" and body[operator.at].positions):
            return
        if c.kind == "binary_expression" and len(c.kids) == 3:
            found = False
            for state in self._swapped(p, c, st):
                found = True
                yield state
            if found:
                return
        yield from self._nulls((left, operator, right), c, st)

    def _swapped(self, p: P, c: C, st: State) -> States:
        """E == C and C == E; A | B and B | A; A < B and B > A."""
        pl, po, pr = p.kids
        cl, co, cr = c.kids
        operator = po.text or ""
        same = po.text == co.text
        equal = operator in ("==", "!=") and self._on("commeq" if operator == "==" else "commneq")
        if same and equal and (self._constant(cl) or self._constant(cr)):
            pass
        elif not (
            (same and operator in _COMMUTES and self._on(_COMMUTES[operator]))
            or (_SWAPPED.get(operator) == co.text and self._on("gtr_lss"))
        ):
            return
        placed = self.terms.place(po.at, co.start, co.end, st)
        if placed is not None:
            for state in self.terms.node(pl, cr, placed):
                yield from self.terms.node(pr, cl, state)

    def _constant(self, c: C) -> bool:
        return Kinds._constant(self.terms.kinds, c)

    def _field(self, p: P, c: C, st: State) -> States:
        """p->f and (*p).f; E1->f and E1[E2].f."""
        if c.kind != "field_expression" or len(c.kids) != 3:
            return
        base, operator, field = c.kids
        body = self.terms.rule.body
        if body[p.kids[1].at].minus != body[p.kids[0].leaves()[-1].at].minus:
            return
        if p.kids[1].text == "->" and operator.text == ".":
            inner = dereferenced(base)
            if inner is not None and self._on("fld_to_ptr"):
                around = C("iso", inner.end, operator.end, [operator])
                opened = self.terms.place(p.kids[1].at, base.start, inner.start, st)
                if opened is not None:
                    yield from self._pair(p, (inner, around, field), opened)
            elif (
                not body[p.kids[1].at].minus  # the index would be gone with it
                and base.kind == "subscript_expression"
                and self._on("ptr_to_array")
            ):
                yield from self._pair(p, (base.kids[0], operator, field), st)
        elif p.kids[1].text == "." and operator.text == "->":
            inner_p = dereferenced_pattern(p.kids[0]) or self._pointer_to(p.kids[0])
            if inner_p is not None and self._on("fld_to_ptr"):
                q = P(p.kind, kids=[inner_p, p.kids[1], p.kids[2]])
                yield from self._pair(q, (base, operator, field), st)

    def _pointer_to(self, p: P) -> P | None:
        """A typed metavariable of which the rule says no more, as one for pointers to that type."""
        meta, rule = p.meta, self.terms.rule
        if meta is None or not meta.types or meta.name in self.terms.shared or meta.source:
            return None
        if sum(token.text == meta.name for token in rule.body) > 1 or rule.body[p.at].also:
            return None
        stars = tuple(f"{one}*" if one.endswith("*") else f"{one} *" for one in meta.types)
        return dataclasses.replace(p, meta=meta._replace(types=stars))

    def _pair(self, p: P, parts: tuple[C, C, C], st: State) -> States:
        base, operator, field = parts
        placed = self.terms.place(p.kids[1].at, operator.start, operator.end, st)
        if placed is None:
            return
        for state in self.terms.node(p.kids[0], base, placed):
            yield from self.terms.node(p.kids[2], field, state)

    def _paren(self, p: P, c: C, st: State) -> States:
        within = c.parent is not None and c.parent.kind == "paren"  # that one is met by itself
        if self._on("paren") and len(p.kids) == 3 and c.kind != "paren" and not within:
            opened = self._at_start(p.kids[:1], c, st)
            for state in self.terms.node(p.kids[1], c, opened):
                yield self._at_end(p.kids[2:], c, state)

    def _cast(self, p: P, c: C, st: State) -> States:
        if self._on("drop_cast") and c.kind != "cast_expression" and len(p.kids) == 4:
            kind = p.kids[1].kids[0] if len(p.kids[1].kids) == 1 else p.kids[1]
            if kind.meta is not None and c.kind in EXPRESSIONS:
                yield from self.terms.node(p.kids[3], c, self._at_start(p.kids[:3], c, st))

    def _conditional(self, p: P, c: C, st: State) -> States:
        """E1 ? E2 : E3 and !E1 ? E3 : E2."""
        if not self._on("neg_if_exp") or c.kind != "conditional_expression" or len(c.kids) != 5:
            return
        test = c.kids[0]
        if test.kind != "unary_expression" or test.kids[0].text != "!" or len(p.kids) != 5:
            return
        swapped = [test.kids[1], c.kids[1], c.kids[4], c.kids[3], c.kids[2]]
        yield from self.terms.kids(p.kids, swapped, st)

    # -- statements and declarations --------------------------------------------------------------

    def _if(self, p: P, c: C, st: State) -> States:
        """if (X) S1 else S2 and its negation; an else of which any statement is asked may miss."""
        if c.kind != "if_statement" or len(p.kids) != 7:
            return
        if len(c.kids) == 5 and self._on("drop_else"):
            last = p.kids[6]
            if is_statement(last) and not self._added_in(p, p.kids[5].at, last.at):
                for state in self.terms.kids(p.kids[:5], c.kids, st):
                    yield self._at_end(p.kids[5:], c, state)
            yield from self._other_branch(p, c, st)
            return
        if len(c.kids) != 7 or not self._on("neg_if"):
            return
        turned = negated(c.kids[2])
        kept = c.kids[2].kind == "unary_expression" or not self.minus(p.kids[2])
        if turned is not None and (kept or not self.mixed(p)):
            first, second = c.kids[4], c.kids[6]
            swapped = [*c.kids[:2], turned, c.kids[3], second, c.kids[5], first]
            yield from self.terms.kids(p.kids, swapped, st)

    def _added_in(self, p: P, first: int, last: int) -> bool:
        """Whether something is added in a part of a statement that may be missing.

        What comes behind the statement, or in the place of all of it, is not in that part.
        """
        body = self.terms.rule.body
        if all(body[leaf.at].minus for leaf in p.leaves()):
            return False
        if body[last].minus and body[last + 1 :] and body[last + 1].mark == "+":
            return True
        return any(token.mark == "+" for token in body[first:last])

    def _other_branch(self, p: P, c: C, st: State) -> States:
        """if (X) S1 else S2, of which S1 may be any statement, and if (!X) S2."""
        first, turned = p.kids[4], negated(c.kids[2])
        if turned is None or not is_statement(first):
            return
        if p.kids[2].meta is not None and c.kids[2].kind != "unary_expression":
            return  # what a metavariable stands for is negated as it is
        if self._on("neg_if") and (not self.minus(p.kids[2]) or not self.mixed(p)):
            kids = [*c.kids[:2], turned, *c.kids[3:]]
            for state in self.terms.kids([*p.kids[:4], p.kids[6]], kids, st):
                yield self._at_end(p.kids[4:6], c, state)

    def _counted(self, p: P, c: C, st: State) -> States:
        """i++ and ++i where a loop counts."""
        slot = c.parent
        loop = slot.parent if slot is not None and slot.kind == "slot" else None
        if (
            c.kind != p.kind
            or loop is None
            or loop.kids[-3:-2] != [slot]
            or not self._on("for_inc")
        ):
            return
        wanted, found = increment(p), incremented(c)
        body, at = self.terms.rule.body, p.leaves()[0].at
        head = next((n for n in range(at, -1, -1) if body[n].text == "for"), None)
        if head is None or not uniform_loop(self.terms.rule, head):
            return  # the loop goes as a whole, or not at all
        if wanted is not None and found is not None and not self.mixed(p):
            sign = next(kid for kid in p.kids if kid is not wanted)
            other = next(kid for kid in c.kids if kid is not found)
            yield from self._placed(wanted, found, sign, other, st)

    def _expression_statement(self, p: P, c: C, st: State) -> States:
        """i++; ++i; i += 1; i = i + 1;"""
        if c.kind != "expression_statement" or not self._on("inc") or not p.kids or not c.kids:
            return
        wanted, found = increment(p.kids[0]), incremented(c.kids[0])
        if wanted is None or found is None or self.mixed(p.kids[0]):
            return
        for state in self.terms.node(wanted, found, st):
            rest = [leaf for leaf in p.kids[0].leaves() if leaf.at != wanted.at]
            start, end = c.kids[0].start, c.kids[0].end
            placed = self.terms.place(rest[0].at, start, end, state) if rest else state
            if placed is not None:
                yield from self.terms.node(p.kids[-1], c.kids[-1], placed)

    def _return(self, p: P, c: C, st: State) -> States:
        if c.kind != "return_statement" or not self._on("ret"):
            return
        if len(p.kids) == 3 and p.kids[1].kind == "dots" and len(c.kids) == 2:
            yield from self.terms.kids([p.kids[0], p.kids[2]], c.kids, st)

    def _compound(self, p: P, c: C, st: State) -> States:
        """{ ... } is any statement, { S } and { ... S ... } are S."""
        inner = p.kids[1:-1]
        plain = [kid for kid in inner if kid.kind != "dots"]
        if c.kind not in STATEMENTS or c.kind == "declaration" or len(plain) > 1:
            return
        if c.kind == "compound_statement" and not (plain and is_statement(plain[0])):
            return
        if c.parent is not None and c.parent.kind == "function_definition":
            return
        if not governed(c) and (not plain or plain[0].kind == "nest"):
            return
        if plain and plain[0].meta is not None and plain[0].meta.kind == "statement list":
            return
        if not plain and any(kid.whens for kid in inner):
            return
        opened = self._at_start(p.kids[:1], c, st)
        for state in self._branch(p, plain, c, opened):
            yield self._at_end(p.kids[-1:], c, state)

    def _branch(self, p: P, plain: list[P], c: C, st: State) -> States:
        """What stands in the pattern's braces is a branch without any."""
        inner = p.kids[1:-1]
        flows = bool(plain) and (inner[0].kind == "nest" or jumps(inner, c))
        edges = (p.kids[0].at, p.kids[-1].at)
        last = edges[1] + (not self._behind(edges[1]))
        outside = (edges[0], *range(last - 1, last)) if flows else range(edges[0], last)
        if any(at in self.terms.anchors for at in outside):
            return  # what is added would stand outside of the branch
        if not plain:
            whole = inner and self.minus(p.kids[0]) == self.minus(inner[0])
            yield from self.terms.leaf(inner[0], c, st) if whole and self._on("braces0") else ()
            return
        if not self._on("braces4"):
            return
        if flows:
            yield from self.terms.blocks(p, c, st)
            return
        body = self.terms.rule.body
        gone = all(body[leaf.at].minus for leaf in plain[0].leaves())
        if body[edges[0]].minus and not gone and self.minus(plain[0]):
            return  # a part of it, and braces that are not there
        if gone and not body[edges[0]].minus:
            added = [token.text for token in body[edges[0] : edges[1]] if token.mark == "+"]
            if added.count(";") != 1:
                return  # no statement would be left, or more than one
        terms = [c, *(kid for kid in c.walk() if is_expression(kid))]
        for term in terms if within_statement(plain[0]) else [c]:
            yield from self.terms.node(unbare(plain[0]), term, st)

    def _behind(self, at: int) -> bool:
        """Whether what is added beside a token comes after it, none before."""
        body = self.terms.rule.body
        return [token.mark == "+" for token in (*body[at - 1 : at], *body[at + 1 : at + 2])] == [
            False,
            True,
        ]

    def declared(self, p: P, cs: list[C], st: State) -> States:
        """T x; stands for T x = E; too."""
        if not self._on("decl_init") or len(p.kids) != len(cs):
            return
        at = next((n for n, kid in enumerate(cs) if kid.kind == "init_declarator"), None)
        if at is None or p.kids[at].kind == "init_declarator" or any(map(self.minus, p.kids[at:])):
            return
        yield from self.terms.kids(p.kids, [*cs[:at], cs[at].kids[0], *cs[at + 1 :]], st)


def unbare(p: P) -> P:
    """The expression of a bare one."""
    return p.kids[0] if p.kind == "bare" else p


def _initial(isos: Isos, p: P, c: C, st: State) -> States:
    """x = E stands for the initial value of a declaration too, whose name must stay."""
    if c.kind == "init_declarator" and p.kids[1].text == "=" and _left_stays(isos, p):
        name = c.kids[0]
        while name.kind == "pointer_declarator":  # its stars belong to the type
            name = name.kids[-1]
        yield from isos.terms.kids(p.kids, [name, *c.kids[1:]], st)


def _left_stays(isos: Isos, p: P) -> bool:
    """Whether what an assignment assigns to is not changed: it may go and come again."""
    body = isos.terms.rule.body
    left = body[p.first : p.kids[1].at + 1]
    if not any(token.minus for token in left):
        return True
    wanted = [token.text for token in left]
    added = [token.text if token.mark == "+" else "" for token in body]
    size = len(wanted)
    return any(added[at : at + size] == wanted for at in range(p.last + 1, len(added)))


_BY_KIND: dict[str, Callable[[Isos, P, C, State], States]] = {
    "assignment_expression": _initial,
    "binary_expression": Isos._binary,
    "call_expression": Isos._likely,
    "unary_expression": Isos._unary,
    "update_expression": Isos._counted,
    "field_expression": Isos._field,
    "paren": Isos._paren,
    "cast_expression": Isos._cast,
    "conditional_expression": Isos._conditional,
    "if_statement": Isos._if,
    "expression_statement": Isos._expression_statement,
    "return_statement": Isos._return,
    "compound_statement": Isos._compound,
}
