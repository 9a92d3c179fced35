# SPDX-License-Identifier: GPL-2.0-only
"""What a person points at goes in; the declarations that are meant, and the fewest decisions that
say so and outlive a rebase, come out.

A declaration is named by FILE:LINE[:NAME] or FILE:FUNCTION:NAME, all of a function (or struct) by
FILE:FUNCTION, all of a file by FILE, and all that a patch converts by the patch's number.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Sequence

import msgspec

from folioize.errors import FolioizeError
from folioize.kinds.pins import Decision
from folioize.model import Declaration, PatchRecord, SeriesRecord

PAGE = "page"

_LINE = re.compile(r"(?P<file>.+?):(?P<line>[1-9]\d*)(?::(?P<name>\w+))?", re.ASCII)
_FUNCTION = re.compile(r"(?P<file>.+?):(?P<function>[A-Za-z_]\w*)(?::(?P<name>\w+))?", re.ASCII)
_PATCH = re.compile(r"#?(?P<number>[1-9]\d*)", re.ASCII)


class Target(msgspec.Struct, frozen=True):
    """What is pointed at: ``keys`` name it in decisions, ``rows`` are its declarations.

    ``left`` are declarations of a patch that are of no kind any more, as was decided meanwhile.
    """

    said: str
    keys: tuple[Decision, ...]
    rows: tuple[Declaration, ...]
    left: tuple[Declaration, ...] = ()


def find_target(
    rows: Sequence[Declaration],
    text: str,
    of_patch: Callable[[int], Target],
    inside: Callable[[str], str] = str,
) -> Target:
    """What ``text`` points at; ``inside`` gives the tree's own name of a file.

    Raises FolioizeError for what is not there, with what is near.
    """
    if (match := _PATCH.fullmatch(text)) is not None:
        return of_patch(int(match["number"]))
    if (match := _LINE.fullmatch(text)) is not None:
        return _on_line(rows, inside(match["file"]), int(match["line"]), match["name"])
    if (match := _FUNCTION.fullmatch(text)) is not None:
        return _in_function(rows, inside(match["file"]), match["function"], match["name"])
    return _in_file(rows, inside(text))


def key_of(row: Declaration) -> Decision:
    """What names a declaration in a decision."""
    return Decision(
        file=row.file,
        function=row.function,
        role=row.role,
        name=row.name or None,
        index=row.index,
        verdict="note",
    )


def label_of(row: Declaration) -> str:
    """What names a declaration in a series: series.json has it so."""
    return f"{posixpath.normpath(row.file)}:{row.function or ''}:{row.name or row.role}"


def require_targets(texts: Iterable[str], record: SeriesRecord | None) -> None:
    """Raise FolioizeError for a target's text that is empty, or the number of no patch."""
    for text in texts:
        if not text.strip():
            raise FolioizeError("an empty TARGET: name a place, like mm/slub.c:1234:page")
        if (match := _PATCH.fullmatch(text)) is not None:
            _patch(record, int(match["number"]))


def _patch(record: SeriesRecord | None, number: int) -> PatchRecord:
    if record is None:
        raise FolioizeError(f"patch {number} of which series? Give its folder with -o OUT")
    patch = next((one for one in record.patches if one.number == number), None)
    if patch is None:
        raise FolioizeError(f"no patch {number}: the series has {len(record.patches)}")
    return patch


def find_patch(record: SeriesRecord | None, rows: Sequence[Declaration], number: int) -> Target:
    """What a patch of ``record`` converts, as a target."""
    found = patch_rows(record, rows, number)
    names = set(_patch(record, number).declarations) - {label_of(row) for row in found}
    left = tuple(row for row in rows if label_of(row) in names)
    return Target(f"patch {number}", fewest(rows, found), found, left)


def patch_rows(
    record: SeriesRecord | None, rows: Iterable[Declaration], number: int
) -> tuple[Declaration, ...]:
    """The declarations that a patch converts; raises FolioizeError if there is no such patch, or
    none in it."""
    names = set(_patch(record, number).declarations)
    found = tuple(row for row in rows if label_of(row) in names and row.kind != PAGE)
    if not found:
        raise FolioizeError(
            f"patch {number} converts no declaration, it only follows from others: "
            "decide about those, or leave a note on a file"
        )
    return found


def fewest(rows: Iterable[Declaration], chosen: Iterable[Declaration]) -> tuple[Decision, ...]:
    """The fewest keys that mean all of ``chosen`` and no other declaration that has a kind.

    A prototype needs no key beside its definition.
    """
    wanted = set(chosen)
    typed = [row for row in rows if row.kind != PAGE]
    keys: dict[Decision, None] = {}
    covered: set[tuple[object, ...]] = set()
    order = sorted(wanted, key=lambda row: (not row.file.endswith(".c"), row.file, row.line))
    for row in order:
        if _one(row) not in covered:
            keys[_widest(row, typed, wanted)] = None
            covered.add(_one(row))
    return tuple(keys)


def _one(row: Declaration) -> tuple[object, ...]:
    """What a prototype and its definition have in common."""
    if row.role in ("param", "return"):
        return row.function, row.role, row.index
    return row.file, row.function, row.role, row.name


def _widest(row: Declaration, typed: list[Declaration], wanted: set[Declaration]) -> Decision:
    beside = [other for other in typed if other.file == row.file]
    if row.file.endswith(".c") and wanted.issuperset(beside):
        return Decision(row.file, verdict="note")
    inside = [other for other in beside if other.function == row.function]
    if row.function is not None and len(inside) > 1 and wanted.issuperset(inside):
        return Decision(row.file, function=row.function, verdict="note")
    return key_of(row)


def _on_line(rows: Sequence[Declaration], file: str, line: int, name: str | None) -> Target:
    here = _of_file(rows, file)
    found = tuple(row for row in here if row.line == line and name in (None, row.name))
    if not found:
        near = sorted({row.line for row in here}, key=lambda other: abs(other - line))[:3]
        what = f" named {name}" if name else ""
        raise FolioizeError(
            f"{file}:{line} declares no struct page{what}; the nearest are on lines "
            f"{', '.join(map(str, sorted(near)))}"
        )
    keys = tuple(dict.fromkeys(key_of(row) for row in found))
    return Target(f"{file}:{line}{':' + name if name else ''}", keys, found)


def _in_function(rows: Sequence[Declaration], file: str, function: str, name: str | None) -> Target:
    here = [row for row in _of_file(rows, file) if row.function == function]
    if not here:
        raise FolioizeError(f"{file} has no function or struct {function} with a struct page in it")
    said = f"{file}:{function}"
    if name is None:
        return Target(said, (Decision(file, function=function, verdict="note"),), tuple(here))
    found = tuple(row for row in here if name in (row.name, row.role))
    if not found:
        names = ", ".join(dict.fromkeys(row.name or row.role for row in here))
        raise FolioizeError(f"{said} declares no struct page {name}; there is {names}")
    return Target(f"{said}:{name}", tuple(dict.fromkeys(map(key_of, found))), found)


def _in_file(rows: Sequence[Declaration], file: str) -> Target:
    return Target(file, (Decision(file, verdict="note"),), tuple(_of_file(rows, file)))


def _of_file(rows: Sequence[Declaration], file: str) -> list[Declaration]:
    found = [row for row in rows if row.file == file]
    if not found:
        raise FolioizeError(
            f"{file} declares no struct page, or is no file of the tree; name it as the tree does, "
            "like mm/slub.c, or a patch by its number"
        )
    return found
