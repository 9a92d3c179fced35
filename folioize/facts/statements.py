# SPDX-License-Identifier: GPL-2.0-only
"""Statements and declarations of a function body: nodes go in, records go into the Builder."""

from __future__ import annotations

import msgspec
from tree_sitter import Node

from folioize.facts.builder import Builder
from folioize.facts.declarators import Declarator, Specifier, declarator, declarators
from folioize.facts.expressions import Expressions, Leaf
from folioize.facts.guards import Guards
from folioize.facts.records import Member, Term
from folioize.facts.scopes import Scopes

_PREPROC = ("preproc_if", "preproc_ifdef", "preproc_else", "preproc_elif", "preproc_elifdef")


class Statements:
    """Walks one body at a time; scopes follow the blocks."""

    def __init__(
        self, builder: Builder, names: frozenset[str], own: frozenset[str] = frozenset()
    ) -> None:
        self.b = builder
        self.scopes = Scopes()
        self.expressions = Expressions(builder, self.scopes, names, own)
        self.guards = Guards(builder, self.scopes)
        self.expressions.block = self.block
        self.expressions.condition = self.guards.condition
        self.records = StructBodies(builder)

    def block(self, node: Node) -> list[Leaf]:
        """A block; the value of its last expression, as a statement expression has one."""
        self.scopes.push()
        outer = self.b.scope
        self.b.scope = self.b.span(node)
        leaves: list[Leaf] = []
        for child in node.named_children:
            if child.type == "expression_statement" and child.named_children:
                leaves = self._expression(child)
            elif child.type != "comment":
                leaves = []
                self.statement(child)
        self.b.scope = outer
        self.scopes.pop()
        return leaves

    def statement(self, node: Node) -> None:
        """Any statement."""
        kind = node.type
        if kind == "compound_statement":
            self.block(node)
        elif kind == "declaration":
            self.declaration(node)
        elif kind == "expression_statement":
            self._expression(node)
        elif kind == "if_statement":
            self.guards.branch(node)
            self._children(node)
        elif kind == "while_statement":
            self._loop(node)
        elif kind == "for_statement":
            self.scopes.push()
            self._children(node)
            self.scopes.pop()
        elif kind == "return_statement":
            self._return(node)
        elif kind in ("comment", "preproc_def", "preproc_function_def", "preproc_call"):
            return
        else:
            self._children(node)

    def _children(self, node: Node) -> None:
        condition = node.child_by_field_name("condition") if node.type in _PREPROC else None
        for child in node.named_children:
            if child == condition or (node.type in _PREPROC and child.type == "identifier"):
                continue
            if _is_expression(child):
                self.expressions.eval(child)
            else:
                self.statement(child)

    def _expression(self, node: Node) -> list[Leaf]:
        if not node.named_children:
            return []
        inner = node.named_children[0]
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
                    self.expressions.flow(leaves, ("r", self.b.fn))

    def _loop(self, node: Node) -> None:
        """A while loop, or an iterator macro that masking made look like one."""
        start, _ = self.b.span(node)
        condition, body = node.child_by_field_name("condition"), node.child_by_field_name("body")
        word = self.b.data[start : start + 80]
        if _word(word) == "while":
            self.guards.record(self.guards.implied(condition, True), body, "branch")
            self._children(node)
            return
        name = _word(word)
        if condition is not None:
            nodes = _comma_list(condition)
            if name in self.expressions.roles.each:
                self.expressions.iterator(name, nodes)
            else:
                self.expressions.call_like(name, node, nodes)
        if body is not None:
            self.statement(body)

    # -- declarations ---------------------------------------------------------------------------

    def declaration(self, node: Node) -> None:
        """A local declaration: bind its names, then read its initialisers."""
        spec = self.b.spec(node)
        if spec.body is not None:
            self.records.read(spec)
        for child in declarators(node):
            what = declarator(child)
            self._local(spec, what, node)

    def _local(self, spec: Specifier, what: Declarator, node: Node) -> None:
        if what.name is None:
            return
        name = self.b.text(what.name)
        if what.params is not None and not what.pointer:
            return
        index = self.b.declare(spec, what, "local", node)
        term: Term = ("d", index) if index >= 0 else ("v", spec.base, what.depth)
        before = self.scopes.bind(name, term)
        if index >= 0 and before is not None and before[0] == "d":
            self.b.decls[index] = msgspec.structs.replace(self.b.decls[index], alias=before[1])
        if what.value is not None:
            self.expressions.initialise(what.value, term)


class StructBodies:
    """Reads struct and union bodies into members, anonymous ones folded into their parent."""

    def __init__(self, builder: Builder) -> None:
        self.b = builder

    def read(self, spec: Specifier) -> None:
        """The members of one struct or union with a body."""
        assert spec.body is not None
        outer, self.b.owner = self.b.owner, spec.base.split(" ", 1)[1]
        scope, self.b.scope = self.b.scope, self.b.span(spec.body)
        self._fields(spec.body, spec.base)
        self.b.owner, self.b.scope = outer, scope

    def _fields(self, body: Node, tag: str) -> None:
        for node in body.named_children:
            if node.type in _PREPROC:
                self._fields(node, tag)
            elif node.type == "field_declaration":
                self._field(node, tag)

    def _field(self, node: Node, tag: str) -> None:
        spec = self.b.spec(node)
        names = declarators(node)
        if spec.body is not None and not names and "@" in spec.base:
            self._fields(spec.body, tag)
            return
        if spec.body is not None:
            self.read(spec)
        for child in names:
            what = declarator(child)
            if what.name is None:
                continue
            index = self.b.declare(spec, what, "field", node)
            base, depth = (("fn", 0) if what.params is not None else (spec.base, what.depth))
            self.b.members.append(Member(tag, self.b.text(what.name), base, depth, index))


def _is_expression(node: Node) -> bool:
    return node.type.endswith("_expression") or node.type == "identifier"


def _word(text: bytes) -> str:
    end = 0
    while end < len(text) and (chr(text[end]).isalnum() or text[end] == ord("_")):
        end += 1
    return text[:end].decode("latin-1")


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
