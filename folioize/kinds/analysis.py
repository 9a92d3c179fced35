# SPDX-License-Identifier: GPL-2.0-only
"""A tree and kinds go in; the graph, and for each kind the slots that hold it, come out."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from folioize.facts.reach import defining, naming, reaching
from folioize.facts.search import Search
from folioize.facts.store import Facts, Progress, load_facts
from folioize.kinds.catalog import Catalog
from folioize.kinds.conflicts import Conflict, resolve
from folioize.kinds.graph import Graph, build_graph
from folioize.kinds.kindfile import Kind
from folioize.kinds.pins import Decision, Pin, Pinned, load_decisions, pinned, unheard
from folioize.kinds.solve import Solution
from folioize.kinds.tables import build_tables
from folioize.kinds.values import Slot
from folioize.model import Options
from folioize.tree import Tree


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is known of a tree: facts, their graph, one solution a kind, what to tell of the
    decisions, and the slots that several kinds reach."""

    tree: Tree
    search: Search
    facts: Facts
    graph: Graph
    solutions: tuple[Solution, ...]
    notes: tuple[str, ...]
    conflicts: dict[Slot, Conflict] = field(default_factory=dict)

    def kind_of(self, slot: Slot) -> Solution | None:
        """The solution that gave a slot its kind, None for a slot that stays a page."""
        for solution in self.solutions:
            if slot in solution.labels:
                return solution
        return None


@contextmanager
def _no_collection() -> Iterator[None]:
    """Hold the cyclic collector off: it would walk millions of records that all stay."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()


def analyse(
    tree: Tree,
    kinds: list[Kind],
    options: Options,
    progress: Progress | None = None,
    more: tuple[Decision, ...] = (),
) -> Analysis:
    """Extract (or recall) the facts of the whole tree and solve for each kind.

    A slot that more than one kind reaches goes to none of them. ``more`` are decisions besides
    those that the options name.
    """
    search = Search(tree, options.jobs)
    paths = list(search.page_files)
    names = Catalog(tree.root, options.kind_dirs).folders
    decisions = load_decisions(options.decisions, tree.root, {"page", *names})
    besides = tuple(Pin(one, "", 0) for one in more)
    fields = {name for kind in kinds for name in kind.layout.fields}
    found = sorted({*reaching(search, fields), *defining(search)})
    while True:
        paths += found
        with _no_collection():
            facts = load_facts(tree, paths, options.jobs, progress)
            graph = build_graph(build_tables(facts.files))
        pins = pinned(graph, decisions)
        slots = {**pinned(graph, besides).slots, **pins.slots}
        solutions, conflicts = resolve(graph, kinds, slots)
        # Who calls what has just been given a kind is concerned too, wherever it is.
        known = set(paths)
        found = [p for p in naming(search, _retyped(solutions)) if p not in known]
        if not found:
            notes = [*pins.notes, *(note for one in solutions for note in _unheard(pins, one))]
            return Analysis(
                tree, search, facts, graph, tuple(solutions), tuple(notes), conflicts
            )


def _unheard(pins: Pinned, solution: Solution) -> tuple[str, ...]:
    refused = {slot: reason.what for slot, reason in solution.refused.items()}
    return unheard(pins.slots, solution.labels, refused, solution.kind.kind.name)


def _retyped(solutions: list[Solution]) -> set[str]:
    """What other files can name of all that was given a kind: functions, macros, typedefs,
    globals, and the structs that have fields of it."""
    shared = ("param", "return", "macro", "global", "typedef", "field")
    slots = (slot for solution in solutions for slot in solution.labels)
    names = (slot[1] for slot in slots if slot[0] in shared)
    return {name for name in names if name.isidentifier()}
