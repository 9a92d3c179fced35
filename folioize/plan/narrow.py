# SPDX-License-Identifier: GPL-2.0-only
"""The slots of a kind, and paths, go in; those to convert, and why the others stay, come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from folioize.kinds.graph import Graph
from folioize.kinds.values import Slot
from folioize.plan.units import find_units
from folioize.tree import within


@dataclass(frozen=True, slots=True)
class Narrowed:
    """``labels`` are to be converted; ``outside`` are of the kind as well and stay, each with the
    reason."""

    labels: frozenset[Slot]
    outside: dict[Slot, str]


def narrow(graph: Graph, labels: Iterable[Slot], paths: Sequence[str]) -> Narrowed:
    """Keep to what is declared under ``paths`` (none: anywhere) alone.

    What must have one type stays together: a function that a header elsewhere declares too stays
    as it is, and so do units that no bridge can stand between.
    """
    chosen = frozenset(labels)
    if not paths:
        return Narrowed(chosen, {})
    units = find_units(graph, chosen)
    outside: dict[Slot, str] = {}
    for slots in [*units.slots.values(), *([slot] for slot in units.late)]:
        homes = {path for slot in slots for path in _homes(graph, slot)}
        other = next((path for path in sorted(homes) if not within(path, paths)), None)
        if other is not None:
            reason = f"has to be of one type with what {other} declares, outside of --paths"
            outside.update(dict.fromkeys(slots, reason))
    return Narrowed(chosen - outside.keys(), outside)


def _homes(graph: Graph, slot: Slot) -> Iterator[str]:
    """The files in which a slot is declared."""
    if slot[:2] == ("field", "struct page"):
        return  # has the type of what it is reached by, wherever that is
    yield from (path for path, index in graph.decls.get(slot, ()))
    if slot[0] == "macro":
        yield from (path for path, _ in graph.tables.macros.get(slot[1], ()))
