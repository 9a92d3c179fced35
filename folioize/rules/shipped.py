# SPDX-License-Identifier: GPL-2.0-only
"""A kind and a version of the kernel go in; the rules shipped for them, with their marks, come out.

A file of rules begins with comments. Two of them are marks: ``effect: preserves`` (behaviour stays
as it was), ``order-0`` (it does for pages of order 0) or ``changes``, and ``since: 6.1``, the
first of the versions looked at that has the new names.
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
_MARK = re.compile(r"//\s*(effect|since):\s*(\S+)\s*\Z")
_VERSION = re.compile(r"\d+\.\d+\Z")


class Shipped(NamedTuple):
    """A file of rules: its name, marks, the sentence that says what it is for, and the rules."""

    name: str
    path: Path
    effect: str
    since: str
    title: str
    rules: RuleFile


def shipped_rules(
    kind: str, version: str | None = None, effects: Collection[str] = ("preserves",)
) -> tuple[Shipped, ...]:
    """The rules of ``kind`` whose effect is among ``effects``, by name.

    With ``version``, such as "6.12.3", only those whose names that kernel has. Raises RuleError
    for a file that cannot be read or lacks a mark.
    """
    found: dict[str, Shipped] = {}
    for folder in reversed(data_dirs(f"transforms/{kind}/rules")):
        for path in sorted(folder.glob("*.cocci")):
            found[path.stem] = read_shipped(path)
    return tuple(
        one
        for _, one in sorted(found.items())
        if one.effect in effects and (version is None or _order(one.since) <= _order(version))
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
    rules = read_rules(str(path), text)
    return Shipped(path.stem, path, marks["effect"], marks["since"], title, rules)


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:2])
