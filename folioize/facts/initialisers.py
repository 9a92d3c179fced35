# SPDX-License-Identifier: GPL-2.0-only
"""Initialisers and compound literals: a node goes in, what moves into which field is recorded."""

from __future__ import annotations

from tree_sitter import Node

from folioize.facts.context import Context
from folioize.facts.records import UNKNOWN, Access, Term
from folioize.facts.terms import Leaf, apply


class Initialisers:
    """Follows braces and designators down to the values."""

    def __init__(self, context: Context) -> None:
        self.c = context

    def literal(self, node: Node) -> list[Leaf]:
        """``(struct foo){ … }``."""
        kind, value = node.child_by_field_name("type"), node.child_by_field_name("value")
        term = self.c.descriptor(kind, "literal") if kind is not None else UNKNOWN
        if value is not None:
            self.initialise(value, term)
        return [(term, *self.c.b.span(node))]

    def initialise(self, node: Node, target: Term) -> None:
        """Record what an initialiser, braces or not, moves into ``target``."""
        if node.type != "initializer_list":
            self.c.flow(self.c.eval(node), ("to", target))
            return
        is_array = target[0] == "v" and target[2] > 0
        position = 0
        for child in node.named_children:
            if child.type == "comment":
                continue
            if child.type == "initializer_pair":
                self._pair(child, target)
            elif is_array or target[0] in ("*", "d"):
                self.initialise(child, apply("*", target))
            else:
                self.initialise(child, ("f", target, f"#{position}"))
            position += 1

    def _pair(self, node: Node, target: Term) -> None:
        value = node.child_by_field_name("value")
        for designator in node.children_by_field_name("designator"):
            if designator.type == "field_designator":
                target = ("f", target, self._member(target, designator))
                continue
            target = apply("*", target)
            for index in designator.named_children:
                self.c.eval(index)
        if value is not None:
            self.initialise(value, target)

    def _member(self, target: Term, designator: Node) -> str:
        """The member that ``.name`` names; of a page it is an access."""
        name = designator.named_children[0]
        b = self.c.b
        field = b.text(name)
        if self.c.interesting(target) or self.c.is_typedef(target):
            at = b.span(designator)
            b.accesses.append(Access(target, *at, field, b.span(name), False, "w", b.fn, b.macro))
        return field
