# SPDX-License-Identifier: GPL-2.0-only
"""A pattern of an #include, #undef or #pragma line and a file go in; its matches come out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from folioize.cst.mask.records import Group
from folioize.cst.module import Module
from folioize.rules.compiled import Compiled
from folioize.rules.ctree import C
from folioize.rules.nodes import P
from folioize.rules.records import Rule
from folioize.rules.terms import Terms
from folioize.rules.values import State

_WORDS = ("include", "undef", "pragma")


def lines(one: Compiled, module: Module, terms: Terms, st: State) -> Iterator[State]:
    """The lines that the rule asks for; dots stand for any name.

    With dots, what is added goes before the first, or after the last, of those that no #if holds.
    """
    wanted = one.pattern.elements[0]
    found = _lines(wanted, module, terms, st)
    if "..." not in (wanted.text or "") or not _only_adds(one.rule):
        yield from found
        return
    free = [state for state in found if _is_free(module, state)]
    first = one.rule.body[0].mark == "+"
    last = one.rule.body[-1].mark == "+"
    yield from free[: first and 1]
    yield from free[-1:] if last else []


def _only_adds(rule: Rule) -> bool:
    marks = {token.mark for token in rule.body}
    return "+" in marks and "-" not in marks


def _is_free(module: Module, state: State) -> bool:
    """Whether no #if holds the line, or the outermost one is the guard of a header."""
    start = -1 if state.binds is None else state.binds.start
    outer = [one for one in module.groups if one.parent is None and one.start <= start < one.end]
    return not outer or _is_guard(module, outer[0])


def _is_guard(module: Module, group: Group) -> bool:
    """Whether a group begins with "#ifndef X" and "#define X"."""
    first = group.directives[0]
    beyond = (one for one in module.masked.directives if one.start > first.start)
    second = next(beyond, None)
    if first.word != "ifndef" or second is None or second.word != "define":
        return False
    asked, made = (module.data[one.body : one.end].split() for one in (first, second))
    return bool(asked) and asked[0] in made[:1]


def _lines(wanted: P, module: Module, terms: Terms, st: State) -> Iterator[State]:
    parts = [re.escape(part) for part in (wanted.text or "").split("...")]
    pattern = re.compile(".*".join(parts) + r"\Z")
    for line in module.masked.directives:
        if line.word not in _WORDS or module.in_if0(line.start):
            continue
        text = module.data[line.start : line.end].decode("utf-8", "replace")
        code = re.sub(r"/\*.*?\*/|//.*", "", text, flags=re.DOTALL)
        start = line.start + len(text) - len(text.lstrip())
        if wanted.meta is not None:
            found = _rest_of_line(wanted, terms, (code.strip(), start), st)
        else:
            found = st if pattern.match("".join(code.split())) else None
        placed = found and terms.place(wanted.at, start, start + len(code.strip()), found)
        if placed is not None:
            yield placed


def _rest_of_line(wanted: P, terms: Terms, line: tuple[str, int], st: State) -> State | None:
    """A metavariable stands for what a #undef or #pragma line ends with."""
    code, start = line
    head = re.match(r"\s*".join(map(re.escape, wanted.text or "")), code)
    rest = code[head.end() :].strip() if head is not None else ""
    if not rest:
        return None
    at = start + len(code.encode()) - len(rest.encode())
    name = C("ident", at, at + len(rest.encode()), [], rest)
    meta = P("meta", meta=wanted.meta)
    return next(terms.node(meta, name, st), None)
