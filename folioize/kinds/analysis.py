# SPDX-License-Identifier: GPL-2.0-only
"""A tree and kinds go in; the graph, and for each kind the slots that hold it, come out."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from folioize.facts.store import Facts, Progress, load_facts, page_files
from folioize.kinds.catalog import kind_folders
from folioize.kinds.graph import Graph, build_graph
from folioize.kinds.kindfile import Kind
from folioize.kinds.pins import Decision, load_decisions, pinned
from folioize.kinds.solve import Solution, solve
from folioize.kinds.tables import build_tables
from folioize.kinds.values import Slot
from folioize.model import Options
from folioize.tree import Tree


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is known of a tree: facts, their graph, one solution a kind, and stale decisions."""

    tree: Tree
    facts: Facts
    graph: Graph
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
    with _no_collection():
        facts = load_facts(tree, page_files(tree, options.jobs), options.jobs, progress)
        graph = build_graph(build_tables(facts.files))
    known = {"page", *kind_folders()}
    pins, stale = pinned(graph, load_decisions(options.decisions, known))
    solutions: list[Solution] = []
    taken: set[Slot] = set()
    for kind in kinds:
        mine = frozenset(slot for slot, pin in pins.items() if pin.kind == kind.kind.name)
        others = frozenset(slot for slot in pins if slot not in mine)
        solution = solve(graph, kind, frozenset(taken | others), mine)
        solutions.append(solution)
        taken.update(solution.labels)
    return Analysis(tree, facts, graph, tuple(solutions), tuple(stale))
