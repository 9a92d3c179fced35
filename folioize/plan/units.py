# SPDX-License-Identifier: GPL-2.0-only
"""The slots that got the kind go in; the units that convert together, and their order, come out.

A unit is a function with its parameters, result and locals, or one struct field, global or
typedef; units whose types must agree without a bridge are one. Any order of units builds; the
one chosen keeps the border between converted and unconverted code, and so the bridges that a
later patch takes away again, as short as it can at every step.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from folioize.kinds.addresses import Taken
from folioize.kinds.borders import together
from folioize.kinds.graph import BESIDE, TYPED, Graph, Move
from folioize.kinds.values import Slot
from folioize.plan.drivers import of_one_driver

Unit = tuple[str, ...]


@dataclass(slots=True)
class Units:
    """Units with their slots, their home file, their size in lines, and what ties them."""

    slots: dict[Unit, list[Slot]] = field(default_factory=dict)
    home: dict[Unit, str] = field(default_factory=dict)
    lines: dict[Unit, int] = field(default_factory=dict)
    ties: dict[Unit, dict[Unit, int]] = field(default_factory=dict)
    late: list[Slot] = field(default_factory=list)


def find_units(graph: Graph, labels: Iterable[Slot]) -> Units:
    """Group slots into units. ``late`` are slots without text of their own (macro parameters,
    lists): they matter only once the kind's fields have left struct page."""
    units = Units()
    leader: dict[Unit, Unit] = {}
    chosen = sorted(labels)
    owner: dict[Slot, Unit] = {}
    written = {unit for slot in chosen if (unit := unit_of(graph, slot)) and unit[0] == "macro"}
    for slot in chosen:
        unit = unit_of(graph, slot)
        if unit is None and slot[0] == "macro":
            unit = _unit_of_macro(graph, slot, owner, written)
        if unit is None:
            units.late.append(slot)
        else:
            owner[slot] = unit
            leader.setdefault(unit, unit)
    for one, other in _bound(graph, owner):
        _join(leader, one, other)
    for slot, unit in owner.items():
        head = _find(leader, unit)
        units.slots.setdefault(head, []).append(slot)
        owner[slot] = head
    for head, slots in units.slots.items():
        units.home[head] = _home(graph, slots)
        units.lines[head] = _lines(graph, slots)
    _tie(graph, owner, units)
    return units


def unit_of(graph: Graph, slot: Slot) -> Unit | None:
    """The unit that a slot belongs to, None for one without text of its own."""
    if slot[0] in ("param", "return"):
        return ("function", slot[1])
    if slot[0] == "inner":
        return unit_of(graph, slot[1:-1])
    if slot[0] in ("macro", "list") or slot[:2] == ("field", "struct page"):
        return None
    if slot[0] in ("local", "place"):
        path, index = slot[1], int(slot[2])
        decl = graph.decl((path, index))
        if decl.fn >= 0 and decl.macro < 0:
            name = graph.tables.files[path].funcs[decl.fn].name
            return ("function", graph.tables.function_key(path, name) or name)
        return ("macro", str(decl.function)) if decl.macro >= 0 else slot
    return slot


def _unit_of_macro(
    graph: Graph, slot: Slot, owner: dict[Slot, Unit], written: set[Unit]
) -> Unit | None:
    """What a macro's parameter converts with: variables of the macro's own body, or a field of
    a struct that the macro is given too and may store the page in."""
    if ("macro", slot[1]) in written:
        return ("macro", slot[1])
    structs = graph.given.get(slot[1], set())
    for other, unit in owner.items():
        if other[0] == "field" and other[1].rsplit(":", 1)[-1] in structs:
            return unit
    return None


def _bound(graph: Graph, owner: dict[Slot, Unit]) -> list[tuple[Unit, Unit]]:
    """Pairs that no bridge can stand between: pointers to pointers, values, function pointers."""
    out: list[tuple[Unit, Unit]] = []
    for move in graph.moves:
        if move.how != TYPED or move.form in BESIDE:
            continue
        if move.depth == 1 and not _may_be_null(graph, move):
            continue
        if move.source in owner and move.sink in owner:
            out.append((owner[move.source], owner[move.sink]))
    for slot, partner, _ in together(graph):
        if slot in owner and partner in owner:
            out.append((owner[slot], owner[partner]))
    out += _in_macros(graph, owner)
    known = set(owner.values())
    for taken in graph.assigned:
        one, other = (_unit_of_pointer(graph, what) for what in (taken.to, taken.taken))
        if one in known and other in known:
            out.append((one, other))
    return out


def _in_macros(graph: Graph, owner: dict[Slot, Unit]) -> Iterator[tuple[Unit, Unit]]:
    """What macros reach in what they are given: in their bodies no bridge is right for each use.
    What a macro is given by itself is bridged where it is given."""
    for (path, index), used in graph.bodies.flows.items():
        flow = graph.tables.files[path].flows[index]
        pairs = {
            (one.source.slot if flow.source[0] != "p" else None,
             one.sink.slot if flow.sink[1:] and _is_reached(flow.sink[1]) else None)
            for one in used
        }  # fmt: skip
        if len(pairs) > 1:
            slots = sorted({slot for pair in pairs for slot in pair if slot is not None})
            yield from itertools.pairwise(owner[slot] for slot in slots if slot in owner)


def _is_reached(sink: object) -> bool:
    return not (isinstance(sink, tuple | list) and sink[0] == "p")


def _unit_of_pointer(graph: Graph, what: Taken) -> Unit:
    if isinstance(what, str):
        return ("function", what)
    slot = graph.values.slot(*what)
    return unit_of(graph, slot) or slot


def _may_be_null(graph: Graph, move: Move) -> bool:
    """Whether a value is a macro's that is plain NULL in another configuration: a bridge, which
    takes only pages, would not compile there."""
    term = graph.flow(move).source
    if term[0] != "c" or graph.tables.function_key(move.path, term[1]) is not None:
        return False
    found = graph.tables.macros.get(term[1], ())
    results = [graph.tables.files[path].macros[index].results for path, index in found]
    return any(rows and all(row[0] == "z" for row in rows) for rows in results)


def _find(leader: dict[Unit, Unit], unit: Unit) -> Unit:
    while leader[unit] != unit:
        unit = leader[unit]
    return unit


def _join(leader: dict[Unit, Unit], one: Unit, other: Unit) -> None:
    first, second = sorted((_find(leader, one), _find(leader, other)))
    leader[second] = first


def _home(graph: Graph, slots: list[Slot]) -> str:
    """The file in which a unit is defined: a .c file before headers, else the first.

    A header's definition may be the empty one, for when the feature is off.
    """
    paths = [path for slot in slots for path, _ in graph.decls.get(slot, ())]
    defined = [
        path
        for slot in slots
        if slot[0] in ("param", "return", "local")
        for path, index in graph.decls.get(slot, ())
        if _in_definition(graph, path, index)
    ]
    for slot in slots if not paths else ():
        paths += [path for path, _ in graph.tables.macros.get(slot[1], ())]
    return min(defined or paths, key=lambda path: not path.endswith(".c"))


def _in_definition(graph: Graph, path: str, index: int) -> bool:
    function = graph.decl((path, index)).fn
    return function >= 0 and graph.tables.files[path].funcs[function].defined


def _lines(graph: Graph, slots: list[Slot]) -> int:
    """How many lines the conversion of a unit touches, about."""
    touched: set[tuple[str, int]] = set()
    for slot in slots:
        for path, index in graph.decls.get(slot, ()):
            facts = graph.tables.files[path]
            touched.add((path, facts.decls[index].token[0] // 40))
            touched.update((path, s // 40) for d, s, _ in facts.uses if d == index)
    return len(touched)


def _tie(graph: Graph, owner: dict[Slot, Unit], units: Units) -> None:
    for move in graph.moves:
        one = owner.get(move.source) if move.source is not None else None
        other = owner.get(move.sink) if move.sink is not None else None
        if one is None or other is None or one == other or move.depth != 1:
            continue
        for a, b in ((one, other), (other, one)):
            row = units.ties.setdefault(a, {})
            row[b] = row.get(b, 0) + 1


def order_units(units: Units, first: int) -> list[list[Unit]]:
    """Clusters of units in order, each all of one home file, or of one driver's.

    A file converts in one step: the change is mechanical, no bridge inside it is built only to
    be taken down, and the compiler never sees the same memory under two types in one function,
    which may make it order loads differently. The first cluster, whose patch also brings in the
    type, is of no more than ``first`` lines if there is such a file; after it comes whatever
    file is tied most closely to what is converted.
    """
    homes: dict[str, list[Unit]] = {}
    together = of_one_driver(units.home.values(), units.home, units.ties)
    for unit in sorted(units.slots):
        homes.setdefault(together[units.home[unit]][0], []).append(unit)
    done: set[Unit] = set()
    clusters: list[list[Unit]] = []
    while homes:
        home = _next_home(units, homes, done) if done else _first_home(units, homes, first)
        clusters.append(homes.pop(home))
        done.update(clusters[-1])
    return clusters


def _first_home(units: Units, homes: dict[str, list[Unit]], first: int) -> str:
    """The file to begin with: small, and with few ties to others; rather C than a header."""

    def rank(home: str) -> tuple[bool, bool, int, str]:
        own = set(homes[home])
        lines = sum(units.lines[unit] for unit in own)
        ties = sum(
            number
            for unit in own
            for other, number in units.ties.get(unit, {}).items()
            if other not in own
        )
        return (lines > first, not home.endswith(".c"), ties if lines <= first else lines, home)

    return min(homes, key=rank)


def _next_home(units: Units, homes: dict[str, list[Unit]], done: set[Unit]) -> str:
    """The file that is tied most closely to what is converted, for each tie to what is not."""

    def rank(home: str) -> tuple[float, int, str]:
        own = set(homes[home])
        inner = outer = 0
        for unit in own:
            for other, number in units.ties.get(unit, {}).items():
                inner += number if other in done else 0
                outer += number if other not in done and other not in own else 0
        return (outer - inner, -len(own), home)

    return min(homes, key=rank)
