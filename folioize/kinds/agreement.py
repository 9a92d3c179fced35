# SPDX-License-Identifier: GPL-2.0-only
"""Slots that got a kind go in; those that no conversion could stand beside come out, and why."""

from __future__ import annotations

from collections.abc import Set

from folioize.kinds.borders import Clash, unbridgeable
from folioize.kinds.graph import TYPED, Graph
from folioize.kinds.kindfile import Kind
from folioize.kinds.values import Slot


def disagreeing(graph: Graph, kind: Kind, labels: Set[Slot]) -> dict[Slot, Clash]:
    """Slots that must share a type with one that did not get the kind: pointers to functions
    and pointers to pointers can't be bridged, nor can the name of a member."""
    out: dict[Slot, Clash] = {}
    for one in graph.assigned:
        at = graph.tables.files[one.path].flows[one.flow].start
        theirs = graph.signature(one.to)
        for position, mine in graph.signature(one.taken).items():
            other = theirs.get(position, mine)
            if (mine in labels) != (other in labels):
                name = graph.name(one.taken)
                what = f"the address of {name}() is taken by a pointer to page functions"
                out[mine if mine in labels else other] = (one.path, at, what)
    out |= unbridgeable(graph, kind, labels)
    out |= _otherwise_declared(graph, labels)
    out |= _by_name(graph, kind, labels)
    for move in graph.moves:
        if move.depth == 1 or move.sink is None or move.source is None or move.how != TYPED:
            continue
        if move.sink[0] in ("macro", "list") or move.source[0] in ("macro", "list"):
            continue
        if (move.source in labels) != (move.sink in labels):
            what = "a pointer to the pointer crosses to code that is not converted"
            at = graph.flow(move).start
            slot = move.source if move.source in labels else move.sink
            out[slot] = (move.path, at, what)
    return out


def _by_name(graph: Graph, kind: Kind, labels: Set[Slot]) -> dict[Slot, Clash]:
    """Slots whose type is used by the name of a member that the kind does not have, where no
    conversion can stand: in offsetof(), in a list macro, or of a page by value."""
    known = frozenset((*kind.layout.fields, *kind.layout.shared))
    out: dict[Slot, Clash] = {}
    for slot in labels:
        for path, index in graph.accesses.get(slot, ()):
            access = graph.access((path, index))
            if access.field not in known and (access.mode == "m" or not access.arrow):
                what = f"{access.field}, which the kind does not have, is named here as its member"
                out[slot] = (path, access.named[0], what)
    return out


def _otherwise_declared(graph: Graph, labels: Set[Slot]) -> dict[Slot, Clash]:
    """Slots of functions that another architecture or configuration declares with a type of its
    own in that place, such as pgtable_t: callers would have to know which of them they call."""
    out: dict[Slot, Clash] = {}
    for slot in labels:
        if slot[0] not in ("param", "return") or slot[1] not in graph.tables.functions:
            continue
        for path, function in graph.tables.function(slot[1]):
            at = int(slot[2]) if slot[0] == "param" else -1
            if at >= len(function.params):
                continue
            _, base, _, decl = function.params[at] if at >= 0 else ("", *function.result, 0)
            decl = function.result_decl if at < 0 else decl
            if decl < 0 and base != "void":
                what = f"{function.name}() is declared with {base} for it here"
                out[slot] = (path, function.named[0], what)
    return out
