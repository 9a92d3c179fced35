# SPDX-License-Identifier: GPL-2.0-only
"""decisions.toml goes in; the slots that a person has decided about come out.

A decision names a declaration by what survives a rebase: file, function (struct tag for a
field), role, name and, for a parameter, its index; never by line.
"""

from __future__ import annotations

import os
import posixpath
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import msgspec

from folioize.errors import FolioizeError
from folioize.kinds.located import line_of, schema_mistake, toml_mistake

if TYPE_CHECKING:
    from folioize.facts.records import Decl
    from folioize.kinds.graph import Graph
    from folioize.kinds.values import Slot

ROLES = ("param", "local", "return", "field", "global", "typedef", "macro")
"""What a declaration that has a kind can be."""

Verdict = Literal["pin", "accept", "generic", "note", "edit"]

_VERDICTS: tuple[str, ...] = get_args(Verdict)
_TABLE = "decision"


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a person says of a declaration, or of all in a function or a file.

    "pin": it is of ``kind``, whatever was inferred; "page" keeps struct page. "accept": what was
    inferred, which is ``kind``, is right, and stays so whatever is decided elsewhere. "generic":
    the function takes pages of any kind and mixes none. "note": nothing but the note. "edit":
    where the series writes the text ``before`` into the file, it is to write ``after``.
    """

    file: str
    kind: str = ""
    function: str | None = None
    role: str | None = None
    name: str | None = None
    index: int | None = None
    note: str = ""
    verdict: Verdict = "pin"
    before: str = ""
    after: str = ""

    def named(self) -> tuple[str | int | None, ...]:
        """What it names, and what sort of thing it says, without just what it says of that."""
        sort = "pin" if self.verdict == "accept" else self.verdict
        return (sort, self.file, self.function, self.role, self.name, self.index, self.before)

    @property
    def breadth(self) -> int:
        """How wide it is: 0 for a declaration, 1 for a function, 2 for a file."""
        if self.role is not None or self.name is not None or self.index is not None:
            return 0
        return 2 if self.function is None else 1

    def __str__(self) -> str:
        parts = (self.file, self.function and f"{self.function}()", self.role, self.name)
        told = [part for part in parts if part]
        return " ".join(told) + (f" {self.index}" if self.index is not None else "")

    @property
    def told(self) -> str:
        """A line for people: what it names, what it says of that, and the note; empty where it
        leaves all as it was inferred."""
        if self.verdict in ("accept", "note"):
            return ""
        says = {
            "pin": "keeps struct page" if self.kind == "page" else f"is {self.kind}",
            "generic": "takes pages of any kind",
            "edit": "has an edit by hand",
        }
        note = f" ({' '.join(self.note.split())})" if self.note.strip() else ""
        return f"{self} {says[self.verdict]}{note}"


class Decisions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file: a list of [[decision]] tables."""

    decision: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Pin:
    """A decision and the line of the file that it begins on; 0 where it comes from no file."""

    decision: Decision
    path: str = ""
    line: int = 0

    @property
    def place(self) -> str:
        """FILE:LINE."""
        return f"{self.path}:{self.line}" if self.line else "decisions"

    @property
    def told(self) -> str:
        """What is called by its line, if it has one."""
        return f"the decision on line {self.line}" if self.line else "a decision"


@dataclass(frozen=True, slots=True)
class Pinned:
    """The slots that pins give a kind to, or accept the kind of; ``notes`` tell of those that name
    nothing, which are ``missed``, or overrule others."""

    slots: dict[Slot, Pin]
    notes: tuple[str, ...]
    missed: tuple[Pin, ...] = ()


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
    pins: list[Pin] = []
    text = _read(path)
    for number, row in enumerate(_rows(text, path)):
        pin = _pin(path, text, number, row, root)
        for key, wrong in _wrong(pin.decision, known):
            line = line_of(text, f"{_TABLE}[{number}].{key}")
            raise FolioizeError(f"{path}:{line}: {wrong}")
        pins.append(pin)
    _require_agreement([pin.decision for pin in pins], text, path)
    return tuple(pins)


def _require_agreement(decisions: Sequence[Decision], text: str, path: str) -> None:
    """Raise FolioizeError where a text says two things of the same."""
    found: dict[tuple[str | int | None, ...], int] = {}
    for number, one in enumerate(decisions):
        earlier = found.setdefault(one.named(), number)
        other = decisions[earlier]
        if (one.kind, one.after) == (other.kind, other.after):
            continue
        does = "edits the same" if one.verdict == "edit" else f"pins the same to {other.kind}"
        lines = [line_of(text, f"{_TABLE}[{at}]") for at in (number, earlier)]
        raise FolioizeError(f"{path}:{lines[0]}: line {lines[1]} {does}: remove one of them")


def parse(text: str, path: str) -> tuple[Decision, ...]:
    """The decisions of a text as they stand there, whatever they mean.

    Raises FolioizeError, one line ``FILE:LINE: what to do``, for a text that is broken, or that
    says two things of the same.
    """
    try:  # thousands are read at once this way, but without their lines
        found = msgspec.toml.decode(text, type=Decisions).decision
    except (msgspec.MsgspecError, tomllib.TOMLDecodeError):
        rows = _rows(text, path)
        found = tuple(_decision(path, text, number, row) for number, row in enumerate(rows))
    _require_agreement(found, text, path)
    return found


def _rows(text: str, path: str) -> list[Any]:
    """The tables of a text."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FolioizeError(toml_mistake(str(error), text, path)) from error
    rows = tables.get(_TABLE, [])
    for key in tables:
        if key != _TABLE or not isinstance(rows, list):
            line = line_of(text, key)
            raise FolioizeError(f"{path}:{line}: write [[{_TABLE}]] tables, and nothing else")
    return list(rows)


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError as error:
        raise FolioizeError(f"{path}: {error.strerror}; --decisions takes a file") from error
    except UnicodeDecodeError as error:
        raise FolioizeError(f"{path}:1: save the file as UTF-8 ({error.reason})") from error


def _pin(path: str, text: str, number: int, row: Any, root: Path) -> Pin:  # noqa: ANN401 - TOML
    decision = of_tree(_decision(path, text, number, row), root)
    return Pin(decision, path, line_of(text, f"{_TABLE}[{number}]"))


def _decision(path: str, text: str, number: int, row: Any) -> Decision:  # noqa: ANN401 - TOML
    where = f"{_TABLE}[{number}]"
    verdict = row.get("verdict") if isinstance(row, dict) else None
    if isinstance(verdict, str) and verdict not in _VERDICTS:
        line = line_of(text, f"{where}.verdict")
        raise FolioizeError(
            f"{path}:{line}: no verdict {verdict!r}: there is {', '.join(_VERDICTS)}"
        )
    try:
        return msgspec.convert(row, Decision)
    except msgspec.ValidationError as error:
        raise FolioizeError(schema_mistake(str(error), text, path, where)) from error


def of_tree(decision: Decision, root: Path) -> Decision:
    """A decision with its file as the tree names it, whether or not it has it."""
    file = decision.file
    if file.startswith("/"):
        file = os.path.relpath(os.path.realpath(file), root)
    return msgspec.structs.replace(decision, file=posixpath.normpath(file))


def pins_of(decisions: tuple[Decision, ...], root: Path, known: set[str]) -> tuple[Pin, ...]:
    """Decisions that stand in no file, as load_decisions() gives those that do.

    Raises FolioizeError for one whose parts do not fit, or of no ``known`` kind.
    """
    for decision in decisions:
        for key, wrong in _wrong(decision, known):
            raise FolioizeError(f"the decision on {decision}: {key}: {wrong}")
    return tuple(Pin(of_tree(decision, root)) for decision in decisions)


def _wrong(decision: Decision, known: set[str]) -> Iterator[tuple[str, str]]:
    """The keys of a decision that can't be meant, each with what to do."""
    if decision.verdict in ("pin", "accept") and decision.kind not in known:
        names = ", ".join(sorted(known))
        if decision.kind:
            yield "kind", f"no kind {decision.kind!r} to pin to: there is {names}"
        else:
            yield "kind", f"add 'kind' to [{_TABLE}]: page keeps struct page; there is {names}"
    if (decision.verdict == "edit") != bool(decision.before):
        yield "before", "a text before goes with an edit, and with nothing else"
    if decision.verdict == "generic" and decision.breadth != 1:
        yield "verdict", "say of a function that it is generic, without name, role and index"
    if decision.role is not None and decision.role not in ROLES:
        yield "role", f"no role {decision.role!r}: there is {', '.join(ROLES)}"
    if decision.index is not None and decision.index < 0:
        yield "index", "count parameters from 0"


def pinned(graph: Graph, pins: tuple[Pin, ...]) -> Pinned:
    """The slots that pins name. What is said of a declaration counts more than what is said of its
    function, and that more than what is said of its file; of two alike the later counts."""
    slots: dict[Slot, Pin] = {}
    notes: list[tuple[int, str]] = []
    missed: list[Pin] = []
    for pin in sorted(pins, key=lambda one: -one.decision.breadth):
        found = slots_of(graph, pin.decision)
        if not found and pin.decision.verdict != "edit":
            missed.append(pin)
            told = f"{pin.place}: nothing in the tree is {pin.decision}: mend or remove it"
            notes.append((pin.line, told))
        if pin.decision.verdict not in ("pin", "accept"):
            continue
        for other in dict.fromkeys(slots[slot] for slot in found if slot in slots):
            again = other.decision.kind == pin.decision.kind
            does = "says again what" if again else "overrules for a part what"
            notes.append((pin.line, f"{pin.place}: {does} line {other.line} says"))
        slots.update((slot, pin) for slot in found)
    notes.sort(key=lambda note: note[0])
    return Pinned(slots, tuple(text for _, text in notes), tuple(missed))


def unheard(
    pins: dict[Slot, Pin], labels: Collection[Slot], refused: Mapping[Slot, str], kind: str
) -> tuple[str, ...]:
    """What to tell of pins to a kind that their slots did not get."""
    return tuple(
        dict.fromkeys(
            f"{pin.place}: {pin.decision} can't be {kind}: {refused.get(slot, 'no page')}"
            for slot, pin in pins.items()
            if pin.decision.verdict == "pin" and pin.decision.kind == kind and slot not in labels
        )
    )


def slots_of(graph: Graph, decision: Decision) -> list[Slot]:
    """The slots of the declarations that a decision names."""
    return [graph.values.slot(decision.file, index) for index in _matching(graph, decision)]


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
