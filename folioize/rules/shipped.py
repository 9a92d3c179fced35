# SPDX-License-Identifier: GPL-2.0-only
"""A kind and a version of the kernel go in; the rules shipped for them, with their marks, come out.

A file of rules begins with comments. Two of them are marks: ``effect: preserves`` (behaviour stays
as it was), ``order-0`` (it does for pages of order 0) or ``changes``, and ``since: 6.1``, the
first of the versions looked at that has the new names; ``until: 6.2`` is the last that has them
with this meaning. ``order: last`` is for what simplifies the results of others.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from folioize.paths import data_dirs
from folioize.rules.records import Place, RuleFile
from folioize.rules.smpl import read_rules

EFFECTS = ("preserves", "order-0", "changes")
_MARK = re.compile(r"//\s*(effect|since|until|order):\s*(\S+)\s*\Z")
_VERSION = re.compile(r"\d+\.\d+\Z")


class Shipped(NamedTuple):
    """A file of rules: its name, marks, the sentence that says what it is for, and the rules."""

    name: str
    path: Path
    effect: str
    since: str
    title: str
    rules: RuleFile
    until: str = ""
    last: bool = False

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
    marks: dict[str, str] = {}
    title = ""
    for line in text.splitlines():
        if not line.startswith("//"):
            break
        mark = _MARK.match(line)
        if mark is not None:
            marks[mark[1]] = mark[2]
        elif not title and "SPDX" not in line:
            title = line[2:].strip()
    place = Place(str(path), 1, 1)
    if marks.get("effect") not in EFFECTS:
        raise place.error(f"a comment '// effect: …' is wanted, one of {', '.join(EFFECTS)}")
    if not _VERSION.match(marks.get("since", "")):
        raise place.error("a comment '// since: …' is wanted, a version such as 6.1")
    until = marks.get("until", "")
    if until and not _VERSION.match(until):
        raise place.error("'// until: …' wants a version such as 6.2")
    rules = read_rules(str(path), text)
    last = marks.get("order") == "last"
    return Shipped(path.stem, path, marks["effect"], marks["since"], title, rules, until, last)


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:2])
