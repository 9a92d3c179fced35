# SPDX-License-Identifier: GPL-2.0-only
"""What a step does goes in; its subject line and the facts for its message come out."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from folioize.kinds.declared import Places
from folioize.kinds.kindfile import Kind
from folioize.plan.units import Unit, unit_of

if TYPE_CHECKING:
    from folioize.plan.conversion import Conversion

WIDTH = 66
"""Columns of a subject: with "[PATCH 12/34] " before it, mail clients still show the whole."""


MANY = 12
"""More functions than this are not counted in a subject: it is the whole file."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a step is about: its template, the units and files it is for, and the helpers that
    are there before and after it."""

    template: str
    units: tuple[Unit, ...]
    files: tuple[str, ...]
    had: tuple[str, ...]
    has: tuple[str, ...]


def group_of(path: str) -> str:
    """Files that belong into one patch: those of a deep directory, else each its own."""
    folder = posixpath.dirname(path)
    if path.startswith("include/"):
        return "include"
    return folder if folder.count("/") >= 1 else posixpath.splitext(path)[0]


def prefix_of(kind: Kind, files: tuple[str, ...]) -> str:
    """What stands before the colon of a subject, as the kernel's log has it."""
    path = files[0]
    if path.startswith("include/"):
        return kind.message.prefix
    for top in ("drivers/", "arch/"):
        if path.startswith(top):
            return posixpath.dirname(path).removeprefix("drivers/").removeprefix("arch/")
    return group_of(path)


def subject(kind: Kind, change: Change) -> str:
    """The subject line, without the bracketed prefix."""
    template, units, files = change.template, change.units, change.files
    prefix, c_type = prefix_of(kind, files), f"struct {kind.kind.type}"
    if template == "introduce":
        return f"mm: introduce {c_type} and its first users"
    if template == "remove-arm":
        return f"mm: remove the {kind.kind.variable} fields from struct page"
    if template == "borrower":
        return f"{prefix}: stop using {kind.kind.variable} fields of struct page"
    if template == "outside":
        return f"{prefix}: reach {kind.message.noun or kind.kind.variable}s through {c_type}"[:74]
    names = unit_names(units)
    more = len(names) - 1
    if more >= MANY:
        return f"{prefix}: use {c_type} for all {kind.message.nouns or kind.kind.variable}"
    first = min(names, key=lambda name: (len(name) > 28, -len(name), name)) if names else "structs"
    call = f"{first}()" if ("function", first) in _plain(units) else first
    tail = f" and {more} more" if more > 0 else ""
    return f"{prefix}: use {c_type} in {call}{tail}"


def slug_of(text: str) -> str:
    """A subject as git format-patch would make a file's name of it."""
    return re.sub(r"[^A-Za-z0-9_.]+", "-", text)[:52].strip("-.")


def _plain(units: tuple[Unit, ...]) -> set[tuple[str, str]]:
    return {(unit[0], unit[1].rsplit(":", 1)[-1]) for unit in units}


def unit_names(units: tuple[Unit, ...]) -> list[str]:
    """Readable names of units, functions first."""
    names = [unit[1].rsplit(":", 1)[-1] for unit in units if unit[0] == "function"]
    for unit in units:
        if unit[0] == "field":
            names.append(f"{unit[1].rsplit(':', 1)[-1].split(' ')[-1]}.{unit[2]}")
        elif unit[0] != "function":
            names.append(unit[-1])
    return names


def about(conversion: Conversion, change: Change) -> dict[str, Any]:
    """The context of the message: functions, evidence, fields, helpers."""
    kind = conversion.kind
    template, units, files = change.template, change.units, change.files
    context: dict[str, Any] = {"subject_files": list(files)}
    functions = [unit[1].rsplit(":", 1)[-1] for unit in units if unit[0] == "function"]
    if functions:
        context["functions"] = sorted(functions)
    new = [part for part in change.has if part not in change.had]
    helpers = {"from_page": kind.bridges.from_page, "to_page": kind.bridges.to_page}
    context["helpers"] = [helpers.get(part, part) for part in new if part != "type"]
    if template in ("introduce", "retype"):
        context["evidence"] = _evidence(conversion, units)
    if template == "introduce":
        context["why"] = " ".join(kind.kind.why.split())
        context["fields"] = _own_fields(conversion)
        context["notes"] = list(kind.message.facts)
    elif len(functions) > MANY:
        context["notes"] = [
            "This is one mechanical change: types, names and the conversions that go with them, "
            "for a whole file, so that no conversion inside it comes and goes."
        ]
    elif template in ("outside", "borrower"):
        context["fields"] = _fields(conversion, files)
    elif template == "remove-arm":
        context["fields"] = _own_fields(conversion)
    return context


def _evidence(conversion: Conversion, units: tuple[Unit, ...], most: int = 6) -> list[str]:
    """The strongest evidence of a step: one line a place, seeds before what follows from them."""
    places = Places(conversion.analysis)
    wanted = set(units)
    rows: dict[str, float] = {}
    for slot, reason in conversion.solution.labels.items():
        if unit_of(conversion.analysis.graph, slot) in wanted and reason.at:
            line = places.line(reason.path, reason.at)
            rows.setdefault(f"{reason.path}:{line}: {reason.what}", reason.confidence)
    ordered = sorted(rows, key=lambda row: (-rows[row], row))
    if len(ordered) <= most:
        return ordered
    return [*ordered[:most], f"and {len(ordered) - most} more places"]


def _own_fields(conversion: Conversion) -> list[str]:
    return list(dict.fromkeys(placed.declared.name for placed in conversion.layout.own))


def _fields(conversion: Conversion, files: tuple[str, ...]) -> list[str]:
    owned = conversion.types.owned
    graph = conversion.analysis.graph
    found = {
        access.field
        for path in files
        for index, access in enumerate(conversion.analysis.facts.files[path].accesses)
        if access.field in owned and graph.bases[path, index].is_page
    }
    return sorted(found)
