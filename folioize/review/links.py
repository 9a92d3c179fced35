# SPDX-License-Identifier: GPL-2.0-only
"""A plan and the analysis behind it go in; which line of which patch is about which declaration
comes out."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Callable, Sequence

from folioize.contents import on_disk
from folioize.kinds import Analysis
from folioize.kinds.declared import Places, where_of
from folioize.kinds.values import Slot
from folioize.model import Declaration, Edit, Plan

_OWN = ("field", "struct page")
"""Members of struct page itself go to the kind's type with it; no patch retypes them."""

Links = dict[str, tuple[tuple[int, int], ...]]


def find_links(analysis: Analysis, plan: Plan, rows: Sequence[Declaration]) -> tuple[Links, ...]:
    """For each step and file: pairs of a line, as the step finds it, and the number of a row.

    A line is about a declaration that got the kind if it declares it, uses it, or passes a page
    to or from it.
    """
    places = _about(analysis, rows)
    before: dict[str, tuple[Edit, ...]] = {}
    out: list[Links] = []
    for step in plan.steps:
        links: Links = {}
        for path in step.files:
            if path in places:
                line = _lines(analysis.tree.read_raw(path), before.get(path, ()))
                found = {(line(offset), row) for offset, row in places[path]}
                links[path] = tuple(sorted(found))
        out.append(links)
        before.update(step.files)
    return tuple(out)


def _about(analysis: Analysis, rows: Sequence[Declaration]) -> dict[str, list[tuple[int, int]]]:
    """Offsets in each file with the row that what stands there is about."""
    graph = analysis.graph
    found = (slot for solution in analysis.solutions for slot in solution.labels)
    labels = {slot for slot in found if slot[:2] != _OWN}
    by_slot = rows_of_slots(analysis, rows)
    out: dict[str, list[tuple[int, int]]] = {}

    def add(path: str, offset: int, slot: Slot) -> None:
        numbers = by_slot.get(slot, ()) if offset >= 0 else ()
        here = [number for number in numbers if rows[number].file == path]
        out.setdefault(path, []).extend((offset, number) for number in here or numbers[:1])

    for path, facts in analysis.facts.files.items():
        slots = [graph.values.slot(path, index) for index in range(len(facts.decls))]
        for decl, slot in zip(facts.decls, slots, strict=True):
            if slot in labels:
                add(path, decl.token[0], slot)
                add(path, decl.named[0], slot)
        for index, start, _ in facts.uses:
            if slots[index] in labels:
                add(path, start, slots[index])
    for move in graph.moves:
        for end in (move.source, move.sink):
            if end is not None and end in labels:
                add(move.path, graph.flow(move).start, end)
    return {path: found for path, found in out.items() if found}


def rows_of_slots(analysis: Analysis, rows: Sequence[Declaration]) -> dict[Slot, list[int]]:
    """The numbers of the rows behind each slot, a definition in C before prototypes."""
    at = {(row.file, row.line, row.column): number for number, row in enumerate(rows)}
    places = Places(analysis)
    out: dict[Slot, list[int]] = {}
    for path in sorted(analysis.facts.files, key=lambda one: (not one.endswith(".c"), one)):
        for index, decl in enumerate(analysis.facts.files[path].decls):
            if decl.token[0] < 0:
                continue
            number = at.get((path, *places.place(path, where_of(decl))))
            if number is not None:
                out.setdefault(analysis.graph.values.slot(path, index), []).append(number)
    return out


def _lines(data: bytes, edits: Sequence[Edit]) -> Callable[[int], int]:
    """From an offset in a pristine file, as C is read, to the line where it is after the edits."""
    at = on_disk(data)
    starts = [0, *itertools.accumulate(len(line) + 1 for line in data.split(b"\n")[:-1])]
    ordered = sorted(edits)
    ends = [edit.end for edit in ordered]
    added = [edit.new.count(b"\n") - data.count(b"\n", edit.start, edit.end) for edit in ordered]
    sums = [0, *itertools.accumulate(added)]

    def line(offset: int) -> int:
        offset = at(offset)
        return bisect.bisect_right(starts, offset) + sums[bisect.bisect_right(ends, offset)]

    return line
