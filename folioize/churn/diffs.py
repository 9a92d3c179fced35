# SPDX-License-Identifier: GPL-2.0-only
"""Pairs of commits in a scratch store go in; git's diffs of them, as hunks, come out."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from folioize.git import Scratch
from folioize.series.numbers import DIFF

_HUNK = re.compile(rb"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_NAMES = re.compile(rb"^(?:---|\+\+\+) (.*)$", re.M)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that were taken out and those put in their place, without context between them.

    ``line`` is the old file's line, from 1, at which the block stands: its first removed line,
    or the line before which something is put in.
    """

    line: int
    removed: tuple[bytes, ...]
    added: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Hunk:
    """A hunk as a reviewer sees it, with git's usual three lines of context."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class FileDiff:
    """What a diff does to one file."""

    path: str
    hunks: tuple[Hunk, ...]

    @property
    def blocks(self) -> Iterator[Block]:
        """The blocks of all hunks."""
        return (block for hunk in self.hunks for block in hunk.blocks)

    @property
    def insertions(self) -> int:
        """Lines added."""
        return sum(len(block.added) for block in self.blocks)

    @property
    def deletions(self) -> int:
        """Lines removed."""
        return sum(len(block.removed) for block in self.blocks)


def read_diffs(store: Scratch, pairs: Sequence[tuple[str, str]]) -> list[tuple[FileDiff, ...]]:
    """Return one diff for each (old, new) pair of commits, with the settings that patches have."""
    if not pairs:
        return []
    asked = "".join(f"{new} {old}\n" for old, new in pairs).encode()
    out = store.run("diff-tree", "--stdin", "--always", "-r", "-p", *DIFF, stdin=asked)
    starts = [match.start() for match in re.finditer(rb"^[0-9a-f]{40,64}$", out, re.M)]
    return [tuple(_files(out[a:b])) for a, b in itertools.pairwise((*starts, len(out)))]


def _files(text: bytes) -> Iterator[FileDiff]:
    starts = [match.start() for match in re.finditer(rb"^diff --git ", text, re.M)]
    for start, end in itertools.pairwise((*starts, len(text))):
        part = text[start:end]
        at = part.find(b"\n@@ ")
        if at < 0:
            continue  # a binary file, or a mode: no lines, as in git's numbers
        yield FileDiff(_name(part[: at + 1]), tuple(_hunks(part[at + 1 :])))


def _name(head: bytes) -> str:
    """The path in a file's header: the new one, or the old one of a file that goes."""
    names = [name for name in _NAMES.findall(head) if name != b"/dev/null"]
    return os.fsdecode(_unquoted(names[-1].rstrip(b"\t"))[2:])


def _unquoted(name: bytes) -> bytes:
    """A path as git quotes those with odd bytes in them."""
    if not name.startswith(b'"'):
        return name
    simple = {b"n": b"\n", b"t": b"\t", b'"': b'"', b"\\": b"\\", b"a": b"\a", b"b": b"\b"}
    simple |= {b"f": b"\f", b"r": b"\r", b"v": b"\v"}

    def plain(match: re.Match[bytes]) -> bytes:
        return simple[match[1]] if match[1] in simple else bytes((int(match[1], 8),))

    return re.sub(rb"\\([0-7]{3}|.)", plain, name[1:-1])


def _hunks(text: bytes) -> Iterator[Hunk]:
    lines = text.split(b"\n")
    at = 0
    while at < len(lines) and (head := _HUNK.match(lines[at])):
        old, new = int(head[2] or 1), int(head[4] or 1)
        line = int(head[1]) + (0 if old else 1)
        body: list[bytes] = []
        at += 1
        while old > 0 or new > 0:
            row = lines[at]
            at += 1
            if row[:1] != b"\\":
                old -= row[:1] != b"+"
                new -= row[:1] != b"-"
                body.append(row)
        while at < len(lines) and lines[at][:1] == b"\\":
            at += 1
        yield Hunk(tuple(_blocks(body, line)))


def _blocks(body: list[bytes], line: int) -> Iterator[Block]:
    removed: list[bytes] = []
    added: list[bytes] = []
    for row in [*body, b" "]:
        sign = row[:1]
        if sign == b"+":
            added.append(row[1:])
        elif sign == b"-":
            if added:  # git writes what goes before what comes, so this is the next block
                yield Block(line - len(removed), tuple(removed), tuple(added))
                removed, added = [], []
            removed.append(row[1:])
            line += 1
        else:
            if removed or added:
                yield Block(line - len(removed), tuple(removed), tuple(added))
                removed, added = [], []
            line += 1
