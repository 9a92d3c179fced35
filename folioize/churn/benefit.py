# SPDX-License-Identifier: GPL-2.0-only
"""A rehearsed design goes in; what the compiler checks with it that it could not before comes
out."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from folioize.churn.heads import finders, head_calls, sure_heads
from folioize.churn.rehearsed import Part, Rehearsed
from folioize.churn.tables import Cell, Table
from folioize.churn.touched import retyped
from folioize.facts.records import PAGE
from folioize.kinds import Analysis
from folioize.kinds.graph import TYPED
from folioize.kinds.values import Slot
from folioize.series.commits import read_files
from folioize.typegen.layout import page_nodes

_ROLES = ("param", "local", "return", "field", "global", "typedef")
_ENTRIES = ("param", "inner", "typedef")

Edge = tuple[str, int, str]
"""A page goes to or comes from a function: the file, the flow's number, and which of the two."""


class Benefit(msgspec.Struct, frozen=True):
    """What a design gives.

    ``edges`` are pages handed to a function or taken from one; an edge is checked if the
    function's side has the kind's type. ``head_calls`` are calls that look, unseen, for the head
    of a compound page; ``typed_head_calls`` those on a value whose type says what it is, so that
    they can go; ``gone_head_calls`` those that have gone (None: not known without a build).
    ``ambiguous`` are pointers to pages of which nothing shows that they are no tail pages.
    """

    declarations: int
    checked_declarations: int
    edges: int
    checked_edges: int
    head_calls: int
    typed_head_calls: int
    gone_head_calls: int | None
    fields: int
    closed_fields: tuple[str, ...]
    ambiguous: int
    ambiguous_left: int


def benefit_of(design: Rehearsed) -> Benefit:
    """Measure a design against the tree as it was."""
    before = design.before
    names = finders(before)
    fields, left = _fields(design)
    ambiguous = _ambiguous(before)
    settled = sum(
        len(_ambiguous(part.planned.conversion.analysis) & _retyped(part)) for part in design.parts
    )
    # The facts of a later part are of a tree that earlier parts changed; nothing is in two.
    checked = sum(len(_checked(part)) for part in design.parts)
    claims = [step.claims for part in design.parts for step in part.planned.plan.steps]
    return Benefit(
        declarations=sum(1 for _ in _declared(before)),
        checked_declarations=sum(len(_retyped(part)) for part in design.parts),
        edges=len(set(_edges(before))),
        checked_edges=checked,
        head_calls=len(head_calls(before, names)),
        typed_head_calls=sum(_typed_calls(part, names) for part in design.parts),
        gone_head_calls=0 if all("identical" in one for one in claims) else None,
        fields=len(fields),
        closed_fields=tuple(name for name in fields if name not in left),
        ambiguous=len(ambiguous),
        ambiguous_left=len(ambiguous) - settled,
    )


def benefit_table(benefit: Benefit) -> Table:
    """The measures, each with what it is a share of."""
    one = benefit
    gone = "not known" if one.gone_head_calls is None else one.gone_head_calls
    rows: tuple[tuple[Cell, ...], ...] = (
        ("declarations checked", one.checked_declarations, one.declarations,
         _percent(one.checked_declarations, one.declarations)),
        ("call edges checked", one.checked_edges, one.edges,
         _percent(one.checked_edges, one.edges)),
        ("implicit compound_head() calls on typed pages", one.typed_head_calls, one.head_calls,
         _percent(one.typed_head_calls, one.head_calls)),
        ("of these gone already", gone, one.typed_head_calls, None),
        ("fields of struct page closed", len(one.closed_fields), one.fields,
         _percent(len(one.closed_fields), one.fields)),
        ("possibly tail pages that remain", one.ambiguous_left, one.ambiguous,
         _percent(one.ambiguous_left, one.ambiguous)),
    )  # fmt: skip
    return Table("benefit", "What it gives", ("what", "count", "of", "percent"), rows)


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 2) if whole else None


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


def _retyped(part: Part) -> set[tuple[str, int]]:
    return {(path, index) for path, index, _ in retyped(part)}


def _slots(part: Part) -> set[Slot]:
    values = part.planned.conversion.analysis.graph.values
    return {values.slot(path, index) for path, index in _retyped(part)}


def _checked(part: Part) -> set[Edge]:
    """The edges whose end at the function has the kind's type now."""
    graph, typed = part.planned.conversion.analysis.graph, _slots(part)
    moves = {(move.path, move.flow): move for move in graph.moves}
    return {
        edge
        for edge in _edges(part.planned.conversion.analysis)
        if (moves[edge[:2]].sink if edge[2] == "given" else moves[edge[:2]].source) in typed
    }


def _typed_calls(part: Part, names: frozenset[str]) -> int:
    typed = _slots(part)
    calls = head_calls(part.planned.conversion.analysis, names)
    return sum(not typed.isdisjoint(sources) for sources in calls.values())


def _fields(design: Rehearsed) -> tuple[list[str], set[str]]:
    """The fields of struct page before, in order, and after."""
    path = design.tree.page_header
    after = read_files(design.store, design.tip, [path])[path].data
    names = [
        list(dict.fromkeys(one.name for node in page_nodes(text, path) for one in node.fields()))
        for text in (design.tree.read(path), after)
    ]
    return names[0], set(names[1])
