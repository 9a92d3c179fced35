# SPDX-License-Identifier: GPL-2.0-only
"""A parsed file goes in; each name in text that its facts do not tell of comes out.

That is what did not parse whole, the bodies of macros that did not, and what masking took away
that may be more than a word of the kernel's own: arguments of attributes and of typeof, what
stands in odd places. Whoever changes what such a name means must know of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from folioize.cst import Mark

Name = tuple[str, int]
"""A name, and the offset at which it stands."""

_WORD = re.compile(
    rb"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'"
    rb"|^[ \t]*#(?:[^\n\\]|\\\n|\\.)*|(?P<name>[A-Za-z_]\w*)",
    re.S | re.M,
)
_WHOLE = re.compile(rb"(?<!\w)\w+")
_KEYWORDS = frozenset(
    b"auto break case char const continue default do double else enum extern float for goto if "
    b"inline int long register return short signed sizeof static struct switch typedef union "
    b"unsigned void volatile while typeof __typeof__ asm bool".split()
)
# What these rules take away is no code, is seen another way, or is a word that names nothing.
_HARMLESS = frozenset(
    ("arm", "bitfield", "dead", "directive", "iterator", "level", "spelling", "storage", "trace")
)


def names_in(data: bytes, start: int, end: int) -> Iterator[Name]:
    """Every name in the code between two offsets; comments, strings and directives have none."""
    for found in _WORD.finditer(data, start, end):
        name = found.group("name")
        if name is not None and name not in _KEYWORDS:
            yield name.decode("latin-1"), found.start()


def masked_names(
    data: bytes, masked: bytes, marks: Iterable[Mark], seen: Collection[int], delta: int = 0
) -> Iterator[Name]:
    """The names that masking took out of a text; ``delta`` is added to its offsets to get those
    of ``data``. What has been read apart begins at one of the offsets ``seen``."""
    for mark in marks:
        start = mark.start + delta
        if mark.rule in _HARMLESS or start in seen:
            continue
        for name, at in names_in(data, start, mark.end + delta):
            word = name.encode("latin-1")
            kept = masked[at - delta : at - delta + len(word)] == word
            whole = _WHOLE.match(data, at)
            if kept or whole is None or whole.group() != word:
                continue
            if mark.rule != "attribute" or at > start:
                yield name, at


def unread(data: bytes, spans: Sequence[tuple[int, int]]) -> Iterator[Name]:
    """The names in spans that did not parse."""
    for start, end in spans:
        yield from names_in(data, start, end)
