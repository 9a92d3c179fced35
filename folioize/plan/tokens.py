# SPDX-License-Identifier: GPL-2.0-only
"""Declarations to retype go in; edits of their ``struct page`` tokens come out."""

from __future__ import annotations

import re

from folioize.facts.records import Decl, FileFacts
from folioize.model import Edit

_OPEN, _CLOSE = b"([{", b")]}"
_BLANK = re.compile(rb"\s*")


def retype_edits(
    facts: FileFacts, indexes: set[int], tag: str
) -> tuple[list[Edit], list[list[int]]]:
    """Edits that give the declarations ``indexes`` the type ``struct tag``.

    Where only some names of one declaration change it must be split: those groups of indexes
    are returned, for ``split_declaration``, and have no edit yet.
    """
    shared: dict[int, list[int]] = {}
    for index, decl in enumerate(facts.decls):
        if decl.token[0] >= 0:
            shared.setdefault(decl.token[0], []).append(index)
    edits: list[Edit] = []
    split: list[list[int]] = []
    for start in sorted({facts.decls[i].token[0] for i in indexes if facts.decls[i].token[0] >= 0}):
        group = shared[start]
        chosen = [i for i in group if i in indexes]
        first = facts.decls[chosen[0]]
        staying = [i for i in group if i not in indexes and facts.decls[i].name]
        if staying and first.role in ("local", "field", "global"):
            split.append(chosen)
        else:
            edits.append(Edit(first.token[1] - 4, first.token[1], tag.encode()))
    return edits, split


def split_declaration(data: bytes, chosen: list[Decl], tag: str) -> list[Edit]:
    """``struct page *a, *b, *c;`` where only b changes becomes three declarations.

    The names keep their order: members their offsets, and initialisers the order in which they
    are evaluated. Between two names of one type the comma stays.
    """
    first = chosen[0]
    segments = _segments(data, first.token[1], _statement_end(data, first.token[1]))
    names = {decl.named[0] for decl in chosen}
    moving = [any(start <= at < end for at in names) for start, end in segments]
    line = data.rfind(b"\n", 0, first.token[0]) + 1
    head = data[line : first.token[0]]
    out = [Edit(first.token[1] - 4, first.token[1], tag.encode())] if moving[0] else []
    for (begin, _), before, now in zip(segments[1:], moving, moving[1:], strict=False):
        if before != now:
            after = begin + _blank(data, begin)
            name = tag.encode() if now else b"page"
            out.append(Edit(begin - 1, after, b";\n" + head + b"struct " + name + b" "))
    return out


def _blank(data: bytes, at: int) -> int:
    """How many blanks and line ends stand at an offset."""
    found = _BLANK.match(data, at)
    return found.end() - at if found else 0


def _statement_end(data: bytes, at: int) -> int:
    depth = 0
    while at < len(data):
        byte = data[at : at + 1]
        if byte in _OPEN and byte:
            depth += 1
        elif byte in _CLOSE:
            depth -= 1
        elif byte == b";" and depth == 0:
            return at
        at += 1
    return at


def _segments(data: bytes, start: int, end: int) -> list[tuple[int, int]]:
    out, depth, begin = [], 0, start
    for at in range(start, end):
        byte = data[at]
        if byte in _OPEN:
            depth += 1
        elif byte in _CLOSE:
            depth -= 1
        elif byte == 0x2C and depth == 0:
            out.append((begin, at))
            begin = at + 1
    out.append((begin, end))
    return out
