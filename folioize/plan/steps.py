# SPDX-License-Identifier: GPL-2.0-only
"""A conversion and the order of its units go in; the steps of the series come out."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from folioize.facts.records import MENTIONS
from folioize.kinds.values import Slot
from folioize.model import Edit, Step
from folioize.plan.about import about
from folioize.plan.borrowers import borrowing_together
from folioize.plan.conversion import Conversion, Snapshot
from folioize.plan.mentions import mended_comments, mentions
from folioize.plan.remaining import elsewhere, removal
from folioize.plan.state import State
from folioize.plan.subjects import Change, group_of, slug_of, subject
from folioize.plan.units import Unit, Units, find_units, order_units
from folioize.tree import within

FIRST_LINES = 60
"""Lines of the first users, about, whose patch also brings in the type and its assertions."""

_WITH_PAGE = ("include/linux", "mm")
"""Where the maintainers of struct page take patches (MAINTAINERS, MEMORY MANAGEMENT)."""
_WHOLE_TYPE = ("type", "from_page", "to_page")
_NOBODY = State(frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Stop:
    """One state on the way, and what the step to it is about."""

    template: str
    state: State
    units: tuple[Unit, ...]
    files: tuple[str, ...]
    more: dict[str, tuple[Edit, ...]]
    removed: bool
    what: str
    least: tuple[str, ...] = ()


def make_steps(conversion: Conversion) -> tuple[list[Step], Snapshot | None]:
    """The steps in order, and the last state (None if nothing is to do)."""
    units = find_units(conversion.analysis.graph, conversion.labels)
    before: Snapshot | None = None
    steps: list[Step] = []
    for stop in _stops(conversion, units):
        after = conversion.snapshot(stop.state, stop.more, stop.removed, stop.least)
        step = _step(conversion, stop, before, after)
        if step is not None and stop.removed:
            context = {**step.context, **mentions(conversion, after)}
            step = msgspec.structs.replace(step, context=context)
        if step is not None:
            steps.append(step)
            before = after
    return steps, before


def _stops(conversion: Conversion, units: Units) -> list[Stop]:
    """The states in order: units by cluster, uses outside, borrowers, and the arm last."""
    clusters = order_units(units, FIRST_LINES)
    converted: set[Slot] = set()
    reached: set[str] = set()
    stops: list[Stop] = []
    last = conversion.kind.kind.last
    stay = last or bool(elsewhere(conversion))  # struct page keeps the fields; nobody leaves them
    if last and conversion.layout.fits is None:
        stops += _whole(conversion)
    if not last and clusters and not _is_with_type(conversion, units, clusters[0]):
        stops.append(Stop("introduce", _NOBODY, (), (), {}, False, "", _WHOLE_TYPE))
    least = stops[-1].least if stops else ()
    for cluster in clusters:
        homes = {units.home[unit] for unit in cluster}
        for unit in cluster:
            converted.update(units.slots[unit])
        if not stay:
            reached.update(homes - conversion.borrowers)
        template = "introduce" if not stops else "retype"
        if conversion.layout.fits is not None:
            template = "adopt"
        state = State(frozenset(converted), frozenset(reached))
        files = tuple(sorted(homes, key=lambda path: (not path.endswith(".c"), path)))
        stops.append(Stop(template, state, tuple(cluster), files, {}, False, "", least))
    if stops and not stay:
        converted.update(units.late)
        stops += _outside(conversion, converted, reached)
        stops += _last(conversion, stops[-1].state)
    return stops


def _whole(conversion: Conversion) -> list[Stop]:
    """A kind of which only a part is converted is brought in as a whole, for others to use."""
    header = conversion.kind.accessors.header if conversion.kind.accessors else ""
    type_file = (conversion.layout.path,)
    stops = [Stop("type", _NOBODY, (), type_file, {}, False, "", _WHOLE_TYPE)]
    names = conversion.usable()
    if names:
        parts = (*_WHOLE_TYPE, *names)
        stops.append(Stop("accessors", _NOBODY, (), (header,), {}, False, "", parts))
    return stops


def _is_with_type(conversion: Conversion, units: Units, cluster: Sequence[Unit]) -> bool:
    """Whether the type is there already, or who takes patches of its first users takes those of
    struct page too."""
    homes = {units.home[unit] for unit in cluster}
    return conversion.layout.fits is not None or any(within(path, _WITH_PAGE) for path in homes)


def _outside(conversion: Conversion, converted: set[Slot], reached: set[str]) -> list[Stop]:
    """Files that own no unit but reach the kind's fields, or call macros that do."""
    groups: dict[str, list[str]] = {}
    for path in sorted(conversion.concerned):
        if path in reached or path in conversion.borrowers:
            continue
        if conversion.is_asked_for(path):
            groups.setdefault(group_of(path), []).append(path)
    stops = []
    for _, paths in sorted(groups.items()):
        reached.update(paths)
        state = State(frozenset(converted), frozenset(reached))
        stops.append(Stop("outside", state, (), tuple(paths), {}, False, ""))
    return stops


def _last(conversion: Conversion, state: State) -> list[Stop]:
    """Borrowers of the kind's fields move to others, then the fields leave struct page."""
    more: dict[str, tuple[Edit, ...]] = {}
    stops = []
    for paths in borrowing_together(conversion):
        for path in paths:
            more[path] = conversion.borrowing(path).edits
        state = State(state.converted, state.reached | set(paths))
        stops.append(Stop("borrower", state, (), tuple(paths), dict(more), False, ""))
    edits, left = removal(conversion)
    if left:
        return stops  # the fields have to stay, and the plan tells why
    header = conversion.layout.path
    more[header] = edits
    for path, mended in mended_comments(conversion, conversion.snapshot(state, more, True)):
        more[path] = (*more.get(path, ()), *mended)
    stops.append(Stop("remove-arm", state, (), (header,), dict(more), True, ""))
    return stops


def _step(
    conversion: Conversion, stop: Stop, before: Snapshot | None, after: Snapshot
) -> Step | None:
    """The difference of two states; None where there is none."""
    old = before.edits if before is not None else {}
    files = {path: edits for path, edits in after.edits.items() if old.get(path) != edits}
    files.update({path: () for path in old if path not in after.edits})
    if not files:
        return None
    facts = conversion.analysis.facts.files
    retyped = _retyped(after) - (_retyped(before) if before is not None else set())
    bridges = _bridges(after)
    earlier = _bridges(before) if before is not None else set()
    had = before.parts if before is not None else ()
    border = _functions(conversion, bridges - earlier)
    homes = tuple(sorted({path for path, _ in retyped}))
    change = Change(stop.template, stop.units, stop.files, had, after.parts, border, homes)
    text = subject(conversion.kind, change)
    return Step(
        slug=slug_of(text),
        template=stop.template,
        subject=text,
        kind=conversion.kind.kind.name,
        files=files,
        declarations=tuple(_named(conversion, path, index) for path, index in sorted(retyped)),
        mentions=sum(facts[path].decls[index].role in MENTIONS for path, index in retyped),
        bridges_added=len(bridges - earlier),
        bridges_removed=len(earlier - bridges),
        claims=("identical",),
        context=about(conversion, change),
    )


def _retyped(snapshot: Snapshot) -> set[tuple[str, int]]:
    return {(path, i) for path, item in snapshot.rendered.items() for i in item.retyped}


def _bridges(snapshot: Snapshot) -> set[tuple[str, int, int, str]]:
    return {
        (path, bridge.start, bridge.end, bridge.to)
        for path, item in snapshot.rendered.items()
        for bridge in item.bridges
    }


def _functions(conversion: Conversion, bridges: set[tuple[str, int, int, str]]) -> tuple[str, ...]:
    """The functions in which bridges stand, in order of file and place."""
    found: dict[str, None] = {}
    for path, start, _, _ in sorted(bridges):
        for function in conversion.analysis.facts.files[path].funcs:
            if function.start <= start < function.end and function.defined:
                found[function.name] = None
    return tuple(found)


def _named(conversion: Conversion, path: str, index: int) -> str:
    decl = conversion.analysis.facts.files[path].decls[index]
    name = "" if decl.role == "return" else decl.name
    return f"{posixpath.normpath(path)}:{decl.function or ''}:{name or decl.role}"
