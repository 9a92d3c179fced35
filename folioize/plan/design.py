# SPDX-License-Identifier: GPL-2.0-only
"""A tree and a design go in; the conversions to its kinds, one after another, come out: a plan."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from folioize.contents import keep_returns
from folioize.errors import ConvertedAlready, KindError
from folioize.facts.stamps import digest
from folioize.facts.store import Progress
from folioize.kinds import Analysis, Catalog, Design, analyse
from folioize.kinds.designs import UNION
from folioize.kinds.kindfile import Kind
from folioize.kinds.pins import Pin
from folioize.kinds.solution import DECISIONS
from folioize.model import Options, Plan, Step
from folioize.plan.account import Ledger
from folioize.plan.chain import Chain, Seen, type_name
from folioize.plan.nearby import of_small_pages
from folioize.tree import Tree
from folioize.typegen import (
    derive_layout,
    foresee_clashes,
    members_of,
    present_layout,
    require_fields,
    unknown_fields,
    verdicts,
    warn_of_fields,
)


@contextmanager
def _collecting_between() -> Iterator[None]:
    """Hold the cyclic collector off but for ``_forget``, which looks through what is not facts."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        if enabled:
            gc.enable()


@_collecting_between()
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
    told = [line for kind in kinds for line in warn_of_fields(kind, unknown_fields(tree, kind))]
    tree, kinds = _near(tree, kinds, options)
    if analysis is not None:  # read once more they would be kinds besides these
        kinds = [solution.kind for solution in analysis.solutions]
    ledger = Ledger(tree, options.paths, several=len(kinds) > 1)
    chain = Chain(tree, options, ledger, tree, seen, pins, ahead=design.layout == UNION)
    if any(kind.supertype is not None for kind in kinds):
        chain.all_kinds = Catalog(tree.root, options.kind_dirs).find_all()
    if len(kinds) > 1:
        whole = analysis or analyse(tree, kinds, options, progress, pins=pins)
        chain.close_conflicts(whole)
        foresee_clashes(kinds, whole.search)
        del whole
        _forget()
    _convert_each(chain, kinds, analysis if len(kinds) == 1 else None, progress)
    if design.layout == UNION:
        chain.unite(design, kinds)
    alone = chain.parts[0] if len(design.kinds) == 1 and len(chain.parts) == 1 else None
    types = [type_name(kind) for kind in kinds]
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
        (*told, *chain.notes),
        chain.by_hand,
        chain.decided,
        Path(options.decisions or DECISIONS).name if chain.decided else "",
    )


def _convert_each(
    chain: Chain, kinds: list[Kind], analysis: Analysis | None, progress: Progress | None
) -> None:
    """Add the steps of each kind to the chain, by the analysis given or by one of its own."""
    for kind in kinds:
        chain.add(analysis or chain.analyse(kind, progress), kind, kinds)
        if analysis is None:
            _forget()


def _near(tree: Tree, kinds: list[Kind], options: Options) -> tuple[Tree, list[Kind]]:
    """The part of a tree that is read where it has the type of a kind: what is asked for, and what
    that may call, is enough to tell; the whole would take minutes."""
    if not any(is_present(tree, kind) for kind in kinds):
        return tree, kinds
    tree = tree.keeping(options.paths)
    return tree, [of_small_pages(tree, kind, options.paths) for kind in kinds]


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
    gc.collect()


def missing_kinds(
    tree: Tree, design: Design, options: Options
) -> tuple[list[Kind], tuple[str, ...]]:
    """The kinds that the tree has no type for yet, and why the others are left out.

    Raises ConvertedAlready if it has those of all, KindError for a kind that was asked for by its
    name and none of whose fields is in any struct, or that says it is mappable and cannot be, and
    for two kinds of one type.
    """
    missing, skipped = [], []
    header = tree.read(tree.page_header)
    catalog = Catalog(tree.root, options.kind_dirs)
    kinds = catalog.find_all(design.kinds)
    _refuse_twins(kinds)
    above = list(_supertypes(catalog))
    for kind in kinds:
        if options.paths and len(design.kinds) == 1 and is_present(tree, kind):
            missing.append(kind)
            continue
        try:
            if kind.supertype is not None:
                members_of(kind, (), header)
            else:
                require_fields(tree, kind)
                derive_layout(header, tree.page_header, kind)
                for one in above if kind.kind.mappable else ():
                    verdicts(one, [kind], header, tree.page_header)
        except (ConvertedAlready, KindError) as err:
            # A set of kinds for many versions may have one of others than this.
            if isinstance(err, KindError) and not design.path:
                raise
            skipped.append(f"{kind.kind.name}: {err}")
        else:
            missing.append(kind)
    if not missing:
        raise ConvertedAlready("; ".join(one.partition(": ")[2] for one in skipped))
    return missing, tuple(skipped)


def _supertypes(catalog: Catalog) -> Iterator[Kind]:
    for name in catalog.folders:
        try:
            kind = catalog.find(name)
        except KindError:
            continue  # nobody asked for it
        if kind.supertype is not None:
            yield kind


def _refuse_twins(kinds: Iterable[Kind]) -> None:
    """Raise KindError if two kinds have one type: nothing would keep their pages apart."""
    known: dict[str, Kind] = {}
    for kind in kinds:
        other = known.setdefault(kind.kind.type, kind)
        if other is not kind:
            raise KindError(
                f"{kind.place('kind.type')}: {kind.c_type} is the type of {other.kind.name} too: "
                "give each a type of its own"
            )


def is_present(tree: Tree, kind: Kind) -> bool:
    """Whether a tree has the type of a kind that says what to do then."""
    return present_layout(tree.read(tree.page_header), tree.page_header, kind) is not None


def asked_for(design: Design, behaviour: str = "types") -> str:
    """The options that ask for this design again."""
    kinds = " ".join(f"--kind {name}" for name in design.kinds)
    layout = "" if design.layout == "overlay" else f" --layout {design.layout}"
    more = "" if behaviour == "types" else f" --behaviour {behaviour}"
    return (f"--design {design.name}" if design.path else kinds) + layout + more
