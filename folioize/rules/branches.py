# SPDX-License-Identifier: GPL-2.0-only
"""A statement under an if or a loop without braces goes in; edits that give it braces, out."""

from __future__ import annotations

import re
from typing import NamedTuple

from folioize.cst.language import parse_bytes
from folioize.model import Edit
from folioize.rules.ctree import C
from folioize.rules.flow import branches_of

GOVERNING = frozenset(("if_statement", "while_statement", "for_statement", "do_statement", "loop"))
_REST = re.compile(rb"[ \t]*(?:/\*[^\n]*?\*/[ \t]*|//[^\n]*)?(?=\n|\Z)")


class Branch(NamedTuple):
    """A statement without braces, and where the text that governs it ends."""

    statement: C
    head_end: int
    following: C | None


def branch_at(tree: C, start: int, end: int, whole: bool = False) -> Branch | None:
    """The unbraced (``whole``: or any) branch that spans ``start`` to ``end`` exactly."""
    node: C | None = tree
    found: Branch | None = None
    while node is not None:
        if node.kind in GOVERNING:
            for one in branches_of(node):
                fits = whole or one.kind != "compound_statement"
                if fits and (one.start, one.end) == (start, end):
                    found = _branch(node, one)
        node = next((kid for kid in node.kids if kid.start <= start and end <= kid.end), None)
    return found


def _branch(governing: C, statement: C) -> Branch | None:
    at = next(n for n, kid in enumerate(governing.kids) if kid is statement)
    if at == 0:
        return None
    before = governing.kids[at - 1]
    while before.kids:
        before = before.kids[-1]
    after = governing.kids[at + 1] if at + 1 < len(governing.kids) else None
    return Branch(statement, before.end, after)


def statement_at(tree: C, offset: int, last: bool) -> tuple[int, int] | None:
    """The span of the smallest branch that begins (``last``: ends) at ``offset``."""
    best: tuple[int, int] | None = None
    for node in tree.walk():
        if node.kind in GOVERNING:
            for one in branches_of(node):
                edge = one.end if last else one.start
                if edge == offset and (best is None or one.end - one.start < best[1] - best[0]):
                    best = (one.start, one.end)
    return best


def braces(data: bytes, branch: Branch, indent: bytes) -> list[Edit]:
    """Edits that put braces around a branch; ``indent`` is that of the line that governs it."""
    out = [Edit(branch.head_end, branch.head_end, b" {")]
    start = branch.statement.start
    if b"\n" not in data[branch.head_end : start]:
        out = [Edit(branch.head_end, start, b" {\n" + indent + unit(indent))]
    following = branch.following
    rest = _REST.match(data, branch.statement.end)
    at = branch.statement.end if rest is None else rest.end()
    out.append(Edit(at, at, b"\n" + indent + b"}"))
    if following is not None and following.text in ("else", "while") and at < following.start:
        out.append(Edit(at, following.start, b" "))
    return out


def unit(indent: bytes) -> bytes:
    """One step of indentation, in the manner of a line's own."""
    if not indent or indent.strip(b" "):
        return b"\t"
    return b" " * (4 if len(indent) % 4 == 0 else 2)


def deeper(base: bytes, level: int) -> bytes:
    """Indentation by so many steps deeper; one step less for a level below zero."""
    if level >= 0:
        return base + unit(base) * level
    return base[:-1] if base.endswith(b"\t") else base[: max(0, len(base) - 8)]


def count_statements(text: bytes) -> int:
    """How many statements a text is made of."""
    root = parse_bytes(b"void f(void) {\n" + text + b"\n}").root_node
    body = root.named_children[0].child_by_field_name("body") if root.named_children else None
    return 1 if body is None else len([n for n in body.named_children if n.type != "comment"])
