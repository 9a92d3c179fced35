# SPDX-License-Identifier: GPL-2.0-only
"""The text of a function's head goes in; what a parse would tell of it comes out, if it is plain.

Most functions of a file have nothing to do with a page, and their heads look alike: they can be
read from the text, so that neither mask nor parser need see them. What is not as plain as
``static inline int f(struct inode *inode, loff_t pos)`` is left to them.
"""

from __future__ import annotations

import re

from folioize.cst import current_table
from folioize.facts.declarators import plain
from folioize.facts.records import Func

_HEAD = re.compile(
    rb"(static\s+)?((?:[a-z_]+\s+)*?)(?:const\s+)?"
    rb"((?:struct|union|enum) \w+|unsigned (?:int|long|char|short)"
    rb"|(?!(?:struct|union|enum|unsigned|signed|static|extern|inline|const|typedef|return|else)\b)"
    rb"[A-Za-z]\w*)"
    rb"(\s*\*[\s*]*|\s+)((?:__\w+\s+)*)([A-Za-z_]\w*)\(([^(){};#\"'/\\]*)\)\s*\Z"
)
_BOUNDS = (b"\n\n", b"}\n", b";\n", b"*/\n")


def head(data: bytes, low: int, start: int, end: int) -> Func | None:
    """The function with its body from ``start`` to ``end``; its head begins after ``low``."""
    top = max(data.rfind(bound, low, start) + len(bound) for bound in _BOUNDS)
    found = _HEAD.match(data, top, start) if top > low + 1 else None
    if found is None:
        return None
    static, words, base, stars, more, name, inner = found.groups()
    beside = current_table().attributes
    before = words.split()
    if (
        not beside.issuperset(word for word in (*before, *more.split()) if word != b"inline")
        or base in beside
        or (static is None and before and before[0] != b"inline")
    ):
        return None
    params = _parameters(inner)
    if params is None:
        return None
    return Func(
        name=name.decode("latin-1"),
        static=static is not None,
        defined=True,
        start=top,
        end=end,
        body=start,
        named=found.span(6),
        result=(base.decode("latin-1"), stars.count(b"*")),
        result_decl=-1,
        params=params,
        variadic=False,
        clean=True,
    )


def _parameters(inner: bytes) -> tuple[tuple[str, str, int, int], ...] | None:
    """The parameters as Func has them, None if one of them is not plain."""
    if inner.strip() == b"void":
        return ()
    out = []
    for one in inner.split(b","):
        found = plain(one.strip())
        if found is None:
            return None
        base, depth, name = found
        out.append((name, base, depth, -1))
    return tuple(out)
