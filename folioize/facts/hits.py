# SPDX-License-Identifier: GPL-2.0-only
"""A file's text goes in; whether a part of it can have to do with a page comes out.

Most statements of a function that has a page do not touch it. Finding the words that matter
first, in one pass over the text, is much quicker than walking every node.
"""

from __future__ import annotations

import re
from bisect import bisect_left

_WORD = re.compile(rb"[A-Za-z_]\w*")
_CALLED = re.compile(rb"\w+\s*\(")
_FIELD = re.compile(rb"(?:->|\.)\s*\Z")
_RETURN = re.compile(rb"\breturn\b")


class FileHits:
    """The places in a file at which one of the words stands."""

    def __init__(self, data: bytes, words: frozenset[bytes]) -> None:
        self._data = data
        self._words = words
        self._at = [word.start() for word in _WORD.finditer(data) if word.group() in words]

    def function(self, start: int, end: int, returns: bool) -> Hits:
        """The places in a function; ``returns`` tells that what it returns is a page.

        There are none if the text neither says page nor reaches for a field or calls a function
        of a name that is declared with one somewhere. A list's next is everywhere; who takes a
        page's next says page.
        """
        first = bisect_left(self._at, start)
        at = self._at[first : bisect_left(self._at, end, first)]
        if at and not self._says_page(start, end, at) and not any(map(self._reaches, at)):
            at = []
        elif returns:
            at += [found.start() for found in _RETURN.finditer(self._data, start, end)]
            at.sort()
        return Hits(self._data, (start, end), at, self._words)

    def within(self, span: tuple[int, int]) -> bool:
        """Whether one of the words stands in a span."""
        at = bisect_left(self._at, span[0])
        return at < len(self._at) and self._at[at] < span[1]

    def _says_page(self, start: int, end: int, at: list[int]) -> bool:
        """Whether "page" is there, if only as a part of a word; PAGE_SIZE and its like are not."""
        find = self._data.find
        return (
            find(b"page", start, end) >= 0
            or find(b"Page", start, end) >= 0
            or (find(b"PAGE", start, end) >= 0 and any(map(self._is_capital, at)))
        )

    def _is_capital(self, at: int) -> bool:
        found = _WORD.match(self._data, at)
        return found is not None and b"PAGE" in found.group()

    def _reaches(self, at: int) -> bool:
        data = self._data
        if data.startswith(b"next", at):
            return False
        return _CALLED.match(data, at) is not None or (
            _FIELD.search(data, max(0, at - 40), at) is not None
        )


class Hits:
    """The places in a function; more are added as variables turn out to hold pages."""

    def __init__(
        self, data: bytes, span: tuple[int, int], at: list[int], words: frozenset[bytes]
    ) -> None:
        self._data = data
        self._span = span
        self._at = at
        self._words = words
        self._more: set[bytes] = set()

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
        """Whether one of the words stands between two offsets; True outside of the function."""
        at = bisect_left(self._at, start)
        return (at < len(self._at) and self._at[at] < end) or not (
            self._span[0] <= start and end <= self._span[1]
        )
