# SPDX-License-Identifier: GPL-2.0-only
"""A pattern goes in; the words that a file or function must hold for it to match come out."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from folioize.rules.nodes import P, Pattern
from folioize.rules.values import Env

Clauses = tuple[frozenset[bytes], ...]
"""Each clause is a set of words of which one must be there."""

# Words that an isomorphism may do without, or that say nothing of a file.
_COMMON = frozenset(
    [
        "NULL",
        "if",
        "else",
        "for",
        "while",
        "do",
        "switch",
        "case",
        "default",
        "return",
        "goto",
        "break",
        "continue",
        "sizeof",
        "struct",
        "union",
        "enum",
        "static",
        "inline",
        "extern",
        "const",
        "volatile",
        "int",
        "char",
        "void",
        "long",
        "short",
        "unsigned",
        "signed",
        "likely",
        "unlikely",
    ]
)
_MANY = 40


def clauses(pattern: Pattern, env: Env | None = None) -> Clauses:
    """What must be there for ``pattern``; ``env`` are inherited values, whose words count too."""
    found = {clause for element in pattern.elements for clause in _needed(element, env or {})}
    return tuple(sorted(found, key=lambda clause: (len(clause), sorted(clause))))


def effect_clauses(pattern: Pattern, changed: Collection[int]) -> Clauses:
    """What must be there for a change, where all changed tokens (``changed``) are in one nest.

    A match without the nest's own is no use then.
    """
    for element in pattern.elements:
        for node in element.walk():
            if node.kind == "nest" and all(node.at <= at <= node.close for at in changed):
                return clauses(Pattern(pattern.shape, node.branches[0]))
    return ()


def holds(needed: Clauses, data: bytes) -> bool:
    """Whether ``data`` may match: it has a word of every clause."""
    return all(any(word in data for word in clause) for clause in needed)


def _needed(p: P, env: Env) -> set[frozenset[bytes]]:  # noqa: PLR0911 - one for each kind
    if p.optional or p.kind == "dots":
        return set()
    if p.kind == "nest":
        return _row(p.branches[0], env) if p.once else set()
    if p.kind == "choice":
        return _choice(p, env)
    if p.kind == "meta":
        return _value(p, env)
    if p.text is not None:
        word = p.kind == "ident" and p.text not in _COMMON
        return {frozenset((p.text.encode(),))} if word else set()
    if p.kind == "cast_expression" and p.kids:
        return _needed(p.kids[-1], env)
    return _row(p.kids, env)


def _row(row: Iterable[P], env: Env) -> set[frozenset[bytes]]:
    return {clause for one in row for clause in _needed(one, env)}


def _choice(p: P, env: Env) -> set[frozenset[bytes]]:
    branches = [_row(branch, env) for branch in p.branches]
    if p.conjunction:
        return {clause for branch in branches for clause in branch}
    if not all(branches):
        return set()
    # One word of each branch: the longest stands for the branch.
    picked = [max(branch, key=lambda c: (-len(c), min(map(len, c)))) for branch in branches]
    words = frozenset().union(*picked)
    return {words} if len(words) <= _MANY else set()


def _value(p: P, env: Env) -> set[frozenset[bytes]]:
    """Words of an inherited value, and of a set that a metavariable must be in."""
    meta = p.meta
    assert meta is not None
    value = env.get(meta.name)
    if value is not None:
        if len(value.key) == 1 and value.key[0].isidentifier() and value.key[0] not in _COMMON:
            return {frozenset((value.key[0].encode(),))}
        return set()
    for one in meta.constraints:
        if one.kind == "in" and all(text.isidentifier() for text in one.values):
            return {frozenset(text.encode() for text in one.values)}
    return set()
