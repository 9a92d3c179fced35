# SPDX-License-Identifier: GPL-2.0-only
"""decisions.toml goes in; the slots that a person has pinned to a kind come out.

A decision names a declaration by what survives a rebase: file, function (struct tag for a
field), role, name and, for a parameter, its index; never by line.
"""

from __future__ import annotations

import os
import posixpath
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from folioize.errors import FolioizeError
from folioize.facts.records import Decl
from folioize.kinds.graph import Graph
from folioize.kinds.located import line_of, schema_mistake, toml_mistake
from folioize.kinds.values import Slot

ROLES = ("param", "local", "return", "field", "global", "typedef", "macro")
"""What a declaration that has a kind can be."""

_TABLE = "decision"


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One pin; ``kind`` is a kind's name, or "page" to keep struct page."""

    file: str
    kind: str
    function: str | None = None
    role: str | None = None
    name: str | None = None
    index: int | None = None
    note: str = ""

    def named(self) -> tuple[str | int | None, ...]:
        """What it names, without what it says of that."""
        return (self.file, self.function, self.role, self.name, self.index)

    def __str__(self) -> str:
        parts = (self.file, self.function and f"{self.function}()", self.role, self.name)
        told = [part for part in parts if part]
        return " ".join(told) + (f" {self.index}" if self.index is not None else "")


@dataclass(frozen=True, slots=True)
class Pin:
    """A decision and the line of the file that it begins on."""

    decision: Decision
    path: str
    line: int

    @property
    def place(self) -> str:
        """FILE:LINE."""
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Pinned:
    """The slots that pins name; ``notes`` tell of those that name nothing, or overrule others."""

    slots: dict[Slot, Pin]
    notes: tuple[str, ...]


def role_of(decl: Decl) -> str:
    """What a declaration is called when it is told of."""
    return "macro" if decl.macro >= 0 else decl.role


def load_decisions(path: str | None, root: Path, known: set[str]) -> tuple[Pin, ...]:
    """Read decisions.toml; ``root`` is the tree that it is for.

    Raises FolioizeError, one line ``FILE:LINE: what to do``, for a file that is broken, that pins
    to a kind that is not ``known``, or that says two things of the same.
    """
    if path is None:
        return ()
    text = _read(path)
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FolioizeError(toml_mistake(str(error), text, path)) from error
    rows = tables.get(_TABLE, [])
    for key in tables:
        if key != _TABLE or not isinstance(rows, list):
            line = line_of(text, key)
            raise FolioizeError(f"{path}:{line}: write [[{_TABLE}]] tables, and nothing else")
    pins: list[Pin] = []
    found: dict[tuple[str | int | None, ...], Pin] = {}
    for number, row in enumerate(rows):
        pin = _pin(path, text, number, row, root)
        for key, wrong in _wrong(pin.decision, known):
            line = line_of(text, f"{_TABLE}[{number}].{key}")
            raise FolioizeError(f"{path}:{line}: {wrong}")
        earlier = found.setdefault(pin.decision.named(), pin)
        if earlier.decision.kind != pin.decision.kind:
            other = f"line {earlier.line} pins the same to {earlier.decision.kind}"
            raise FolioizeError(f"{path}:{pin.line}: {other}: remove one of them")
        pins.append(pin)
    return tuple(pins)


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise FolioizeError(f"{path}: {error.strerror}; --decisions takes a file") from error
    except UnicodeDecodeError as error:
        raise FolioizeError(f"{path}:1: save the file as UTF-8 ({error.reason})") from error


def _pin(path: str, text: str, number: int, row: Any, root: Path) -> Pin:  # noqa: ANN401 - TOML
    where = f"{_TABLE}[{number}]"
    try:
        decision = msgspec.convert(row, Decision)
    except msgspec.ValidationError as error:
        raise FolioizeError(schema_mistake(str(error), text, path, where)) from error
    file = _normal(decision.file, root)
    return Pin(msgspec.structs.replace(decision, file=file), path, line_of(text, where))


def _normal(file: str, root: Path) -> str:
    """A file as the tree names it, whether or not it has it."""
    if file.startswith("/"):
        file = os.path.relpath(os.path.realpath(file), root)
    return posixpath.normpath(file)


def _wrong(decision: Decision, known: set[str]) -> Iterator[tuple[str, str]]:
    """The keys of a decision that can't be meant, each with what to do."""
    if decision.kind not in known:
        names = ", ".join(sorted(known))
        yield "kind", f"no kind {decision.kind!r} to pin to: there is {names}"
    if decision.role is not None and decision.role not in ROLES:
        yield "role", f"no role {decision.role!r}: there is {', '.join(ROLES)}"
    if decision.index is not None and decision.index < 0:
        yield "index", "count parameters from 0"


def pinned(graph: Graph, pins: tuple[Pin, ...]) -> Pinned:
    """The slots that pins name; the later of two that name one slot counts."""
    slots: dict[Slot, Pin] = {}
    notes: list[str] = []
    for pin in pins:
        found = [graph.values.slot(pin.decision.file, at) for at in _matching(graph, pin.decision)]
        for other in dict.fromkeys(slots[slot] for slot in found if slot in slots):
            again = other.decision.kind == pin.decision.kind
            does = "says again what" if again else "overrules for a part what"
            notes.append(f"{pin.place}: {does} line {other.line} says")
        slots.update((slot, pin) for slot in found)
        if not found:
            notes.append(f"{pin.place}: nothing in the tree is {pin.decision}: mend or remove it")
    return Pinned(slots, tuple(notes))


def unheard(
    pins: dict[Slot, Pin], labels: Collection[Slot], refused: Mapping[Slot, str], kind: str
) -> tuple[str, ...]:
    """What to tell of pins to a kind that their slots did not get."""
    return tuple(
        dict.fromkeys(
            f"{pin.place}: {pin.decision} can't be {kind}: {refused.get(slot, 'no page')}"
            for slot, pin in pins.items()
            if pin.decision.kind == kind and slot not in labels
        )
    )


def _matching(graph: Graph, decision: Decision) -> list[int]:
    facts = graph.tables.files.get(decision.file)
    if facts is None:
        return []
    out = []
    for index, decl in enumerate(facts.decls):
        wanted = (
            (decision.function, decl.function),
            (decision.role, role_of(decl)),
            (decision.name, decl.name),
            (decision.index, decl.index),
        )
        if all(asked is None or asked == has for asked, has in wanted):
            out.append(index)
    return out
