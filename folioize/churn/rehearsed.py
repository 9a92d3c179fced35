# SPDX-License-Identifier: GPL-2.0-only
"""A tree and the kinds of a design go in; their series, made one upon the other and never seen by
the user's repository, come out, each with the plan that it was made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from folioize.errors import ConvertedAlready
from folioize.git import Scratch
from folioize.kinds import Analysis
from folioize.model import Options
from folioize.plan import Planned, prepare
from folioize.series import DryRun, Rehearsal, rehearse
from folioize.series.commits import Work
from folioize.series.numbers import Lines, measure
from folioize.tree import Tree

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Part:
    """One kind's series in a design: what it was planned from, and what git made of it."""

    planned: Planned
    run: DryRun

    @property
    def kind(self) -> str:
        """The kind's name."""
        return self.run.record.kind


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A whole design, rehearsed: ``parts`` in order, each on the tip of the one before.

    ``net`` are git's numbers for the base against the last tip; ``converted`` says of kinds that
    the tree has already why nothing was done for them. ``store`` lives as long as the block in
    which it was made.
    """

    name: str
    tree: Tree
    store: Scratch
    base: str
    parts: tuple[Part, ...]
    net: Lines
    converted: dict[str, str]

    @property
    def tip(self) -> str:
        """The last commit of all."""
        return self.parts[-1].run.record.tip if self.parts else self.base

    @property
    def before(self) -> Analysis:
        """What is known of the tree as it is."""
        return self.parts[0].planned.conversion.analysis

    @property
    def commits(self) -> list[tuple[str, str]]:
        """Each patch as (its parent, its commit), in order."""
        made = [patch.commit for part in self.parts for patch in part.run.record.patches]
        return list(zip((self.base, *made), made, strict=False))


@dataclass(slots=True)
class Stage:
    """Rehearses designs of one tree; what two have in common at their beginning is done once."""

    tree: Tree
    options: Options
    rehearsal: Rehearsal
    progress: Progress
    _known: dict[tuple[str, ...], tuple[Work, tuple[Part, ...], dict[str, str]]] = field(
        default_factory=dict
    )

    def design(self, name: str, kinds: tuple[str, ...]) -> Rehearsed:
        """Make the series of ``kinds``, in that order.

        Raises ConvertedAlready if the tree has all of their types.
        """
        if not self._known:
            self._known[()] = (self.rehearsal.work, (), {})
        for end in range(1, len(kinds) + 1):
            if kinds[:end] not in self._known:
                self._known[kinds[:end]] = self._next(kinds[: end - 1], kinds[end - 1])
        work, parts, converted = self._known[kinds]
        if not parts:
            raise ConvertedAlready(next(iter(converted.values())))
        base = self._known[()][0].repo.head
        made = [patch.commit for part in parts for patch in part.run.record.patches]
        net = measure(work.store, base, made[-1:]).net
        return Rehearsed(name, self.tree, work.store, base, parts, net, converted)

    def forget(self, still: Iterable[tuple[str, ...]]) -> None:
        """Let go of all that the designs ``still`` to come do not begin with: an analysis takes
        as much memory as the facts of a whole tree."""
        wanted = {kinds[:end] for kinds in still for end in range(len(kinds) + 1)}
        for kinds in set(self._known) - wanted - {()}:
            del self._known[kinds]

    def _next(
        self, before: tuple[str, ...], kind: str
    ) -> tuple[Work, tuple[Part, ...], dict[str, str]]:
        work, parts, converted = self._known[before]
        self.rehearsal.work = work
        tree = self.tree.with_changes(work.changed)
        try:
            planned = prepare(
                tree, kind, self.options, lambda done, total: self.progress("reading", done, total)
            )
        except ConvertedAlready as told:
            return work, parts, {**converted, kind: str(told)}
        run = self.rehearsal.run(
            planned.plan, lambda done, total: self.progress(f"rehearsing {kind}", done, total)
        )
        return self.rehearsal.work, (*parts, Part(planned, run)), converted


@contextmanager
def stage(tree: Tree, options: Options, progress: Progress | None = None) -> Iterator[Stage]:
    """Give a Stage for designs of ``tree``; its commits are gone when the block ends."""
    with rehearse(Path(tree.root)) as rehearsal:
        yield Stage(tree, options, rehearsal, progress or (lambda *_: None))
