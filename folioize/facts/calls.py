# SPDX-License-Identifier: GPL-2.0-only
"""Calls and the kernel's polymorphic macros: a node goes in, the terms of its value come out."""

from __future__ import annotations

from tree_sitter import Node

from folioize.facts.context import Context
from folioize.facts.records import CONSTANT, UNKNOWN, Call, Term
from folioize.facts.roles import Place
from folioize.facts.terms import Leaf, apply

Span = tuple[int, int]


class Calls:
    """Evaluates calls; what macros do with their arguments is told by macroroles.toml."""

    def __init__(self, context: Context) -> None:
        self.c = context
        self.b = context.b
        self.roles = context.roles

    def call(self, node: Node) -> list[Leaf]:
        """A call expression."""
        function = node.child_by_field_name("function")
        argument_list = node.child_by_field_name("arguments")
        span = self.b.span(node)
        if function is None or argument_list is None:
            return [(UNKNOWN, *span)]
        nodes = [child for child in argument_list.named_children if child.type != "comment"]
        name, callee = self._callee(function)
        if name in self.roles.each or name in self.roles.declares:
            (self.iterator if name in self.roles.each else self._declare)(name, nodes)
            return [(CONSTANT, *span)]
        if name in self.roles.entry or name in self.roles.step:
            return self._entry(name, nodes, span)
        if name in self.roles.member and len(nodes) > 1:
            found = self.c.type_argument(nodes[0])
            if found is not None:
                self.c.member(found, span, nodes[1])
            return [(CONSTANT, *span)]
        call = self._record(name, span, self.b.span(_bare(function)), nodes)
        every = name in self.c.words or name in self.roles.polymorphic
        leaves = [self._argument(one) if every or self.c.matters(one) else [] for one in nodes]
        if name in self.c.names.macros:
            self.c.tell(term for values in leaves for term, _, _ in values)
        if name in self.roles.polymorphic:
            return self._polymorphic(name, leaves, span)
        if any(self.c.interesting(term) for values in leaves for term, _, _ in values):
            self.c.carrying.add(call)
        for index, values in enumerate(leaves):
            sink = ("a", call, index) if callee is None else ("ia", callee, call, index)
            self.c.flow(values, sink)
        return [(("c", name, call) if callee is None else ("i", callee, call), *span)]

    def call_like(self, name: str, node: Node, nodes: list[Node]) -> None:
        """An iterator macro that is no list's: a call of a macro with those arguments."""
        start, _ = self.b.span(node)
        end = self.b.span(nodes[-1])[1] + 1 if nodes else start + len(name)
        call = self._record(name, (start, end), (start, start + len(name)), nodes)
        for index, child in enumerate(nodes):
            self.c.flow(self._argument(child), ("a", call, index))

    def iterator(self, name: str, nodes: list[Node]) -> None:
        """A list iterator's head: the cursors take their values from the list."""
        cursors, head, member = self.roles.each[name]
        if max(*cursors, head, member) >= len(nodes):
            for node in nodes:
                self.c.eval(node)
            return
        positions = [self.c.eval(nodes[index]) for index in cursors]
        self.b.meet(leaves[0][0] for leaves in positions if len(leaves) == 1)
        heads = self.c.eval(nodes[head])
        for leaves, index in zip(positions, cursors, strict=True):
            for term, start, end in leaves:
                if not self.c.interesting(term):
                    continue
                self.c.member(term, self.b.span(nodes[index]), nodes[member])
                for target, _, _ in heads:
                    self.b.flow(("L", target), (start, end), ("list", term))

    def _declare(self, name: str, nodes: list[Node]) -> None:
        if nodes and nodes[0].type == "identifier":
            self.c.bind(self.b.text(nodes[0]), ("v", self.roles.declares[name], 0))

    def _record(self, name: str, span: Span, named: Span, nodes: list[Node]) -> int:
        spans = tuple(self.b.span(child) for child in nodes)
        return self.b.call(Call(name, *span, named, spans, self.b.fn, self.b.macro))

    def _callee(self, function: Node) -> tuple[str, Term | None]:
        bare = _bare(function)
        if bare.type == "identifier" and (bare == function or not self._is_bound(bare)):
            name = self.b.text(bare)
            bound = self.c.scopes.find(name)
            if bound is None:
                return name, None
            if bound[0] == "d":
                self.b.uses.append((bound[1], *self.b.span(function)))
            return "", bound
        leaves = self.c.eval(function)
        return "", (leaves[0][0] if leaves else UNKNOWN)

    def _is_bound(self, name: Node) -> bool:
        return self.c.scopes.find(self.b.text(name)) is not None

    def _argument(self, node: Node) -> list[Leaf]:
        found = self.c.type_argument(node)
        if found is not None:
            return [(found, *self.b.span(node))]
        return self.c.eval(node)

    def _polymorphic(self, name: str, leaves: list[list[Leaf]], span: Span) -> list[Leaf]:
        for source, sink in self.roles.flow.get(name, ()):
            for target in self._at(leaves, sink):
                values = leaves[source[0]] if source[0] < len(leaves) else []
                self.c.flow(values, ("to", target[0]))
        if name not in self.roles.questions and leaves and not name.startswith("__builtin"):
            self.stored(leaves[0])  # the kernel's own take the address of their first
        if name in self.roles.insert:
            new, head = self.roles.insert[name]
            self._listed(leaves, new, head)
        places = self.roles.result.get(name)
        if places is None:
            return [(CONSTANT, *span)]
        found = [leaf for place in places for leaf in self._at(leaves, place)]
        return [(term, *span) for term, _, _ in found] or [(UNKNOWN, *span)]

    def stored(self, leaves: list[Leaf]) -> None:
        """Of a macro's parameter it matters that it must be a place, not only a value."""
        for term, start, end in leaves:
            if term[0] == "p":
                self.b.flow(term, (start, end), ("to", term))

    @staticmethod
    def _at(leaves: list[list[Leaf]], place: Place) -> list[Leaf]:
        number, pointed = place
        if number >= len(leaves):
            return []
        if not pointed:
            return leaves[number]
        return [(apply("*", term), start, end) for term, start, end in leaves[number]]

    def _listed(self, leaves: list[list[Leaf]], new: int, head: int) -> None:
        if max(new, head) >= len(leaves):
            return
        for term, start, end in leaves[new]:
            if term[0] == "&" and term[1][0] == "f":
                for target, _, _ in leaves[head]:
                    self.b.flow(term[1][1], (start, end), ("list", ("L", target)))

    def _entry(self, name: str, nodes: list[Node], span: Span) -> list[Leaf]:
        """container_of() and its family: the type argument is what the macro evaluates to."""
        if name in self.roles.step:
            return self._step(name, nodes, span)
        head, kind, member = self.roles.entry[name]
        if max(head, kind, member) >= len(nodes):
            return [(UNKNOWN, *span)]
        found = self.c.type_argument(nodes[kind])
        heads = self.c.eval(nodes[head])
        if found is None:
            base = self.b.data[slice(*self.c.raw(nodes[kind]))].decode("latin-1")
            return [(("v", " ".join(base.split()), 1), *span)]
        self.c.member(found, span, nodes[member])
        for term, _, _ in heads:
            if name != "container_of":
                self.b.flow(("L", term), span, ("list", found))
        return [(("&", found), *span)]

    def _step(self, name: str, nodes: list[Node], span: Span) -> list[Leaf]:
        """list_next_entry() and its like: another one of the list."""
        place, member = self.roles.step[name]
        if max(place, member) >= len(nodes):
            return [(UNKNOWN, *span)]
        leaves = self.c.eval(nodes[place])
        if leaves:
            self.c.member(leaves[0][0], self.b.span(nodes[place]), nodes[member])
        for cursor in nodes[place + 1 : member]:
            for term, _, _ in self.c.eval(cursor):
                self.c.flow(leaves, ("to", term))
        return [(term, *span) for term, _, _ in leaves] or [(UNKNOWN, *span)]


def _bare(function: Node) -> Node:
    """``f`` of ``(f)(x)``, ``(*f)(x)`` and ``(&f)(x)``."""
    node = function
    while node.type in ("parenthesized_expression", "pointer_expression"):
        inner = [child for child in node.named_children if child.type != "comment"]
        if len(inner) != 1:
            return function
        node = inner[0]
    return node if node.type == "identifier" else function
