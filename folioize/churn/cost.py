# SPDX-License-Identifier: GPL-2.0-only
"""A rehearsed design goes in; what it costs those who review, merge and rebase it comes out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePosixPath

import msgspec

from folioize.churn.diffs import FileDiff, read_diffs
from folioize.churn.lines import CLASSES, classify
from folioize.churn.owners import Owners
from folioize.churn.rehearsed import Rehearsed
from folioize.churn.touched import Touched, touched
from folioize.model import PatchRecord, Step

Row = tuple["PatchCost", tuple[FileDiff, ...]]

GUIDE = 200
"""Changed lines that a reviewer takes in at one sitting, as a rule of thumb: larger is slower."""


class PatchCost(msgspec.Struct, frozen=True):
    """One patch; ``rule`` is what kind of step it is, ``meaning`` and so on are its lines."""

    number: int
    kind: str
    rule: str
    subject: str
    files: int
    hunks: int
    insertions: int
    deletions: int
    meaning: int
    rename: int
    layout: int
    comment: int

    @property
    def size(self) -> int:
        """Lines that a reviewer reads as changed."""
        return self.insertions + self.deletions


class Share(msgspec.Struct, frozen=True):
    """The part of the churn that falls to one kind, rule, directory, subsystem or person."""

    name: str
    files: int
    patches: int
    insertions: int
    deletions: int


class Cost(msgspec.Struct, frozen=True):
    """A design's churn. ``insertions`` and ``deletions`` are summed over the patches; those of
    ``net_`` are of the base against the tip; all are git's."""

    kinds: tuple[str, ...]
    patches: tuple[PatchCost, ...]
    insertions: int
    deletions: int
    net_insertions: int
    net_deletions: int
    net_hunks: int
    files: int
    declarations: int
    bridges_added: int
    bridges_removed: int
    touched: Touched
    by_kind: tuple[Share, ...]
    by_rule: tuple[Share, ...]
    by_directory: tuple[Share, ...]
    by_subsystem: tuple[Share, ...]
    by_maintainer: tuple[Share, ...]
    lines: dict[str, tuple[int, int]]

    @property
    def transient(self) -> int:
        """Lines that one patch adds and a later one removes."""
        return self.insertions - self.net_insertions

    @property
    def ratio(self) -> float | None:
        """Gross churn for each line of net churn."""
        net = self.net_insertions + self.net_deletions
        return round((self.insertions + self.deletions) / net, 3) if net else None

    @property
    def net(self) -> int:
        """Lines of the whole diff, added and removed."""
        return self.net_insertions + self.net_deletions


def cost_of(design: Rehearsed) -> Cost:
    """Count a design's churn, with git's diffs of its commits."""
    *diffs, net = read_diffs(design.store, [*design.commits, (design.base, design.tip)])
    rows: list[Row] = []
    lines = {name: (0, 0) for name in CLASSES}
    variables = {kind.kind: kind.variable for kind in design.kinds}
    for (part, step, record), diff in zip(design.rows(), diffs, strict=True):
        # The part that unites the types is of no kind, and gives no variable another name.
        about = _classified(diff, variables.get(part.kind, "page"))
        lines = {n: (a + about[n][0], r + about[n][1]) for n, (a, r) in lines.items()}
        rows.append((_patch(part.kind, step, record, diff, about), diff))
    owners = Owners(design.tree)
    return Cost(
        kinds=tuple(part.kind for part in design.plan.parts),
        patches=tuple(row for row, _ in rows),
        insertions=sum(row.insertions for row, _ in rows),
        deletions=sum(row.deletions for row, _ in rows),
        net_insertions=design.net.insertions,
        net_deletions=design.net.deletions,
        net_hunks=sum(len(one.hunks) for one in net),
        files=len(design.net.files),
        declarations=sum(len(step.declarations) for step in design.plan.steps),
        bridges_added=sum(step.bridges_added for step in design.plan.steps),
        bridges_removed=sum(step.bridges_removed for step in design.plan.steps),
        touched=touched(design, net),
        by_kind=_shares(rows, lambda row, _: (row.kind,)),
        by_rule=_shares(rows, lambda row, _: (row.rule,)),
        by_directory=_shares(rows, lambda _, path: (directory(path),)),
        by_subsystem=_shares(rows, lambda _, path: (owners.subsystem(path),)),
        by_maintainer=_shares(rows, lambda _, path: owners.people(path)),
        lines=lines,
    )


def directory(path: str) -> str:
    """The directory that stands for a file: mm, include/linux, drivers/net, fs/ext4."""
    return "/".join(PurePosixPath(path).parent.parts[:2]) or "."


def _patch(
    kind: str,
    step: Step,
    record: PatchRecord,
    diff: Sequence[FileDiff],
    about: dict[str, tuple[int, int]],
) -> PatchCost:
    return PatchCost(
        record.number,
        kind,
        step.template,
        record.subject,
        len(record.files),
        sum(len(one.hunks) for one in diff),
        record.insertions,
        record.deletions,
        *(sum(about[name]) for name in CLASSES),
    )


def _classified(diff: Sequence[FileDiff], variable: str) -> dict[str, tuple[int, int]]:
    """The lines of a patch, (added, removed), by what they are about."""
    added: Counter[str] = Counter()
    removed: Counter[str] = Counter()
    for one in diff:
        for block in one.blocks:
            more, less = classify(block, variable)
            added.update(more)
            removed.update(less)
    return {name: (added[name], removed[name]) for name in CLASSES}


def _shares(
    rows: Sequence[Row], names: Callable[[PatchCost, str], Iterable[str]]
) -> tuple[Share, ...]:
    """The churn by name; a file may have several, and a patch counts under all of its files'."""
    lines: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    files: dict[str, set[str]] = defaultdict(set)
    patches: dict[str, set[int]] = defaultdict(set)
    for row, diff in rows:
        for one in diff:
            for name in names(row, one.path):
                lines[name][0] += one.insertions
                lines[name][1] += one.deletions
                files[name].add(one.path)
                patches[name].add(row.number)
    return tuple(
        Share(name, len(files[name]), len(patches[name]), *lines[name]) for name in sorted(lines)
    )
