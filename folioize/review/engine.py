# SPDX-License-Identifier: GPL-2.0-only
"""A tree and decisions go in; the whole series under them, and what stands behind it, come out."""

from __future__ import annotations

import gc
from pathlib import Path

from folioize.cst import load_table, use_table, user_tables
from folioize.decisions import Desk
from folioize.errors import FolioizeError
from folioize.facts.store import Progress
from folioize.git import open_repo
from folioize.kinds.pins import Decision, of_tree, pins_of, slots_of
from folioize.model import Declaration, Options, Plan, SeriesRecord
from folioize.plan import missing_kinds, plan_design
from folioize.review.links import Links, find_links, rows_of_slots
from folioize.review.records import Outcome, Spec
from folioize.series import (
    Preview,
    default_branch,
    find_target,
    make_series,
    other_tip,
    preview,
    told_replaced,
)
from folioize.series.outfolder import COVER
from folioize.tree import Tree, open_tree

_KEPT = 6  # outcomes that are remembered, so that undo is at once


class Engine:
    """A tree that was read once, and what comes of any decisions about it."""

    def __init__(
        self, spec: Spec, decisions: tuple[Decision, ...] = (), progress: Progress | None = None
    ) -> None:
        self.spec = spec
        self.tree = _open(Path(spec.tree))
        options = Options(
            jobs=spec.jobs, keep_names=spec.keep_names, kind_dirs=spec.kind_dirs, paths=spec.paths
        )
        kinds, _ = missing_kinds(self.tree, spec.design, options)
        names = tuple(kind.kind.name for kind in kinds)
        self.desk = Desk(self.tree, names, options, decisions, progress)
        self._outcomes: dict[tuple[Decision, ...], Outcome] = {}
        self._plans: dict[tuple[Decision, ...], Plan] = {}

    def solve(self, decisions: tuple[Decision, ...]) -> Outcome:
        """What comes of these decisions. Raises FolioizeError where they can't be obeyed."""
        if decisions not in self._outcomes:
            self._require_same()
            rows = tuple(self.desk.look(decisions))
            while len(self._outcomes) >= _KEPT:
                oldest = next(iter(self._outcomes))
                del self._outcomes[oldest], self._plans[oldest]
            self._outcomes[decisions] = self._solve(decisions, rows)
            # A plan's parts know one another, and what was read is out of the collector's sight:
            # by itself it would hardly ever look.
            gc.collect()
        return self._outcomes[decisions]

    def _require_same(self) -> None:
        """Raise FolioizeError where HEAD is another commit than the one that was read."""
        tracked = self.tree.tracked
        if tracked is None:
            return
        read, now = tracked.repo.head, open_repo(self.tree.root).head
        if read != now:
            raise FolioizeError(
                f"HEAD is {now[:12]}, and was {read[:12]} when the tree was read: what was decided "
                "is kept; start again"
            )

    def _solve(self, decisions: tuple[Decision, ...], rows: tuple[Declaration, ...]) -> Outcome:
        plan, made, links = self._series(decisions, rows)
        self._plans[decisions] = plan
        return Outcome(
            decisions=decisions,
            record=made.record,
            mails=tuple(made.files[patch.file] for patch in made.record.patches),
            cover=made.files.get(COVER, b""),
            rows=rows,
            decided=self._decided(decisions, rows),
            links=links,
            stale=self.desk.analysis.stale,
            unedited=plan.unedited,
        )

    def _series(
        self, wanted: tuple[Decision, ...], rows: tuple[Declaration, ...]
    ) -> tuple[Plan, Preview, tuple[Links, ...]]:
        """The series; the one there is where nothing but what is accepted has changed."""
        for decisions, other in self._outcomes.items():
            if other.rows == rows and _says(decisions) == _says(wanted):
                files = dict(zip((p.file for p in other.record.patches), other.mails, strict=True))
                made = Preview(other.record, files | {COVER: other.cover})
                return self._plans[decisions], made, other.links
        analysis = self.desk.analysis
        pins = pins_of(wanted, self.tree.root, self.desk.known)
        plan = plan_design(
            self.tree, self.spec.design, self.desk.options, analysis=analysis, pins=pins
        )
        made = preview(self.tree.root, plan, self.spec.branch)
        return plan, made, find_links(analysis, plan, rows)

    def _decided(
        self, decisions: tuple[Decision, ...], rows: tuple[Declaration, ...]
    ) -> dict[int, int]:
        by_slot = rows_of_slots(self.desk.analysis, rows)
        graph = self.desk.analysis.graph
        found: dict[int, int] = {}
        order = sorted(range(len(decisions)), key=lambda n: -decisions[n].breadth)
        for number in order:
            one = decisions[number]
            named = of_tree(one, self.tree.root)
            for slot in slots_of(graph, named) if one.verdict not in ("note", "edit") else ():
                for row in by_slot.get(slot, ()):
                    # What a function or file holds besides was not agreed to.
                    if one.verdict != "accept" or rows[row].kind == one.kind:
                        found[row] = number
        return found

    def compare(self, decisions: tuple[Decision, ...], base: str, tip: str) -> str:
        """git range-diff of another series with the one under these decisions."""
        self.solve(decisions)
        plan = self._plans[decisions]
        return preview(self.tree.root, plan, self.spec.branch, (base, tip)).range_diff

    def write(self, decisions: tuple[Decision, ...], out: Path) -> tuple[SeriesRecord, str]:
        """Write the series under these decisions; "" or what is to be said of the branch."""
        self._require_same()
        self.solve(decisions)
        plan = self._plans[decisions]
        branch = self.spec.branch or default_branch(plan.kind)
        before = other_tip(find_target(open_repo(self.tree.root), out, branch, force=False))
        record = make_series(self.tree.root, plan, out, branch=branch)
        return record, told_replaced(record, before, out)


def _says(decisions: tuple[Decision, ...]) -> list[tuple[str, str, str]]:
    """What of decisions stands in a series: the words of its cover letter, and edits by hand."""
    return [(one.told, one.before, one.after) for one in decisions if one.told]


def _open(path: Path) -> Tree:
    tree = open_tree(path, committed=True)  # as the series is made
    tables = user_tables(tree.root)
    use_table(load_table(*tables) if tables else None)
    return tree
