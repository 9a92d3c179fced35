# SPDX-License-Identifier: GPL-2.0-only
"""A kind and the files of a tree go in; the error that its names are taken there comes out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from folioize.cst.mask.skeleton import skeleton
from folioize.errors import KindError
from folioize.facts.search import Search
from folioize.kinds.kindfile import Kind

_UNION = re.compile(rb"(?<=\{)[^{}]*(?=\}\s*__attribute__\(\(__transparent_union__\)\))")
"""The members of a supertype's union: types that are yet to come."""


class _Name(NamedTuple):
    """A name that the kind's file gives under ``key``, and how the tree would show it.

    It is looked for in files, only in ``headers`` if so, that hold one of ``words``: ``used`` is
    its pattern in whatever use, ``made`` that of a definition or declaration, and ``what`` the
    name as it is told.
    """

    key: str
    headers: bool
    words: list[bytes]
    used: str
    made: str
    what: str


def refuse_clashes(kind: Kind, search: Search) -> None:
    """Raise KindError, with the place in the kind's file and that in the tree, for a name that
    the tree uses already: the struct's tag, a bridge, or the variable as a macro of a header.

    The place is that of a definition or declaration, if there is one to be seen. Accessors are
    left out: one whose name is taken is not used, and that is told.
    """
    for name in _names(kind):
        place = _first(search, name, name.used)
        if place:
            made = _first(search, name, name.made)
            told = f"{made} has" if made else f"{place} uses"
            raise KindError(f"{kind.place(name.key)}: {told} {name.what} already: "
                            "write another name")  # fmt: skip


def foresee_clashes(kinds: Iterable[Kind], search: Search) -> None:
    """Find the files to look through for several kinds at once, which is quicker."""
    names = [name for kind in kinds for name in _names(kind)]
    for headers in (True, False):
        words = [word for name in names if name.headers == headers for word in name.words]
        _files(search, headers, words)


def _files(search: Search, headers: bool, words: list[bytes]) -> list[str]:
    return search.headers_with(words) if headers else search.files_with(words)


def _first(search: Search, name: _Name, pattern: str) -> str:
    """FILE:LINE of the first match in a header that all may use, else in any file; "" if none."""
    files = _files(search, name.headers, name.words)
    for path in sorted(files, key=lambda path: not path.startswith("include/")):
        code = _UNION.sub(_blank, skeleton(search.tree.read(path))[0])
        found = re.search(pattern.encode(), code, re.MULTILINE)
        if found is not None:
            at = found.start("name") if "name" in found.groupdict() else found.start()
            return f"{path}:{code.count(10, 0, at) + 1}"
    return ""


def _blank(found: re.Match[bytes]) -> bytes:
    """As many lines as there were, so that all others keep their numbers."""
    return b"\n" * found[0].count(b"\n")


def _names(kind: Kind) -> Iterator[_Name]:
    tag, variable = kind.kind.type, kind.kind.variable
    bridges = {"from_page": kind.bridges.from_page, "to_page": kind.bridges.to_page}
    made = {key: name for key, name in bridges.items() if name}
    words = [word.encode() for word in dict.fromkeys((tag, *made.values()))]  # one search for all
    used = rf"\b(?:struct|union|enum)\s+{tag}\b"
    yield _Name("kind.type", False, words, used, rf"{used}\s*[{{;]", f"a struct {tag}")
    for key, name in made.items():
        macro = rf"^[ \t]*#[ \t]*define[ \t]+{name}\b"
        used = rf"\b{name}\s*\(|{macro}"
        # A call is never at a line's begin, or behind words that are.
        sure = rf"^(?:[A-Za-z_][^;={{}}\n]*[\s*])?(?P<name>\b{name})\s*\(|{macro}"
        yield _Name(f"bridges.{key}", False, words, used, sure, f"a {name}()")
    words = [f"define{blank}{variable}".encode() for blank in " \t"]
    macro = rf"^[ \t]*#[ \t]*define[ \t]+{variable}\b(?!\()"
    yield _Name("kind.variable", True, words, macro, macro, f"a macro {variable}")
