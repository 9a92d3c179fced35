# SPDX-License-Identifier: GPL-2.0-only
"""Kinds of a design go in, one after another; the steps so far, and the tree that they leave, come
out.

Each kind is planned on the tree as the kind before it left it: to that plan a type that an
earlier kind brought in is C code as any other, so that each step builds. The tree on disk is only
read; the edits of all steps are told relative to it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from msgspec.structs import replace

from folioize.facts.records import Decl
from folioize.facts.search import Search
from folioize.facts.store import Facts, Progress
from folioize.kinds import Analysis, Design, analyse, consequences
from folioize.kinds.kindfile import Kind
from folioize.kinds.pins import Decision, Pin, role_of
from folioize.kinds.values import Slot
from folioize.model import ByHand, Edit, Left, Negative, Options, Part, Step
from folioize.plan.account import Ledger, Told
from folioize.plan.compose import compose, lines_on_disk, token_on_disk
from folioize.plan.conversion import Conversion, Snapshot
from folioize.plan.follow import follow
from folioize.plan.layout_patch import Patched
from folioize.plan.matrix import negatives_of
from folioize.plan.nearby import with_nearby
from folioize.plan.remaining import elsewhere, removal
from folioize.plan.steps import make_steps
from folioize.plan.subjects import slug_of
from folioize.plan.superplan import SuperConversion
from folioize.plan.supersteps import super_negatives, super_steps
from folioize.plan.unedited import unedited
from folioize.tree import Tree
from folioize.typegen import (
    derive_layout,
    members_of,
    present_layout,
    refuse_clashes,
    union_edits,
    verdicts,
)

Seen = Callable[[Told, Snapshot | None], None]
"""Is shown each kind's conversion with the last state of the tree in it, None if there is nothing
to convert, before both are let go of."""


@dataclass
class Chain:
    """The plan so far: ``tree`` is as the last part left it, ``patched`` the files that differ
    from those on disk; ``ahead`` says that types stand before struct page. ``all_kinds`` are those
    that can be found; ``apart`` are decisions for the part of one kind alone."""

    tree: Tree
    options: Options
    ledger: Ledger
    disk: Tree
    seen: Seen | None = None
    pins: tuple[Pin, ...] | None = None
    ahead: bool = False
    facts: Facts | None = None
    search: Search | None = None
    patched: dict[str, Patched] = field(default_factory=dict)
    closed: list[Decision] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    negatives: list[Negative] = field(default_factory=list)
    all_kinds: list[Kind] = field(default_factory=list)
    apart: dict[str, list[Decision]] = field(default_factory=dict)
    unedited: list[Left] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    by_hand: tuple[ByHand, ...] = ()
    decided: tuple[str, ...] = ()

    def close_conflicts(self, analysis: Analysis) -> None:
        """What several kinds reach goes to none of them: each slot becomes a decision, which
        holds in the tree of every part, and is in the account."""
        self.facts, self.search = analysis.facts, analysis.search
        self._hear(analysis)
        for slot, kind in analysis.held.items():
            self.closed += _all_kept(analysis, slot, kind)
        for solution in analysis.solutions:
            if solution.kind.supertype is not None:
                # Its members are converted before it, and leave alone what it has.
                for slot in solution.labels:
                    self.closed += _all_kept(analysis, slot)
                self.apart[solution.kind.kind.name] = [
                    one for slot in solution.refused for one in _all_kept(analysis, slot)
                ]
        for slot, conflict in analysis.conflicts.items():
            if not conflict.open:
                continue
            names = " and ".join(solution.kind.kind.name for solution in conflict.rivals)
            for path, index in analysis.graph.decls.get(slot, ()):
                decl = analysis.facts.files[path].decls[index]
                self.closed.append(_kept(path, decl))
                if decl.token[0] >= 0:
                    reason = f"conflict: {names} meet here: {conflict.proposal}"
                    self.ledger.tell(path, decl.token[0], reason)

    def _hear(self, analysis: Analysis) -> None:
        """What the decisions say of the whole, which they say in the tree as it is on disk."""
        self.notes = (*analysis.notes, *consequences(analysis))
        obeyed = [one for one in analysis.decisions if one not in analysis.stale]
        self.decided = tuple(one.told for one in obeyed if one.told)
        self.by_hand = tuple(
            ByHand(one.file, one.before, one.after)
            for one in analysis.decisions
            if one.verdict == "edit"
        )

    def analyse(self, kind: Kind, progress: Progress | None) -> Analysis:
        """The tree as it is now, for one kind."""
        more = self.closed if kind.supertype is None else self.apart.get(kind.kind.name, [])
        analysis = analyse(
            self.tree,
            [kind],
            self.options,
            progress,
            more=tuple(more),
            pins=self.pins,
            held=self.facts,
            before=self.search,
        )
        self.facts, self.search = analysis.facts, analysis.search
        return analysis

    def add(self, analysis: Analysis, kind: Kind, kinds: list[Kind]) -> None:
        """Plan one kind more."""
        if kind.supertype is not None:
            if len(kinds) == 1:
                self._hear(analysis)
            refuse_clashes(kind, analysis.search)
            self._add_supertype(analysis, kind)
        else:
            self._add_kind(analysis, kind, kinds)

    def _add_kind(self, analysis: Analysis, kind: Kind, kinds: list[Kind]) -> None:
        """Plan a kind whose type is made, or is in the tree: its own rules follow there."""
        tree = self.tree
        header, where = tree.read(tree.page_header), tree.page_header
        layout = present_layout(header, where, kind) or derive_layout(header, where, kind)
        leaving = {name for other in kinds if other is not kind for name in other.layout.fields}
        layout = dataclasses.replace(layout, leaving=frozenset(leaving), ahead=self.ahead)
        made = layout.fits is None
        if not made:
            analysis = with_nearby(analysis, kind, self.options.paths)
        if len(kinds) == 1:
            self._hear(analysis)
        if made:
            refuse_clashes(kind, analysis.search)
        conversion = Conversion(analysis, analysis.solutions[0], layout, self.options)
        steps, last = make_steps(conversion)
        converted = self.ledger.add(conversion, last, self._origin)
        if made and last is not None:
            plain = [one for one in kinds if one.supertype is None]
            self.negatives += negatives_of(conversion, plain)
        self.unedited += unedited(conversion, last)
        if self.seen is not None:
            self.seen(conversion, last)
        self._enter(kind, steps, converted, last, follows=not made)

    def _add_supertype(self, analysis: Analysis, kind: Kind) -> None:
        """Plan what takes pages of several kinds: who is a member, struct page on disk tells."""
        page = self.tree.page_header
        pristine = self.patched[page].data if page in self.patched else self.tree.read(page)
        found = [one.kind for one in verdicts(kind, self.all_kinds, pristine, page) if one.member]
        plain = [one for one in self.all_kinds if one.supertype is None]
        conversion = SuperConversion(
            analysis,
            analysis.solutions[0],
            members_of(kind, found, self.tree.read(page)),
            {one.bridges.to_page: one for one in plain},
            self.options,
        )
        steps, last = super_steps(conversion)
        converted = self.ledger.add(conversion, last, self._origin)
        if last is not None:
            self.negatives += super_negatives(conversion, plain)
            self.unedited += conversion.unedited()
        if self.seen is not None:
            self.seen(conversion, last)
        self._enter(kind, steps, converted, last)

    def _enter(
        self,
        kind: Kind,
        steps: list[Step],
        converted: int,
        last: Snapshot | None,
        follows: bool = False,
    ) -> None:
        """Add a part, and make the tree what it leaves; the kind's own rules may follow."""
        steps = [replace(step, files=self._composed(step.files)) for step in steps]
        self.steps += steps
        if last is not None:
            self._advance(last)
        if follows:
            steps += self._follow(kind)
        head = kind.kind
        folder = str(Path(kind.path).parent)
        self.parts.append(
            Part(head.name, type_name(kind), head.title, folder, len(steps), converted)
        )
        removal.cache_clear()
        elsewhere.cache_clear()

    def _follow(self, kind: Kind) -> list[Step]:
        """The steps of the kind's rules, where the tree has its type."""
        found = follow(self.disk, self.tree, kind, self.options.paths, self.options.behaviour)
        self.steps += found.steps
        self.unedited += found.left
        return found.steps

    def unite(self, design: Design, kinds: list[Kind]) -> None:
        """Make struct page a union of the types that the parts brought in; none if they did not."""
        steps = {part.kind: part.steps for part in self.parts}
        heads = [one.kind for one in kinds if steps[one.kind.name] and one.supertype is None]
        if not heads:
            return
        path = self.tree.page_header
        members = [(head.type, head.member or head.variable) for head in heads]
        edits = union_edits(self.tree.read(path), path, members)
        text = "mm: make struct page a union of its kinds"
        step = Step(
            slug=slug_of(text),
            template="union",
            subject=text,
            kind=design.name,
            files=self._composed({path: edits}),
            claims=("identical",),
            context={
                "fields": [name for _, name in members],
                "types": [f"struct {tag}" for tag, _ in members],
            },
        )
        self.steps.append(step)
        self.parts.append(Part("union", "page", "a union of these types", "", 1, 0))

    def _origin(self, path: str, offset: int) -> int | None:
        """The offset on disk of a token of a file of the tree as it is now."""
        patched = self.patched.get(path)
        return offset if patched is None else token_on_disk(patched, offset)

    def _composed(self, files: Mapping[str, tuple[Edit, ...]]) -> dict[str, tuple[Edit, ...]]:
        """A step's edits, told relative to the files on disk."""
        return {
            path: compose(self.patched[path], edits) if path in self.patched else edits
            for path, edits in files.items()
        }

    def _advance(self, last: Snapshot) -> None:
        """Make the tree what the last step of a part leaves."""
        now = self._composed(last.edits)
        for path, edits in now.items():
            data = self.patched[path].data if path in self.patched else self.tree.read(path)
            self.patched[path] = Patched(data, edits)
        self.tree = self.tree.with_edited(
            {path: self.patched[path].text for path in now},
            {path: lines_on_disk(self.patched[path]) for path in now},
        )


def _all_kept(analysis: Analysis, slot: Slot, kind: str = "page") -> list[Decision]:
    """What keeps all declarations of a slot of a kind."""
    return [
        _kept(path, analysis.facts.files[path].decls[index], kind)
        for path, index in analysis.graph.decls.get(slot, ())
    ]


def _kept(path: str, decl: Decl, kind: str = "page") -> Decision:
    """What keeps a declaration of its kind, in whatever state the rest of its file is."""
    return Decision(path, kind, decl.function, role_of(decl), decl.name, decl.index)


def type_name(kind: Kind) -> str:
    """A struct by its tag, another type as it is written."""
    return kind.c_type if kind.supertype is not None else kind.kind.type
