# SPDX-License-Identifier: GPL-2.0-only
"""Declarations to retype go in; edits of their ``struct page`` tokens come out."""

from __future__ import annotations

from folioize.facts.records import Decl, FileFacts
from folioize.model import Edit

_OPEN, _CLOSE = b"([{", b")]}"


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


def split_declaration(
    data: bytes, chosen: list[Decl], edits: list[Edit], tag: str
) -> tuple[list[Edit], list[Edit]]:
    """``struct page *a, *b;`` where only b changes: b leaves, and gets a line of its own.

    ``edits`` are those of the whole file; the ones inside the names that leave are applied to
    the new line instead. Returns the edits of the split, and what is left of ``edits``.
    """
    first = chosen[0]
    end = _statement_end(data, first.token[1])
    segments = _segments(data, first.token[1], end)
    names = {decl.named[0] for decl in chosen}
    moving = [(s, e) for s, e in segments if any(s <= at < e for at in names)]
    staying = [span for span in segments if span not in moving]
    line = data.rfind(b"\n", 0, first.token[0]) + 1
    head = data[line : first.token[0]]
    indent, words = head[: len(head) - len(head.lstrip())], head.strip()
    body = b", ".join(_applied(data, s, e, edits).strip() for s, e in moving)
    text = indent + (words + b" " if words else b"") + b"struct " + tag.encode() + b" " + body
    out = [Edit(end + 1, end + 1, b"\n" + text + b";")]
    for number, (begin, stop) in enumerate(segments):
        if (begin, stop) in moving:
            last = (
                number == len(segments) - 1
                or segments[number:] == moving[-len(segments) + number :]
            )
            start = begin - 1 if number and (last or staying[0][0] < begin) else begin
            out.append(Edit(start, stop + (0 if start < begin else 1), b""))
    inside = [span for span in moving]
    rest = [e for e in edits if not any(s <= e.start and e.end <= t for s, t in inside)]
    return out, rest


def _applied(data: bytes, start: int, end: int, edits: list[Edit]) -> bytes:
    out, at = b"", start
    for edit in sorted(e for e in edits if start <= e.start and e.end <= end):
        out += data[at : edit.start] + edit.new
        at = edit.end
    return out + data[at:end]


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
