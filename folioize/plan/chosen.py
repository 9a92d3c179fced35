# SPDX-License-Identifier: GPL-2.0-only
"""The slots of a kind, and what was asked for, go in; those to convert, and why the others stay,
come out.

Of a kind that is decided last only what its evidence shows well enough is converted, and nothing
that may hold a tail page. What it then has to share a type with may stay behind, and so it must.
"""

from __future__ import annotations

from collections.abc import Mapping, Set

from folioize.kinds.agreement import disagreeing
from folioize.kinds.analysis import Analysis
from folioize.kinds.borders import Clash
from folioize.kinds.kindfile import Kind
from folioize.kinds.occurrences import Occurrences
from folioize.kinds.solution import Solution
from folioize.kinds.values import Slot
from folioize.plan.narrow import Narrowed, narrow


def chosen(analysis: Analysis, solution: Solution, paths: tuple[str, ...]) -> Narrowed:
    """What of a solution is to be converted under ``paths`` ((): anywhere)."""
    if not solution.kind.kind.last:
        return narrow(analysis.graph, solution.labels, paths)
    kind = solution.kind
    stays = dict(_not_asked_for(solution, paths))
    held = {slot: why for slot in solution.labels if (why := _too_weak(solution, slot))}
    stays = held | stays
    narrowed = narrow(analysis.graph, solution.labels.keys() - stays.keys(), paths)
    stays |= narrowed.outside
    labels = set(narrowed.labels)
    look = Occurrences(analysis.graph, kind, analysis.captures)
    while labels:
        clash = _clash(analysis, kind, look, labels)
        if not clash:
            break
        stays |= {slot: f"is {kind.kind.name}, but {why[2]}" for slot, why in clash.items()}
        labels -= clash.keys()
    return Narrowed(frozenset(labels), stays | _by_default(solution))


def _clash(
    analysis: Analysis, kind: Kind, look: Occurrences, labels: Set[Slot]
) -> Mapping[Slot, Clash]:
    found = disagreeing(analysis.graph, kind, labels) or look.unknown(labels)
    return {slot: why for slot, why in found.items() if slot in labels}


def _not_asked_for(solution: Solution, paths: tuple[str, ...]) -> Mapping[Slot, str]:
    if paths or not solution.kind.conversion.paths_only:
        return {}
    what = "only what --paths names is converted"
    return {slot: _stays(solution, slot, what) for slot in solution.labels}


def _too_weak(solution: Solution, slot: Slot) -> str | None:
    """Why the evidence for a slot does not suffice, if so."""
    doubt = solution.ambiguous.get(slot)
    if doubt is not None:
        return _stays(solution, slot, f"ambiguous: {doubt.what}")
    least = solution.kind.conversion.confidence
    if solution.labels[slot].confidence < least:
        return _stays(solution, slot, f"its evidence is weaker than the {least:.2f} asked for")
    return None


def _by_default(solution: Solution) -> dict[Slot, str]:
    what = "only its place speaks for it"
    return {slot: _stays(solution, slot, what) for slot in solution.defaults}


def _stays(solution: Solution, slot: Slot, why: str) -> str:
    reason = solution.reason(slot)
    assert reason is not None
    return f"is {solution.kind.kind.name}, but {why} (confidence {reason.confidence:.2f})"
