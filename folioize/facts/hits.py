# SPDX-License-Identifier: GPL-2.0-only
"""A function's text goes in; whether a part of it can have to do with a page comes out.

Most statements of a function that has a page do not touch it. Finding the words that matter
first, in one pass over the text, is much quicker than walking every node.
"""

from __future__ import annotations

import re
from bisect import bisect_left

_WORD = re.compile(rb"[A-Za-z_]\w*")


class Hits:
    """The places in a span of the file's bytes at which one of the words stands."""

    def __init__(self, data: bytes, start: int, end: int, words: frozenset[bytes]) -> None:
        self._data = data
        self._span = start, end
        self._words = words
        self._more: set[bytes] = set()
        self._at: list[int] = []
        if words:
            found = _WORD.finditer(data, start, end)
            self._at = [word.start() for word in found if word.group() in words]

    def __bool__(self) -> bool:
        return bool(self._at)

    def add(self, name: str) -> None:
        """A variable of the function holds a page too."""
        word = name.encode("latin-1")
        if word in self._words or word in self._more:
            return
        self._more.add(word)
        pattern = re.compile(rb"\b%b\b" % re.escape(word))
        self._at += [found.start() for found in pattern.finditer(self._data, *self._span)]
        self._at.sort()

    def within(self, start: int, end: int) -> bool:
        """Whether one of the words stands between two offsets; True outside of the span."""
        at = bisect_left(self._at, start)
        return (at < len(self._at) and self._at[at] < end) or not (
            self._span[0] <= start and end <= self._span[1]
        )
