# SPDX-License-Identifier: GPL-2.0-only
"""The text of decisions.toml and what a person decided go in; the new text comes out.

Comments, and the order of what is there, stay; a decision about the same thing is changed where
it stands, and what a wider one covers is taken out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from folioize.errors import FolioizeError
from folioize.kinds.pins import Decision, parse

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import AoT, Table

_BRACKET = re.compile(r"^[ \t]*\[", re.MULTILINE)
_HEAD = re.compile(r"[ \t]*\[\[[ \t]*(\"|'|)decision\1[ \t]*\]\]")
_ASIDE = re.compile(r"[ \t]*(?:#.*)?")
_QUOTED = re.compile(
    r"""#[^\n]*|"{3}(?:\\.|[^\\])*?"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'""",
    re.DOTALL,
)
_KEYS = ("file", "function", "role", "name", "index", "verdict", "kind", "note", "before", "after")


def with_decisions(text: str, new: tuple[Decision, ...], where: str) -> str:
    """The text with ``new`` decided too."""
    for decision in new:
        text = _with(text, decision, where)
    return text


def with_all(text: str, new: tuple[Decision, ...], where: str) -> tuple[Decision, ...]:
    """All decisions there would be with ``new``."""
    return parse(with_decisions(text, new, where), where)


def _with(text: str, decision: Decision, where: str) -> str:
    old = parse(text, where)
    wanted, at = _merged(decision, old)
    document, rows = _open(text, where)
    if at is not None:
        _fill(rows[at], wanted)
    covered = [index for index, other in enumerate(old) if covers(wanted, other)]
    for index in covered:
        if old[index].note:  # what somebody had to say is not thrown away
            _fill(rows[index], replace(old[index], verdict="note", kind=""))
    text = _cut(document.as_string(), {index for index in covered if not old[index].note})
    return text if at is not None else _appended(text, wanted)


def without(text: str, gone: tuple[Decision, ...], where: str) -> str:
    """The text without those decisions."""
    _open(text, where)
    old = parse(text, where)
    return _cut(text, {index for index, decision in enumerate(old) if decision in gone})


def _cut(text: str, numbers: set[int]) -> str:
    """The text without the tables of these numbers; comments after them are not theirs."""
    shape = _shape(text)
    tables = _tables(text, shape)
    for number in sorted(numbers, reverse=True):
        start, end = tables[number]
        lines = shape[start:end].splitlines(keepends=True)
        while lines and _ASIDE.fullmatch(lines[-1].rstrip("\n")):
            end -= len(lines.pop())
        blank = re.compile(r"[ \t]*\n").match(text, end)
        text = text[:start] + text[blank.end() if blank else end :]
    return text.rstrip("\n") + "\n" if text.strip() else ""


def _tables(text: str, shape: str) -> list[tuple[int, int]]:
    """Where each [[decision]] begins, and where whatever comes next does."""
    heads = [one.start() for one in _BRACKET.finditer(shape)]
    pairs = zip(heads, [*heads[1:], len(text)], strict=False)
    return [(start, end) for start, end in pairs if _HEAD.match(text, start)]


def _shape(text: str) -> str:
    """The text, as long as it is, with nothing in its strings that looks like a table, or like a
    new line."""

    def blind(one: re.Match[str]) -> str:
        return re.sub(r"[^ -~]", ".", one[0]) if one[0][0] == "#" else "." * len(one[0])

    return _QUOTED.sub(blind, text)


def key(decision: Decision) -> tuple[object, ...]:
    """What a decision is about."""
    what = (decision.file, decision.function, decision.role, decision.name, decision.index)
    return (*what, decision.before)


def covers(wide: Decision, narrow: Decision) -> bool:
    """Whether ``wide`` says anew what ``narrow`` said of a part of it."""
    said = {wide.verdict, narrow.verdict}
    if said & {"note", "edit"} or wide.breadth <= narrow.breadth:
        return False
    if wide.file != narrow.file:
        return False
    return wide.function in (None, narrow.function)


def _merged(decision: Decision, old: tuple[Decision, ...]) -> tuple[Decision, int | None]:
    """What is to be written, and in place of which."""
    for at, other in enumerate(old):
        if key(other) != key(decision):
            continue
        if decision.verdict == "note":
            return replace(other, note=decision.note), at
        return replace(decision, note=decision.note or other.note), at
    return decision, None


def _open(text: str, where: str) -> tuple[TOMLDocument, AoT]:
    import tomlkit  # noqa: PLC0415 - only who writes needs it
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415
    from tomlkit.items import AoT  # noqa: PLC0415

    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:
        raise FolioizeError(f"{where}: {' '.join(str(error).split())}") from error
    rows = document.get("decision")
    if rows is None:
        return document, tomlkit.aot()
    if not isinstance(rows, AoT):
        raise FolioizeError(f"{where}: write each decision as a table, [[decision]]")
    return document, rows


def _appended(text: str, decision: Decision) -> str:
    import tomlkit  # noqa: PLC0415

    values = _values(decision)
    lines = [f"{name} = {tomlkit.item(value).as_string()}" for name, value in values.items()]
    before = text.rstrip("\n")
    return "\n".join([*([before, ""] if before else []), "[[decision]]", *lines, ""])


def _values(decision: Decision) -> dict[str, str | int]:
    """What is written of a decision: what goes without saying is left out."""
    unsaid = {"note": "", "kind": "", "verdict": "pin", "before": "", "after": ""}
    values = msgspec.to_builtins(decision)
    return {
        name: values[name]
        for name in _KEYS
        if values[name] is not None and values[name] != unsaid.get(name)
    }


def _fill(table: Table, decision: Decision) -> None:
    values = _values(decision)
    for name in _KEYS:
        if name not in values and name in table:
            del table[name]
        elif name in values and table.get(name) != values[name]:
            table[name] = values[name]
