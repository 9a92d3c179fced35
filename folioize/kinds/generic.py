# SPDX-License-Identifier: GPL-2.0-only
"""A graph and functions that take pages of any kind go in; a graph in which each call of them is
a passage of its own comes out.

Nothing that holds of one caller's page then holds of another's: the argument of a call flows
straight to where that call's result goes, and what becomes of the page inside is not asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from msgspec.structs import replace as change

from folioize.kinds.graph import TYPED, Graph, Move
from folioize.kinds.values import Slot


def passing(graph: Graph, keys: Iterable[str]) -> Graph:
    """The graph with the functions of these keys cut out of it, for the solver's eyes."""
    view = replace(graph, ins=dict(graph.ins), outs=dict(graph.outs))
    for key in sorted(set(keys)):
        result: Slot = ("return", key)
        through = _passed(graph, key)
        given = _given(graph, key)
        for move in tuple(view.outs.get(result, ())):
            term = graph.flow(move).source
            call = term[2] if term[0] == "c" else None
            arguments = given.get((move.path, call), ()) if call is not None else ()
            _drop(view.ins, move.sink, move)
            for argument in arguments:
                if argument.sink in through and argument.source is not None:
                    straight = change(move, source=argument.source, callee=argument.callee)
                    _add(view.ins, straight.sink, straight)
                    _add(view.outs, straight.source, straight)
        view.outs[result] = []
        for moves in given.values():
            for move in moves:
                _drop(view.outs, move.source, move)
    return view


def _given(graph: Graph, key: str) -> dict[tuple[str, int], list[Move]]:
    """The moves into the parameters of a function, by the file and number of the call."""
    out: dict[tuple[str, int], list[Move]] = {}
    for slot in graph.decls:
        if slot[:2] == ("param", key):
            for move in graph.ins.get(slot, ()):
                sink = graph.flow(move).sink
                if sink[0] == "a":
                    out.setdefault((move.path, sink[1]), []).append(move)
    return out


def _passed(graph: Graph, key: str) -> set[Slot]:
    """The parameters of a function whose page comes out as its result."""
    found: set[Slot] = set()
    work: list[Slot] = [("return", key)]
    while work:
        slot = work.pop()
        if slot in found:
            continue
        found.add(slot)
        for move in graph.ins.get(slot, ()):
            source = move.source
            if move.how == TYPED and move.form != "cmp" and source is not None:
                inside = source[:2] == ("param", key) or source[0] in ("local", "place")
                if inside:
                    work.append(source)
    return found


def _add(rows: dict[Slot, list[Move]], slot: Slot | None, move: Move) -> None:
    if slot is not None:
        rows[slot] = [*rows.get(slot, ()), move]


def _drop(rows: dict[Slot, list[Move]], slot: Slot | None, move: Move) -> None:
    if slot is not None and slot in rows:
        rows[slot] = [other for other in rows[slot] if other is not move]
