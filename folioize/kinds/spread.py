# SPDX-License-Identifier: GPL-2.0-only
"""An analysis under decisions goes in; a line for each that others follow, or evidence denies,
comes out.

What a person pins spreads as anything else does: a pin that is wrong is wrong in many places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from folioize.kinds.analysis import Analysis
from folioize.kinds.declared import Places, where_of
from folioize.kinds.pins import Pin
from folioize.kinds.solution import Solution
from folioize.kinds.values import Slot

_SHOWN = 3


def consequences(analysis: Analysis) -> tuple[str, ...]:
    """What becomes of other declarations because of each pin, and what speaks against it."""
    if not analysis.bare:
        return ()
    places = Places(analysis)
    deciding = {*analysis.pinned.values(), *analysis.generic.values()}
    alone = sum(pin.decision.verdict != "accept" for pin in deciding) == 1
    rows: list[tuple[str, int, str]] = []
    for before, after in zip(analysis.bare, analysis.solutions, strict=True):
        name = after.kind.kind.name
        given = {s: p for s, p in analysis.pinned.items() if p.decision.kind == name}
        kept = {s: p for s, p in analysis.pinned.items() if p.decision.kind != name}
        kept |= analysis.generic
        found = _followers(after, before, given, alone)
        rows += _told(analysis, places, found, _foreign(analysis, after), f"is pinned to {name}")
        found = _followers(before, after, kept, alone)
        rows += _told(analysis, places, found, _direct(places, before), f"is kept from {name}")
    return tuple(text for _, _, text in sorted(rows))


def _followers(
    one: Solution, other: Solution, pins: Mapping[Slot, Pin], alone: bool
) -> dict[Pin, tuple[list[Slot], list[Slot]]]:
    """By pin: the slots that it names, and those that have the kind in one solution, because of
    it, and not in the other; where it stands ``alone``, all that differ do so because of it."""
    found: dict[Pin, tuple[list[Slot], list[Slot]]] = {}
    for slot, named in pins.items():
        if slot in one.labels and named.decision.verdict != "accept":
            found.setdefault(named, ([], []))[0].append(slot)
    for slot in one.labels:
        if slot in other.labels or slot in pins:
            continue
        above: Slot | None = slot
        seen: set[Slot] = set()
        while above is not None and above not in seen and above not in pins:
            seen.add(above)
            above = one.labels[above].follows if above in one.labels else None
        pin = pins.get(above) if above is not None else None
        if pin is not None and pin in found:
            found[pin][1].append(slot)
        elif alone and found:  # it follows from what several agree on
            next(iter(found.values()))[1].append(slot)
    return found


def _told(
    analysis: Analysis,
    places: Places,
    found: Mapping[Pin, tuple[list[Slot], list[Slot]]],
    against: Mapping[Slot, str],
    what: str,
) -> Iterator[tuple[str, int, str]]:
    for pin, (own, others) in found.items():
        follow = list(dict.fromkeys(_declared(analysis, places, sorted(others))))
        denied = list(dict.fromkeys(against[s] for s in sorted({*own, *others}) if s in against))
        parts = []
        if follow:
            count = f"{len(follow)} declaration{'s follow' if follow[1:] else ' follows'}"
            parts.append(f"{count} from that: {_some(follow)}")
        if denied:
            parts.append(f"evidence against it: {_some(denied)}")
        if parts:
            is_any = pin.decision.verdict == "generic"
            does = f"takes pages of any kind, and {what}" if is_any else what
            text = f"{pin.place}: {pin.decision} {does}; {'; '.join(parts)}"
            yield pin.path, pin.line, text


def _some(texts: list[str]) -> str:
    more = f", and {len(texts) - _SHOWN} more" if len(texts) > _SHOWN else ""
    return ", ".join(texts[:_SHOWN]) + more


def _declared(analysis: Analysis, places: Places, slots: list[Slot]) -> Iterator[str]:
    """The declarations of slots, each by file, line and name."""
    for slot in slots:
        for path, index in analysis.graph.decls.get(slot, ()):
            decl = analysis.facts.files[path].decls[index]
            if decl.token[0] >= 0:
                name = "" if decl.role == "return" else f" {decl.name}"
                yield f"{path}:{places.line(path, where_of(decl))}{name}"


def _direct(places: Places, solution: Solution) -> dict[Slot, str]:
    """What gives slots away, by what is done with them alone."""
    return {
        slot: f"{reason.path}:{places.line(reason.path, reason.at)} {reason.what}"
        for slot, reason in solution.labels.items()
        if reason.follows is None and reason.at
    }


def _foreign(analysis: Analysis, solution: Solution) -> dict[Slot, str]:
    """Uses that pages of the kind do not have: a member of struct page that is not in the type."""
    layout, graph, places = solution.kind.layout, analysis.graph, Places(analysis)
    known = {*layout.fields, *layout.shared}
    out: dict[Slot, str] = {}
    for slot in solution.labels:
        for path, index in graph.accesses.get(slot, ()):
            access = graph.access((path, index))
            if access.field not in known:
                line = places.line(path, access.named[0])
                told = f"{path}:{line} uses {access.field}, which is no field of it"
                out.setdefault(slot, told)
    return out
