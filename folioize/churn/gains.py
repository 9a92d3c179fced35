# SPDX-License-Identifier: GPL-2.0-only
"""A kind's conversion goes in; what the compiler checks with it that it could not before comes out
in numbers, for which the facts of the tree need not be kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from folioize.churn.heads import head_calls, sure_heads
from folioize.facts.records import PAGE, Decl
from folioize.kinds import Analysis
from folioize.kinds.graph import TYPED
from folioize.kinds.values import Slot
from folioize.plan.conversion import Conversion, Snapshot

_ROLES = ("param", "local", "return", "field", "global", "typedef")
_ENTRIES = ("param", "inner", "typedef")

Edge = tuple[str, int, str]
"""A page goes to or comes from a function: the file, the flow's number, and which of the two."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Declarations of pages, pages handed to a function or taken from one, calls that look unseen
    for the head of a compound page, and pointers of which nothing shows that they are no tail
    pages: those of a whole tree, or those that one kind's type says more of."""

    declarations: int
    edges: int
    head_calls: int
    ambiguous: int


def counts_of(analysis: Analysis, names: frozenset[str]) -> Counts:
    """Count in a tree; ``names`` are the functions that look for the head unseen."""
    return Counts(
        declarations=sum(1 for _ in _declared(analysis)),
        edges=len(set(_edges(analysis))),
        head_calls=len(head_calls(analysis, names)),
        ambiguous=len(_ambiguous(analysis)),
    )


def gains_of(conversion: Conversion, last: Snapshot | None, names: frozenset[str]) -> Counts:
    """Count what has the kind's type in the end."""
    analysis = conversion.analysis
    mine = {(path, index) for path, index, _ in retyped(conversion, last)}
    typed = {analysis.graph.values.slot(path, index) for path, index in mine}
    calls = head_calls(analysis, names)
    return Counts(
        declarations=len(mine),
        edges=len(_checked(analysis, typed)),
        head_calls=sum(not typed.isdisjoint(sources) for sources in calls.values()),
        ambiguous=len(_ambiguous(analysis) & mine),
    )


def retyped(conversion: Conversion, last: Snapshot | None) -> Iterator[tuple[str, int, Decl]]:
    """The declarations that have the kind's type in the end, with file and number."""
    if last is None:
        return
    files = conversion.analysis.facts.files
    for path, rendered in sorted(last.rendered.items()):
        for index in sorted(rendered.retyped):
            yield path, index, files[path].decls[index]


def _declared(analysis: Analysis) -> Iterator[tuple[str, int, Slot]]:
    for path, facts in analysis.facts.files.items():
        for index, decl in enumerate(facts.decls):
            if decl.base == PAGE and decl.token[0] >= 0 and decl.role in _ROLES:
                yield path, index, analysis.graph.values.slot(path, index)


def _ambiguous(analysis: Analysis) -> set[tuple[str, int]]:
    """Pointers to pages that may hold a tail page for all that the tree shows."""
    sure = sure_heads(analysis)
    return {
        (path, index)
        for path, index, slot in _declared(analysis)
        if slot not in sure and analysis.facts.files[path].decls[index].depth
    }


def _edges(analysis: Analysis) -> Iterator[Edge]:
    for move in analysis.graph.moves:
        if move.form in ("a", "ia") and move.how == TYPED and _is(move.sink, _ENTRIES):
            yield move.path, move.flow, "given"
        if _is(move.source, ("return",)) and analysis.graph.flow(move).source[0] in ("c", "i"):
            yield move.path, move.flow, "taken"


def _is(slot: Slot | None, roles: tuple[str, ...]) -> bool:
    return slot is not None and slot[0] in roles


def _checked(analysis: Analysis, typed: set[Slot]) -> set[Edge]:
    """The edges whose end at the function has the kind's type now."""
    moves = {(move.path, move.flow): move for move in analysis.graph.moves}
    return {
        edge
        for edge in _edges(analysis)
        if (moves[edge[:2]].sink if edge[2] == "given" else moves[edge[:2]].source) in typed
    }
