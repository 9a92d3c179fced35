# SPDX-License-Identifier: GPL-2.0-only
"""A graph, kinds and decisions go in; a solution a kind, where kinds meet, and what is to be told
of the decisions, come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from folioize.kinds.borders import Look
from folioize.kinds.captures import Captures
from folioize.kinds.conflicts import Conflict, resolve
from folioize.kinds.generic import passing
from folioize.kinds.graph import Graph
from folioize.kinds.kindfile import Kind
from folioize.kinds.occurrences import Occurrences
from folioize.kinds.pins import Decision, Pin, Pinned, pinned, slots_of, unheard
from folioize.kinds.solution import Orders, Reason, Solution
from folioize.kinds.values import Slot


@dataclass(frozen=True, slots=True)
class Decided:
    """A solution for each kind, the slots that several kinds reach, what is told of the decisions,
    those that nothing in the tree answers to, the slots that hold what was accepted, those that are
    pinned, those of functions that take pages of any kind, and, if there are any of these two, what
    the solutions would be if nothing were decided."""

    solutions: tuple[Solution, ...]
    conflicts: dict[Slot, Conflict]
    notes: tuple[str, ...]
    stale: tuple[Decision, ...]
    held: dict[Slot, str]
    pinned: dict[Slot, Pin]
    generic: dict[Slot, Pin]
    bare: tuple[Solution, ...]


def solve_all(  # noqa: PLR0913 - what is known, and all that was said of it
    graph: Graph,
    kinds: Sequence[Kind],
    captures: Captures,
    pins: tuple[Pin, ...],
    more: Sequence[Decision] = (),
    *,
    others: Sequence[Kind] = (),
) -> Decided:
    """Solve for the kinds as persons decided; ``more`` holds where they decided nothing.

    ``others`` are kinds that nobody asked for, as ``resolve`` takes them.
    """
    looks = {kind.kind.name: Occurrences(graph, kind, captures).unknown for kind in kinds}
    said = pinned(graph, pins)
    accepted = {
        slot: pin
        for slot, pin in said.slots.items()
        if pin.decision.verdict == "accept" and pin.decision.kind != "page"
    }
    own = {slot: pin for slot, pin in said.slots.items() if slot not in accepted}
    besides = pinned(graph, tuple(map(Pin, more))).slots
    shut = {slot for slot, pin in besides.items() if pin.decision.kind == "page"}
    besides = {slot: pin for slot, pin in besides.items() if slot not in shut}
    any_kind = _generic(graph, pins)
    bare = _bare(graph, kinds, besides, shut, looks) if said.slots or any_kind else []
    held = _held(bare, accepted)
    given, shut = besides | own, shut - own.keys()
    generic = {
        slot: f"a decision says that {pin.decision.function}() is generic"
        for slot, pin in any_kind.items()
    }
    orders = {
        name: replace(_orders(name, given, held, generic), look=look)
        for name, look in looks.items()
    }
    view = passing(graph, _keys(generic)) if generic else graph
    solutions, conflicts = resolve(view, kinds, orders, shut, others)
    idle = tuple(_idle(graph, kinds, pins, said, held))
    notes = [
        *said.notes,
        *(note for one in solutions for note in _unheard(said, one)),
        *(f"{one.place}: nothing that is {one.decision} was inferred to be {one.decision.kind}: "
          "mend or remove it" for one in idle),
    ]  # fmt: skip
    gone = {*said.missed, *idle}
    return Decided(
        tuple(solutions),
        conflicts,
        tuple(notes),
        tuple(pin.decision for pin in pins if pin in gone),
        {slot: name for slot, name in held},
        said.slots,
        any_kind,
        tuple(bare),
    )


def _bare(
    graph: Graph,
    kinds: Sequence[Kind],
    besides: Mapping[Slot, Pin],
    shut: set[Slot],
    looks: Mapping[str, Look],
) -> list[Solution]:
    """The solutions if nothing is decided."""
    orders = {
        name: replace(_orders(name, besides, {}, {}), look=look) for name, look in looks.items()
    }
    return resolve(graph, kinds, orders, shut)[0]


def _held(bare: Sequence[Solution], accepted: Mapping[Slot, Pin]) -> dict[tuple[Slot, str], Reason]:
    """The slots that were accepted as what they are inferred to be if nothing is decided."""
    return {
        (slot, solution.kind.kind.name): reason
        for solution in bare
        for slot, reason in solution.labels.items()
        if slot in accepted and accepted[slot].decision.kind == solution.kind.kind.name
    }


def _orders(
    name: str,
    given: Mapping[Slot, Pin],
    held: Mapping[tuple[Slot, str], Reason],
    generic: Mapping[Slot, str],
) -> Orders:
    """What is decided of the kind of that name."""
    mine = {
        slot: f"pinned by {pin.told}"
        for slot, pin in given.items()
        if pin.decision.kind == name and slot not in generic
    }
    kept = dict(generic) | {
        slot: f"a decision keeps it {_keeps(pin.decision.kind)}"
        for slot, pin in given.items()
        if pin.decision.kind != name
    }
    kept |= {slot: f"a decision keeps it {of}" for slot, of in held if of != name}
    holding = {slot: reason for (slot, of), reason in held.items() if of == name}
    return Orders(mine, holding, kept)


def _keeps(kind: str) -> str:
    return "struct page" if kind == "page" else kind


def _generic(graph: Graph, pins: Sequence[Pin]) -> dict[Slot, Pin]:
    """The slots of functions that were said to take pages of any kind."""
    return {
        slot: one
        for one in pins
        if one.decision.verdict == "generic"
        for slot in slots_of(graph, one.decision)
    }


def _keys(slots: Mapping[Slot, str]) -> set[str]:
    return {slot[1] for slot in slots if slot[0] in ("param", "return")}


def _unheard(said: Pinned, solution: Solution) -> tuple[str, ...]:
    refused = {slot: reason.what for slot, reason in solution.refused.items()}
    return unheard(said.slots, solution.labels, refused, solution.kind.kind.name)


def _idle(
    graph: Graph,
    kinds: Sequence[Kind],
    pins: Sequence[Pin],
    said: Pinned,
    held: Mapping[tuple[Slot, str], Reason],
) -> Iterator[Pin]:
    """What was accepted of nothing that is there: it would not be inferred any more."""
    asked = {kind.kind.name for kind in kinds}
    kept = {slot for slot, _ in held}
    for pin in pins:
        one = pin.decision
        if one.verdict != "accept" or one.kind not in asked or pin in said.missed:
            continue
        if not kept.intersection(slots_of(graph, one)):
            yield pin
