# SPDX-License-Identifier: GPL-2.0-only
"""A conversion goes in; how the kind's fields leave struct page, or why they can't, comes out.

While a use is neither converted nor moved, they cannot.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from folioize.errors import TreeError
from folioize.facts.records import Access
from folioize.kinds.declared import Places
from folioize.kinds.graph import Move
from folioize.model import Edit, Left
from folioize.plan.conversion import Conversion
from folioize.plan.doubts import Doubts
from folioize.typegen import remove_arm_edits

_STAY = "the kind's fields stay in struct page"


@lru_cache(maxsize=1)
def removal(conversion: Conversion) -> tuple[tuple[Edit, ...], tuple[Left, ...]]:
    """The edits that take the kind's fields out of ``struct page``, or why they have to stay:
    each use that is left, with its file and line, or what would become of the others."""
    if conversion.kind.kind.last:
        return (), ()  # it shares all its fields
    left = elsewhere(conversion) or remaining(conversion)
    if left:
        return (), left
    layout = conversion.layout
    try:
        return remove_arm_edits(layout, conversion.kind), ()
    except TreeError as err:
        line = layout.text.count("\n", 0, layout.start) + 1
        reason = str(err).removeprefix(f"{layout.path}: ")
        return (), (Left(layout.path, line, "left", f"the kind's fields stay: {reason}"),)


@lru_cache(maxsize=1)
def elsewhere(conversion: Conversion) -> tuple[Left, ...]:
    """Why the fields have to stay because a conversion keeps to some paths; nothing if they may
    go, as far as that is concerned."""
    layout = conversion.layout
    if layout.fits is not None:
        line = layout.text.count("\n", 0, layout.start) + 1
        return (Left(layout.path, line, "left", "the tree has the type: struct page stays"),)
    if not conversion.paths:
        return ()
    line = layout.text.count("\n", 0, layout.start) + 1
    if not conversion.is_asked_for(layout.path):
        why = "struct page is outside of --paths"
    elif conversion.outside:
        why = next(iter(conversion.outside.values()))
        why = f"something of the kind {why}"
    else:
        why = _used_elsewhere(conversion)
    return (Left(layout.path, line, "left", f"the kind's fields stay: {why}"),) if why else ()


def _used_elsewhere(conversion: Conversion) -> str:
    """The first use of the fields in a file that the conversion does not keep to."""
    places = Places(conversion.analysis)
    for path in sorted(conversion.concerned):
        if not conversion.is_asked_for(path):
            for access, _ in conversion.general_uses(path):
                where = f"{path}:{places.line(path, access.named[0])}"
                return f"{where} uses {access.field}, outside of --paths"
    return ""


def remaining(conversion: Conversion) -> tuple[Left, ...]:
    """Each such use with its file and line, in order."""
    places = Places(conversion.analysis)
    doubts = Doubts(conversion)
    rows = []
    for path in filter(conversion.is_asked_for, sorted(conversion.analysis.facts.files)):
        for access, why in _in_file(conversion, path):
            line = places.line(path, access.named[0])
            rows.append(Left(path, line, "left", f"{access.field} {why}: {_STAY}"))
        for doubt in doubts.of_file(path):
            line = places.line(path, doubt.start)
            rows.append(Left(path, line, "not understood", f"{doubt.what}: {_STAY}"))
    return tuple(dict.fromkeys(rows))


def _in_file(conversion: Conversion, path: str) -> Iterator[tuple[Access, str]]:
    borrowed = conversion.borrowed(path)
    moved = conversion.borrowing(path).moved if borrowed else frozenset()
    for access, slot in conversion.general_uses(path):
        if access.macro >= 0 and access.base[0] == "p":
            continue  # a macro is seen below
        if slot is not None and conversion.types.is_self_field(slot):
            continue  # follows what it is reached by
        if access.named[0] in borrowed:
            if access.named[0] not in moved:
                yield access, "is borrowed here, and no [[borrower]] of the kind moves it"
        elif access.mode == "m" or not access.arrow:
            yield access, "of a struct page is named where no bridge can be"
    yield from _through_macros(conversion, path)


def _through_macros(conversion: Conversion, path: str) -> Iterator[tuple[Access, str]]:
    """Uses in a macro that takes a page, or that is given pages which are not of the kind."""
    graph, labels = conversion.analysis.graph, conversion.labels
    for index, access in enumerate(conversion.analysis.facts.files[path].accesses):
        slot = graph.bases[path, index].slot
        if slot is None or slot[0] != "macro" or access.field not in conversion.types.owned:
            continue
        given = [move for move in graph.ins.get(slot, ()) if _is_given(move)]
        if slot not in labels and any(move.source not in labels for move in given):
            yield access, f"is used in {slot[1]}(), which is given pages of other kinds"
        elif slot not in labels and given and not graph.parameters.of(slot).stored:
            yield access, f"is used in {slot[1]}(), which takes a page"


def _is_given(move: Move) -> bool:
    """Whether a move is that of a page into a macro, and not one inside of it."""
    return move.source is not None and move.source[0] != "macro" and move.depth == 1
