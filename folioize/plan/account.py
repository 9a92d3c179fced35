# SPDX-License-Identifier: GPL-2.0-only
"""A conversion in its last state goes in; where every ``struct page`` token went comes out."""

from __future__ import annotations

from folioize.facts.extract import TOKEN
from folioize.facts.records import FileFacts
from folioize.kinds.declared import Places
from folioize.kinds.graph import EXTERN, TYPED
from folioize.kinds.solve import owns
from folioize.kinds.values import Slot
from folioize.model import Account, Left
from folioize.plan.conversion import Conversion, Snapshot
from folioize.tree import within

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


def account_of(conversion: Conversion, last: Snapshot | None) -> Account:
    """Count the tokens of the files that the conversion keeps to by what became of them.

    ``rows`` has each token that stays for a reason or was not understood. Those that stay
    because nothing speaks for the kind ("generic") are only counted, but in the files that own
    the kind's fields each is told with what is done with it.
    """
    counts = dict.fromkeys((CONVERTED, GENERIC, LEFT, LOST), 0)
    rows: list[Left] = []
    paths = conversion.paths
    places = Places(conversion.analysis)
    for path in sorted(conversion.analysis.facts.files):
        if paths and not within(path, paths):
            continue
        facts = conversion.analysis.facts.files[path]
        for offset, state, reason in _tokens(conversion, last, path, facts):
            counts[state] += 1
            if reason:
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
    told = bool(conversion.kind.evidence.owners) and owns(conversion.kind, path)
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
        moved = last is not None and conversion.types.is_self_field(slot)
        if moved or (index in retyped and decl.token[0] not in shared):
            out[decl.token[0]] = (CONVERTED, "")
        elif index in retyped:
            continue
        elif slot in conversion.outside:
            out.setdefault(decl.token[0], (LEFT, conversion.outside[slot]))
        elif slot in conversion.solution.refused:
            out.setdefault(decl.token[0], (LEFT, conversion.solution.refused[slot].what))
        else:
            reason = _generic(conversion, slot) if told else ""
            out.setdefault(decl.token[0], (GENERIC, reason))
    for token in facts.tokens:
        state = LOST if token.what in _LOST else LEFT
        reason = _LOST.get(token.what) or _REASONS.get(token.what, token.what)
        out[token.start] = (state, reason)
    return [(offset, *found) for offset, found in sorted(out.items())]


def _generic(conversion: Conversion, slot: Slot) -> str:
    """What is done with a page of which nothing shows that it is of the kind."""
    kind, graph = conversion.kind, conversion.analysis.graph
    if slot[0] == "param" and slot[1].rsplit(":", 1)[-1] in kind.evidence.predicates:
        return "asks any page whether it is one"
    asked = sorted(
        {test.name for _, test in graph.tests.get(slot, ())} & set(kind.evidence.predicates)
    )
    if asked:
        return f"may be any page: {_listed(asked)} is asked"
    moves = [m for m in graph.outs.get(slot, ()) if m.callee and m.how in (TYPED, EXTERN)]
    to = sorted({move.callee for move in moves})
    end = f": it only goes to {_listed(to)}" if to else ""
    return f"nothing shows that it is one{end}"


def _listed(names: list[str], most: int = 3) -> str:
    """Functions as a list of some of them: "a(), b() and 3 more"."""
    shown = [f"{name}()" for name in names[:most]]
    if len(names) > most:
        shown.append(f"{len(names) - most} more")
    return " and ".join([part for part in (", ".join(shown[:-1]), shown[-1]) if part])


def _programs(conversion: Conversion, paths: tuple[str, ...]) -> list[Left]:
    """The tokens of programs that live in the tree and have a struct page of their own."""
    search = conversion.analysis.search
    files = [path for path in search.programs if not paths or within(path, paths)]
    rows = []
    for path in search.mentions(TOKEN, files):
        data = conversion.analysis.tree.read(path)
        for match in TOKEN.finditer(data):
            line = data.count(b"\n", 0, match.start()) + 1
            rows.append(Left(path, line, LEFT, "in a program that is no part of the kernel"))
    return rows
