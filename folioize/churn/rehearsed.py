# SPDX-License-Identifier: GPL-2.0-only
"""A tree and a design go in; its series, made where the user's repository never sees it, comes
out, with what was counted of each kind while its facts were at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from folioize.churn.gains import Counts, counts_of, gains_of
from folioize.churn.heads import finders
from folioize.churn.reach import Reach, reach_of
from folioize.errors import ConvertedAlready
from folioize.git import Scratch
from folioize.kinds import Analysis, Catalog, Design, analyse
from folioize.model import Account, Options, Part, PatchRecord, Plan, Step
from folioize.plan import plan_design
from folioize.plan.account import Told
from folioize.plan.conversion import Snapshot
from folioize.series import DryRun, rehearse
from folioize.series.numbers import Lines
from folioize.tree import Tree

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Seen:
    """What is kept of one kind's conversion; ``variable`` is what its variables are called."""

    kind: str
    variable: str
    gains: Counts
    reach: Reach


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A whole design, rehearsed. ``before`` counts in the tree as it is; ``kinds`` are those that
    there was no type for yet. ``store`` lives as long as the block in which it was made."""

    name: str
    tree: Tree
    plan: Plan
    run: DryRun
    store: Scratch
    before: Counts
    kinds: tuple[Seen, ...]

    @property
    def base(self) -> str:
        """The commit that the series begins at."""
        return self.run.record.base

    @property
    def tip(self) -> str:
        """The last commit of all."""
        return self.run.record.tip

    @property
    def net(self) -> Lines:
        """git's numbers for the base against the tip."""
        return self.run.churn.net

    @property
    def commits(self) -> list[tuple[str, str]]:
        """Each patch as (its parent, its commit), in order."""
        made = [patch.commit for patch in self.run.record.patches]
        return list(zip((self.base, *made), made, strict=False))

    def rows(self) -> Iterator[tuple[Part, Step, PatchRecord]]:
        """Each patch, with the step that it was made of and the part of the plan that has it."""
        parts = [part for part in self.plan.parts for _ in range(part.steps)]
        yield from zip(parts, self.plan.steps, self.run.record.patches, strict=True)


@dataclass(slots=True)
class _Witness:
    """Counts while a plan is made: an analysis takes hundreds of megabytes, and only the one of
    the kind at hand is there."""

    names: frozenset[str] = frozenset()
    before: Counts | None = None
    kinds: list[Seen] = field(default_factory=list)

    def look(self, analysis: Analysis) -> Counts:
        """Count in the tree as it is."""
        if self.before is None:
            self.names = finders(analysis)
            self.before = counts_of(analysis, self.names)
        return self.before

    def see(self, conversion: Told, last: Snapshot | None) -> None:
        """Count what a kind's conversion gives and touches."""
        self.look(conversion.analysis)
        head = conversion.kind.kind
        gains = gains_of(conversion, last, self.names)
        self.kinds.append(Seen(head.name, head.variable, gains, reach_of(conversion, last)))


@contextmanager
def rehearsed(
    tree: Tree,
    design: Design,
    options: Options,
    progress: Progress | None = None,
    told: Callable[[str], None] | None = None,
) -> Iterator[Rehearsed]:
    """Give a design's series on ``tree``; its commits are gone when the block ends.

    Raises ConvertedAlready if the tree has all of its types; with ``told`` that is told, and the
    series is an empty one.
    """
    tell = progress or (lambda *_: None)
    witness = _Witness()
    try:
        plan = plan_design(
            tree,
            design,
            options,
            lambda done, total: tell("reading", done, total),
            seen=witness.see,
        )
    except ConvertedAlready as done:
        if told is None:
            raise
        told(str(done))
        plan = Plan(design.series, "", (), Account(0, 0, 0, 0, 0, ()))
    # What is not counted yet is so because no kind is missing.
    before = witness.before or witness.look(
        analyse(tree, Catalog(tree.root, options.kind_dirs).find_all(design.kinds), options)
    )
    with rehearse(
        tree.root, plan, progress=lambda done, total: tell("rehearsing", done, total)
    ) as (run, store):
        yield Rehearsed(design.name, tree, plan, run, store, before, tuple(witness.kinds))
