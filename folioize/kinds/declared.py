# SPDX-License-Identifier: GPL-2.0-only
"""An analysis goes in; a public Declaration for each page declared, with evidence, comes out."""

from __future__ import annotations

import bisect
import itertools
from array import array
from collections.abc import Iterator

from msgspec.structs import replace

from folioize.facts.records import Decl
from folioize.kinds.analysis import Analysis
from folioize.kinds.conflicts import Conflict
from folioize.kinds.pins import ROLES, role_of
from folioize.kinds.solution import DECISIONS, Reason, Solution
from folioize.kinds.standing import CONFLICT
from folioize.kinds.values import Slot
from folioize.model import Declaration, Evidence, Rival
from folioize.tree import within


class Places:
    """Turns offsets into lines (of files on disk) and columns, one file's index at a time."""

    def __init__(self, analysis: Analysis) -> None:
        self._tree = analysis.tree
        self._starts: dict[str, array[int]] = {}

    def line(self, path: str, offset: int) -> int:
        """The line, from 1; 0 for what stands in no file of the tree."""
        return self.place(path, offset)[0]

    def place(self, path: str, offset: int) -> tuple[int, int]:
        """Line and column, both from 1."""
        starts = self._starts.get(path)
        if starts is None:
            starts = self._starts[path] = self._index(path)
        if not starts:
            return 0, 0
        row = bisect.bisect_right(starts, offset) - 1
        return self._tree.line_on_disk(path, row + 1), offset - starts[row] + 1

    def _index(self, path: str) -> array[int]:
        starts = array("L")  # of all files together they are millions
        if self._tree.has(path):
            lengths = map(len, self._tree.read(path).split(b"\n"))
            starts.append(0)
            starts.extend(itertools.accumulate(map((1).__add__, lengths)))
            starts.pop()
        return starts


def declarations(analysis: Analysis, paths: tuple[str, ...] = ()) -> Iterator[Declaration]:
    """All declarations of the files under ``paths`` ((): all), in order of file and line."""
    places = Places(analysis)
    for path in sorted(analysis.facts.files):
        if paths and not within(path, paths):
            continue
        decls = analysis.facts.files[path].decls
        for index in sorted(range(len(decls)), key=lambda i: (decls[i].token, decls[i].named)):
            decl = decls[index]
            if decl.token[0] >= 0 and (decl.role in ROLES):
                yield _declaration(analysis, places, path, index, decl)


def _declaration(
    analysis: Analysis, places: Places, path: str, index: int, decl: Decl
) -> Declaration:
    slot = analysis.graph.values.slot(path, index)
    line, column = places.place(path, where_of(decl))
    plain = Declaration(
        path,
        line,
        column,
        decl.function,
        role_of(decl),
        decl.index if decl.index >= 0 else None,
        "" if decl.role == "return" else decl.name,
        _type(decl),
        "page",
        0.0,
        (),
    )
    conflict = analysis.conflicts.get(slot)
    if conflict is not None:
        plain = _contested(plain, slot, conflict, places)
        if conflict.open:
            return plain
    solution = analysis.kind_of(slot)
    if solution is None:
        why_not, evidence = _why_not(analysis, slot, places)
        return replace(plain, why_not=why_not, evidence=evidence)
    reason, doubt = solution.reason(slot), solution.ambiguous.get(slot)
    assert reason is not None
    return replace(
        plain,
        kind=solution.kind.kind.name,
        confidence=reason.confidence,
        evidence=evidence_path(solution, slot, places),
        ambiguous=None if doubt is None else _doubt(doubt, places),
    )


def _doubt(reason: Reason, places: Places) -> str:
    """Why a page may be a tail page, and where that shows."""
    return f"{reason.path}:{places.line(reason.path, reason.at)}: {reason.what}"


def _contested(plain: Declaration, slot: Slot, conflict: Conflict, places: Places) -> Declaration:
    rivals = tuple(
        Rival(
            solution.kind.kind.name,
            solution.labels[slot].confidence,
            evidence_path(solution, slot, places),
        )
        for solution in conflict.rivals
    )
    names = " and ".join(rival.kind for rival in rivals)
    return replace(
        plain,
        kind=CONFLICT if conflict.open else plain.kind,
        why_not=f"{names} meet here" if conflict.open else None,
        rivals=rivals,
        proposal=f"{conflict.proposal}: {conflict.because}",
    )


def where_of(decl: Decl) -> int:
    """The offset that stands for a declaration: its name, or the type if that has no name."""
    return decl.named[0] if decl.named[0] >= 0 and decl.role != "return" else decl.token[0]


def _type(decl: Decl) -> str:
    const = "const " if decl.const else ""
    return f"{const}{decl.base}{' ' if decl.depth else ''}{'*' * decl.depth}"


def evidence_path(solution: Solution, slot: Slot, places: Places) -> tuple[Evidence, ...]:
    """The path from the seed to a declaration: the seed first."""
    out: list[Evidence] = []
    seen: set[Slot] = set()
    current: Slot | None = slot
    while current is not None and current not in seen:
        seen.add(current)
        reason: Reason | None = solution.reason(current)
        if reason is None:  # it was inferred, and accepted; what it followed from was overruled
            what = "what follows was accepted by a decision"
            out.append(Evidence(DECISIONS, 0, what))
            break
        out.append(Evidence(reason.path, places.line(reason.path, reason.at), reason.what))
        current = reason.follows
    return tuple(reversed(out))


def _why_not(
    analysis: Analysis, slot: Slot, places: Places
) -> tuple[str | None, tuple[Evidence, ...]]:
    for solution in analysis.solutions:
        reason = solution.refused.get(slot)
        if reason is not None:
            name = solution.kind.kind.name
            place = Evidence(reason.path, places.line(reason.path, reason.at), reason.what)
            return f"not {name}: {reason.what}", (place,)
    return None, ()
