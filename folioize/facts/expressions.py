# SPDX-License-Identifier: GPL-2.0-only
"""Expressions: a node goes in, the terms it may evaluate to come out, flows and uses on the side."""

from __future__ import annotations

import re
from collections.abc import Callable

from tree_sitter import Node

from folioize.facts.builder import Builder
from folioize.facts.declarators import declarator
from folioize.facts.records import CONSTANT, PAGE, UNKNOWN, Access, Call, Decl, Term
from folioize.facts.roles import Place, load_roles
from folioize.facts.scopes import Scopes

Leaf = tuple[Term, int, int]
"""A term and the span of the expression that has it."""

_PAGE_ARGUMENT = re.compile(rb"\s*(?:const\s+)?(struct\s+page)\b\s*(\**)\s*$")
_COMPARE = frozenset(("==", "!=", "<", ">", "<=", ">="))


class Expressions:
    """Evaluates the expressions of one file into a Builder.

    ``names`` are the names known to be declared with a page somewhere in the tree: a field, a
    call or a global is worth recording only if its name is among them.
    """

    def __init__(
        self,
        builder: Builder,
        scopes: Scopes,
        names: frozenset[str],
        own: frozenset[str] = frozenset(),
    ) -> None:
        self.b = builder
        self.scopes = scopes
        self.names = names
        self.own = own
        self.macros: frozenset[str] = frozenset()
        self.roles = load_roles()
        self.block: Callable[[Node], list[Leaf]] | None = None
        self.condition: Callable[[Node], None] = lambda node: None
        self._by_type: dict[str, Callable[[Node], list[Leaf]]] = {
            "identifier": self._identifier,
            "field_expression": self._field,
            "call_expression": self._call,
            "pointer_expression": self._pointer,
            "subscript_expression": self._subscript,
            "cast_expression": self._cast,
            "conditional_expression": self._conditional,
            "assignment_expression": self._assignment,
            "comma_expression": self._comma,
            "parenthesized_expression": self._parenthesized,
            "binary_expression": self._binary,
            "unary_expression": self._unary,
            "update_expression": self._update,
            "sizeof_expression": self._sizeof,
            "offsetof_expression": self._offsetof,
            "compound_literal_expression": self._literal,
        }

    def eval(self, node: Node) -> list[Leaf]:
        """The terms that an expression may evaluate to, each with its span."""
        handler = self._by_type.get(node.type)
        if handler is not None:
            return handler(node)
        for child in node.named_children:
            if child.type == "compound_statement" and self.block is not None:
                self.block(child)
            elif child.type == "type_descriptor":
                self._descriptor(child, "cast")
            else:
                self.eval(child)
        return [(CONSTANT, *self.b.span(node))]

    def interesting(self, term: Term) -> bool:
        """Whether a term may turn out to be a page (or a function that deals in pages)."""
        tag = term[0]
        if tag == "d":
            return True
        if tag in ("f", "c"):
            name = term[2] if tag == "f" else term[1]
            return name in self.names or name in self.own or self._over_parameter(term)
        if tag == "g":
            return term[1] in self.names or term[1] in self.own
        if tag in ("*", "&", "i", "L"):
            return self.interesting(term[1])
        return bool(tag == "p")

    @staticmethod
    def _over_parameter(term: Term) -> bool:
        while term[0] in ("f", "*", "&", "i"):
            term = term[1]
        return bool(term[0] == "p")

    def flow(self, leaves: list[Leaf], sink: Term) -> None:
        """Record that each of the terms moves into a sink, where it may matter."""
        target = sink[1] if sink[0] in ("to", "cmp") else None
        if target is not None and target[0] == "v":
            leaves = [leaf for leaf in leaves if leaf[0][0] == "d"]
        known = target is not None and target[0] == "d"
        if sink[0] == "a" and self.b.calls[sink[1]].name in self.macros:
            known = True  # what a macro makes of a struct that is no page may be one
        for term, start, end in leaves:
            if term[0] == "z" or (term[0] in ("v", "u") and not known):
                continue
            if known or self.interesting(term):
                self.b.flow(term, (start, end), sink)

    # -- single nodes ---------------------------------------------------------------------------

    def _identifier(self, node: Node) -> list[Leaf]:
        name = self.b.text(node)
        span = self.b.span(node)
        term = self.scopes.find(name)
        if term is None:
            term = CONSTANT if name == "NULL" else ("g", name)
        elif term[0] == "d":
            self.b.uses.append((term[1], *span))
        return [(term, *span)]

    def _field(self, node: Node) -> list[Leaf]:
        base_node = node.child_by_field_name("argument")
        name_node = node.child_by_field_name("field")
        if base_node is None or name_node is None:
            return [(UNKNOWN, *self.b.span(node))]
        bases = self.eval(base_node)
        arrow = any(child.type == "->" for child in node.children)
        return self._access(bases, base_node, name_node, node, arrow)

    def _access(
        self, bases: list[Leaf], base_node: Node, name_node: Node, node: Node, arrow: bool
    ) -> list[Leaf]:
        field, named = self.b.text(name_node), self.b.span(name_node)
        outer = self.b.span(base_node)
        out: list[Leaf] = []
        for term, start, end in bases:
            span = outer if base_node.type == "parenthesized_expression" else (start, end)
            if self._may_have_page_fields(term):
                self.b.accesses.append(
                    Access(term, *span, field, named, arrow, self._mode(node), self.b.fn, self.b.macro)
                )
            out.append((("f", term, field), *self.b.span(node)))
        return out or [(UNKNOWN, *self.b.span(node))]

    def _may_have_page_fields(self, term: Term) -> bool:
        return term[0] != "v" and self.interesting(term)

    def _mode(self, node: Node) -> str:
        parent = node.parent
        while parent is not None and parent.type in (
            "parenthesized_expression", "field_expression", "subscript_expression",
        ):
            if parent.type == "field_expression" and self._has_arrow(parent):
                return "r"
            node, parent = parent, parent.parent
        if parent is None:
            return "r"
        if parent.type == "assignment_expression" and parent.child_by_field_name("left") == node:
            return "w"
        if parent.type == "update_expression":
            return "w"
        if parent.type == "pointer_expression" and parent.children[0].type == "&":
            return "a"
        return "r"

    @staticmethod
    def _has_arrow(node: Node) -> bool:
        return any(child.type == "->" for child in node.children)

    def _pointer(self, node: Node) -> list[Leaf]:
        argument = node.child_by_field_name("argument")
        if argument is None:
            return [(UNKNOWN, *self.b.span(node))]
        operator = node.children[0].type
        return [(self._apply(operator, term), *self.b.span(node)) for term, _, _ in self.eval(argument)]

    @staticmethod
    def _apply(operator: str, term: Term) -> Term:
        if term[0] == "v":
            return ("v", term[1], term[2] + (1 if operator == "&" else -1))
        if term[0] in ("*", "&") and term[0] != operator:
            inner: Term = term[1]
            return inner
        return (operator, term)

    def _subscript(self, node: Node) -> list[Leaf]:
        argument = node.child_by_field_name("argument")
        index = node.child_by_field_name("index")
        if index is not None:
            self.eval(index)
        if argument is None:
            return [(UNKNOWN, *self.b.span(node))]
        return [(self._apply("*", term), *self.b.span(node)) for term, _, _ in self.eval(argument)]

    def _descriptor(self, node: Node, role: str) -> Term:
        """The type named in a cast or sizeof; a page makes a declaration of its own."""
        spec = self.b.spec(node)
        what = declarator(node.child_by_field_name("declarator"))
        if spec.token is None or what.params is not None:
            return ("v", spec.base, what.depth)
        decl = Decl(
            "", role, self.b.owner, -1, PAGE, what.depth, what.array, spec.const, spec.token,
            (-1, -1), self.b.span(node), self.b.scope, self.b.fn, self.b.macro,
        )
        return ("d", self.b.add(decl))

    def _cast(self, node: Node) -> list[Leaf]:
        kind, value = node.child_by_field_name("type"), node.child_by_field_name("value")
        if kind is None or value is None:
            return [(UNKNOWN, *self.b.span(node))]
        term = self._descriptor(kind, "cast")
        leaves = self.eval(value)
        if term[0] == "d":
            self.flow([leaf for leaf in leaves if leaf[0][0] not in ("u", "v")], ("to", term))
        else:
            self.flow(leaves, ("x", "cast"))
        return [(term, *self.b.span(node))]

    def _conditional(self, node: Node) -> list[Leaf]:
        out: list[Leaf] = []
        condition = node.child_by_field_name("condition")
        if condition is not None:
            self.condition(node)
            leaves = self.eval(condition)
            if node.child_by_field_name("consequence") is None:
                out += leaves
        for name in ("consequence", "alternative"):
            child = node.child_by_field_name(name)
            if child is not None:
                out += self.eval(child)
        return out

    def _assignment(self, node: Node) -> list[Leaf]:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return [(UNKNOWN, *self.b.span(node))]
        targets = self.eval(left)
        sources = self.eval(right)
        operator = node.child_by_field_name("operator")
        if operator is None or operator.type == "=":
            for term, _, _ in targets:
                self.flow(sources, ("to", term))
        return [(term, *self.b.span(node)) for term, _, _ in targets]

    def _comma(self, node: Node) -> list[Leaf]:
        leaves: list[Leaf] = []
        for child in node.named_children:
            leaves = self.eval(child)
        return leaves

    def _parenthesized(self, node: Node) -> list[Leaf]:
        for child in node.named_children:
            if child.type == "compound_statement":
                return self.block(child) if self.block is not None else []
            if child.type != "comment":
                return self.eval(child)
        return []

    def _binary(self, node: Node) -> list[Leaf]:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None or right is None:
            return [(UNKNOWN, *self.b.span(node))]
        operator = node.children[1].type
        if operator in ("&&", "||"):
            self.condition(node)
        first, second = self.eval(left), self.eval(right)
        span = self.b.span(node)
        if operator in _COMPARE:
            for leaves, others in ((first, second), (second, first)):
                for other in others:
                    if other[0][0] not in ("z", "u", "v"):
                        self.flow([x for x in leaves if x[0][0] not in ("v", "u")], ("cmp", other[0]))
        elif operator in ("+", "-"):
            kept = [leaf for leaf in first + second if self.interesting(leaf[0])]
            self.flow(kept, ("x", "arithmetic"))
            return kept or [(CONSTANT, *span)]
        return [(CONSTANT, *span)]

    def _unary(self, node: Node) -> list[Leaf]:
        argument = node.child_by_field_name("argument")
        if argument is not None:
            self.eval(argument)
        return [(CONSTANT, *self.b.span(node))]

    def _update(self, node: Node) -> list[Leaf]:
        argument = node.child_by_field_name("argument")
        leaves = self.eval(argument) if argument is not None else []
        self.flow(leaves, ("x", "arithmetic"))
        return [(term, *self.b.span(node)) for term, _, _ in leaves]

    def _sizeof(self, node: Node) -> list[Leaf]:
        kind, value = node.child_by_field_name("type"), node.child_by_field_name("value")
        if kind is not None:
            self._descriptor(kind, "sizeof")
        elif value is not None:
            self.eval(value)
        return [(CONSTANT, *self.b.span(node))]

    def _offsetof(self, node: Node) -> list[Leaf]:
        kind, member = node.child_by_field_name("type"), node.child_by_field_name("member")
        if kind is not None:
            term = self._type_argument(kind) or self._descriptor(kind, "typearg")
            if term[0] == "d" and member is not None:
                self._member(term, self.b.span(node), member)
        return [(CONSTANT, *self.b.span(node))]

    def _literal(self, node: Node) -> list[Leaf]:
        kind, value = node.child_by_field_name("type"), node.child_by_field_name("value")
        term = self._descriptor(kind, "literal") if kind is not None else UNKNOWN
        if value is not None:
            self.initialise(value, term)
        return [(term, *self.b.span(node))]

    def initialise(self, node: Node, target: Term) -> None:
        """Record what an initialiser, braces or not, moves into ``target``."""
        if node.type != "initializer_list":
            self.flow(self.eval(node), ("to", target))
            return
        is_array = target[0] == "v" and target[2] > 0
        for position, child in enumerate(c for c in node.named_children if c.type != "comment"):
            if child.type == "initializer_pair":
                self._initialise_pair(child, target)
            elif is_array or target[0] in ("*", "d"):
                self.initialise(child, self._apply("*", target))
            else:
                self.initialise(child, ("f", target, f"#{position}"))

    def _initialise_pair(self, node: Node, target: Term) -> None:
        value = node.child_by_field_name("value")
        for designator in node.children_by_field_name("designator"):
            if designator.type == "field_designator":
                target = ("f", target, self.b.text(designator).lstrip(". \t\n"))
            else:
                target = self._apply("*", target)
        if value is not None:
            self.initialise(value, target)

    # -- calls ----------------------------------------------------------------------------------

    def call_like(self, name: str, node: Node, nodes: list[Node]) -> None:
        """An iterator macro that is no list's: a call of a macro with those arguments."""
        start, _ = self.b.span(node)
        call = len(self.b.calls)
        spans = tuple(self.b.span(child) for child in nodes)
        end = spans[-1][1] + 1 if spans else start + len(name)
        named = (start, start + len(name))
        self.b.calls.append(Call(name, start, end, named, spans, self.b.fn, self.b.macro))
        for index, child in enumerate(nodes):
            self.flow(self._argument(child), ("a", call, index))

    def _call(self, node: Node) -> list[Leaf]:
        function = node.child_by_field_name("function")
        argument_list = node.child_by_field_name("arguments")
        span = self.b.span(node)
        if function is None or argument_list is None:
            return [(UNKNOWN, *span)]
        nodes = [child for child in argument_list.named_children if child.type != "comment"]
        name, callee = self._callee(function)
        if name in self.roles.entry or name in self.roles.step:
            return self._entry(name, nodes, span)
        if name in self.roles.member and len(nodes) > 1:
            found = self._type_argument(nodes[0])
            if found is not None:
                self._member(found, span, nodes[1])
            return [(CONSTANT, *span)]
        call = len(self.b.calls)
        self.b.calls.append(
            Call(
                name, *span, self.b.span(function),
                tuple(self.b.span(child) for child in nodes), self.b.fn, self.b.macro,
            )
        )
        leaves = [self._argument(child) for child in nodes]
        return self._called(name, callee, call, leaves, span)

    def _callee(self, function: Node) -> tuple[str, Term | None]:
        if function.type == "identifier":
            name = self.b.text(function)
            bound = self.scopes.find(name)
            if bound is None:
                return name, None
            if bound[0] == "d":
                self.b.uses.append((bound[1], *self.b.span(function)))
            return "", bound
        leaves = self.eval(function)
        return "", (leaves[0][0] if leaves else UNKNOWN)

    def _argument(self, node: Node) -> list[Leaf]:
        found = self._type_argument(node)
        if found is not None:
            return [(found, *self.b.span(node))]
        return self.eval(node)

    def _type_argument(self, node: Node) -> Term | None:
        """``struct page`` given as an argument makes a declaration of its own."""
        start, end = self._raw(node)
        match = _PAGE_ARGUMENT.match(self.b.data, start, end)
        if match is None:
            return None
        decl = Decl(
            "", "typearg", self.b.owner, -1, PAGE, len(match.group(2)), False, False,
            match.span(1), (-1, -1), (start, end), self.b.scope, self.b.fn, self.b.macro,
        )
        return ("d", self.b.add(decl))

    def _raw(self, node: Node) -> tuple[int, int]:
        """An argument's span up to its neighbours: masking hides words such as ``struct``."""
        before, after = node.prev_sibling, node.next_sibling
        start = before.end_byte if before is not None else node.start_byte
        end = after.start_byte if after is not None else node.end_byte
        return start + self.b.delta, end + self.b.delta

    def _called(
        self, name: str, callee: Term | None, call: int, leaves: list[list[Leaf]],
        span: tuple[int, int],
    ) -> list[Leaf]:
        roles = self.roles
        if name in roles.flow or name in roles.result or name in roles.insert:
            return self._polymorphic(name, leaves, span)
        for index, values in enumerate(leaves):
            sink = ("a", call, index) if callee is None else ("ia", callee, call, index)
            self.flow(values, sink)
        if callee is not None:
            return [(("i", callee, call), *span)]
        return [(("c", name, call), *span)]

    def _polymorphic(
        self, name: str, leaves: list[list[Leaf]], span: tuple[int, int]
    ) -> list[Leaf]:
        for source, sink in self.roles.flow.get(name, ()):
            for target in self._at(leaves, sink):
                self.flow(leaves[source[0]] if source[0] < len(leaves) else [], ("to", target[0]))
        if name in self.roles.insert:
            new, head = self.roles.insert[name]
            self._listed(leaves, new, head)
        place = self.roles.result.get(name)
        if place is None:
            return [(CONSTANT, *span)]
        return [(term, *span) for term, _, _ in self._at(leaves, place)] or [(UNKNOWN, *span)]

    def _at(self, leaves: list[list[Leaf]], place: Place) -> list[Leaf]:
        number, pointed = place
        if number >= len(leaves):
            return []
        if not pointed:
            return leaves[number]
        return [(self._apply("*", term), start, end) for term, start, end in leaves[number]]

    def _listed(self, leaves: list[list[Leaf]], new: int, head: int) -> None:
        if max(new, head) >= len(leaves):
            return
        for term, start, end in leaves[new]:
            if term[0] == "&" and term[1][0] == "f":
                for target, _, _ in leaves[head]:
                    self.b.flow(term[1][1], (start, end), ("list", ("L", target)))

    def _entry(self, name: str, nodes: list[Node], span: tuple[int, int]) -> list[Leaf]:
        """container_of() and its family: the type argument is what the macro evaluates to."""
        if name in self.roles.step:
            leaves = self.eval(nodes[0]) if nodes else []
            if len(nodes) > 1 and leaves:
                self._member(leaves[0][0], self.b.span(nodes[0]), nodes[1])
            return [(term, *span) for term, _, _ in leaves] or [(UNKNOWN, *span)]
        head, kind, member = self.roles.entry[name]
        if max(head, kind, member) >= len(nodes):
            return [(UNKNOWN, *span)]
        found = self._type_argument(nodes[kind])
        heads = self.eval(nodes[head])
        if found is None:
            base = self.b.data[slice(*self._raw(nodes[kind]))].decode("latin-1")
            return [(("v", " ".join(base.split()), 1), *span)]
        self._member(found, span, nodes[member])
        for term, _, _ in heads:
            if name != "container_of":
                self.b.flow(("L", term), span, ("list", found))
        return [(("&", found), *span)]

    def _member(self, term: Term, base: tuple[int, int], member: Node) -> None:
        """A field that a macro names: ``list_for_each_entry(page, head, slab_list)``."""
        node = member
        while node.type in ("field_expression", "subscript_expression"):
            inner = node.child_by_field_name("argument")
            if inner is None:
                return
            node = inner
        self.b.accesses.append(
            Access(term, *base, self.b.text(node), self.b.span(node), True, "m", self.b.fn, self.b.macro)
        )

    def iterator(self, name: str, nodes: list[Node]) -> None:
        """A list iterator's head: the cursors take their values from the list."""
        cursors, head, member = self.roles.each[name]
        if max(*cursors, head, member) >= len(nodes):
            for node in nodes:
                self.eval(node)
            return
        positions = [self.eval(nodes[index]) for index in cursors]
        heads = self.eval(nodes[head])
        for leaves, index in zip(positions, cursors, strict=True):
            for term, start, end in leaves:
                if not self.interesting(term):
                    continue
                self._member(term, self.b.span(nodes[index]), nodes[member])
                for target, _, _ in heads:
                    self.b.flow(("L", target), (start, end), ("list", term))
