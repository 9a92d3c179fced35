# SPDX-License-Identifier: GPL-2.0-only
"""An analysis of some directories goes in; declarations that share pages with a kind come out.

Where the tree has the kind's type and a directory is asked for, evidence at one place is evidence
for all that the same pages pass through: a variable that is only handed on has none of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import msgspec

from folioize.facts.terms import root
from folioize.kinds import Analysis, solve_again
from folioize.kinds.graph import Move
from folioize.kinds.kindfile import Kind
from folioize.kinds.pins import Decision, Pin, role_of
from folioize.kinds.values import Slot
from folioize.tree import Tree, within


def of_small_pages(tree: Tree, kind: Kind, paths: Sequence[str]) -> Kind:
    """The kind without what may give a tail page where mappings have large pages, if none of the
    files under ``paths`` lets its mappings have them."""
    known = kind.existing
    if known is None or not known.lookups:
        return kind
    names = [name.encode() for name in known.large]
    texts = [tree.read(path) for path in tree.files(under=paths)]
    if any(name in text for text in texts for name in names):
        return kind
    tails = tuple(name for name in kind.evidence.tails if name not in known.lookups)
    return msgspec.structs.replace(
        kind, evidence=msgspec.structs.replace(kind.evidence, tails=tails)
    )


def with_nearby(analysis: Analysis, kind: Kind, paths: Sequence[str]) -> Analysis:
    """The analysis with the kind given to what shares pages with it under ``paths``, too."""
    told = tuple(_nearby(analysis, kind, paths))
    if not told:
        return analysis
    pins = tuple(Pin(one) for one in (*analysis.decisions, *told))
    found = solve_again(analysis, [kind], pins)
    if found is None:
        told_not = (
            f"what shares pages with what is {kind.kind.name} under {', '.join(paths)} was left "
            "out: it is used in files that were not read; name them with --paths too"
        )
        return replace(analysis, notes=(*analysis.notes, told_not))
    return replace(found, notes=analysis.notes, decisions=analysis.decisions)


def _nearby(analysis: Analysis, kind: Kind, paths: Sequence[str]) -> Iterator[Decision]:
    (solution,) = analysis.solutions
    graph = analysis.graph
    mine = {
        slot for slot, decls in graph.decls.items() if all(within(path, paths) for path, _ in decls)
    }
    for group in _groups(analysis, mine):
        sure = {
            slot
            for slot in group & solution.labels.keys()
            if solution.labels[slot].confidence >= kind.conversion.confidence
        }
        if not sure or _made_elsewhere(analysis, kind, group):
            continue
        foreign = _foreign(analysis, kind, group - sure, mine)
        for slot in sorted(group - sure - foreign - solution.refused.keys()):
            path, index = graph.decls[slot][0]
            decl = graph.decl((path, index))
            yield Decision(
                path, kind.kind.name, decl.function, role_of(decl), decl.name, decl.index
            )


def _groups(analysis: Analysis, mine: set[Slot]) -> list[set[Slot]]:
    """The slots among which pages move, whatever way and by whatever pointer."""
    graph = analysis.graph
    left, groups = set(mine), []
    for first in sorted(mine):
        group: set[Slot] = set()
        todo = [first]
        while todo:
            slot = todo.pop()
            if slot not in left:
                continue
            left.discard(slot)
            group.add(slot)
            todo += [move.source for move in graph.ins.get(slot, ()) if move.source is not None]
            todo += [move.sink for move in graph.outs.get(slot, ()) if move.sink is not None]
        if group:
            groups.append(group)
    return groups


def _foreign(analysis: Analysis, kind: Kind, unsure: set[Slot], mine: set[Slot]) -> set[Slot]:
    """The slots that get a page from a function of other directories that is not known to give
    pages of the kind, and those that these pages move on to."""
    (solution,) = analysis.solutions
    graph = analysis.graph
    known = {*kind.evidence.functions, *kind.evidence.origins}

    def is_foreign(move: Move) -> bool:
        term = root(graph.flow(move).source)
        if term[0] != "c" or term[1] in known:
            return False
        key = graph.tables.function_key(move.path, term[1])
        result = ("return", key or "")
        return key is not None and result not in mine and result not in solution.labels

    todo = [slot for slot in unsure if any(map(is_foreign, graph.ins.get(slot, ())))]
    found: set[Slot] = set()
    while todo:
        slot = todo.pop()
        if slot in unsure and slot not in found:
            found.add(slot)
            todo += [move.sink for move in graph.outs.get(slot, ()) if move.sink is not None]
    return found


def _made_elsewhere(analysis: Analysis, kind: Kind, group: set[Slot]) -> bool:
    """Whether a page comes in from a function that makes pages of other kinds."""
    others = frozenset(kind.evidence.others)
    graph = analysis.graph
    for slot in group:
        for move in graph.ins.get(slot, ()):
            term = root(graph.flow(move).source)
            if term[0] == "c" and term[1] in others:
                return True
    return False
