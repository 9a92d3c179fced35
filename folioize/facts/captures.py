# SPDX-License-Identifier: GPL-2.0-only
"""Names go in; the macros that use one of them without being given it come out.

``#define CURRENT (page->inuse)`` means whatever is called page where the macro is used. Whoever
gives a variable another name or type must know of such macros, in whichever header they are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from folioize.facts.search import Search

_TEXT = rb"/\*.*?(?:\*/|\Z)|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'"
_DEFINE = re.compile(
    rb"%b|^[ \t]*#[ \t]*define[ \t]+(\w+)(\([^)\n]*\))?((?:[^\n]*\\\n)*[^\n]*)" % _TEXT, re.M | re.S
)
_WORD = re.compile(
    rb"%b|(?:->|(?<!\.)\.)\s*\w+|\b(?:struct|union|enum|goto)\s+\w+|\w*\s*##\s*\w+|\b([A-Za-z_]\w*)"
    % _TEXT,
    re.S,
)
_DECLARED = rb"(?:\*|\b(?!return\b|else\b|case\b|sizeof\b)[A-Za-z_]\w*\s)\s*%b\s*(?:[;,)\[]|=(?!=))"


class Macro(NamedTuple):
    """A macro as it is written: ``body`` holds all that stands behind its name and parameters."""

    path: str
    name: str
    params: frozenset[str]
    body: bytes

    def free(self) -> Iterator[tuple[str, int]]:
        """The words of the body that are neither parameters nor members, with their places."""
        for found in _WORD.finditer(self.body):
            word = (found.group(1) or b"").decode("latin-1")
            if word and word not in self.params:
                yield word, found.start(1)

    def declares(self, name: str) -> bool:
        """Whether the body declares a variable of that name itself."""
        pattern = _DECLARED % re.escape(name.encode("latin-1"))
        return re.search(pattern, self.body) is not None


def macros_in(path: str, data: bytes, start: int = 0) -> Iterator[Macro]:
    """Every macro that a file defines, from some offset on."""
    for found in _DEFINE.finditer(data, start):
        name, params, body = found.groups()
        if name is not None:
            told = frozenset(re.findall(r"\w+", (params or b"").decode("latin-1")))
            yield Macro(path, name.decode("latin-1"), told, body)


def defining(search: Search, names: Collection[str], more: Collection[str]) -> list[Macro]:
    """The macros of any header, and of the files ``more``, that have one of the names or use it."""
    if not names:
        return []
    words = sorted(re.escape(name).encode("latin-1") for name in names)
    stems = [word for word in words if not any(one != word and one in word for one in words)]
    pattern = re.compile(
        rb"^[ \t]*#[ \t]*define[ \t](?:[^\n]*\\\n)*[^\n]*\b(?:%b)\b" % b"|".join(words), re.M
    )
    files = [path for path in search.headers_with(stems) if path not in more]
    out: list[Macro] = []
    for path in [*search.mentions(pattern, files, names), *more]:
        data = search.tree.read(path)
        for found in pattern.finditer(data):
            macro = next(macros_in(path, data, found.start()), None)
            if macro and (macro.name in names or any(word in names for word, _ in macro.free())):
                out.append(macro)
    return out
