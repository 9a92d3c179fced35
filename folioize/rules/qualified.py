# SPDX-License-Identifier: GPL-2.0-only
"""An expression of a parsed file goes in; where told, whether its type is const, and where its
name is declared, come out."""

from __future__ import annotations

from folioize.rules.ctree import C
from folioize.rules.types import Typer, seen_from

_INNER = {
    "paren": 1,
    "pointer_expression": 1,
    "subscript_expression": 0,
    "assignment_expression": 0,
}
"""Where the term stands that tells of a whole one."""


def lacks(typer: Typer, node: C, words: str) -> bool:
    """Whether a qualifier among ``words``, a type of a rule, is missing in the term's type."""
    asked = {"const", "volatile"} & set(words.partition("*")[0].split())
    found = _qualifiers(typer, node) if asked else None
    return found is not None and not asked <= found


def declared_at(typer: Typer, node: C) -> int:
    """Where the variable of a function that a name means is declared; -1 if it is none."""
    found = typer.scopes.lookup(node.text or "", seen_from(node))
    return found[0].start if found and found[0].depth > 0 else -1


def _qualifiers(typer: Typer, node: C) -> frozenset[str] | None:
    """The qualifiers of what a term's type ends in; None where that is not known."""
    if node.kind == "cast_expression":
        return frozenset(kid.text or "" for kid in node.kids[1].kids if kid.kind == "qual")
    if node.kind == "ident":
        for binding in typer.scopes.lookup(node.text or "", seen_from(node)):
            row = binding.declaration.node.children
            texts = (kid.text for kid in row if kid.type == "type_qualifier")
            return frozenset(text.decode() for text in texts if text is not None)
    at = _INNER.get(node.kind)
    inner = None if at is None else node.kids[at]
    return None if inner is None else _qualifiers(typer, inner)
