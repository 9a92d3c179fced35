# SPDX-License-Identifier: GPL-2.0-only
"""A tree and kinds go in; the graph, and for each kind the slots that hold it, come out."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from folioize.facts.reach import defining, naming, reaching
from folioize.facts.search import Search
from folioize.facts.store import Facts, Progress, load_facts
from folioize.kinds.captures import Captures
from folioize.kinds.catalog import Catalog
from folioize.kinds.graph import Graph, build_graph
from folioize.kinds.kindfile import Kind
from folioize.kinds.occurrences import Occurrences
from folioize.kinds.pins import Decision, load_decisions, pinned
from folioize.kinds.solve import Solution, solve
from folioize.kinds.tables import build_tables
from folioize.kinds.values import Slot
from folioize.model import Options
from folioize.tree import Tree


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is known of a tree: facts, their graph, the macros that use what they are not given,
    one solution a kind, and stale decisions."""

    tree: Tree
    search: Search
    facts: Facts
    graph: Graph
    captures: Captures
    solutions: tuple[Solution, ...]
    stale: tuple[Decision, ...]

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
    tree: Tree, kinds: list[Kind], options: Options, progress: Progress | None = None
) -> Analysis:
    """Extract (or recall) the facts of the whole tree and solve for each kind in turn.

    A slot that one kind has taken is closed to the kinds after it.
    """
    search = Search(tree, options.jobs)
    paths = list(search.page_files)
    names = Catalog(tree.root, options.kind_dirs).folders
    decisions = load_decisions(options.decisions, {"page", *names})
    fields = {name for kind in kinds for name in kind.layout.fields}
    more = sorted({*reaching(search, fields), *defining(search)})
    while True:
        paths += more
        with _no_collection():
            facts = load_facts(tree, paths, options.jobs, progress)
            graph = build_graph(build_tables(facts.files))
        captures = Captures(search, graph.tables)
        pins, stale = pinned(graph, decisions)
        solutions = _solutions(graph, kinds, pins, captures)
        # Who calls what has just been given a kind is concerned too, wherever it is.
        known = set(paths)
        more = [p for p in naming(search, _retyped(solutions)) if p not in known]
        if not more:
            return Analysis(
                tree, search, facts, graph, captures, tuple(solutions), tuple(stale)
            )


def _solutions(
    graph: Graph, kinds: list[Kind], pins: dict[Slot, Decision], captures: Captures
) -> list[Solution]:
    solutions: list[Solution] = []
    taken: set[Slot] = set()
    for kind in kinds:
        mine = frozenset(slot for slot, pin in pins.items() if pin.kind == kind.kind.name)
        others = frozenset(slot for slot in pins if slot not in mine)
        occurrences = Occurrences(graph, kind, captures)
        solution = solve(graph, kind, frozenset(taken | others), mine, occurrences.unknown)
        solutions.append(solution)
        taken.update(solution.labels)
    return solutions


def _retyped(solutions: list[Solution]) -> set[str]:
    """What other files can name of all that was given a kind: functions, macros, typedefs,
    globals, and the structs that have fields of it."""
    shared = ("param", "return", "macro", "global", "typedef", "field")
    slots = (slot for solution in solutions for slot in solution.labels)
    names = (slot[1] for slot in slots if slot[0] in shared)
    return {name for name in names if name.isidentifier()}
