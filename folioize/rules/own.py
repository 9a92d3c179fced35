# SPDX-License-Identifier: GPL-2.0-only
"""Rules for any page go in; the same rules for pages that are known to be a type's own come out.

A rule for a ``struct page *p`` writes ``page_folio(p)``, which looks for the first page of p. For
``&f->page`` of a ``struct folio *f`` that is f: nothing has to be looked for, and what a function
of pages does to a tail page no longer matters.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from folioize.rules.records import RuleFile
from folioize.rules.shipped import Shipped
from folioize.rules.smpl import read_rules

_PAGE = re.compile(r"^struct page \*\s*(\w+);$", re.MULTILINE)


class Own(NamedTuple):
    """A type of pages: its tag, what makes one of a page, and its member that is the page."""

    tag: str
    from_page: str
    member: str


def for_heads(shipped: Shipped, own: Own) -> RuleFile:
    """The rules of a file as they are for pages that are of the type by how they are reached."""
    text = shipped.path.read_text(encoding="utf-8")
    names = dict.fromkeys(_PAGE.findall(text))
    if shipped.last or not names:
        return shipped.rules
    lines = _PAGE.sub(rf"struct {own.tag} *\1;", text).split("\n")
    for name in names:
        lines = [_of_own(line, name, own) if line[:1] in ("-", "+") else line for line in lines]
    return read_rules(str(shipped.path), "\n".join(lines))


def _of_own(line: str, name: str, own: Own) -> str:
    """One line of a rule with the type's own member where a page was."""
    parts = []
    for part in line.split(f"{own.from_page}({name})"):
        tight = re.sub(rf"\b{name}\b(?=\s*(?:->|\.|\[))", f"(&{name}->{own.member})", part)
        parts.append(re.sub(rf"(?<!&)\b{name}\b", f"&{name}->{own.member}", tight))
    return name.join(parts)
