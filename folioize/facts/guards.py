# SPDX-License-Identifier: GPL-2.0-only
"""What has been asked of a value where: conditions go in, regions in which a test held come out.

A test such as ``PageSlab(page)`` is a question, not evidence; but inside its true branch, or
behind ``if (!PageSlab(page)) return;``, the answer is known (facts measured on Linux 5.10:
counting questions as evidence dropped the precision for slab from 94 to 11 percent).
"""

from __future__ import annotations

from tree_sitter import Node

from folioize.facts.context import Context
from folioize.facts.records import Test

Atom = tuple[str, int, bool, int]
"""The function asked, the declaration, the answer, and where."""

_LEAVES = ("return_statement", "goto_statement", "continue_statement", "break_statement")


class Guards:
    """Finds the tests in conditions and records where their answers hold."""

    def __init__(self, context: Context) -> None:
        self.c = context
        self.b = context.b
        self.roles = context.roles
        self.same: list[tuple[str, int, int, int, int]] = []
        context.condition = self.condition

    def implied(self, node: Node | None, truth: bool) -> list[Atom]:
        """What is known when a condition is true (or false)."""
        if node is None or not self.c.matters(node):
            return []
        kind = node.type
        if kind == "parenthesized_expression":
            return self.implied(_only(node), truth)
        if kind == "unary_expression" and node.children[0].type == "!":
            return self.implied(node.child_by_field_name("argument"), not truth)
        if kind == "binary_expression":
            return self._both(node, truth)
        return self._asked(node, truth) if kind == "call_expression" else []

    def _both(self, node: Node, truth: bool) -> list[Atom]:
        operator = node.child_by_field_name("operator")
        if operator is None or operator.type != ("&&" if truth else "||"):
            return []
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        return self.implied(left, truth) + self.implied(right, truth)

    def alike(self, node: Node | None, truth: bool) -> list[tuple[str, int, int]]:
        """Two declarations of which the same was asked, ``PageSlab(a) == PageSlab(b)``, where a
        condition that is true (or false) says that the answers are the same."""
        if node is None or not self.c.matters(node):
            return []
        if node.type == "parenthesized_expression":
            return self.alike(_only(node), truth)
        operator = node.child_by_field_name("operator")
        if node.type != "binary_expression" or operator is None:
            return []
        if operator.type != ("==" if truth else "!="):
            return []
        left, right = (
            self.implied(node.child_by_field_name(side), True) for side in ("left", "right")
        )
        if len(left) != 1 or len(right) != 1 or left[0][0] != right[0][0]:
            return []
        return [(left[0][0], left[0][1], right[0][1])]

    def _asked(self, node: Node, truth: bool) -> list[Atom]:
        function = node.child_by_field_name("function")
        arguments = node.child_by_field_name("arguments")
        if function is None or arguments is None or function.type != "identifier":
            return []
        name = self.b.text(function)
        nodes = [child for child in arguments.named_children if child.type != "comment"]
        if name in self.roles.questions and nodes:
            return self.implied(nodes[0], truth)
        if len(nodes) == 1 and nodes[0].type == "identifier":
            term = self.c.scopes.find(self.b.text(nodes[0]))
            if term is not None and term[0] == "d":
                return [(name, term[1], truth, self.b.span(node)[0])]
        return []

    def record(self, atoms: list[Atom], region: Node | None, form: str) -> None:
        """The answers hold inside a node."""
        if region is not None:
            self._record(atoms, *self.b.span(region), form)

    def _record(self, atoms: list[Atom], start: int, end: int, form: str) -> None:
        for name, decl, truth, at in atoms:
            self.b.tests.append(Test(name, decl, truth, start, end, form, at))
            for other in self._answered_too(name, decl, start, end):
                self.b.tests.append(Test(name, other, truth, start, end, form, at))

    def _answered_too(self, name: str, decl: int, start: int, end: int) -> list[int]:
        """The other declarations for which an answer in a region must be the same."""
        return [
            first if decl == second else second
            for question, first, second, low, high in self.same
            if question == name and decl in (first, second) and low <= start and end <= high
        ]

    def condition(self, node: Node) -> None:
        """``a && b``, ``a || b`` and ``a ? b : c``."""
        if node.type == "conditional_expression":
            asked = node.child_by_field_name("condition")
            yes = node.child_by_field_name("consequence")
            no = node.child_by_field_name("alternative")
            self.record(self.implied(asked, True), yes, "branch")
            self.record(self.implied(asked, False), no, "branch")
            return
        truth = node.children[1].type == "&&"
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        self.record(self.implied(left, truth), right, "branch")

    def branch(self, node: Node) -> None:
        """An ``if``, and what follows it when one side leaves the block."""
        asked = node.child_by_field_name("condition")
        if asked is None or not self.c.matters(asked):
            return
        yes, no = node.child_by_field_name("consequence"), node.child_by_field_name("alternative")
        true, false = self.implied(asked, True), self.implied(asked, False)
        self.record(true, yes, "branch")
        self.record(false, no, "branch")
        if yes is not None and leaves(yes):
            self._rest(node, false, "rest")
            self._alike_from(node, self.alike(asked, False))
        elif no is not None and leaves(no):
            self._rest(node, true, "rest")
            self._alike_from(node, self.alike(asked, True))
        if yes is not None:
            self._alike_in(*self.b.span(yes), self.alike(asked, True))

    def _alike_from(self, node: Node, pairs: list[tuple[str, int, int]]) -> None:
        node = _outermost(node)
        block = node.parent
        if block is not None:
            self._alike_in(self.b.span(node)[1], self.b.span(block)[1], pairs)

    def _alike_in(self, start: int, end: int, pairs: list[tuple[str, int, int]]) -> None:
        self.same += [(*pair, start, end) for pair in pairs]

    def assertion(self, node: Node, name: str, condition: Node) -> None:
        """``BUG_ON(!PageSlab(page))``: the answer holds for the rest of the block."""
        if name in self.roles.asserts:
            self._rest(node, self.implied(condition, False), "assert")

    def _rest(self, node: Node, atoms: list[Atom], form: str) -> None:
        node = _outermost(node)
        block = node.parent
        if block is not None and atoms:
            self._record(atoms, self.b.span(node)[1], self.b.span(block)[1], form)


def _outermost(node: Node) -> Node:
    """The statement in its block that a node is all of, or the last branch of."""
    while node.parent is not None and node.parent.type in ("expression_statement", "else_clause"):
        node = node.parent
    return node


def _only(node: Node) -> Node | None:
    inner = [child for child in node.named_children if child.type != "comment"]
    return inner[0] if len(inner) == 1 else None


def leaves(node: Node) -> bool:
    """Whether control never runs past the end of a statement."""
    if node.type in ("else_clause", "compound_statement"):
        inner = [child for child in node.named_children if child.type != "comment"]
        return bool(inner) and leaves(inner[-1])
    return node.type in _LEAVES
