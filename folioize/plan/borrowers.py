# SPDX-License-Identifier: GPL-2.0-only
"""A conversion goes in; the files that borrow the kind's fields, grouped into patches, come out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from folioize.kinds.values import Slot
from folioize.plan.conversion import Conversion
from folioize.plan.subjects import group_of


def borrowing_together(conversion: Conversion) -> list[tuple[str, ...]]:
    """Borrowers that hand one another the pages they borrow from must move together: one reads
    what the other stored. Each group begins with the file that the others call."""
    groups: dict[str, set[str]] = {}
    for path in sorted(conversion.borrowers):
        groups.setdefault(group_of(path), set()).add(path)
    called: Counter[str] = Counter()
    for caller, callee in _handed(conversion):
        called[callee] += 1
        one, other = (next(g for g in groups.values() if path in g) for path in (caller, callee))
        if one is not other:
            one |= other
            groups = {name: group for name, group in groups.items() if group is not other}
    ordered = (tuple(sorted(group, key=lambda p: (-called[p], p))) for group in groups.values())
    return sorted(ordered)


def _handed(conversion: Conversion) -> Iterator[tuple[str, str]]:
    """Pairs of borrowers' files: the first gives the second a page, and both borrow from it."""
    graph = conversion.analysis.graph
    home: dict[Slot, str] = {}
    for path in sorted(conversion.borrowers):
        for _, slot in conversion.general_uses(path):
            if slot is not None:
                home.setdefault(slot, path)
    for slot, path in sorted(home.items()):
        for move in graph.outs.get(slot, ()):
            if move.sink in home and home[move.sink] != path:
                yield path, home[move.sink]
