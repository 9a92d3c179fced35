# SPDX-License-Identifier: GPL-2.0-only
"""A kind and the files of a tree go in; the error that its names are taken there comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from folioize.cst.mask.skeleton import skeleton
from folioize.errors import KindError
from folioize.facts.search import Search
from folioize.kinds.kindfile import Kind

_UNION = re.compile(rb"(?<=\{)[^{}]*(?=\}\s*__attribute__\(\(__transparent_union__\)\))")
"""The members of a supertype's union: types that are yet to come."""


def refuse_clashes(kind: Kind, search: Search) -> None:
    """Raise KindError, with the place in the kind's file and that in the tree, for a name that
    the tree uses already: the struct's tag, a bridge, or the variable as a macro of a header.

    Accessors are left out: one whose name is taken is not used, and that is told.
    """
    for key, files, needles, pattern, what in _names(kind, search):
        for path in search.mentions(needles, files):
            code = _UNION.sub(b"", skeleton(search.tree.read(path))[0])
            found = re.search(pattern.encode(), code, re.MULTILINE)
            if found is not None:
                whole = skeleton(search.tree.read(path))[0]
                line = whole.count(b"\n", 0, whole.index(found[0])) + 1
                raise KindError(
                    f"{kind.place(key)}: {path}:{line} has {what} already: write another name"
                )


def _names(
    kind: Kind, search: Search
) -> Iterator[tuple[str, tuple[str, ...], list[bytes], str, str]]:
    """The key of each name, the files to look in, the words to look for and their pattern."""
    tag, variable = kind.kind.type, kind.kind.variable
    bridges = {"from_page": kind.bridges.from_page, "to_page": kind.bridges.to_page}
    made = {key: name for key, name in bridges.items() if name}
    words = [word.encode() for word in dict.fromkeys((tag, *made.values()))]  # one search for all
    pattern = rf"\b(?:struct|union|enum)\s+{tag}\b"
    yield "kind.type", search.kernel, words, pattern, f"a struct {tag}"
    for key, name in made.items():
        pattern = rf"\b{name}\s*\(|^[ \t]*#[ \t]*define[ \t]+{name}\b"
        yield f"bridges.{key}", search.kernel, words, pattern, f"a {name}()"
    headers = tuple(path for path in search.kernel if path.endswith(".h"))
    words = [f"define{blank}{variable}".encode() for blank in " \t"]
    pattern = rf"^[ \t]*#[ \t]*define[ \t]+{variable}\b(?!\()"
    yield "kind.variable", headers, words, pattern, f"a macro {variable}"
