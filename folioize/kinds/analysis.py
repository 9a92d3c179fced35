# SPDX-License-Identifier: GPL-2.0-only
"""A tree and kinds go in; the graph, and for each kind the slots that hold it, come out."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from folioize.facts.reach import defining, holding, naming, reaching
from folioize.facts.records import PAGE
from folioize.facts.search import Search
from folioize.facts.store import Facts, Progress, load_facts
from folioize.kinds.captures import Captures
from folioize.kinds.catalog import Catalog
from folioize.kinds.conflicts import Conflict
from folioize.kinds.decided import Decided, solve_all
from folioize.kinds.graph import Graph, build_graph
from folioize.kinds.kindfile import Kind
from folioize.kinds.pins import Decision, Pin, load_decisions
from folioize.kinds.solution import Solution
from folioize.kinds.tables import build_tables
from folioize.kinds.values import Slot
from folioize.model import Options
from folioize.paths import roots
from folioize.tree import Tree, within


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is known of a tree: facts, their graph, the macros that use what they are not given,
    one solution a kind, what to tell of the decisions, and the slots that several kinds reach.

    ``decisions`` were obeyed; nothing in the tree answers to those that are ``stale``. ``held`` has
    the slots that are of a kind as somebody accepted it, ``pinned`` those that pins name, and
    ``generic`` those of functions that were said to take pages of any kind; ``bare`` are the
    solutions if nothing were decided, where something is. ``others`` are kinds that nobody asked
    for, and that tell a supertype what is none of its members; ``paths`` are those asked for.
    """

    tree: Tree
    search: Search
    facts: Facts
    graph: Graph
    captures: Captures
    solutions: tuple[Solution, ...]
    notes: tuple[str, ...]
    conflicts: dict[Slot, Conflict] = field(default_factory=dict)
    stale: tuple[Decision, ...] = ()
    decisions: tuple[Decision, ...] = ()
    held: dict[Slot, str] = field(default_factory=dict)
    pinned: dict[Slot, Pin] = field(default_factory=dict)
    generic: dict[Slot, Pin] = field(default_factory=dict)
    bare: tuple[Solution, ...] = ()
    others: tuple[Kind, ...] = ()
    paths: tuple[str, ...] = ()

    def kind_of(self, slot: Slot) -> Solution | None:
        """The solution that gave a slot its kind, None for a slot that stays a page."""
        for solution in self.solutions:
            if solution.reason(slot) is not None:
                return solution
        return None


@contextmanager
def _no_collection() -> Iterator[None]:
    """Hold the cyclic collector off: it would walk millions of records that all stay. Who has it
    off already says himself when to collect."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.freeze()
            gc.enable()


def analyse(  # noqa: PLR0913 - what is analysed, for what, and as who decided
    tree: Tree,
    kinds: list[Kind],
    options: Options,
    progress: Progress | None = None,
    *,
    more: tuple[Decision, ...] = (),
    pins: tuple[Pin, ...] | None = None,
    held: Facts | None = None,
    before: Search | None = None,
) -> Analysis:
    """Extract (or recall) the facts of the whole tree and solve for each kind.

    A slot that more than one kind reaches goes to none of them. ``pins`` stand in the place of
    those in the options' file; ``more`` are decisions besides, where there is no pin. ``held``
    are facts of much the same tree, which are taken where a file is as it was, and ``before`` is a
    search of it.
    """
    search = before.of(tree) if before is not None else Search(tree, options.jobs)
    paths = list(search.page_files)
    catalog = Catalog(tree.root, options.kind_dirs)
    if pins is None:
        pins = load_decisions(options.decisions, tree.root, {"page", *catalog.folders})
    others = _others(catalog, kinds)
    fields = {name for kind in kinds for name in kind.layout.fields}
    found = sorted({*reaching(search, fields), *defining(search)})
    first = True
    while True:
        paths += found
        with _no_collection():
            held = facts = load_facts(tree, paths, options.jobs, progress, held=held)
            if first:
                gc.freeze()  # facts point to nothing that could come back to them
            first = False
            graph = build_graph(build_tables(facts.files))
        captures = Captures(search, graph.tables)
        decided = solve_all(graph, kinds, captures, pins, more, others=others)
        plain = Analysis(
            tree, search, facts, graph, captures, (), (), others=others, paths=options.paths
        )
        found = _unread(plain, set(paths), decided.solutions)
        if not found:
            return _with(plain, decided, pins)


def _others(catalog: Catalog, kinds: list[Kind]) -> tuple[Kind, ...]:
    """The kinds that are never mapped and that nobody asked for, if a supertype has to know."""
    if all(kind.supertype is None for kind in kinds):
        return ()
    asked = {kind.kind.name for kind in kinds}
    found = [catalog.find(name) for name in catalog.folders if name not in asked]
    return tuple(one for one in found if not one.kind.mappable and one.supertype is None)


def _unread(analysis: Analysis, known: set[str], solutions: tuple[Solution, ...]) -> list[str]:
    """Who names what has just been given a kind is concerned too, wherever it is."""
    names, fields = _retyped(analysis, solutions)
    found = {*naming(analysis.search, names), *holding(analysis.search, fields)}
    return sorted(found - known)


def _with(analysis: Analysis, decided: Decided, pins: tuple[Pin, ...]) -> Analysis:
    return replace(
        analysis,
        solutions=decided.solutions,
        conflicts=decided.conflicts,
        notes=(*decided.notes, *_without(decided.solutions)),
        stale=decided.stale,
        held=decided.held,
        pinned=decided.pinned,
        generic=decided.generic,
        bare=decided.bare,
        decisions=tuple(pin.decision for pin in pins),
    )


def _without(solutions: tuple[Solution, ...]) -> list[str]:
    """What to say of kinds of the user's that nothing is of: their seeds may be misspelt. Those
    that come with folioize are for many versions of the kernel."""
    shipped = roots()[-1]
    return [
        f"{kind.path}: no declaration holds {kind.kind.name}: "
        f"'folioize kinds check {kind.kind.name} TREE' tells what it names that the tree lacks"
        for kind in (solution.kind for solution in solutions if not solution.labels)
        if kind.supertype is None and not kind.kind.last
        if not Path(kind.path).is_relative_to(shipped)
    ]


def solve_again(analysis: Analysis, kinds: list[Kind], pins: tuple[Pin, ...]) -> Analysis | None:
    """The analysis under other decisions, from the same facts; None where they do not suffice."""
    decided = solve_all(analysis.graph, kinds, analysis.captures, pins, others=analysis.others)
    known = {*analysis.facts.files, *analysis.facts.failed}
    if _unread(analysis, known, decided.solutions):
        return None
    return _with(analysis, decided, pins)


def _retyped(
    analysis: Analysis, solutions: tuple[Solution, ...]
) -> tuple[set[str], set[tuple[str, str]]]:
    """What other files can name of all that was given a kind: functions, macros, typedefs and
    globals, and fields with their structs' tags. A kind that is decided last is converted
    at most in the paths asked for."""
    slots = [
        slot[1:-1] if slot[0] == "inner" else slot  # of a pointer to a function
        for solution in solutions
        for slot in solution.labels
        if not solution.kind.kind.last or _is_asked_for(analysis, slot)
    ]
    shared = ("param", "return", "macro", "global", "typedef")
    names = {slot[1] for slot in slots if slot[0] in shared}
    # Members of struct page itself are found before anything is solved.
    fields = {
        (slot[1].rpartition(" ")[2], slot[2])
        for slot in slots
        # A struct of a .c file is that file's own.
        if slot[0] == "field" and slot[1] != PAGE and ".c:" not in slot[1]
    }
    return {name for name in names if name.isidentifier()}, fields


def _is_asked_for(analysis: Analysis, slot: Slot) -> bool:
    homes = analysis.graph.decls.get(slot, ())
    return any(within(path, analysis.paths) for path, _ in homes)
