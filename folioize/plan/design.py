# SPDX-License-Identifier: GPL-2.0-only
"""A tree and a design go in; the conversions to its kinds, one after another, come out as a plan.

Each kind is planned on the tree as the kind before it left it: to that plan a type that an
earlier kind brought in is C code as any other, so that each step builds. The tree on disk is only
read; the edits of all steps are told relative to it.
"""

from __future__ import annotations

import dataclasses
import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from msgspec.structs import replace

from folioize.contents import keep_returns
from folioize.errors import ConvertedAlready
from folioize.facts.records import Decl
from folioize.facts.stamps import digest
from folioize.facts.store import Progress
from folioize.kinds import Analysis, Catalog, Design, analyse, consequences
from folioize.kinds.designs import UNION
from folioize.kinds.kindfile import Kind
from folioize.kinds.pins import Decision, Pin, role_of
from folioize.kinds.solution import DECISIONS
from folioize.kinds.values import Slot
from folioize.model import ByHand, Edit, Left, Negative, Options, Part, Plan, Step
from folioize.plan.account import Ledger, Told
from folioize.plan.compose import compose, lines_on_disk, token_on_disk
from folioize.plan.conversion import Conversion, Snapshot
from folioize.plan.follow import follow
from folioize.plan.layout_patch import Patched
from folioize.plan.matrix import negatives_of
from folioize.plan.nearby import of_small_pages, with_nearby
from folioize.plan.remaining import removal
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


def plan_design(  # noqa: PLR0913 - what is there already, and who wants to look, besides
    tree: Tree,
    design: Design,
    options: Options,
    progress: Progress | None = None,
    *,
    analysis: Analysis | None = None,
    pins: tuple[Pin, ...] | None = None,
    seen: Seen | None = None,
) -> Plan:
    """Plan the conversion of a tree to all kinds of a design.

    ``analysis`` is that of the tree for these kinds, where it is there already; ``pins`` stand in
    the place of those in the options' file.

    Raises ConvertedAlready if the tree has the types of all of them; TreeError and KindError as
    the stages before do.
    """
    kinds, skipped = missing_kinds(tree, design, options)
    if any(is_present(tree, kind) for kind in kinds):
        # What is asked for, and what it may call, is enough to tell; the whole would take minutes.
        tree = tree.keeping(options.paths)
        kinds = [of_small_pages(tree, kind, options.paths) for kind in kinds]
    if analysis is not None:  # read once more they would be kinds besides these
        kinds = [solution.kind for solution in analysis.solutions]
    ledger = Ledger(tree, options.paths, several=len(kinds) > 1)
    chain = _Chain(tree, options, ledger, tree, seen, pins, ahead=design.layout == UNION)
    chain.all_kinds = Catalog(tree.root, options.kind_dirs).find_all()
    if len(kinds) > 1:
        chain.close_conflicts(analysis or analyse(tree, kinds, options, progress, pins=pins))
        _forget()
    for kind in kinds:
        if analysis is not None and len(kinds) == 1:
            chain.add(analysis, kind, kinds)
        else:
            chain.add(chain.analyse(kind, progress), kind, kinds)
            _forget()
    if design.layout == UNION:
        chain.unite(design, kinds)
    alone = chain.parts[0] if len(design.kinds) == 1 and len(chain.parts) == 1 else None
    types = [_type_name(kind) for kind in kinds]
    return Plan(
        design.series,
        ", ".join(types),
        tuple(_with_returns(tree, step) for step in chain.steps),
        chain.ledger.close(),
        tuple({one.name: one for one in chain.negatives}.values()),
        tuple(chain.unedited),
        alone.folder if alone is not None else "",
        tuple(chain.parts),
        design.layout,
        design.title,
        " ".join(design.why.split()),
        asked_for(design, options.behaviour),
        skipped,
        _sources(tree, chain.steps),
        chain.notes,
        chain.by_hand,
        chain.decided,
        Path(options.decisions or DECISIONS).name if chain.decided else "",
    )


def _type_name(kind: Kind) -> str:
    """A struct by its tag, another type as it is written."""
    return kind.c_type if kind.supertype is not None else kind.kind.type


def _sources(tree: Tree, steps: list[Step]) -> dict[str, str]:
    """A digest of the bytes on disk of each file that a step changes; none for a new file."""
    touched = sorted({path for step in steps for path in step.files})
    return {path: digest(tree.read_raw(path)) for path in touched if tree.has(path)}


def _with_returns(tree: Tree, step: Step) -> Step:
    """A step with edits for the files' own bytes."""
    files = {
        path: keep_returns(tree.read_raw(path), edits) if tree.has(path) else edits
        for path, edits in step.files.items()
    }
    return replace(step, files=files)


def _forget() -> None:
    """Let go of an analysis, hundreds of megabytes that point to one another, before the next."""
    gc.unfreeze()
    gc.collect()


def missing_kinds(
    tree: Tree, design: Design, options: Options
) -> tuple[list[Kind], tuple[str, ...]]:
    """The kinds that the tree has no type for yet, and why the others are left out.

    Raises ConvertedAlready if it has those of all.
    """
    missing, skipped = [], []
    header = tree.read(tree.page_header)
    for kind in Catalog(tree.root, options.kind_dirs).find_all(design.kinds):
        if options.paths and len(design.kinds) == 1 and is_present(tree, kind):
            missing.append(kind)
            continue
        try:
            if kind.supertype is not None:
                members_of(kind, (), header)
            else:
                derive_layout(header, tree.page_header, kind)
        except ConvertedAlready as err:
            skipped.append(f"{kind.kind.name}: {err}")
        else:
            missing.append(kind)
    if not missing:
        raise ConvertedAlready("; ".join(one.partition(": ")[2] for one in skipped))
    return missing, tuple(skipped)


def is_present(tree: Tree, kind: Kind) -> bool:
    """Whether a tree has the type of a kind that says what to do then."""
    return present_layout(tree.read(tree.page_header), tree.page_header, kind) is not None


def asked_for(design: Design, behaviour: str = "types") -> str:
    """The options that ask for this design again."""
    kinds = " ".join(f"--kind {name}" for name in design.kinds)
    layout = "" if design.layout == "overlay" else f" --layout {design.layout}"
    more = "" if behaviour == "types" else f" --behaviour {behaviour}"
    return (f"--design {design.name}" if design.path else kinds) + layout + more


@dataclass
class _Chain:
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
        pins = self.pins
        return analyse(self.tree, [kind], self.options, progress, more=tuple(more), pins=pins)

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
            Part(head.name, _type_name(kind), head.title, folder, len(steps), converted)
        )
        removal.cache_clear()

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
