# SPDX-License-Identifier: GPL-2.0-only
"""An analysis goes in; which part of the kernel uses what of struct page, and whose it is, comes
out.

"Which of this may a filesystem use?" A name is a kind's own if the kind's file claims the field;
memory management's own if nobody outside mm/ and the headers uses it; local to a directory if
nobody else does; and else shared.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping

import msgspec

from folioize.churn.owners import Owners
from folioize.churn.pageflags import PageFlags, find_page_flags
from folioize.facts.roles import is_printer
from folioize.kinds import Analysis
from folioize.kinds.values import Slot
from folioize.typegen import page_nodes

MEMBER, FLAG, FUNCTION, CONSTANT = "member", "flag", "function", "constant"
CATEGORIES = (MEMBER, FLAG, FUNCTION, CONSTANT)
SHARED = "shared"
CORE = "mm"

_SKIP = re.compile(rb"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"", re.S)
_NEUTRAL = ("include", "Documentation")
"""Where what all share is written down; a use there makes a name nobody's."""


class Use(msgspec.Struct, frozen=True):
    """``uses`` places of a group that use one name; ``owner`` says whose the name is."""

    group: str
    what: str
    name: str
    owner: str
    uses: int


class Place(msgspec.Struct, frozen=True):
    """One place where something of struct page is used; ``kind`` is what the page there is."""

    what: str
    name: str
    path: str
    kind: str


Grouping = Callable[[Place], str]


def groupings(owners: Owners) -> Mapping[str, Grouping]:
    """The ways to put places together, by name."""
    return {
        "directory": lambda place: top(place.path),
        "subsystem": lambda place: owners.subsystem(place.path),
        "kind": lambda place: place.kind,
    }


def top(path: str) -> str:
    """The part of the kernel that a file belongs to: its first directory."""
    head, slash, _ = path.partition("/")
    return head if slash else "."


def audit(analysis: Analysis, group: Grouping, paths: tuple[str, ...] = ()) -> tuple[Use, ...]:
    """Count the uses; ``paths`` keeps to these files and directories, but whose a name is, is
    judged by the whole tree."""
    places = list(places_of(analysis))
    owner = _owners(analysis, places)
    counts: Counter[tuple[str, str, str]] = Counter()
    for place in places:
        if not paths or any(_below(place.path, path) for path in paths):
            counts[group(place), place.what, place.name] += 1
    return tuple(
        Use(name, what, what_name, owner[what, what_name], uses)
        for (name, what, what_name), uses in sorted(counts.items())
    )


def places_of(analysis: Analysis) -> Iterator[Place]:
    """Every place that uses a member, a flag, a function or a constant of struct page."""
    flags = find_page_flags(analysis.search)
    yield from _members(analysis)
    yield from _calls(analysis, flags)
    yield from _constants(analysis, flags)


def _below(path: str, asked: str) -> bool:
    return path == asked or path.startswith(asked.rstrip("/") + "/")


def _kind(analysis: Analysis, slot: Slot | None) -> str:
    solution = analysis.kind_of(slot) if slot is not None else None
    return solution.kind.kind.name if solution is not None else "page"


def _members(analysis: Analysis) -> Iterator[Place]:
    graph, header = analysis.graph, analysis.tree.page_header
    # The header's own text: facts tell no bit-fields.
    declared = {
        field.name
        for node in page_nodes(analysis.tree.read(header), header)
        for field in node.fields()
    }
    for path, facts in analysis.facts.files.items():
        for index, access in enumerate(facts.accesses):
            base = graph.bases[path, index]
            if base.is_page and access.field in declared:
                yield Place(MEMBER, access.field, path, _kind(analysis, base.slot))


def _calls(analysis: Analysis, flags: PageFlags) -> Iterator[Place]:
    """Calls that are given a page; one that also names a flag is a use of that, too."""
    graph = analysis.graph
    seen: set[tuple[str, int]] = set()
    for move in graph.moves:
        if move.form != "a" or not move.callee or is_printer(move.callee):
            continue
        call = (move.path, graph.flow(move).sink[1])
        if call in seen:
            continue
        seen.add(call)
        kind = _kind(analysis, move.source)
        yield Place(FUNCTION, move.callee, move.path, kind)
        function = flags.functions.get(move.callee)
        for flag in function.flags if function is not None else ():
            yield Place(FLAG, flag, move.path, kind)


def _constants(analysis: Analysis, flags: PageFlags) -> Iterator[Place]:
    """Constants where code names them; a comment or a string is no use."""
    words = "|".join(sorted(map(re.escape, flags.constants)))
    pattern = re.compile(rf"\b(?:{words})\b".encode())
    for path in analysis.search.mentions(pattern, analysis.search.kernel):
        text = _SKIP.sub(b" ", analysis.tree.read(path))
        for match in pattern.finditer(text):
            yield Place(CONSTANT, match[0].decode(), path, "page")


def _owners(analysis: Analysis, places: list[Place]) -> dict[tuple[str, str], str]:
    """Whose each name is."""
    kinds = {
        field: solution.kind.kind.name
        for solution in analysis.solutions
        for field in solution.kind.layout.fields
    }
    users: dict[tuple[str, str], set[str]] = defaultdict(set)
    for place in places:
        users[place.what, place.name].add(top(place.path))
    return {
        key: kinds[key[1]] if key[0] == MEMBER and key[1] in kinds else _owner(found)
        for key, found in users.items()
    }


def _owner(users: set[str]) -> str:
    outside = users.difference(_NEUTRAL)
    if outside <= {CORE}:
        return CORE
    return next(iter(outside)) if len(outside) == 1 else SHARED
