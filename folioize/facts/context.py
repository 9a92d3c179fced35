# SPDX-License-Identifier: GPL-2.0-only
"""What all walkers of one file share: nodes and terms go in, records go into the Builder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from tree_sitter import Node

from folioize.cst.operands import is_typeof, parse_operand
from folioize.facts.builder import Builder
from folioize.facts.declarators import Declarator, Specifier, declarator
from folioize.facts.hits import Hits
from folioize.facts.names import Names
from folioize.facts.records import PAGE, UNKNOWN, Access, Decl, Term
from folioize.facts.roles import load_roles
from folioize.facts.scopes import Scopes
from folioize.facts.terms import Leaf, apply, interesting

_PAGE_ARGUMENT = re.compile(rb"\s*(?:const\s+)?(struct\s+page)\b\s*(\**)\s*$")


class Context:
    """The builder, the names in scope, and where expressions find the walkers of other parts.

    ``hits`` are those of the function that is being walked, None outside of one. ``carrying`` are
    the calls that are given what may be a page, and so may be a macro that is one; ``told`` are
    names given to a macro that deals in pages, which may declare them. ``eval``,
    ``block``, ``condition`` and ``header`` are set by the walkers, which need one another.
    """

    def __init__(self, builder: Builder, names: Names) -> None:
        self.b = builder
        self.names = names
        self.words = names.words
        self.scopes = Scopes()
        self.roles = load_roles()
        self.hits: Hits | None = None
        self.carrying: set[int] = set()
        self.told: set[str] = set()
        self.eval: Callable[[Node], list[Leaf]]
        self.block: Callable[[Node], list[Leaf]]
        self.condition: Callable[[Node], None]
        self.header: Callable[[Specifier, Declarator, Node, Node | None], None]

    def close(self) -> None:
        """Let go of the walkers: without cycles all is freed at once, with no collector."""
        del self.eval, self.block, self.condition, self.header

    def matters(self, node: Node) -> bool:
        """Whether anything under a node can have to do with a page."""
        if self.hits is None:
            return True
        delta = self.b.delta
        return self.hits.within(node.start_byte + delta, node.end_byte + delta)

    def bind(self, name: str, term: Term) -> Term | None:
        """Bind a declared name; returns what it was bound to in this same block, if anything."""
        if self.hits is not None and (term[0] != "v" or (self.hits and self.is_typedef(term))):
            self.hits.add(name)
        return self.scopes.bind(name, term)

    def interesting(self, term: Term) -> bool:
        """Whether a term may turn out to be a page (or a function that deals in pages)."""
        if term[0] == "c" and term[2] in self.carrying:
            return True
        return (term[0] == "g" and term[1] in self.told) or interesting(term, self.words)

    def flow(self, leaves: list[Leaf], sink: Term) -> None:
        """Record that each of the terms moves into a sink, where it may matter."""
        target = sink[1] if sink[0] in ("to", "cmp", "arm") else None
        if target is not None and target[0] == "v" and not self.is_typedef(target):
            leaves = [leaf for leaf in leaves if leaf[0][0] == "d"]
        known = target is not None and target[0] == "d"
        if sink[0] == "a" and self.b.calls[sink[1]].name in self.names.macros:
            known = True  # what a macro makes of a struct that is no page may be one
        wanted = known or self._wanted(sink)
        for term, start, end in leaves:
            tag = term[0]
            if tag == "z" or (tag in ("v", "u") and not known and not self.is_typedef(term)):
                continue
            if wanted or self.interesting(term):
                self.b.flow(term, (start, end), sink)

    def tell(self, terms: Iterable[Term]) -> None:
        """Note names of nothing that is known, which a macro of pages is given."""
        for term in terms:
            if term[0] == "g" and term[1] not in self.told and term[1].islower():
                self.told.add(term[1])
                if self.hits is not None:
                    self.hits.add(term[1])

    def is_typedef(self, term: Term) -> bool:
        """Whether a term is of a type that may be another name for a page."""
        return term[0] == "v" and term[1] in self.words

    def _wanted(self, sink: Term) -> bool:
        """Whether a sink may be a page, so that what moves into it matters, whatever it is."""
        how = sink[0]
        if how in ("to", "cmp", "arm", "ia"):
            return self.interesting(sink[1])
        if how == "a":
            return self.b.calls[sink[1]].name in self.words
        return how == "r" and self.b.funcs[sink[1]].result_decl >= 0

    def descriptor(self, node: Node, role: str) -> Term:
        """The type named in a cast or sizeof; a page makes a declaration of its own."""
        spec = self.b.spec(node)
        what = declarator(node.child_by_field_name("declarator"))
        if spec.token is None or what.params is not None:
            return self.typed(spec, what, node)
        return self._place(role, spec, what, self.b.span(node))

    def typed(self, spec: Specifier, what: Declarator, node: Node) -> Term:
        """What a declarator of another type than ``struct page`` declares or names; ``typeof(x)``
        is whatever x is, and a macro's parameter whatever type it is given."""
        term: Term | None = None
        if what.params is None:
            given = self.scopes.find(spec.base) if self.b.macro >= 0 else None
            term = given or self._typeof(node.child_by_field_name("type"))
        if term is None:
            return ("v", spec.base, what.depth)
        for _ in range(what.depth):
            term = apply("&", term)
        return term

    def _typeof(self, kind: Node | None) -> Term | None:
        if kind is None or kind.type != "type_identifier":
            return None
        start, end = self.b.span(kind)
        operand = parse_operand(self.b.data, end) if is_typeof(self.b.data[start:end]) else None
        if operand is None:
            return None
        self.b.seen.add(self.b.data.index(b"(", end))
        delta, self.b.delta = self.b.delta, operand.delta
        found: Term | None = None
        if self.matters(operand.node):
            if operand.node.type == "type_descriptor":
                found = self.descriptor(operand.node, "typeof")
            else:
                found = type_of(self.eval(operand.node))
        self.b.delta = delta
        return ("t", found) if found is not None and found[0] != "v" else found

    def type_argument(self, node: Node) -> Term | None:
        """``struct page`` given as an argument makes a declaration of its own."""
        text = self.b.data[node.start_byte + self.b.delta : node.end_byte + self.b.delta]
        if not text.rstrip(b" \t\n*").endswith(b"page"):
            return None
        start, end = self.raw(node)
        match = _PAGE_ARGUMENT.match(self.b.data, start, end)
        if match is None:
            return None
        spec = Specifier(PAGE, False, False, False, match.span(1), None)
        what = Declarator(None, len(match.group(2)), False, None, False, None, None)
        return self._place("typearg", spec, what, (start, end))

    def _place(self, role: str, spec: Specifier, what: Declarator, whole: tuple[int, int]) -> Term:
        assert spec.token is not None
        b = self.b
        decl = Decl(
            name="",
            role=role,
            function=b.owner,
            index=-1,
            base=PAGE,
            depth=what.depth,
            array=what.array,
            const=spec.const,
            token=spec.token,
            named=(-1, -1),
            whole=whole,
            scope=b.scope,
            fn=b.fn,
            macro=b.macro,
        )
        return ("d", b.add(decl))

    def raw(self, node: Node) -> tuple[int, int]:
        """An argument's span up to its neighbours: masking hides words such as ``struct``."""
        before, after = node.prev_sibling, node.next_sibling
        start = before.end_byte if before is not None else node.start_byte
        end = after.start_byte if after is not None else node.end_byte
        return start + self.b.delta, end + self.b.delta

    def member(self, term: Term, base: tuple[int, int], member: Node) -> None:
        """A field that a macro names: ``list_for_each_entry(page, head, slab_list)``."""
        node = member
        while node.type in ("field_expression", "subscript_expression"):
            inner = node.child_by_field_name("argument")
            if inner is None:
                return
            node = inner
        b = self.b
        b.accesses.append(Access(term, *base, b.text(node), b.span(node), True, "m", b.fn, b.macro))


def type_of(leaves: list[Leaf]) -> Term:
    """The term that has the type of a whole expression: its first value that is no constant."""
    return next((term for term, _, _ in leaves if term[0] not in ("z", "u")), UNKNOWN)
