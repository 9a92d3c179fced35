# SPDX-License-Identifier: GPL-2.0-only
"""Expressions: a node goes in, its possible terms come out, flows and uses on the side."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from folioize.facts.calls import Calls
from folioize.facts.context import Context
from folioize.facts.declarators import declarator
from folioize.facts.initialisers import Initialisers
from folioize.facts.records import CONSTANT, UNKNOWN, Access, Term
from folioize.facts.terms import Leaf, apply

_COMPARE = frozenset(("==", "!=", "<", ">", "<=", ">="))
_INSIDE = ("parenthesized_expression", "field_expression", "subscript_expression")


class Expressions:
    """Evaluates the expressions of one file into the Builder of a Context.

    A field, a call or a global is worth recording only if its name is one that pages go by.
    """

    def __init__(self, context: Context) -> None:
        self.c = context
        self.b = context.b
        self.calls = Calls(context)
        self.initialisers = Initialisers(context)
        context.eval = self.eval

    def eval(self, node: Node) -> list[Leaf]:
        """The terms that an expression may evaluate to, each with its span."""
        handler = _HANDLERS.get(node.type)
        if handler is not None:
            return handler(self, node)
        for child in node.named_children:
            if child.type == "compound_statement":
                self.c.block(child)
            elif child.type == "type_descriptor":
                self.c.descriptor(child, "cast")
            else:
                self.eval(child)
        return [(CONSTANT, *self.b.span(node))]

    # -- single nodes ---------------------------------------------------------------------------

    def _call(self, node: Node) -> list[Leaf]:
        return self.calls.call(node)

    def _literal(self, node: Node) -> list[Leaf]:
        return self.initialisers.literal(node)

    def _constant(self, node: Node) -> list[Leaf]:
        return [(CONSTANT, *self.b.span(node))]

    def _identifier(self, node: Node) -> list[Leaf]:
        start, end = self.b.span(node)
        name = self.b.data[start:end].decode("latin-1")
        term = self.c.scopes.find(name)
        if term is None:
            term = CONSTANT if name == "NULL" else ("g", name)
        elif term[0] == "d":
            self.b.uses.append((term[1], start, end))
        return [(term, start, end)]

    def _field(self, node: Node) -> list[Leaf]:
        base = node.child_by_field_name("argument")
        name = node.child_by_field_name("field")
        span = self.b.span(node)
        if base is None or name is None:
            return [(UNKNOWN, *span)]
        bases = self.eval(base)
        start, end = self.b.span(name)
        field = self.b.data[start:end].decode("latin-1")
        out: list[Leaf] = []
        for term, first, last in bases:
            free = self.b.macro >= 0 and term[0] == "g"  # of the function that uses the macro
            if free or self.c.interesting(term) or self.c.is_typedef(term):
                at = (first, last)
                if base.type == "parenthesized_expression" and len(bases) == 1:
                    at = self.b.span(base)
                self._access(term, at, field, (start, end), node)
            out.append((("f", term, field), *span))
        return out or [(UNKNOWN, *span)]

    def _access(
        self, term: Term, at: tuple[int, int], field: str, named: tuple[int, int], node: Node
    ) -> None:
        b = self.b
        b.accesses.append(
            Access(
                term, *at, field, named, _is_arrow(node), _mode(node), b.fn, b.macro,
                _is_beyond(node.child_by_field_name("argument")),
            )
        )  # fmt: skip

    def _pointer(self, node: Node) -> list[Leaf]:
        argument = node.child_by_field_name("argument")
        span = self.b.span(node)
        if argument is None:
            return [(UNKNOWN, *span)]
        operator = "&" if self.b.data[span[0]] == ord("&") else "*"
        return [(apply(operator, term), *span) for term, _, _ in self.eval(argument)]

    def _subscript(self, node: Node) -> list[Leaf]:
        argument = node.child_by_field_name("argument")
        index = node.child_by_field_name("index")
        span = self.b.span(node)
        if index is not None:
            self.eval(index)
        if argument is None:
            return [(UNKNOWN, *span)]
        return [(apply("*", term), *span) for term, _, _ in self.eval(argument)]

    def _cast(self, node: Node) -> list[Leaf]:
        kind, value = node.child_by_field_name("type"), node.child_by_field_name("value")
        if kind is None or value is None:
            return [(UNKNOWN, *self.b.span(node))]
        term = self.c.descriptor(kind, "cast")
        leaves = self.eval(value)
        if term[0] == "d":
            self.c.flow([leaf for leaf in leaves if leaf[0][0] not in ("u", "v")], ("to", term))
        else:
            what = declarator(kind.child_by_field_name("declarator"))
            self.c.flow(leaves, ("x", "cast" if what.params is None else "function"))
        return [(term, *self.b.span(node))]

    def _conditional(self, node: Node) -> list[Leaf]:
        arms: list[list[Leaf]] = []
        condition = node.child_by_field_name("condition")
        if condition is not None:
            self.c.condition(node)
            leaves = self.eval(condition)
            if node.child_by_field_name("consequence") is None:
                arms.append(leaves)
        for name in ("consequence", "alternative"):
            child = node.child_by_field_name(name)
            if child is not None:
                arms.append(self.eval(child))
        for one, other in (arms, arms[::-1]) if len(arms) == 2 else ():
            for term, start, end in other:
                if term[0] not in ("z", "u", "v"):
                    self.c.flow(one, ("arm", term, start, end))
        return [leaf for leaves in arms for leaf in leaves]

    def _assignment(self, node: Node) -> list[Leaf]:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return [(UNKNOWN, *self.b.span(node))]
        targets = self.eval(left)
        sources = self.eval(right)
        operator = node.child_by_field_name("operator")
        if operator is None or operator.type == "=":
            for term, _, _ in targets:
                self.c.flow(sources, ("to", term))
        else:
            self.calls.stored(targets)  # p += n
        return [(term, *self.b.span(node)) for term, _, _ in targets]

    def _comma(self, node: Node) -> list[Leaf]:
        leaves: list[Leaf] = []
        for child in node.named_children:
            leaves = self.eval(child)
        return leaves

    def _parenthesized(self, node: Node) -> list[Leaf]:
        for child in node.named_children:
            if child.type == "compound_statement":
                return self.c.block(child)
            if child.type != "comment":
                return self.eval(child)
        return []

    def _binary(self, node: Node) -> list[Leaf]:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator = node.child_by_field_name("operator")
        span = self.b.span(node)
        if left is None or right is None or operator is None:
            return [(UNKNOWN, *span)]
        if operator.type in ("&&", "||"):
            self.c.condition(node)
        first, second = self.eval(left), self.eval(right)
        if operator.type in _COMPARE:
            self._compared(first, second)
            self._compared(second, first)
        elif operator.type in ("+", "-"):
            kept = [leaf for leaf in first + second if self.c.interesting(leaf[0])]
            self.c.flow(kept, ("x", "arithmetic"))
            return kept or [(CONSTANT, *span)]
        return [(CONSTANT, *span)]

    def _compared(self, leaves: list[Leaf], others: list[Leaf]) -> None:
        values = [leaf for leaf in leaves if leaf[0][0] not in ("v", "u")]
        for other in others:
            if other[0][0] not in ("z", "u", "v"):
                self.c.flow(values, ("cmp", other[0]))

    def _unary(self, node: Node) -> list[Leaf]:
        argument = node.child_by_field_name("argument")
        if argument is not None:
            self.eval(argument)
        return [(CONSTANT, *self.b.span(node))]

    def _update(self, node: Node) -> list[Leaf]:
        argument = node.child_by_field_name("argument")
        leaves = self.eval(argument) if argument is not None else []
        self.c.flow(leaves, ("x", "arithmetic"))
        self.calls.stored(leaves)
        return [(term, *self.b.span(node)) for term, _, _ in leaves]

    def _sizeof(self, node: Node) -> list[Leaf]:
        kind, value = node.child_by_field_name("type"), node.child_by_field_name("value")
        if kind is not None:
            self.c.descriptor(kind, "sizeof")
        elif value is not None:
            # Masking makes __alignof__(struct page) look like sizeof(page).
            inner = value.named_children[0] if value.named_child_count == 1 else value
            if self.c.type_argument(inner) is None:
                self.eval(value)
        return [(CONSTANT, *self.b.span(node))]

    def _offsetof(self, node: Node) -> list[Leaf]:
        kind, member = node.child_by_field_name("type"), node.child_by_field_name("member")
        if kind is not None:
            term = self.c.type_argument(kind) or self.c.descriptor(kind, "typearg")
            if term[0] == "d" and member is not None:
                self.c.member(term, self.b.span(node), member)
        return [(CONSTANT, *self.b.span(node))]

    def _generic(self, node: Node) -> list[Leaf]:
        """``_Generic(x, type: value, …)``: the value is one of those, the first is only asked."""
        out: list[Leaf] = []
        for position, child in enumerate(c for c in node.named_children if c.type != "comment"):
            if child.type == "type_descriptor":
                self.c.descriptor(child, "cast")
                continue
            leaves = self.eval(child)
            out += leaves if position else []
        return out or [(UNKNOWN, *self.b.span(node))]


# By name, not bound: a walker that holds its own methods is freed by the collector only.
_HANDLERS: dict[str, Callable[[Expressions, Node], list[Leaf]]] = {
    "identifier": Expressions._identifier,
    "field_expression": Expressions._field,
    "call_expression": Expressions._call,
    "pointer_expression": Expressions._pointer,
    "subscript_expression": Expressions._subscript,
    "cast_expression": Expressions._cast,
    "conditional_expression": Expressions._conditional,
    "assignment_expression": Expressions._assignment,
    "comma_expression": Expressions._comma,
    "parenthesized_expression": Expressions._parenthesized,
    "binary_expression": Expressions._binary,
    "unary_expression": Expressions._unary,
    "update_expression": Expressions._update,
    "sizeof_expression": Expressions._sizeof,
    "offsetof_expression": Expressions._offsetof,
    "compound_literal_expression": Expressions._literal,
    "generic_expression": Expressions._generic,
    "number_literal": Expressions._constant,
    "string_literal": Expressions._constant,
}


def _is_arrow(node: Node) -> bool:
    operator = node.child_by_field_name("operator")
    return operator is not None and operator.type == "->"


def _is_beyond(base: Node | None) -> bool:
    """Whether a field is of a page some places behind the one named: page[1], (page + 1)."""
    while base is not None and base.type == "parenthesized_expression":
        base = base.named_child(0)
    if base is None:
        return False
    if base.type == "subscript_expression":
        places = base.child_by_field_name("index")
    elif base.type == "binary_expression":
        places = base.child_by_field_name("right")
    else:
        return False
    return places is not None and places.type == "number_literal" and places.text != b"0"


def _mode(node: Node) -> str:
    """How a field is accessed: read, written, or its address taken."""
    parent = node.parent
    while parent is not None and parent.type in _INSIDE:
        if parent.type == "field_expression" and _is_arrow(parent):
            return "r"
        node, parent = parent, parent.parent
    if parent is None:
        return "r"
    if parent.type == "assignment_expression":
        return "w" if parent.child_by_field_name("left") == node else "r"
    if parent.type == "update_expression":
        return "w"
    if parent.type == "pointer_expression" and parent.children[0].type == "&":
        return "a"
    return "r"
