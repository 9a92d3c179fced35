# SPDX-License-Identifier: GPL-2.0-only
"""A compiled rule goes in; names in it that look like forgotten metavariables come out.

A name that nothing declares is one of the code, and matches itself only. That may be meant, so it
is told of and no error; a line ``symbol NAME;`` says that it is meant.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from folioize.rules.nodes import P, Pattern
from folioize.rules.records import Rule

_CONSTANT = re.compile(r"[A-Z_][A-Z0-9_]{2,}\Z")
_OF_C = frozenset(("NULL", "true", "false", "current", "jiffies", "__func__", "__LINE__"))
_HEADS = frozenset(("call_expression", "loop", "function_declarator", "enumerator", "define"))
"""Terms whose first name is called, or defined, and not a value."""
_NAMED = frozenset(("struct_specifier", "union_specifier", "enum_specifier", "field_designator"))
_MEMBERS = frozenset(("field_declaration", "ctype", "case", "type_definition"))


def doubts(rule: Rule, pattern: Pattern, symbols: Collection[str] = ()) -> tuple[str, ...]:
    """A sentence, with its place, for each name that should perhaps be a metavariable.

    ``symbols`` are the names that the file says are names of the code.
    """
    if _sole(pattern.elements):
        return ()  # as a metavariable it would match everything
    out: dict[str, str] = {}
    for node in _names(pattern.elements, None):
        name = node.text or ""
        meant = name in symbols or name in rule.metas or name in _OF_C
        if name in out or meant or _CONSTANT.match(name) or node.at < 0:
            continue
        if rule.body[node.at].text == name:
            place = rule.body[node.at].place
            asked = f"should {name} be a metavariable? (a line 'symbol {name};' says no)"
            out[name] = f"{place.file}:{place.line}:{place.column}: {asked}"
    return tuple(out.values())


def _sole(elements: list[P]) -> bool:
    """Whether a pattern, or a branch, is one name."""
    only = elements[0] if len(elements) == 1 else P("")
    while only.kind in ("bare", "expression_statement") and only.kids:
        only = only.kids[0]
    return only.kind == "ident"


def _names(nodes: Iterable[P], parent: P | None) -> Iterator[P]:
    """The names that stand for values or variables."""
    for at, node in enumerate(nodes):
        if node.kind == "ident" and not _other(parent, at):
            yield node
        yield from _names(node.kids, node)
        for branch in node.branches:
            if not _sole(branch):  # as above
                yield from _names(branch, node)


def _other(parent: P | None, at: int) -> bool:
    """Whether the name at this place of its parent is one of a function, a tag or a member."""
    if parent is None:
        return False
    if parent.kind == "field_expression":
        return at > 0
    if parent.kind in _HEADS:
        return at == 0
    return parent.kind in _NAMED or parent.kind in _MEMBERS
