# SPDX-License-Identifier: GPL-2.0-only
"""The graph and several kinds go in; one solution a kind, and the slots that several reach, come
out with what might be done about each.

Each kind is solved as if it were alone, so that no order of theirs hides anything. Where they meet
a declaration goes to none of them, and nothing follows from it. A kind that is decided last takes
what the others leave, and where it would have been too is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from folioize.kinds.graph import TYPED, UNTYPED, Graph
from folioize.kinds.kindfile import Kind
from folioize.kinds.last import complete
from folioize.kinds.solution import Orders, Reason, Solution
from folioize.kinds.solve import solve
from folioize.kinds.supersolve import Strangers, solve_supertype
from folioize.kinds.values import Slot

KEEP, SPLIT, GENERIC = "keep struct page", "split the function", "make it generic"
SETTLED = "nothing to do"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A slot that several kinds reach: their solutions, each with its reason for the slot; a
    proposal (KEEP, SPLIT or GENERIC), and why. With SETTLED, the slot has a kind all the same."""

    rivals: tuple[Solution, ...]
    proposal: str
    because: str

    @property
    def open(self) -> bool:
        """Whether the slot goes to none of the kinds."""
        return self.proposal != SETTLED


def resolve(
    graph: Graph,
    kinds: Sequence[Kind],
    orders: Mapping[str, Orders],
    shut: Set[Slot] = frozenset(),
    others: Sequence[Kind] = (),
) -> tuple[list[Solution], dict[Slot, Conflict]]:
    """Solve for each kind alone, then again without the slots that several of them reach.

    ``orders`` are what was decided of each kind, by its name; ``shut`` go to none of them. What a
    supertype has is closed to the kinds that are its members; ``others`` are kinds that nobody
    asked for, and that tell it what is no member.
    """
    above = [kind for kind in kinds if kind.supertype is not None]
    below = [kind for kind in kinds if kind.supertype is None]
    if not above:
        return _in_turn(graph, below, orders, shut)
    strangers = _strangers(graph, [*below, *others], orders, shut)
    found = {
        kind.kind.name: solve_supertype(graph, kind, shut, orders[kind.kind.name], strangers)
        for kind in above
    }
    taken = {slot for solution in found.values() for slot in solution.labels}
    solutions, conflicts = _in_turn(graph, below, orders, shut | taken)
    found |= {solution.kind.kind.name: solution for solution in solutions}
    return [found[kind.kind.name] for kind in kinds], conflicts


def _strangers(
    graph: Graph, kinds: Sequence[Kind], orders: Mapping[str, Orders], shut: Set[Slot]
) -> Strangers:
    """What holds pages of kinds that are never mapped, and what asks for them."""
    held: dict[Slot, Reason] = {}
    questions: set[str] = set()
    for kind in kinds:
        if not kind.kind.mappable:
            held |= solve(graph, kind, shut, orders.get(kind.kind.name, Orders())).labels
            questions.update(kind.evidence.predicates)
    return Strangers(held, frozenset(questions))


def _in_turn(
    graph: Graph, kinds: Sequence[Kind], orders: Mapping[str, Orders], shut: Set[Slot]
) -> tuple[list[Solution], dict[Slot, Conflict]]:
    """``resolve`` for kinds that are no supertypes: those that are decided last come then."""
    first = [kind for kind in kinds if not kind.kind.last]
    last = [kind for kind in kinds if kind.kind.last]
    solutions, conflicts = _together(graph, first, orders, shut)
    taken = {slot for solution in solutions for slot in solution.labels}
    closed = taken | {slot for slot, conflict in conflicts.items() if conflict.open}
    weak, more = _together(graph, last, orders, shut | closed)
    weak = [complete(graph, one, shut | closed, orders[one.kind.kind.name]) for one in weak]
    conflicts |= more
    for kind in last if taken else ():
        conflicts |= _given_up(graph, kind, orders[kind.kind.name], shut, solutions, conflicts)
    by_name = {one.kind.kind.name: one for one in (*solutions, *weak)}
    return [by_name[kind.kind.name] for kind in kinds], conflicts


def _together(
    graph: Graph, kinds: Sequence[Kind], orders: Mapping[str, Orders], shut: Set[Slot]
) -> tuple[list[Solution], dict[Slot, Conflict]]:
    """``resolve`` for kinds of which none is before another.

    Where kinds meet, all that the one flows into looks contested, be it what gave the other away.
    So those slots are closed first that no kind, or more than one, has evidence for in their own
    use; the others only if the kinds still meet in them then.
    """
    closed: dict[Slot, list[Solution]] = {}
    met: dict[Slot, list[Solution]] = {}
    while True:
        blocked = shut | closed.keys()
        solutions = [solve(graph, kind, blocked, orders[kind.kind.name]) for kind in kinds]
        now = _met(solutions)
        if not now:
            return solutions, _conflicts(graph, closed, met | closed)
        met = now | met
        first = {slot: rivals for slot, rivals in now.items() if _direct(slot, rivals) != 1}
        closed |= first or now


def _given_up(  # noqa: PLR0913, PLR0917 - the kind, and all that is decided before it
    graph: Graph,
    kind: Kind,
    orders: Orders,
    shut: Set[Slot],
    solutions: Sequence[Solution],
    before: Mapping[Slot, Conflict],
) -> dict[Slot, Conflict]:
    """Where a kind that is decided last would be too, if the others were not there: they keep what
    they have, and both ways to it are told."""
    alone = solve(graph, kind, shut, orders)
    out = {}
    for solution in solutions:
        for slot in sorted(solution.labels.keys() & alone.labels.keys()):
            because = f"{solution.kind.kind.name} has it: {kind.kind.name} is decided last"
            rivals: tuple[Solution, ...] = (solution, alone)
            if slot in before:
                rivals, because = (*before[slot].rivals, alone), before[slot].because
            out[slot] = Conflict(rivals, SETTLED, because)
    for slot, conflict in before.items():
        if conflict.open and slot in alone.labels:
            rivals = (*conflict.rivals, alone)
            out[slot] = Conflict(rivals, conflict.proposal, conflict.because)
    return out


def _conflicts(
    graph: Graph, closed: Mapping[Slot, list[Solution]], met: Mapping[Slot, list[Solution]]
) -> dict[Slot, Conflict]:
    out = {}
    for slot, rivals in sorted(met.items()):
        if slot in closed:
            out[slot] = Conflict(tuple(rivals), *_proposal(graph, slot, rivals))
        else:
            because = "the kinds meet elsewhere, and only from there does more than one reach it"
            out[slot] = Conflict(tuple(rivals), SETTLED, because)
    return out


def _direct(slot: Slot, rivals: Sequence[Solution]) -> int:
    """How many of the kinds are given away by what is done with the slot itself."""
    return sum(solution.labels[slot].follows is None for solution in rivals)


def _met(solutions: Sequence[Solution]) -> dict[Slot, list[Solution]]:
    """The slots that several of the solutions have."""
    found: dict[Slot, list[Solution]] = {}
    for solution in solutions:
        for slot in solution.labels:
            found.setdefault(slot, []).append(solution)
    return {slot: rivals for slot, rivals in found.items() if len(rivals) > 1}


def _proposal(graph: Graph, slot: Slot, rivals: Sequence[Solution]) -> tuple[str, str]:
    """What a person might do, and why just that."""
    names = " and ".join(solution.kind.kind.name for solution in rivals)
    if slot[0] not in ("param", "local", "return", "place"):
        return KEEP, f"it holds {names}, one at a time"
    using = [solution.kind.kind.name for solution in rivals if _uses(graph, slot, solution)]
    if len(using) > 1:
        return SPLIT, f"it does what belongs to {' and what belongs to '.join(using)}"
    if using:
        return KEEP, f"it does what belongs to {using[0]}, and is given {names}"
    return GENERIC, f"nothing in it belongs to a kind: {names} only pass through"


def _uses(graph: Graph, slot: Slot, solution: Solution) -> bool:
    """Whether the page itself is used as the kind: a field of it, or a function that takes it."""
    kind = solution.kind
    fields = frozenset(kind.evidence.fields)
    if any(graph.access(ref).field in fields for ref in graph.accesses.get(slot, ())):
        return True
    return any(
        move.callee in kind.evidence.asserts
        or (
            move.how in (TYPED, UNTYPED)
            and move.sink is not None
            and move.sink[0] == "param"
            and move.sink in solution.labels
        )
        for move in graph.outs.get(slot, ())
    )
