# SPDX-License-Identifier: GPL-2.0-only
"""A rehearsed design and its net diff go in; what they touch of the program comes out."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator, Sequence

import msgspec

from folioize.churn.diffs import Block, FileDiff
from folioize.churn.rehearsed import Part, Rehearsed
from folioize.facts.records import Decl, FileFacts

_EXPORT = re.compile(rb"^\s*EXPORT_(?:PER_CPU_|UNUSED_|STATIC_)?SYMBOL\w*\(\s*(\w+)", re.M)


class Touched(msgspec.Struct, frozen=True):
    """What of the program the design's diff changes.

    ``functions`` are definitions with a changed line; ``signatures`` functions with a parameter
    or result of another type than before, ``exported`` those of them that modules can call;
    ``call_sites`` are the calls of these functions, all over the tree.
    """

    functions: int
    signatures: tuple[str, ...]
    exported: tuple[str, ...]
    call_sites: int


def touched(design: Rehearsed, net: Sequence[FileDiff]) -> Touched:
    """Find what a design touches, by the facts of the tree as it was."""
    changed: set[str] = set()
    calls = 0
    for part in design.parts:
        mine = changed_signatures(part)
        calls += _calls(part, mine)
        changed |= mine
    return Touched(
        _functions(design, net),
        tuple(sorted(changed)),
        tuple(sorted(_exported(design, changed))),
        calls,
    )


def retyped(part: Part) -> Iterator[tuple[str, int, Decl]]:
    """The declarations that have the kind's type in the end, with file and number."""
    if part.planned.last is None:
        return
    files = part.planned.conversion.analysis.facts.files
    for path, rendered in sorted(part.planned.last.rendered.items()):
        for index in sorted(rendered.retyped):
            yield path, index, files[path].decls[index]


def changed_signatures(part: Part) -> set[str]:
    """The keys of functions that take or return the kind's type now."""
    values = part.planned.conversion.analysis.graph.values
    slots = (values.slot(path, index) for path, index, _ in retyped(part))
    return {slot[1] for slot in slots if slot[0] in ("param", "return")}


def _calls(part: Part, changed: set[str]) -> int:
    tables = part.planned.conversion.analysis.graph.tables
    return sum(
        tables.function_key(path, call.name) in changed
        for path, facts in tables.files.items()
        for call in facts.calls.values()
    )


def _functions(design: Rehearsed, net: Sequence[FileDiff]) -> int:
    """Definitions in whose lines something is changed, taken out or put in."""
    found = 0
    for one in net:
        facts = _facts(design, one.path)
        if facts is None:
            continue
        data = design.tree.read(one.path)
        starts = [0, *itertools.accumulate(len(line) + 1 for line in data.split(b"\n"))]
        blocks = list(one.blocks)
        for function in facts.funcs:
            if function.defined:
                first = bisect.bisect_right(starts, function.start)
                last = bisect.bisect_right(starts, function.end - 1)
                found += any(_within(block, first, last) for block in blocks)
    return found


def _within(block: Block, first: int, last: int) -> bool:
    """Whether a block stands in these lines; what is put in before the first is in no function."""
    if block.removed:
        return block.line <= last and first < block.line + len(block.removed)
    return first < block.line <= last


def _facts(design: Rehearsed, path: str) -> FileFacts | None:
    for part in design.parts:
        facts = part.planned.conversion.analysis.facts.files.get(path)
        if facts is not None:
            return facts
    return None


def _exported(design: Rehearsed, changed: set[str]) -> set[str]:
    """Those of the functions that are exported in a file that defines them."""
    found: set[str] = set()
    for part in design.parts:
        tables = part.planned.conversion.analysis.graph.tables
        homes = {
            path
            for key in changed & tables.functions.keys()
            for path, function in tables.function(key)
            if function.defined and path.endswith(".c")
        }
        for path in homes:
            names = {match.decode() for match in _EXPORT.findall(design.tree.read(path))}
            found |= names & changed
    return found
