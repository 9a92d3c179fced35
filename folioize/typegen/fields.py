# SPDX-License-Identifier: GPL-2.0-only
"""A tree and a kind go in; the fields that the kind names and struct page has not come out.

A kind may well name what only other versions have, or what the tree has moved to a type of its own;
a field that is in no struct at all, with no type for it, is a mistake.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from folioize.errors import KindError
from folioize.kinds.kindfile import Kind
from folioize.paths import roots
from folioize.tree import Tree
from folioize.typegen.existing import has_type
from folioize.typegen.layout import page_nodes

_LONG = 4
"""How long a name is of which one letter more or less is likely to be a slip."""
_HOMES = ("include", "mm")
"""Where a tree has the types that lie over struct page."""
_PAGE = re.compile(rb"\bstruct\s+page\b")
_STRUCT = re.compile(rb"^struct[ \t]+(\w+)[ \t\n]*\{(.*?)^\}", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A field that struct page has not: where the kind names it, and one of much the same name."""

    name: str
    line: int
    like: str = ""

    def __str__(self) -> str:
        return self.name + (f": is {self.like} meant?" if self.like else "")


def unknown_fields(tree: Tree, kind: Kind) -> tuple[Unknown, ...]:
    """The fields that a kind owns or shares and struct page has not; none where the tree has its
    type, or where another struct has what struct page has none of."""
    missing = _missing(tree, kind)
    if _owns_none(kind, missing) and _is_elsewhere(tree, kind):
        return ()
    return missing


def _owns_none(kind: Kind, missing: tuple[Unknown, ...]) -> bool:
    """Whether struct page has none of the fields that a kind owns, if it owns any."""
    own = kind.layout.fields
    return bool(own) and {one.name for one in missing}.issuperset(own)


def tell_unknown(kind: Kind, unknown: tuple[Unknown, ...]) -> tuple[str, ...]:
    """One line about these fields of a kind, with file and lines; none if there are none."""
    if not unknown:
        return ()
    first, *others = unknown
    more = "".join(f"; line {one.line}: {one}" for one in others)
    return (f"{kind.path}:{first.line}: struct page has no field {first}{more}",)


def warn_of_fields(kind: Kind, unknown: tuple[Unknown, ...]) -> tuple[str, ...]:
    """What whoever uses a kind is told of such fields, without having asked.

    The kinds that come with folioize name what one version or another has: of these only a check
    tells.
    """
    return () if Path(kind.path).is_relative_to(roots()[-1]) else tell_unknown(kind, unknown)


def require_fields(tree: Tree, kind: Kind) -> tuple[str, ...]:
    """What to tell of fields that struct page has not.

    Raises KindError where it has none of a kind's, and the tree has no type for them either.
    """
    unknown = unknown_fields(tree, kind)
    if _owns_none(kind, unknown):
        raise KindError(tell_unknown(kind, unknown)[0])
    return warn_of_fields(kind, unknown)


def _missing(tree: Tree, kind: Kind) -> tuple[Unknown, ...]:
    header = tree.read(tree.page_header)
    if has_type(header.decode("latin-1"), kind):
        return ()
    nodes = page_nodes(header, tree.page_header)
    there = {one.name for node in nodes for one in node.fields()}
    free = sorted(there.difference(kind.layout.fields, kind.layout.shared))
    named = (("layout.fields", kind.layout.fields), ("layout.shared", kind.layout.shared))
    return tuple(
        Unknown(name, kind.line_of_name(table, name), _like(name, free))
        for table, names in named
        for name in names
        if name not in there
    )


def _like(name: str, free: list[str]) -> str:
    """The first of these names that is the same but for one letter, or two of them swapped."""
    return next((one for one in free if _is_slip(name, one)), "")


def _is_slip(name: str, other: str) -> bool:
    if len(name) < _LONG:
        return False
    start = _alike(name, other)
    one, two = name[start:], other[start:]
    same = _alike(one[::-1], two[::-1])
    one, two = one[: len(one) - same], two[: len(two) - same]
    return max(len(one), len(two)) < 2 or (len(one) == 2 and one == two[::-1])


def _alike(one: str, two: str) -> int:
    """How many letters two names begin with in common."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, two, strict=False))))


def _is_elsewhere(tree: Tree, kind: Kind) -> bool:
    """Whether the tree has the kind's type, or a struct beside pages with one of its fields."""
    names = "|".join(map(re.escape, kind.layout.fields)).encode()
    field = re.compile(
        rb"^[ \t]+\w[^;{}()]*?[\s*,](?:%b)[ \t]*(?:\[[^\]\n]*\][ \t]*)*(?::[ \t]*\d+[ \t]*)?[;,]"
        % names,
        re.MULTILINE,
    )
    own = re.compile(rb"\bstruct[ \t]+%b[ \t\n]*\{" % kind.kind.type.encode())
    homes = [path for path in tree.files() if path.startswith(tuple(f"{one}/" for one in _HOMES))]
    if tree.mentions(own, homes):
        return True
    headers = [path for path in homes if path.endswith(".h")]
    return any(
        tag != b"page" and field.search(body)
        for path in tree.mentions(_PAGE, headers)
        for tag, body in _STRUCT.findall(tree.read(path))
    )
