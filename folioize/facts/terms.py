# SPDX-License-Identifier: GPL-2.0-only
"""Terms go in, terms come out: what dereferencing makes of one, and whether it may be a page."""

from __future__ import annotations

from folioize.facts.records import Term

Leaf = tuple[Term, int, int]
"""A term and the span of the expression that has it."""

_THROUGH = ("*", "&", "i", "L", "t")


def apply(operator: str, term: Term) -> Term:
    """The term of ``*term`` or ``&term``; the two cancel out."""
    tag = term[0]
    if tag == "v":
        return ("v", term[1], term[2] + (1 if operator == "&" else -1))
    if tag in ("*", "&") and tag != operator:
        inner: Term = term[1]
        return inner
    return (operator, term)


def stripped(term: Term) -> Term:
    """What is dereferenced, has its address taken, or has its type asked for, however often."""
    while term[0] in ("*", "&", "t"):
        term = term[1]
    return term


def interesting(term: Term, words: frozenset[str]) -> bool:
    """Whether a term may turn out to be a page, or a function that deals in pages.

    ``words`` are the names that pages go by in the tree. Whatever is reached from a macro's
    parameter may be one, as the parameter has no type.
    """
    tag = term[0]
    while tag in _THROUGH:
        term = term[1]
        tag = term[0]
    if tag in ("d", "p"):
        return True
    if tag == "f":
        return term[2] in words or _over_parameter(term)
    return tag in ("c", "g") and term[1] in words


def _over_parameter(term: Term) -> bool:
    tag: str = root(term)[0]
    return tag == "p"


def root(term: Term) -> Term:
    """What a value is reached from: a declaration, a call, a parameter."""
    while term[0] in ("f", "*", "&", "i", "t"):
        term = term[1]
    return term
