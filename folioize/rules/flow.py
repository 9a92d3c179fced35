# SPDX-License-Identifier: GPL-2.0-only
"""A function's body goes in; its control flow, as nodes and what follows each, comes out.

The arms of an #if among the statements are branches.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from folioize.rules.arms import Arms
from folioize.rules.ctree import C

LOOPS = frozenset(("while_statement", "for_statement", "loop", "do_statement"))
_JUMPS = frozenset(("return_statement", "goto_statement", "break_statement", "continue_statement"))


@dataclass(slots=True, eq=False)
class Node:
    """A place of the flow.

    ``kind`` is statement (simple ones, labels, cases), head (of an if, a loop, a switch), tail
    (the condition of a do), open, close, after (where the branches of ``c`` meet), entry, exit.
    ``next`` are the places that may follow; the first of an if's is its branch for true.
    """

    kind: str
    c: C
    next: list[Node] = field(default_factory=list)


class Flow:
    """The flow of one body. ``starts`` and ``follows`` map a statement (by id) to its places.

    ``falls_off`` tells whether the end of the body is reached without a return.
    """

    def __init__(self, body: C, arms: Arms | None = None) -> None:
        self.body = body
        self._arms = arms
        self.exit = Node("exit", body)
        self.starts: dict[int, Node] = {}
        self.follows: dict[int, Node] = {}
        self.nodes: list[Node] = []
        self._labels: dict[str, Node] = {}
        self._gotos: list[tuple[Node, str]] = []
        self._breaks: list[Node] = []
        self._continues: list[Node] = []
        self._cases: list[list[Node]] = []
        first = self._statement(body, self.exit)
        self.entry = Node("entry", body, [first])
        for node, label in self._gotos:
            node.next = [self._labels.get(label, self.exit)]
        self.falls_off = self._falls_off()

    def _falls_off(self) -> bool:
        """Whether the flow gets to the last brace, not to a return always."""
        seen: set[int] = set()
        todo = [self.entry]
        while todo:
            node = todo.pop()
            if node.kind == "close" and node.c is self.body:
                return True
            if id(node) not in seen:
                seen.add(id(node))
                todo += node.next
        return False

    def _new(self, kind: str, c: C, following: list[Node]) -> Node:
        node = Node(kind, c, following)
        self.nodes.append(node)
        return node

    def _statement(self, c: C, after: Node) -> Node:
        """The place where ``c`` begins; the flow goes on at ``after``."""
        self.follows[id(c)] = after
        node = self._made(c, after)
        self.starts[id(c)] = node
        return node

    def _made(self, c: C, after: Node) -> Node:  # noqa: PLR0911 - one for each kind
        if c.kind == "compound_statement":
            close = self._new("close", c, [after])
            inside = _inside(c)
            if self._arms is not None:
                inside = self._arms.inside(c, inside)
            first = self._row(inside, close)
            return self._new("open", c, [first])
        if c.kind == "if_statement":
            return self._if(c, after)
        if c.kind in LOOPS:
            return self._loop(c, after)
        if c.kind == "switch_statement":
            return self._switch(c, after)
        if c.kind == "preproc":
            return self._preproc(c, after)
        if c.kind in _JUMPS:
            return self._jump(c, after)
        node = self._new("statement", c, [after])
        if c.kind == "label":
            self._labels[c.kids[0].text or ""] = node
        elif c.kind == "case" and self._cases:
            self._cases[-1].append(node)
        return node

    def _row(self, statements: list[C], after: Node) -> Node:
        for one in reversed(statements):
            after = self._statement(one, after)
        return after

    def _if(self, c: C, after: Node) -> Node:
        meet = self._new("after", c, [after])
        branches = branches_of(c)
        starts = [self._statement(one, meet) for one in branches]
        return self._new("head", c, [*starts, meet][:2])

    def _loop(self, c: C, after: Node) -> Node:
        meet = self._new("after", c, [after])
        head = Node("head", c)
        back = head
        if c.kind == "do_statement":
            back = self._new("tail", c, [])
        self._breaks.append(meet)
        self._continues.append(back)
        bodies = branches_of(c)
        first = self._statement(bodies[0], back) if bodies else back
        self._breaks.pop()
        self._continues.pop()
        if c.kind == "do_statement":
            # do { … } while (0) is no loop.
            back.next = [meet] if _never(c) else [head, meet]
            head.next = [first]
        else:
            head.next = [first, meet]
        self.nodes.append(head)
        return head

    def _switch(self, c: C, after: Node) -> Node:
        meet = self._new("after", c, [after])
        self._breaks.append(meet)
        self._cases.append([])
        bodies = branches_of(c)
        first = self._statement(bodies[0], meet) if bodies else meet
        cases = self._cases.pop()
        self._breaks.pop()
        complete = any(case.c.kids[0].text == "default" for case in cases)
        head = self._new("head", c, [*reversed(cases)] if cases else [first])
        if cases and not complete:
            head.next.append(meet)
        return head

    def _preproc(self, c: C, after: Node) -> Node:
        meet = self._new("after", c, [after])
        starts = [self._row(arm.kids, meet) for arm in c.kids]
        return self._new("head", c, [*starts, meet] if len(starts) < 2 else starts)

    def _jump(self, c: C, after: Node) -> Node:
        node = self._new("statement", c, [after])
        if c.kind == "return_statement":
            node.next = [self.exit]
        elif c.kind == "goto_statement":
            label = next((kid.text for kid in c.kids if kid.kind == "ident"), None)
            self._gotos.append((node, label or ""))
        elif c.kind == "break_statement" and self._breaks:
            node.next = [self._breaks[-1]]
        elif c.kind == "continue_statement" and self._continues:
            node.next = [self._continues[-1]]
        return node


def _never(c: C) -> bool:
    """Whether the condition of a do is 0."""
    return [kid.text for kid in c.kids[3:6]] == ["(", "0", ")"]


def _inside(c: C) -> list[C]:
    return [kid for kid in c.kids if kid.kind not in ("{", "}", ";") or kid.kids]


def branches_of(c: C) -> list[C]:
    """The statements that an if, a loop or a switch governs."""
    if c.kind == "if_statement":
        return [kid for at, kid in enumerate(c.kids) if at in (4, 6)]
    if c.kind == "do_statement":
        return c.kids[1:2]
    if c.kind not in LOOPS and c.kind != "switch_statement":
        return []
    return c.kids[-1:] if c.kids and c.kids[-1].kind not in (")", ";") else []


def own_parts(c: C, kind: str) -> list[C]:
    """The parts of a statement that belong to its own place: of an if, its condition."""
    if kind == "statement":
        return [c]
    if kind in ("head", "tail") and c.kind != "preproc":
        if (c.kind == "do_statement") != (kind == "tail"):
            return []
        skip = {id(one) for one in branches_of(c)}
        return [kid for kid in c.kids if id(kid) not in skip]
    return []
