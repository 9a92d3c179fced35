# SPDX-License-Identifier: GPL-2.0-only
"""A graph, kinds and decisions go in; a solution a kind comes out, and what decisions are stale.

A slot that one kind has taken is closed to the kinds after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from folioize.kinds.generic import passing
from folioize.kinds.graph import Graph
from folioize.kinds.kindfile import Kind
from folioize.kinds.pins import Decision, slots_of
from folioize.kinds.solve import Orders, Solution, solve
from folioize.kinds.values import Slot


@dataclass(frozen=True, slots=True)
class Decided:
    """A solution for each kind, and the decisions that nothing in the tree answers to."""

    solutions: tuple[Solution, ...]
    stale: tuple[Decision, ...]


def solve_all(graph: Graph, kinds: Sequence[Kind], decisions: Sequence[Decision]) -> Decided:
    """Solve for each kind in turn, as persons decided."""
    said, missed = _said(graph, decisions)
    generic = _generic(graph, decisions)
    accepted = {
        slot: one for slot, one in said.items() if one.verdict == "accept" and one.kind != "page"
    }
    pins = {slot: one for slot, one in said.items() if slot not in accepted}
    before = _solve(graph, kinds, {}, {}, {}) if accepted else ()
    held = {
        (slot, solution.kind.kind.name): solution
        for solution in before
        for slot in solution.labels
        if slot in accepted and accepted[slot].kind == solution.kind.kind.name
    }
    view = passing(graph, _keys(generic)) if generic else graph
    found = _solve(view, kinds, pins, held, generic)
    kept = {slot for slot, _ in held}
    idle = [one for one in decisions if one.verdict == "accept" and one not in missed]
    asked = {kind.kind.name for kind in kinds}
    empty = [
        one for one in idle if one.kind in asked and not kept.intersection(slots_of(graph, one))
    ]
    return Decided(found, tuple(one for one in decisions if one in missed or one in empty))


def _said(
    graph: Graph, decisions: Sequence[Decision]
) -> tuple[dict[Slot, Decision], list[Decision]]:
    """The slots that decisions pin or accept, and the decisions that no declaration answers to.

    What is said of a declaration counts more than what is said of its function or file.
    """
    named = [(decision, slots_of(graph, decision)) for decision in decisions]
    slots: dict[Slot, Decision] = {}
    for decision, found in sorted(named, key=lambda row: -row[0].breadth):
        if decision.verdict in ("pin", "accept"):
            slots.update((slot, decision) for slot in found)
    stale = [one for one, found in named if not found and one.verdict != "edit"]
    return slots, stale


def _generic(graph: Graph, decisions: Sequence[Decision]) -> dict[Slot, str]:
    """The slots of functions that were said to take pages of any kind."""
    return {
        slot: f"a decision says that {one.function}() is generic"
        for one in decisions
        if one.verdict == "generic"
        for slot in slots_of(graph, one)
    }


def _keys(slots: Mapping[Slot, str]) -> set[str]:
    return {slot[1] for slot in slots if slot[0] in ("param", "return")}


def _solve(
    graph: Graph,
    kinds: Sequence[Kind],
    pins: Mapping[Slot, Decision],
    held: Mapping[tuple[Slot, str], Solution],
    generic: Mapping[Slot, str],
) -> tuple[Solution, ...]:
    solutions: list[Solution] = []
    taken: set[Slot] = set()
    for kind in kinds:
        name = kind.kind.name
        mine = frozenset(slot for slot, pin in pins.items() if pin.kind == name)
        kept = dict(generic) | {
            slot: f"a decision keeps it {'struct page' if pin.kind == 'page' else pin.kind}"
            for slot, pin in pins.items()
            if slot not in mine
        }
        holding = {slot: one.labels[slot] for (slot, of), one in held.items() if of == name}
        orders = Orders(mine - generic.keys(), holding, kept)
        solution = solve(graph, kind, frozenset(taken), orders)
        solutions.append(solution)
        taken.update(solution.labels)
    return tuple(solutions)
