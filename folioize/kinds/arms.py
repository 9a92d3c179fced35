# SPDX-License-Identifier: GPL-2.0-only
"""A function goes in; what the macros of its name, in other configurations, take comes out.

``tlb_remove_table()`` takes a pointer to anything where page tables are freed by RCU, and is a
macro for ``tlb_remove_page()`` where they are not: a call must be right in both.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Set
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from folioize.kinds.graph import Graph
    from folioize.kinds.tables import Tables

Arm = tuple[str, int]
"""A file and a macro in it."""


def is_in_reach(header: str, path: str) -> bool:
    """Whether code in a file may mean what a header has, by where both lie: its own, what all
    include, what its architecture does, and what lies in its own directory or above."""
    if header == path:
        return True
    if not header.endswith(".h"):
        return False
    top, _, rest = header.partition("/")
    if top == "arch" and not path.startswith("arch/"):
        return "/include/" in rest
    if top == "arch" and "/include/" in rest:
        return path.startswith(f"arch/{rest.partition('/')[0]}/")
    return top == "include" or path.startswith(f"{posixpath.dirname(header)}/")


def may_meet(header: str, other: str) -> bool:
    """Whether some code may mean what either of two files has, each in its configuration."""
    if header == other or not (header.endswith(".h") and other.endswith(".h")):
        return header == other
    if all(path.startswith("arch/") and "/include/" in path for path in (header, other)):
        return True  # code of no architecture means one or the other
    return is_in_reach(header, other) or is_in_reach(other, header)


def arms(tables: Tables, path: str, name: str) -> Iterator[Arm]:
    """The macros of that name, with parameters, that code in a file may mean."""
    for where, index in tables.macros.get(name, ()):
        if tables.files[where].macros[index].params is not None and is_in_reach(where, path):
            yield where, index


def asking(graph: Graph, paths: Iterable[str], name: str, number: int) -> Arm | None:
    """The first of the macros of a function's name that code in some of the files may mean, of
    which a parameter has to be a page's pointer and no other."""
    found = sorted({arm for path in paths for arm in arms(graph.tables, path, name)})
    return next((arm for arm in found if _asks(graph, {arm}, name, number, set())), None)


def _asks(
    graph: Graph, found: Set[Arm], name: str, number: int, seen: set[tuple[str, int]]
) -> bool:
    """Whether a parameter goes, in one of these bodies, to what takes a page's pointer."""
    seen.add((name, number))
    for move in graph.outs.get(("macro", name, str(number)), ()):
        flow = graph.flow(move)
        if (move.path, flow.macro) not in found or move.form != "a" or move.callee == name:
            continue
        sink = move.sink
        if sink is None or sink[0] != "macro":
            if sink is not None or graph.is_asked_elsewhere(move):
                return True
            continue
        inner = (sink[1], int(sink[2]))
        there = {arm for where, _ in found for arm in arms(graph.tables, where, sink[1])}
        if inner not in seen and _asks(graph, there, *inner, seen):
            return True
    return False


def giving(graph: Graph, paths: Iterable[str], name: str) -> Arm | None:
    """The first of the macros of a function's name that evaluates to a page's pointer."""
    found = sorted({arm for path in paths for arm in arms(graph.tables, path, name)})
    for where, index in found:
        for result in graph.tables.files[where].macros[index].results:
            if result[0] == "c" and result[1] == name:
                continue  # the function itself
            if graph.values.resolve(where, result).is_page:
                return where, index
    return None
