# SPDX-License-Identifier: GPL-2.0-only
"""A pattern of a #define line and the macros of a file go in; matching states come out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from folioize.cst.module import Define
from folioize.rules.ctree import C
from folioize.rules.groups import Choice, Dots, Item, Leaf
from folioize.rules.isos import unbare
from folioize.rules.kinds import EXPRESSIONS
from folioize.rules.nodes import P
from folioize.rules.terms import Terms
from folioize.rules.values import State

_TAIL = re.compile(rb"(?:\s*(?:/\*(?:[^*]|\*(?!/))*\*/|//[^\n]*))+\s*\Z")
_NAME = re.compile(rb"(#\s*define)\s+(\w+)")


def define_pattern(
    row: list[Item], leaf: Callable[[Leaf], P], elements: Callable[[list[Item]], list[P]]
) -> P:
    """The pattern of one line: its kid is the name; its branches are parameters and body.

    Without parameters the first branch is missing. Raises RuleError for what is not understood.
    """
    first, *rest = row
    if not rest or not isinstance(rest[0], Leaf) or rest[0].token.kind != "ident":
        raise first.token.place.error("the name of a macro is expected after #define")
    out = P("define", first.at, kids=[leaf(rest[0])], first=first.at, last=row[-1].at)
    body = rest[1:]
    if body and body[0].token.text == "(" and not body[0].token.space:
        close = next((at for at, item in enumerate(body) if item.token.text == ")"), None)
        if close is None:
            raise body[0].token.place.error("the parameters of this macro do not end")
        out.branches.append(_parameters(body[1:close], leaf))
        body = body[close + 1 :]
    found = [_dots(body[0])] if _alone(body) else elements(body)
    if len(found) > 1 or (found and not (_alone(body) or _expression(found[0]))):
        raise body[0].token.place.error(
            "what a #define of a rule stands for may be dots or one expression only"
        )
    out.branches.append(found)
    return out


def one_of(items: list[Item]) -> list[list[Item]]:
    """The #define lines that a rule, or each branch of the disjunction that it is, asks for."""
    only = items[0]
    alone = len(items) == 1 and isinstance(only, Choice) and only.kind == "|"
    rows = only.branches if alone and isinstance(only, Choice) else [items]
    tokens = [row[0].token if row else only.token for row in rows]
    return rows if all((one.kind, one.text) == ("cpp", "#define") for one in tokens) else []


def is_bare_head(row: list[Item]) -> bool:
    """Whether a #define line ends with the name, or with the parameters."""
    called = len(row) > 2 and row[2].token.text == "(" and not row[2].token.space
    return len(row) <= 2 or (called and row[-1].token.text == ")")


def _alone(items: list[Item]) -> bool:
    return len(items) == 1 and isinstance(items[0], Dots)


def _dots(item: Item) -> P:
    return P("dots", item.at, first=item.at, last=item.at)


def _expression(p: P) -> bool:
    return p.kind in ("bare", "choice", "meta") or unbare(p).kind in EXPRESSIONS


def _parameters(items: list[Item], leaf: Callable[[Leaf], P]) -> list[P]:
    out = []
    for at, item in enumerate(items):
        if isinstance(item, Dots) and not at % 2:
            out.append(_dots(item))
            continue
        if item.token.text == "," and at % 2:
            out.append(P(",", item.at, text=","))
            continue
        if not isinstance(item, Leaf) or item.token.kind != "ident" or at % 2:
            raise item.token.place.error("this is no parameter of a macro")
        out.append(leaf(item))
    return out


def defined(
    p: P, terms: Terms, define: Define, tree: Callable[[Define], C | None], st: State
) -> Iterator[State]:
    """The states in which a macro of the file is that of the pattern."""
    found = _NAME.match(terms.data, define.start)
    if found is None:
        return
    name = C("ident", found.start(2), found.end(2), [], define.name)
    for state in terms.node(p.kids[0], name, st):
        for within in _with_parameters(p, terms, define, state):
            for whole in _with_body(p, terms, define, tree, within):
                if _partly(p, terms):
                    yield whole.bind(p.first, *found.span(1))
                    continue
                bound = State(whole.env, st.binds)
                alone = p.last not in terms.replaced  # then a comment goes with it
                end = define.end if alone else _end(terms.data, define)
                for at in range(p.first, p.last + 1):  # the line comes and goes as one
                    bound = bound.bind(at, define.start, end)
                yield bound


def _partly(p: P, terms: Terms) -> bool:
    """Whether a part of the line goes, and a part stays."""
    marks = {token.mark for token in terms.rule.body[p.first : p.last + 1]}
    return len(marks - {"+"}) > 1


def _end(data: bytes, define: Define) -> int:
    """Where a macro ends, without the comment behind it."""
    text = _TAIL.sub(b"", data[define.body_start : define.body_end])
    return define.body_start + len(text.rstrip())


def _with_parameters(p: P, terms: Terms, define: Define, st: State) -> Iterator[State]:
    if len(p.branches) < 2:
        if define.params is None:
            yield st
        return
    if define.params is None:
        return
    yield from terms.lists.elements(p.branches[0], _names(terms.data, define), st)


def _names(data: bytes, define: Define) -> list[C]:
    """The names of a macro's parameters and the commas between them, where they stand."""
    at = data.index(b"(", define.start)
    out: list[C] = []
    for text in define.params or ():
        if out:
            at = data.index(b",", at)
            out.append(C(",", at, at + 1, [], ","))
        at = data.index(text.encode("latin-1"), at)
        name = text.removesuffix("...") or text  # "args..." has a name, "..." has none
        kind = "ident" if name.isidentifier() else "..."
        out.append(C(kind, at, at + len(name), [], name))
        at += len(text)
    return out


def _with_body(
    p: P, terms: Terms, define: Define, tree: Callable[[Define], C | None], st: State
) -> Iterator[State]:
    wanted = p.branches[-1]
    stop = _end(terms.data, define)
    text = terms.data[define.body_start : stop]
    if not wanted:
        if not text.strip():
            yield st
        return
    if wanted[0].kind == "dots":
        yield st
        return
    top = tree(define)
    start = stop - len(text.lstrip())
    for node in [] if top is None else top.walk():
        if (node.start, node.end) == (start, stop) and node.kind in EXPRESSIONS:
            alone = C(node.kind, start, stop, node.kids, node.text)  # not in our parentheses
            yield from terms.node(unbare(wanted[0]), alone, st)
