# SPDX-License-Identifier: GPL-2.0-only
"""A conversion in its last state goes in; where every ``struct page`` token went comes out."""

from __future__ import annotations

from folioize.facts.extract import TOKEN
from folioize.facts.records import FileFacts
from folioize.kinds.declared import Places
from folioize.model import Account, Left
from folioize.plan.conversion import Conversion, Snapshot

CONVERTED, GENERIC, LEFT, LOST = "converted", "generic", "left", "not understood"

_REASONS = {
    "comment": "in a comment",
    "forward": "a forward declaration",
    "definition": "the definition of struct page",
    "directive": "in a macro that declares functions of pages",
    "string": "in a string",
    "disabled": "in an arm that is never compiled (#if 0)",
}
_LOST = {
    "unparsed": "in code that was not parsed whole",
    "hidden": "in an expression that was masked",
}


def account_of(conversion: Conversion, last: Snapshot | None, paths: tuple[str, ...]) -> Account:
    """Count the tokens of the files under ``paths`` ((): the whole tree) by what became of them.

    ``rows`` has each token that stays for a reason or was not understood; those that stay
    because nothing speaks for the kind ("generic") are only counted.
    """
    counts = dict.fromkeys((CONVERTED, GENERIC, LEFT, LOST), 0)
    rows: list[Left] = []
    places = Places(conversion.analysis)
    for path in sorted(conversion.analysis.facts.files):
        if not _asked(path, paths):
            continue
        facts = conversion.analysis.facts.files[path]
        for offset, state, reason in _tokens(conversion, last, path, facts):
            counts[state] += 1
            if state in (LEFT, LOST):
                rows.append(Left(path, places.line(path, offset), state, reason))
    for row in _programs(conversion, paths):
        counts[LEFT] += 1
        rows.append(row)
    return Account(
        sum(counts.values()),
        counts[CONVERTED],
        counts[GENERIC],
        counts[LEFT],
        counts[LOST],
        tuple(rows),
    )


def _tokens(
    conversion: Conversion, last: Snapshot | None, path: str, facts: FileFacts
) -> list[tuple[int, str, str]]:
    graph = conversion.analysis.graph
    retyped: frozenset[int] = frozenset()
    if last is not None and path in last.rendered:
        retyped = last.rendered[path].retyped
    out: dict[int, tuple[str, str]] = {}
    # A declaration of several names that is split leaves its token to those that stay.
    shared = {
        decl.token[0]
        for index, decl in enumerate(facts.decls)
        if index not in retyped and decl.name and decl.role in ("local", "field", "global")
    }
    for index, decl in enumerate(facts.decls):
        if decl.token[0] < 0:
            continue
        slot = graph.values.slot(path, index)
        if index in retyped and decl.token[0] not in shared:
            out[decl.token[0]] = (CONVERTED, "")
        elif last is not None and conversion.types.is_self_field(slot):
            out[decl.token[0]] = (CONVERTED, "moved into the kind's type")
        elif index in retyped:
            continue
        elif slot in conversion.solution.refused:
            out.setdefault(decl.token[0], (LEFT, conversion.solution.refused[slot].what))
        else:
            out.setdefault(decl.token[0], (GENERIC, ""))
    for token in facts.tokens:
        state = LOST if token.what in _LOST else LEFT
        reason = _LOST.get(token.what) or _REASONS.get(token.what, token.what)
        out[token.start] = (state, reason)
    return [(offset, *found) for offset, found in sorted(out.items())]


def _programs(conversion: Conversion, paths: tuple[str, ...]) -> list[Left]:
    """The tokens of programs that live in the tree and have a struct page of their own."""
    search = conversion.analysis.search
    files = [path for path in search.programs if _asked(path, paths)]
    rows = []
    for path in search.mentions(TOKEN, files):
        data = conversion.analysis.tree.read(path)
        for match in TOKEN.finditer(data):
            line = data.count(b"\n", 0, match.start()) + 1
            rows.append(Left(path, line, LEFT, "in a program that is no part of the kernel"))
    return rows


def _asked(path: str, paths: tuple[str, ...]) -> bool:
    return not paths or any(path == p or path.startswith(p.rstrip("/") + "/") for p in paths)
