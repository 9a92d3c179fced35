# SPDX-License-Identifier: GPL-2.0-only
"""A conversion in its last state goes in; the places that it leaves for a person come out."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from folioize.kinds.declared import Places
from folioize.kinds.newnames import new_name
from folioize.model import Left
from folioize.plan.conversion import Conversion, Snapshot
from folioize.plan.remaining import elsewhere, removal
from folioize.plan.state import OWN

UNBRIDGED = "unbridged"
"""The state of a use that does not compile as it is left."""


def unedited(conversion: Conversion, last: Snapshot | None) -> tuple[Left, ...]:
    """Uses that no bridge fits, borrowed fields that can't move, names that had to stay."""
    places = Places(conversion.analysis)
    rows: list[Left] = []
    for path, item in last.rendered.items() if last is not None else ():
        decls = conversion.analysis.facts.files[path].decls
        for trouble in item.troubles:
            if trouble.stays and removal(conversion)[1]:
                continue  # which tells that the fields stay for it
            rows.append(Left(path, places.line(path, trouble.start), UNBRIDGED, trouble.reason))
        for index, reason in item.kept_names:
            line = places.line(path, decls[index].named[0])
            rows.append(Left(path, line, "left", f"{decls[index].name} keeps its name: {reason}"))
    rows += _names_and_repeats(conversion, last) if last is not None else ()
    for path in sorted(conversion.borrowers) if not elsewhere(conversion) else ():
        rows += _on_disk(conversion, conversion.borrowing(path).left)
    if last is not None and conversion.layout.fits is None:
        rows += removal(conversion)[1]
    kind = conversion.kind
    header = kind.accessors.header if kind.accessors else None
    wanted = header is not None and conversion.layout.fits is None
    if wanted and header is not None and not conversion.analysis.tree.has(header):
        line = int(kind.place("accessors.header").rpartition(":")[2])
        reason = f"the tree has no {header}: no accessor is used"
        rows.append(Left(kind.path, line, "left", reason))
    for name in conversion.taken:
        line = int(kind.place_of(kind.accessor(name)).rpartition(":")[2])
        reason = f"the tree has a {name}(): its accessor is not used"
        rows.append(Left(kind.path, line, "left", reason))
    return tuple(rows)


def _names_and_repeats(conversion: Conversion, last: Snapshot) -> Iterator[Left]:
    """Fields that hold the kind and say page, and variables that one function converts more than
    once: both want a person's taste."""
    places = Places(conversion.analysis)
    kind = conversion.kind.kind
    bridge = f"{conversion.kind.bridges.from_page}()"
    if conversion.layout.fits is not None:
        bridge = f"a cast to struct {kind.type}"
    for path, item in last.rendered.items():
        facts = conversion.analysis.facts.files[path]
        for index in sorted(item.retyped):
            decl = facts.decls[index]
            if decl.role == "field" and new_name(decl.name, kind.variable):
                what = f"{decl.function}.{decl.name}"
                line = places.line(path, decl.named[0])
                yield Left(path, line, "left", f"{what} keeps its name: fields are not renamed")
        found: dict[tuple[int, bytes], list[int]] = {}
        for one in item.bridges:
            text = conversion.read(path)[one.start : one.end]
            inside = (f.start for f in facts.funcs if f.defined and f.start <= one.start < f.end)
            function = next(inside, None)
            if one.to == OWN and text.decode("latin-1").isidentifier() and function is not None:
                found.setdefault((function, text), []).append(one.start)
        for (_, text), at in found.items():
            if len(at) > 1:
                told = f"{text.decode()} goes through {bridge} {len(at)} times in this function"
                yield Left(path, places.line(path, at[0]), "left", f"{told}: a local would do")


def _on_disk(conversion: Conversion, rows: tuple[Left, ...]) -> list[Left]:
    """The rows with the lines of the files on disk."""
    line_of = conversion.analysis.tree.line_on_disk
    return [replace(row, line=line_of(row.file, row.line)) for row in rows]
