# SPDX-License-Identifier: GPL-2.0-only
"""Statements and declarations of a function body: nodes go in, records go into the Builder."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec
from tree_sitter import Node

from folioize.facts.bodies import PREPROC, StructBodies
from folioize.facts.context import Context, type_of
from folioize.facts.declarators import Declarator, Specifier, declarator, declarators, plain
from folioize.facts.expressions import Expressions
from folioize.facts.guards import Guards
from folioize.facts.records import Term
from folioize.facts.terms import Leaf

_WORD = re.compile(rb"\w*")


class Statements:
    """Walks one body at a time; scopes follow the blocks."""

    def __init__(self, context: Context) -> None:
        self.c = context
        self.b = context.b
        self.expressions = Expressions(context)
        self.guards = Guards(context)
        self.records = StructBodies(context.b)
        context.block = self.block

    def block(self, node: Node) -> list[Leaf]:
        """A block; the value of its last expression, as a statement expression has one."""
        self.c.scopes.push()
        outer = self.b.scope
        self.b.scope = self.b.span(node)
        leaves: list[Leaf] = []
        for child in node.named_children:
            if child.type == "expression_statement":
                leaves = self._expression(child)
            elif child.type != "comment":
                leaves = []
                self.statement(child)
        self.b.scope = outer
        self.c.scopes.pop()
        return leaves

    def statement(self, node: Node) -> None:
        """Any statement."""
        handler = _HANDLERS.get(node.type, Statements._children)
        if node.type == "declaration" or self.c.matters(node):
            handler(self, node)

    def _nothing(self, node: Node) -> None:
        """A comment or a directive."""

    def _if(self, node: Node) -> None:
        name = self._word(node)
        if name not in ("if", ""):
            self._iterator(name, node, node.child_by_field_name("consequence"))
            return
        self.guards.branch(node)
        self._children(node)

    def _for(self, node: Node) -> None:
        self.c.scopes.push()
        first = node.child_by_field_name("initializer")
        token = self.b.spec(first).token if first is not None else None
        if token is not None:
            self.b.heads.add(token[0])
        self._children(node)
        self.c.scopes.pop()

    def _children(self, node: Node) -> None:
        condition = node.child_by_field_name("condition") if node.type in PREPROC else None
        for child in node.named_children:
            if child == condition or (node.type in PREPROC and child.type == "identifier"):
                continue
            if child.type.endswith("_expression") or child.type == "identifier":
                self.expressions.eval(child)
            else:
                self.statement(child)

    def _expression(self, node: Node) -> list[Leaf]:
        inner = next((child for child in node.named_children if child.type != "comment"), None)
        if inner is None or not self.c.matters(inner):
            return []
        if inner.type == "call_expression":
            function = inner.child_by_field_name("function")
            arguments = inner.child_by_field_name("arguments")
            if function is not None and arguments is not None and arguments.named_children:
                name = self.b.text(function)
                self.guards.assertion(node, name, arguments.named_children[0])
        return self.expressions.eval(inner)

    def _return(self, node: Node) -> None:
        for child in node.named_children:
            if child.type != "comment":
                leaves = self.expressions.eval(child)
                if self.b.fn >= 0:
                    self.c.flow(leaves, ("r", self.b.fn))

    def _loop(self, node: Node) -> None:
        """A while loop, or an iterator macro that masking made look like one."""
        condition, body = node.child_by_field_name("condition"), node.child_by_field_name("body")
        name = self._word(node)
        if name == "while":
            self.guards.record(self.guards.implied(condition, True), body, "branch")
            self._children(node)
            return
        self._iterator(name, node, body)

    def _word(self, node: Node) -> str:
        """The word that a statement begins with in the file: masking may have put another."""
        found = _WORD.match(self.b.data, self.b.span(node)[0])
        return found.group().decode("latin-1") if found is not None else ""

    def _iterator(self, name: str, node: Node, body: Node | None) -> None:
        """A macro that is the head of a loop."""
        condition = node.child_by_field_name("condition")
        if condition is not None:
            nodes = _comma_list(condition)
            if name in self.c.roles.each:
                self.expressions.calls.iterator(name, nodes)
            else:
                self.expressions.calls.call_like(name, node, nodes)
        if body is not None:
            self.statement(body)

    # -- declarations ---------------------------------------------------------------------------

    def declaration(self, node: Node) -> None:
        """A local declaration: bind its names, then read its initialisers."""
        simple = plain(self.b.data[slice(*self.b.span(node))])
        if simple is not None:
            base, depth, name = simple
            self.c.bind(name, ("v", base, depth))
            return
        spec = self.b.spec(node)
        if spec.body is not None:
            self.records.read(spec)
        for child in declarators(node):
            self._local(spec, declarator(child), node)

    def function(self, node: Node) -> None:
        """A function; one inside of another is a GNU extension, or stands in a macro's body."""
        what = declarator(node.child_by_field_name("declarator"))
        if what.name is not None and what.params is not None:
            self.c.header(self.b.spec(node), what, node, node.child_by_field_name("body"))

    def _record(self, node: Node) -> None:
        body, name = node.child_by_field_name("body"), node.child_by_field_name("name")
        if body is not None and name is not None:
            base = f"{node.type.split('_')[0]} {self.b.text(name)}"
            self.records.read(Specifier(base, False, False, False, None, body))

    def _local(self, spec: Specifier, what: Declarator, node: Node) -> None:
        if what.name is None:
            return
        if what.params is not None and not what.pointer:
            if self.c.matters(node):
                self.c.header(spec, what, node, None)
            return
        index = self.b.declare(spec, what, "local", node)
        if spec.base == "__auto_type" and what.value is not None:
            leaves = self.expressions.eval(what.value)
            self.c.bind(self.b.text(what.name), ("t", type_of(leaves)))
            self.c.flow(leaves, ("to", ("t", type_of(leaves))))
            return
        term: Term = ("d", index) if index >= 0 else self.c.typed(spec, what, node)
        before = self.c.bind(self.b.text(what.name), term)
        if index >= 0 and before is not None and before[0] == "d":
            self.b.decls[index] = msgspec.structs.replace(self.b.decls[index], alias=before[1])
        if what.value is not None and (index >= 0 or self.c.matters(what.value)):
            self.expressions.initialisers.initialise(what.value, term)


_HANDLERS: dict[str, Callable[[Statements, Node], object]] = {
    "comment": Statements._nothing,
    "compound_statement": Statements.block,
    "declaration": Statements.declaration,
    "expression_statement": Statements._expression,
    "for_statement": Statements._for,
    "function_definition": Statements.function,
    "if_statement": Statements._if,
    "preproc_call": Statements._nothing,
    "preproc_def": Statements._nothing,
    "preproc_function_def": Statements._nothing,
    "return_statement": Statements._return,
    "struct_specifier": Statements._record,
    "union_specifier": Statements._record,
    "while_statement": Statements._loop,
}


def _comma_list(condition: Node) -> list[Node]:
    inner = [child for child in condition.named_children if child.type != "comment"]
    node = inner[0] if inner else None
    out: list[Node] = []
    while node is not None and node.type == "comma_expression":
        left = node.child_by_field_name("left")
        if left is not None:
            out.append(left)
        node = node.child_by_field_name("right")
    if node is not None:
        out.append(node)
    return out
