# SPDX-License-Identifier: GPL-2.0-only
"""Files of a tree go in, as they are on disk; which of them may hold one of some words comes out.

It is as a book's index: made in one reading of all files, it saves the next searches from reading
those that cannot have what is looked for. It tells of no file that has changed since.
"""

from __future__ import annotations

import hashlib
import os
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from folioize.contents import Batch, texts
from folioize.facts.cache import Cache
from folioize.facts.vocabulary import FORMAT, names_in, number, unpacked
from folioize.tree import Tree

_SIZE = 256  # files whose places fit a byte


class _Part(msgspec.Struct, frozen=True, array_like=True):
    """Some files; the numbers of all names in them, in order, and the place of the file of each."""

    files: list[str]
    numbers: bytes
    places: bytes


class WordIndex:
    """The parts, and the stamp that each file had when it was read."""

    def __init__(self, parts: Sequence[_Part], stamps: Mapping[str, int]) -> None:
        self._parts = parts
        self._stamps = stamps

    def may_hold(
        self, words: Iterable[str], files: Sequence[str], stamps: Mapping[str, int]
    ) -> list[str]:
        """Those of ``files`` that may hold one of the words, whole: nothing is known of those
        that have other stamps now."""
        wanted = sorted({number(word.encode("latin-1")) for word in words})
        found = {path for part in self._parts for path in _holding(part, wanted)}
        return [
            path
            for path in files
            if path in found or not stamps[path] or self._stamps.get(path) != stamps[path]
        ]


def _holding(part: _Part, wanted: Sequence[int]) -> Iterator[str]:
    held = unpacked(part.numbers)
    for one in wanted:
        at = bisect_left(held, one)
        while at < len(held) and held[at] == one:
            yield part.files[part.places[at]]
            at += 1


def word_index(
    tree: Tree, files: Sequence[str], stamps: Mapping[str, int], store: Cache, jobs: int = 0
) -> WordIndex:
    """The index of ``files``: that which is kept, if it knows almost all of them as they are."""
    key = f"words {FORMAT} {_digest(tree)}"
    sure = {path: stamps[path] for path in files if stamps[path]}
    kept = _decode(store.get((key,)).get(key))
    if kept is not None:
        known = sum(kept[1].get(path) == now for path, now in sure.items())
        if len(sure) - known <= len(sure) // 10:
            return WordIndex(*kept)
    shares = tree.looked_through(_index, [*sure], jobs)
    parts: list[_Part] = [part for some in shares for part in some]
    told = {path for part in parts for path in part.files}
    sure = {path: now for path, now in sure.items() if path in told}
    store.put({key: msgspec.msgpack.encode((parts, sure))})
    return WordIndex(parts, sure)


def _index(batch: Batch) -> tuple[list[_Part], dict[str, str]]:
    """The parts of an index for some files."""
    skipped: dict[str, str] = {}
    read = texts(batch, skipped)
    parts: list[_Part] = []
    while True:
        part = _part(read)
        if not part.files:
            return parts, skipped
        parts.append(part)


def _part(read: Iterator[tuple[str, bytes]]) -> _Part:
    """A part with the next files; with none at the end."""
    files: list[str] = []
    rows: list[int] = []
    for place, (name, data) in zip(range(_SIZE), read, strict=False):
        files.append(name)
        rows += [number(word) << 8 | place for word in names_in(data)]
    rows.sort()
    numbers = array("I", [row >> 8 for row in rows])
    return _Part(files, numbers.tobytes(), bytes([row & 255 for row in rows]))


def _digest(tree: Tree) -> str:
    return hashlib.blake2b(os.fsencode(tree.root), digest_size=20).hexdigest()


def _decode(blob: bytes | None) -> tuple[list[_Part], dict[str, int]] | None:
    try:
        if blob is None:
            return None
        return msgspec.msgpack.decode(blob, type=tuple[list[_Part], dict[str, int]])
    except msgspec.MsgspecError:
        return None
