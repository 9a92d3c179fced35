# SPDX-License-Identifier: GPL-2.0-only
"""A text in, the brackets around each place in it out."""

from __future__ import annotations

import re
from bisect import bisect_left

from folioize.cst.mask.buffer import Buffer

_ANY = re.compile(rb"[()\[\]{}]")


class Brackets:
    """The pairs of brackets of a text as it is now, found in one pass.

    A closing bracket is the counterpart of the last one that is open, of whatever sort.
    """

    def __init__(self, buffer: Buffer) -> None:
        self._buffer = buffer
        self._at: list[int] = []
        self._open: list[int] = []  # the innermost that is open after each of _at, or -1
        self._match: dict[int, int] = {}
        stack: list[int] = []
        for found in _ANY.finditer(bytes(buffer.code)):
            at = found.start()
            if found.group() in b"([{":
                stack.append(at)
            elif stack:
                opening = stack.pop()
                self._match[opening], self._match[at] = at, opening
            self._at.append(at)
            self._open.append(stack[-1] if stack else -1)

    def match(self, at: int) -> int:
        """The offset of the counterpart of the bracket at ``at``, or -1."""
        return self._match.get(at, -1)

    def innermost(self, pos: int) -> int:
        """The offset of the innermost bracket that is open at ``pos``, or -1."""
        before = bisect_left(self._at, pos) - 1
        return self._open[before] if before >= 0 else -1

    def in_parens(self, pos: int) -> bool:
        """Whether the innermost bracket open at ``pos`` is a parenthesis, and no for's."""
        opening = self.innermost(pos)
        code = self._buffer.code
        return (
            opening >= 0 and code[opening] == 0x28 and self._buffer.word_before(opening) != b"for"
        )

    def in_braces(self, pos: int) -> bool:
        """Whether any brace is open at ``pos``."""
        opening = self.innermost(pos)
        while opening >= 0 and self._buffer.code[opening] != 0x7B:
            opening = self.innermost(opening)
        return opening >= 0
