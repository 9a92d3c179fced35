# SPDX-License-Identifier: GPL-2.0-only
"""A rule and its pattern go in; terms that end with ``@e`` or ``@S`` know those metavariables.

``f(x)@e`` names the call, ``x <@e 0`` the comparison, ``f(x);@S`` the statement, and so does
``f(x)@S``, in which it stands. ``f@i`` names the name, ``struct s@T`` the type.
"""

from __future__ import annotations

from collections.abc import Iterator

from folioize.rules.kinds import EXPRESSIONS, STATEMENTS
from folioize.rules.nodes import P, Pattern
from folioize.rules.records import Meta, Rule

_INFIX = frozenset(("binary_expression", "assignment_expression"))
_EXPRESSIONS = frozenset(
    ("expression", "idexpression", "local idexpression", "global idexpression", "constant")
)
_TYPES = frozenset(
    ("ctype", "struct_specifier", "union_specifier", "enum_specifier", "prim", "ident")
)
_NAMES = frozenset(("identifier", "function", "declarer", "iterator"))


def attach(rule: Rule, pattern: Pattern) -> None:
    """Note the metavariables in the nodes; raises RuleError where no term ends with one."""
    nodes = [node for element in pattern.elements for node in _all(element)]
    for at, token in enumerate(rule.body):
        own = rule.metas.get(token.text) if token.kind == "ident" else None
        if not token.also or own is not None or token.mark == "+":
            continue
        for name in token.also:
            meta = rule.metas[name]
            found = _named(nodes, at, meta)
            if found is None:
                raise token.place.error(
                    f"no term of the kind {meta.kind} ends before @{name}, or none that is"
                    " understood here"
                )
            found.also = (*found.also, meta)


def _all(element: P) -> Iterator[P]:
    for node in element.walk():
        yield node
        for _, elements in node.whens:
            for one in elements:
                yield from _all(one)


def _named(nodes: list[P], at: int, meta: Meta) -> P | None:
    """The smallest term of a metavariable's kind that ends with a token."""
    ending = [node for node in nodes if node.last == at and node.kids]
    if meta.kind in _EXPRESSIONS:
        for node in nodes:
            if node.kind in _INFIX and len(node.kids) == 3 and node.kids[1].at == at:
                return node
        fitting = [node for node in ending if node.kind in EXPRESSIONS]
        fitting += [node for node in nodes if node.at == at and node.kind in EXPRESSIONS]
        return max(fitting, key=lambda node: node.first, default=None)
    if meta.kind == "statement":
        fitting = [node for node in ending if node.kind in STATEMENTS or node.kind == "bare"]
        return max(fitting, key=lambda node: node.first, default=None)
    if meta.kind in _NAMES:
        return next((node for node in nodes if node.at == at and node.kind == "ident"), None)
    if meta.kind == "type":
        fitting = [node for node in nodes if at in (node.at, node.last) and node.kind in _TYPES]
        return min(fitting, key=lambda node: node.first, default=None)
    return None
