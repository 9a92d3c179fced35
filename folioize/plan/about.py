# SPDX-License-Identifier: GPL-2.0-only
"""What a step does goes in; the facts for its commit message come out."""

from __future__ import annotations

from typing import Any

from folioize.kinds.declared import Places
from folioize.kinds.kindfile import Kind
from folioize.kinds.solution import Reason
from folioize.kinds.values import Slot
from folioize.plan.conversion import Conversion
from folioize.plan.subjects import MANY, Change
from folioize.plan.units import Unit, unit_of

_SAID = (
    (" is for this kind alone, as its kind.toml says", " deals with nothing but %s"),
    (" holds only this kind", " holds nothing but %s"),
    (" belongs to this kind", " is a field of %s"),
)
"""How reasons end that speak of a kind file, which readers of a series have not seen."""


def about(conversion: Conversion, change: Change) -> dict[str, Any]:
    """The context of the message: functions, evidence, fields, helpers."""
    kind = conversion.kind
    functions = _by_size(conversion, change.units)
    new = [part for part in change.has if part not in change.had and part != "type"]
    helpers = {"from_page": kind.bridges.from_page, "to_page": kind.bridges.to_page}
    context: dict[str, Any] = {
        "subject_files": list(change.files),
        "helpers": [helpers.get(part, part) for part in new],
        "wraps": [of for of, name in conversion.accessors.items() if name in new],
        "border": [name for name in change.border if name not in functions],
    }
    if kind.message.nouns:
        context["nouns"] = kind.message.nouns
    if functions:
        context["functions"] = functions
    if change.template == "adopt":
        return context | _adopting(conversion, change)
    return context | _of_template(conversion, change, functions)


def _adopting(conversion: Conversion, change: Change) -> dict[str, Any]:
    """Of a step that uses a type which the tree has."""
    kind = conversion.kind
    known = kind.existing
    return {
        "evidence": _evidence(conversion, change.units),
        "why": "",
        "release": conversion.analysis.tree.version,
        "paths": list(conversion.paths),
        "purpose": " ".join(kind.kind.why.split()),
        "variable": kind.kind.variable,
        "member": known.to_member if known else "",
        "from_page": known.from_page if known else "",
        "large": list(known.large) if known and not _has_large(kind) else [],
    }


def _of_template(conversion: Conversion, change: Change, functions: list[str]) -> dict[str, Any]:
    kind = conversion.kind
    match change.template:
        case "type" | "accessors":
            return {
                "why": " ".join(kind.kind.why.split()),
                "caveats": list(kind.kind.caveats),
                "fields": [placed.declared.name for placed in conversion.layout.shared],
                "notes": list(kind.message.facts) if change.template == "type" else [],
                "no_change": "Nothing uses them yet",
            }
        case "introduce":
            alone = {} if change.units else {"no_change": "Nothing uses it yet"}
            return alone | {
                "evidence": _evidence(conversion, change.units),
                "why": " ".join(kind.kind.why.split()),
                "release": conversion.analysis.tree.version,
                "caveats": list(kind.kind.caveats),
                "bridges": [kind.bridges.from_page, kind.bridges.to_page],
                "fields": _own_fields(conversion),
                "notes": list(kind.message.facts),
                "paths": list(conversion.paths),
            }
        case "retype":
            found: dict[str, Any] = {"evidence": _evidence(conversion, change.units)}
            if len(functions) > MANY:
                found["notes"] = [
                    "This is one mechanical change of a whole file: types, names and the "
                    "conversions that go with them."
                ]
            return found
        case "outside":
            return {"fields": _fields(conversion, change.files)}
        case "borrower":
            return _borrowed(conversion, change.files)
        case _:
            borrowers = sorted(conversion.borrowers)
            return {"fields": _own_fields(conversion), "borrowers": borrowers}


def _has_large(kind: Kind) -> bool:
    """Whether lookups may give a tail page, as far as the kind was told for these paths."""
    known = kind.existing
    return known is not None and any(name in known.lookups for name in kind.evidence.tails)


def _by_size(conversion: Conversion, units: tuple[Unit, ...]) -> list[str]:
    """The names of functions, the longest first: a message has room for a few."""
    tables = conversion.analysis.graph.tables

    def size(unit: Unit) -> int:
        return max((f.end - f.start for _, f in tables.function(unit[1])), default=0)

    keys = sorted((unit for unit in units if unit[0] == "function"), key=lambda u: (-size(u), u))
    return [unit[1].rsplit(":", 1)[-1] for unit in keys]


def _evidence(conversion: Conversion, units: tuple[Unit, ...], most: int = 6) -> list[str]:
    """The strongest evidence of a step: one line a place, seeds before what follows from them."""
    places = Places(conversion.analysis)
    wanted = set(units)
    rows: dict[tuple[str, int, str], float] = {}
    for slot, reason in conversion.solution.labels.items():
        unit = unit_of(conversion.analysis.graph, slot)
        if unit in wanted and reason.at:
            line = places.line(reason.path, reason.at)
            told = _told(conversion, slot, unit, reason)
            rows.setdefault((reason.path, line, told), reason.confidence)
    ordered = sorted(rows, key=lambda row: (-rows[row], row))
    texts = [f"{path}:{line}: {told}" for path, line, told in ordered]
    if len(texts) <= most:
        return texts
    return [*texts[:most], f"and {len(texts) - most} more places"]


def _told(conversion: Conversion, slot: Slot, unit: Unit, reason: Reason) -> str:
    """A reason as a sentence that stands alone: where it is, and of what it speaks."""
    graph = conversion.analysis.graph
    kind = conversion.kind
    nouns = kind.message.nouns or f"{kind.kind.name} pages"
    what = reason.what
    for own, said in (*_SAID, (f" belongs to {kind.kind.name}", " is a field of %s")):
        if what.endswith(own):
            what = what.removesuffix(own) + said % nouns
    if what.startswith("is "):
        name = graph.decl(graph.decls[slot][0]).name if slot in graph.decls else ""
        what = f"{name or 'the page'} {what}"
    function = unit[1].rsplit(":", 1)[-1]
    if unit[0] != "function" or what.startswith(f"{function}()"):
        return what
    return f"in {function}(), {what}"


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


def _borrowed(conversion: Conversion, files: tuple[str, ...]) -> dict[str, Any]:
    """Which fields the files use, what they move to, and whether they store anything there."""
    found = [
        (path, access)
        for path in files
        for access, _ in conversion.general_uses(path)
        if access.named[0] in conversion.borrowing(path).moved
    ]
    fields = {access.field for _, access in found}
    use = {entry.field: entry.use for entry in conversion.kind.borrower}
    return {
        "fields": sorted(fields),
        "offsets": [f"{use[name]} for {name}" for name in sorted(fields)],
        "writers": sorted({path for path, access in found if access.mode != "r"}),
    }
