# SPDX-License-Identifier: GPL-2.0-only
"""An analysis goes in; the functions that look for the head page of what they are given, and the
values that are heads for sure, come out."""

from __future__ import annotations

from collections.abc import Iterator

from folioize.churn.pageflags import HEADS, find_page_flags
from folioize.kinds import Analysis
from folioize.kinds.graph import Graph
from folioize.kinds.values import Slot

_WEAK = ("local", "return", "place")
"""Slots all of whose values the tree shows; a parameter may have callers that nobody has read."""


def finders(analysis: Analysis) -> frozenset[str]:
    """Functions and macros that call compound_head() on a page that they are given, where the
    caller does not see it: those that macros of page flags define, and what headers define
    inline, by whatever way through one another."""
    graph = analysis.graph
    flags = find_page_flags(analysis.search).functions
    found = {name for name, function in flags.items() if function.finds_head}
    inline = {slot: name for slot, name in _inline(graph) if name not in HEADS}
    grown = True
    while grown:
        grown = False
        for slot, name in inline.items():
            if name not in found and any(
                move.form == "a"
                and move.path.endswith(".h")
                and (move.callee in found or move.callee in HEADS)
                for move in graph.outs.get(slot, ())
            ):
                found.add(name)
                grown = True
    return frozenset(found)


def _inline(graph: Graph) -> Iterator[tuple[Slot, str]]:
    """The parameters of functions that have a body in headers alone, and of macros."""
    for slot in graph.outs:
        if slot[0] == "macro":
            yield slot, slot[1]
        elif slot[0] == "param" and slot[1] in graph.tables.functions:
            homes = graph.tables.function(slot[1])
            # A function of a .c file may have a stub in a header for where it is not built.
            if all(where.endswith(".h") for where, function in homes if function.defined):
                yield slot, slot[1]


def head_calls(analysis: Analysis, names: frozenset[str]) -> dict[tuple[str, int], set[Slot]]:
    """The calls of ``names`` by (file, call), each with the slots that it is given a page from."""
    graph = analysis.graph
    found: dict[tuple[str, int], set[Slot]] = {}
    for move in graph.moves:
        if move.form == "a" and move.callee in names:
            sources = found.setdefault((move.path, graph.flow(move).sink[1]), set())
            if move.source is not None:
                sources.add(move.source)
    return found


def sure_heads(analysis: Analysis) -> frozenset[Slot]:
    """Slots that hold nothing but what compound_head() gave."""
    graph = analysis.graph
    known: set[Slot] = {("return", name) for name in HEADS}
    candidates = [slot for slot in graph.ins if slot[0] in _WEAK and slot not in known]
    grown = True
    while grown:
        grown = False
        for slot in candidates:
            if slot not in known and all(
                move.source in known for move in graph.ins[slot] if move.form != "cmp"
            ):
                known.add(slot)
                grown = True
    return frozenset(known)
