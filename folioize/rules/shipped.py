# SPDX-License-Identifier: GPL-2.0-only
"""A kind and a version of the kernel go in; the rules shipped for them, with their marks, come out.

A file of rules begins with comments. Two of them are marks: ``effect: preserves`` (behaviour stays
as it was for any page that the function may be given), ``order-0`` (it does for pages of order 0)
or ``changes``, and ``since: 6.1``, the first of the versions looked at that has the new names;
``until: 6.2`` is the last that has them with this meaning. ``heads: preserves`` is what the effect
is where the page is known to be the first of its folio, if that is another. ``order: last`` is for
what simplifies the results of others.

``differs: page_mapcount(): why`` says of functions what becomes different, and when; lines that go
on begin with three blanks. Functions for any page look for its first one, those whose effect is
told by ``heads`` or not ``preserves`` do not; those of ``direct`` and ``looks`` are exceptions.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from folioize.paths import data_dirs
from folioize.rules.records import Place, RuleFile
from folioize.rules.smpl import read_rules

EFFECTS = ("preserves", "order-0", "changes")
_MARK = re.compile(r"// ?(effect|heads|since|until|order|differs|direct|looks):\s*(.*\S)\s*\Z")
_MORE = re.compile(r"//   (.*\S)\s*\Z")
_NAME = r"(?:->)?\w+(?:\(\))?"
_DIFFERS = re.compile(rf"({_NAME}(?:, {_NAME})*): (\S.*)")
_CALLED = re.compile(r"^- .*?(\w+)\(", re.MULTILINE)
_VERSION = re.compile(r"\d+\.\d+\Z")


class Shipped(NamedTuple):
    """A file of rules: its name, marks, the sentence that says what it is for, and the rules.

    ``calls`` are the functions of pages that they replace, and ``looks`` those of them that look
    for the first page of the one that they are given.
    """

    name: str
    path: Path
    effect: str
    since: str
    title: str
    rules: RuleFile
    until: str = ""
    last: bool = False
    heads: str = ""
    differs: Mapping[str, str] = MappingProxyType({})
    calls: frozenset[str] = frozenset()
    looks: frozenset[str] = frozenset()

    @property
    def notes(self) -> Mapping[str, str]:
        """What becomes different where the page is the first of its folio, by function."""
        return self.differs if self.heads == self.effect else MappingProxyType({})

    def is_for(self, version: str) -> bool:
        """Whether a kernel has the names that the rules write."""
        known = _order(version)
        return _order(self.since) <= known and (not self.until or known <= _order(self.until))


def shipped_rules(
    kind: str, version: str | None = None, effects: Collection[str] = ("preserves",)
) -> tuple[Shipped, ...]:
    """The rules of ``kind`` whose effect is among ``effects``, by name.

    With ``version``, such as "6.12.3", only those whose names that kernel has. Raises RuleError
    for a file that cannot be read or lacks a mark.
    """
    found: dict[str, Shipped] = {}
    for folder in reversed(data_dirs(f"transforms/{kind}/rules")):
        found.update((one.name, one) for one in rules_in(folder, version, effects))
    return tuple(one for _, one in sorted(found.items()))


def rules_in(
    folder: Path, version: str | None = None, effects: Collection[str] = ("preserves",)
) -> tuple[Shipped, ...]:
    """The rules of one folder, of these effects and for this version (None: any), by name."""
    found = (read_shipped(path) for path in sorted(folder.glob("*.cocci")))
    return tuple(
        one for one in found if one.effect in effects and (version is None or one.is_for(version))
    )


def read_shipped(path: Path) -> Shipped:
    """One file of rules with its marks."""
    text = path.read_text(encoding="utf-8")
    title, told = _told(text)
    marks = dict(told)
    place = Place(str(path), 1, 1)
    if marks.get("effect") not in EFFECTS:
        raise place.error(f"a comment '// effect: …' is wanted, one of {', '.join(EFFECTS)}")
    if not _VERSION.match(marks.get("since", "")):
        raise place.error("a comment '// since: …' is wanted, a version such as 6.1")
    heads = marks.get("heads", marks["effect"])
    if heads not in EFFECTS:
        raise place.error(f"'// heads: …' wants one of {', '.join(EFFECTS)}")
    until = marks.get("until", "")
    if until and not _VERSION.match(until):
        raise place.error("'// until: …' wants a version such as 6.2")
    rules = read_rules(str(path), text)
    calls = frozenset(f"{name}()" for name in _CALLED.findall(text))
    return Shipped(
        *(path.stem, path, marks["effect"], marks["since"], title, rules, until),
        last=marks.get("order") == "last",
        heads=heads,
        differs=MappingProxyType(_differs(told, place)),
        calls=calls,
        looks=_looking(calls, marks),
    )


def _told(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The sentence that says what a file is for, and its marks; each is on one line here."""
    title = ""
    marks: list[tuple[str, str]] = []
    for line in text.splitlines():
        if not line.startswith("//"):
            break
        mark, more = _MARK.match(line), _MORE.match(line)
        if mark is not None:
            marks.append((mark[1], mark[2]))
        elif more is not None and marks:
            marks[-1] = (marks[-1][0], f"{marks[-1][1]} {more[1]}")
        elif not title and "SPDX" not in line:
            title = line[2:].strip()
    return title, marks


def _differs(marks: Sequence[tuple[str, str]], place: Place) -> dict[str, str]:
    """What becomes different, by function as it is written: ``page_mapcount()``."""
    found: dict[str, str] = {}
    for mark, value in marks:
        if mark == "differs":
            parts = _DIFFERS.fullmatch(value)
            if parts is None:
                raise place.error("'// differs: …' wants functions, a colon and a sentence")
            found.update(dict.fromkeys(parts[1].split(", "), parts[2]))
    return found


def _looking(calls: frozenset[str], marks: Mapping[str, str]) -> frozenset[str]:
    """Those of a file's functions that look for the first page of the one that they are given."""
    if marks["effect"] == "preserves" and marks.get("order") != "last":
        return calls - set(marks.get("direct", "").split(", "))
    return calls & set(marks.get("looks", "").split(", "))


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:2])
