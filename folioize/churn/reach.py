# SPDX-License-Identifier: GPL-2.0-only
"""A kind's conversion goes in; the functions that get another signature, who calls them, and where
in the changed files functions are, come out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from folioize.churn.gains import retyped
from folioize.kinds import Analysis
from folioize.plan.account import Told
from folioize.plan.conversion import Snapshot

_EXPORT = re.compile(rb"^\s*EXPORT_(?:PER_CPU_|UNUSED_|STATIC_)?SYMBOL\w*\(\s*(\w+)", re.M)


@dataclass(frozen=True, slots=True)
class Reach:
    """What of the program one kind's conversion concerns.

    ``signatures`` are functions with a parameter or result of another type than before,
    ``exported`` those of them that modules can call; ``call_sites`` are the calls of these
    functions, all over the tree; ``bodies`` where each function's definition begins and ends, for
    every file that is changed, as the kind found it.
    """

    signatures: frozenset[str]
    exported: frozenset[str]
    call_sites: int
    bodies: Mapping[str, tuple[tuple[int, int], ...]]


def reach_of(conversion: Told, last: Snapshot | None) -> Reach:
    """Find what a kind's conversion concerns, by the facts of the tree before it."""
    analysis = conversion.analysis
    values, tables = analysis.graph.values, analysis.graph.tables
    slots = [values.slot(path, index) for path, index, _ in retyped(conversion, last)]
    changed = frozenset(slot[1] for slot in slots if slot[0] in ("param", "return"))
    calls = sum(
        tables.function_key(path, call.name) in changed
        for path, facts in tables.files.items()
        for call in facts.calls.values()
    )
    files = analysis.facts.files
    bodies = {
        path: tuple((one.start, one.end) for one in files[path].funcs if one.defined)
        for path in (() if last is None else last.edits)
        if path in files
    }
    return Reach(changed, _exported(analysis, changed), calls, bodies)


def _exported(analysis: Analysis, changed: frozenset[str]) -> frozenset[str]:
    """Those of the functions that are exported in a file that defines them."""
    tables = analysis.graph.tables
    homes = {
        path
        for key in changed & tables.functions.keys()
        for path, function in tables.function(key)
        if function.defined and path.endswith(".c")
    }
    names = {
        match.decode() for path in homes for match in _EXPORT.findall(analysis.tree.read(path))
    }
    return changed & names
