# SPDX-License-Identifier: GPL-2.0-only
"""Two texts of a file go in; the places that differ, without white space and comments, come out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from folioize.rules import git_diff

_PIECE = re.compile(rb"[ \t]*#[^\n]*\n|[^;{}\n]*(?:\n(?![ \t]*#)[^;{}\n]*)*(?:[;{}]|\n|\Z)")
_COMMENT = re.compile(rb"/\*.*?\*/|//[^\n]*", re.DOTALL)
_CONTINUED = re.compile(rb"[ \t]*\\\n")
_SPACE = re.compile(rb"\s+")


class Hunk(NamedTuple):
    """A change: its lines in the old file, the old text and the new one without white space."""

    line: int
    last: int
    old: bytes
    new: bytes

    def shown(self) -> str:
        """Both texts, not too much of them."""
        old, new = (text.decode("utf-8", "replace")[:90] for text in (self.old, self.new))
        return f"{old!r} -> {new!r}"


def hunks(old: bytes, new: bytes) -> set[Hunk]:
    """The changed places of a file; layout and comments alone are no change.

    Text is cut after each semicolon and brace, not at line ends, which tools choose differently.
    """
    if old == new:
        return set()
    first, spans = _pieces(old)
    second, _ = _pieces(new)
    before, after = (b"".join(one + b"\n" for one in pieces) for pieces in (first, second))
    found: set[Hunk] = set()
    for at, gone, come in _runs(git_diff([("pieces", before, after)])):
        pairs = list(zip(gone, come, strict=True)) if len(gone) == len(come) else []
        for shift, (was, now) in enumerate(pairs):
            found.add(Hunk(*spans[at + shift], was, now))
        if not pairs:
            line = spans[min(at, len(spans) - 1)][0] if spans else 0
            last = spans[at + len(gone) - 1][1] if gone else line
            found.add(Hunk(line, last, b"".join(gone), b"".join(come)))
    return found


def _runs(diff: bytes) -> Iterator[tuple[int, list[bytes], list[bytes]]]:
    """The changed runs of a diff: the first old line, from 0, and what goes and comes."""
    at = 0
    gone: list[bytes] = []
    come: list[bytes] = []
    for line in diff.splitlines():
        head = re.match(rb"@@ -(\d+)", line)
        if head is None and line[:1] == b"-" and not line.startswith(b"--- "):
            gone.append(line[1:])
            continue
        if line[:1] == b"+" and not line.startswith(b"+++ "):
            come.append(line[1:])
            continue
        if gone or come:
            yield at, gone, come
            at += len(gone)
            gone, come = [], []
        if head is not None:
            at = int(head[1]) - 1
        elif line[:1] == b" ":
            at += 1
    if gone or come:
        yield at, gone, come


def _pieces(text: bytes) -> tuple[list[bytes], list[tuple[int, int]]]:
    """The text in pieces without white space, and the lines that each stands on."""
    pieces, spans, line = [], [], 1
    for part in _PIECE.findall(_CONTINUED.sub(b" \n ", _COMMENT.sub(_blank, text))):
        solid = _SPACE.sub(b"", part)
        if solid:
            head = line + part[: len(part) - len(part.lstrip())].count(b"\n")
            pieces.append(solid)
            spans.append((head, line + part.rstrip().count(b"\n")))
        line += part.count(b"\n")
    return pieces, spans


def _blank(found: re.Match[bytes]) -> bytes:
    return b"\n" * found.group().count(b"\n")
