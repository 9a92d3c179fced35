# SPDX-License-Identifier: GPL-2.0-only
"""Python blocks of a semantic patch and values go in; what they set, print and refuse comes out.

They are run only where a person said so. The names that Coccinelle gives them are here too:
cocci, coccilib and coccinelle.
"""

from __future__ import annotations

import bisect
import contextlib
import io
import re
from collections.abc import Callable, Mapping
from types import CodeType, SimpleNamespace
from typing import Any, NamedTuple

from folioize.rules.records import Constraint, Script
from folioize.rules.values import Value

_COMMENT = re.compile(r"^[ \t]*//.*", re.MULTILINE)  # of the language around the block


class Location(NamedTuple):
    """A place, as scripts see it: all but the file's name are texts of numbers, columns from 0."""

    file: str
    current_element: str
    line: str
    column: str
    line_end: str
    column_end: str


Places = Location | list[Location]


class OutOfTimeError(BaseException):
    """A file takes too long; no Exception, so that no script takes it for a failure of its own."""


class _EndedError(BaseException):
    """A script ends the run; no Exception, so that no script takes it for a failure of its own."""


class Said(NamedTuple):
    """What a script did: the values it set, whether it keeps the match, what failed."""

    values: dict[str, str]
    kept: bool
    failed: str


class Scripting:
    """The scripts of one rule file while it goes over one file."""

    def __init__(
        self, path: str, data: bytes, scripts: tuple[Script, ...], inside: Callable[[int], str]
    ) -> None:
        self.path = path
        self.failed: list[str] = []
        self._inside = inside
        self.ended = False
        self._kept = True
        self._out = io.StringIO()
        self.move(data)
        self._names: dict[str, Any] = _library(self)
        for script in scripts:
            self._exec(script, {})

    @property
    def printed(self) -> tuple[str, ...]:
        """The lines printed so far."""
        return tuple(self._out.getvalue().splitlines())

    def move(self, data: bytes) -> None:
        """The file has other bytes now."""
        self._data = data
        self._lines = [0, *(at + 1 for at, byte in enumerate(data) if byte == 10)]

    def run(self, script: Script, values: Mapping[str, Value]) -> Said:
        """Run a block with the values it asks for."""
        self._kept = True
        out = SimpleNamespace()
        failed = self._exec(script, {**self._seen(values), "coccinelle": out})
        return Said({name: str(one) for name, one in vars(out).items()}, self._kept, failed)

    def holds(self, one: Constraint, values: Mapping[str, Value]) -> bool:
        """Whether a constraint's expression is true; one that fails is not, and is told of."""
        try:
            with contextlib.redirect_stdout(self._out):
                return bool(eval(one.values[0], self._names, self._seen(values)))
        except (OutOfTimeError, KeyboardInterrupt):
            raise
        except BaseException as err:  # sys.exit() is the script's end, not folioize's
            self._tell(f"the constraint {one.values[0]!r} failed: {err!r}")
            return False

    def drop(self) -> None:
        """The match that the script looks at is not kept."""
        self._kept = False

    def end(self) -> None:
        """No rule runs any more on this file."""
        self.ended = True
        raise _EndedError

    def _exec(self, script: Script, values: dict[str, Any]) -> str:
        self._names.update(values)
        try:
            with contextlib.redirect_stdout(self._out):
                exec(code(script), self._names)
        except (OutOfTimeError, KeyboardInterrupt):
            raise
        except _EndedError:
            return ""
        except BaseException as err:  # sys.exit() is the script's end, not folioize's
            failed = f"the script on line {script.place.line} of the rules failed: {err!r}"
            self._tell(failed)
            return failed
        return ""

    def _tell(self, text: str) -> None:
        if text not in self.failed:
            self.failed.append(text)

    def _seen(self, values: Mapping[str, Value]) -> dict[str, Any]:
        """The values as scripts see them."""
        return {
            name: [self._location(one)] if one.kind == "position" else _text(one)
            for name, one in values.items()
        }

    def _location(self, value: Value) -> Location:
        start = int(value.key[0])
        line, column = self._at(start)
        line_end, column_end = self._at(max(start, value.end))
        place = (str(line), str(column), str(line_end), str(column_end))
        return Location(self.path, self._inside(start), *place)

    def _at(self, offset: int) -> tuple[int, int]:
        line = bisect.bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1]


def code(script: Script) -> CodeType:
    """A block compiled, with its own line numbers; raises RuleError where it is no Python."""
    text = "\n" * (script.line - 1) + _COMMENT.sub("", script.code)
    try:
        return compile(text, script.place.file, "exec")
    except (SyntaxError, ValueError) as err:
        line = getattr(err, "lineno", None) or script.place.line
        raise script.place._replace(line=line, column=1).error(
            f"this is no Python: {getattr(err, 'msg', err)}"
        ) from err


def _text(value: Value) -> str:
    if not value.text:
        return " ".join(value.key)
    return " ".join(value.text.decode("utf-8", "replace").split())


def _report(places: Places, text: str = "ERROR") -> None:
    for one in _each(places):
        print(f"{one.file}:{one.line}:{one.column}-{one.column_end}: {text}")


def _todo(places: Places, text: str = "", *_more: object) -> None:
    for one in _each(places):
        print(f"* TODO {_link(one, text)}")


def _main(text: str, places: Places, *_more: object) -> None:
    for one in _each(places):
        print(f"* TODO {_link(one, f'{text} {one.file}::{one.line}')}")


def _secondary(text: str, places: Places, *_more: object) -> None:
    for one in _each(places):
        print(_link(one, text, 2))


def _plain_link(places: Places, text: str = "", *_more: object) -> None:
    for one in _each(places):
        print(_link(one, text))


def _each(places: Places) -> list[Location]:
    return [places] if isinstance(places, Location) else places


def _link(one: Location, text: str, face: int = 1) -> str:
    place = f"face=ovl-face{face}::linb={one.line}::colb={one.column}::cole={one.column_end}"
    return f"[[view:{one.file}::{place}][{text}]]"


def _library(scripting: Scripting) -> dict[str, Any]:
    """The names that Coccinelle gives to scripts."""

    def include_match(keep: bool) -> None:
        if not keep:
            scripting.drop()

    made = dict.fromkeys(("make_ident", "make_expr", "make_type", "make_stmt"), str)
    cocci = SimpleNamespace(
        include_match=include_match,
        exit=scripting.end,
        print_main=_main,
        print_sec=_secondary,
        print_secs=_secondary,
        **made,
    )
    org = SimpleNamespace(
        print_todo=_todo,
        print_safe_todo=_todo,
        print_link=_plain_link,
        print_safe_link=_plain_link,
    )
    coccilib = SimpleNamespace(report=SimpleNamespace(print_report=_report), org=org)
    return {"cocci": cocci, "coccilib": coccilib, "coccinelle": SimpleNamespace()}
