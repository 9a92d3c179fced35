# SPDX-License-Identifier: GPL-2.0-only
"""A rule and its pattern go in; RuleError comes out for words that stand where they mean nothing.

Each would be read in some way or other, and the rule would match nothing, or write no C.
"""

from __future__ import annotations

from itertools import pairwise

from folioize.rules.nodes import P, Pattern
from folioize.rules.records import Meta, Rule, Token

_NAMES = frozenset(("function_declarator", "pointer_declarator", "array_declarator"))
_TAGS = frozenset(("struct_specifier", "union_specifier", "enum_specifier"))


def check_misused(rule: Rule, pattern: Pattern) -> None:
    """Raise RuleError for the first of them."""
    _check_marks(rule)
    for token in rule.body:
        meta = rule.metas.get(token.text) if token.kind == "ident" else None
        if meta is not None and meta.kind == "position":
            raise token.place.error(f"{rule.told}: the position {meta.name} stands after @ only")
    for meta in rule.metas.values():
        _check_fresh(rule, meta)
        _check_scripts(meta)
    for element in pattern.elements:
        for node in element.walk():
            _check_node(rule, node)
    _check_added_dots(rule)


def _check_marks(rule: Rule) -> None:
    stars = [token for token in rule.body if token.mark == "*"]
    if stars and rule.changes:
        raise stars[0].place.error(f"{rule.told}: a line with * cannot stand beside - and + lines")


def _check_fresh(rule: Rule, meta: Meta) -> None:
    for part in meta.fresh:
        if part.startswith("$") and part[1:] not in rule.metas:
            raise meta.place.error(f"{part[1:]}, which {meta.name} is made of, is no metavariable")


def _check_scripts(meta: Meta) -> None:
    for one in meta.constraints:
        if one.kind == "script":
            try:
                compile(one.values[0], meta.place.file, "eval")
            except (SyntaxError, ValueError) as err:
                says = getattr(err, "msg", err)
                raise meta.place.error(
                    f"the constraint of {meta.name} is no term of Python: {says}"
                ) from err


def _check_node(rule: Rule, node: P) -> None:
    """Raise RuleError for dots as a name or an operand that goes, and for empty disjunctions."""
    if node.kind == "choice" and not any(node.branches):
        raise rule.body[node.at].place.error(f"{rule.told}: this disjunction is empty")
    dots = [kid for kid in node.kids if kid.kind == "dots"]
    if dots and node.kind in _NAMES | _TAGS:
        raise rule.body[dots[0].at].place.error(f"{rule.told}: dots stand for no name")
    operands = {rule.body[kid.at].text for kid in node.kids if kid.at >= 0}
    logical = operands & {"||", "&&"}  # any of several tests
    if dots and node.kind == "binary_expression" and rule.body[dots[0].at].minus and not logical:
        raise rule.body[dots[0].at].place.error(f"{rule.told}: dots as an operand cannot go")


def _check_added_dots(rule: Rule) -> None:
    """Raise RuleError for dots among the arguments of a call that is added: they have no text.

    Among the parameters of a function they are C.
    """
    added = [token for token in rule.body if token.mark == "+"]
    for at, token in enumerate(added):
        if token.kind == "dots" and (token.text != "..." or not _parameters(added, at, rule)):
            raise token.place.error(f"{rule.told}: {token.text} cannot be added")


def _parameters(added: list[Token], at: int, rule: Rule) -> bool:
    """Whether dots follow a comma in parentheses that hold types."""
    if not at or added[at - 1].text != ",":
        return False
    depth, words = 1, []
    for token in reversed(added[:at]):
        depth += (token.text == ")") - (token.text == "(")
        if not depth:
            break
        words.append(token)
    return any(
        one.kind == two.kind == "ident" or (two.kind == "ident" and one.text == "*")
        for one, two in pairwise(words)
    ) or any(getattr(rule.metas.get(one.text), "kind", "") == "parameter list" for one in words)
