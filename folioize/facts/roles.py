# SPDX-License-Identifier: GPL-2.0-only
"""What polymorphic macros do with their arguments: macroroles.toml goes in, look-ups come out."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

Place = tuple[int, bool]
"""An argument's number, and whether what it points to is meant."""


@dataclass(frozen=True, slots=True)
class Roles:
    """Per macro name: results, flows, list operations, entries, iterators, assertions, and the
    type of the variable that it declares.

    ``polymorphic`` are those whose arguments move into one another, into a list or the result.
    """

    result: dict[str, tuple[Place, ...]] = field(default_factory=dict)
    flow: dict[str, tuple[tuple[Place, Place], ...]] = field(default_factory=dict)
    insert: dict[str, tuple[int, int]] = field(default_factory=dict)
    entry: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    each: dict[str, tuple[tuple[int, ...], int, int]] = field(default_factory=dict)
    step: dict[str, tuple[int, int]] = field(default_factory=dict)
    member: dict[str, tuple[int, int]] = field(default_factory=dict)
    declares: dict[str, str] = field(default_factory=dict)
    polymorphic: frozenset[str] = frozenset()
    asserts: frozenset[str] = frozenset()
    questions: frozenset[str] = frozenset()
    printers: frozenset[str] = frozenset()
    printing: tuple[str, ...] = ()
    symbols: frozenset[str] = frozenset()
    exporting: tuple[str, ...] = ()


def _place(text: str) -> Place:
    return int(text.lstrip("*")), text.startswith("*")


def _pairs(table: dict[str, list[str]]) -> dict[str, tuple[int, int]]:
    out: dict[str, tuple[int, int]] = {}
    for key, names in table.items():
        first, second = (int(number) for number in key.split())
        out.update((name, (first, second)) for name in names)
    return out


def _flows(table: dict[str, list[str]]) -> dict[str, tuple[tuple[Place, Place], ...]]:
    out: dict[str, tuple[tuple[Place, Place], ...]] = {}
    for key, names in table.items():
        sources, sink = key.split()
        pairs = tuple((_place(source), _place(sink)) for source in sources.split(","))
        for name in names:
            out[name] = out.get(name, ()) + pairs
    return out


@lru_cache(maxsize=1)
def load_roles() -> Roles:
    """The roles that ship with folioize."""
    table = tomllib.loads(Path(__file__).with_name("macroroles.toml").read_text("utf-8"))
    each: dict[str, tuple[tuple[int, ...], int, int]] = {}
    for key, names in table["each"].items():
        first, head, member = key.split()
        cursors = tuple(int(number) for number in first.split(","))
        each.update((name, (cursors, int(head), int(member))) for name in names)
    entry: dict[str, tuple[int, int, int]] = {}
    for key, names in table["entry"].items():
        place, kind, name_at = (int(number) for number in key.split())
        entry.update((name, (place, kind, name_at)) for name in names)
    result = {
        name: tuple(map(_place, key.split(",")))
        for key, names in table["result"].items()
        for name in names
    }
    flow = _flows(table["flow"])
    insert = _pairs(table["list"])
    return Roles(
        result=result,
        flow=flow,
        insert=insert,
        polymorphic=frozenset((*result, *flow, *insert)),
        entry=entry,
        each=each,
        step=_pairs(table["next"]),
        member=_pairs(table["member"]),
        declares={name: kind for kind, names in table["declare"].items() for name in names},
        asserts=frozenset(name for names in table["assert"].values() for name in names),
        printers=frozenset(table["print"]["names"]),
        printing=tuple(table["print"]["prefixes"]),
        symbols=frozenset(table["symbol"]["names"]),
        exporting=tuple(table["symbol"]["parts"]),
        questions=frozenset(name for names in table["question"].values() for name in names),
    )


def is_printer(name: str) -> bool:
    """Whether a function or macro only prints what it is given."""
    roles = load_roles()
    return name in roles.printers or name.startswith(roles.printing)


def is_symbol(name: str) -> bool:
    """Whether a macro only names the function that it is given, whatever that takes."""
    roles = load_roles()
    return name in roles.symbols or any(part in name for part in roles.exporting)
