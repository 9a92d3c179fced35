# SPDX-License-Identifier: GPL-2.0-only
"""A text being masked in, the same text with a recorded same-length change out."""

from __future__ import annotations

import re

from folioize.cst.mask.records import MacroCall, Mark, Span

_PARENS = re.compile(rb"[()]")
_BRACES = re.compile(rb"[{}]")
_LIST_STOPS = re.compile(rb"[()\[\]{},]")
_SOLID = re.compile(rb"\S")
# Every byte but the newline becomes a space.
_TO_SPACES = bytes(10 if byte == 10 else 32 for byte in range(256))
_WINDOW = 4096
# Brackets looked at for one text, in all searches together. Code of a kernel needs a fiftieth; a
# file made of nothing but opened brackets would take hours.
_MOST = 50_000_000
_WINDOWS = (300, _WINDOW, 4 * _WINDOW)


def spaces(text: bytes) -> bytes:
    """Return ``text`` with every byte but its newlines turned into a space."""
    return text.translate(_TO_SPACES)


class Buffer:
    """The text under work: comments and string contents are blank already, lengths never change."""

    def __init__(self, code: bytes) -> None:
        self.code = bytearray(code)
        self.marks: list[Mark] = []
        self.calls: list[MacroCall] = []
        self._budget = min(_MOST, 1_000_000 + 40 * len(code))

    def blank(self, start: int, end: int, rule: str) -> None:
        """Turn the bytes from ``start`` to ``end`` into spaces, newlines apart."""
        if start < end:
            self.code[start:end] = bytes(self.code[start:end]).translate(_TO_SPACES)
            self.marks.append(Mark(start, end, rule))

    def put(self, start: int, text: bytes, rule: str) -> None:
        """Write ``text`` over the bytes at ``start``; the caller knows that no newline is there."""
        self.code[start : start + len(text)] = text
        self.marks.append(Mark(start, start + len(text), rule))

    def overwrite(self, start: int, end: int, text: bytes, rule: str) -> None:
        """Write ``text`` at ``start`` and blank what follows it up to ``end``."""
        self.blank(start, end, rule)
        self.code[start : start + len(text)] = text

    def call(self, start: int, close: int, args: list[Span], rule: str, name_end: int) -> None:
        """Record the macro call at ``start`` whose closing parenthesis is at ``close``."""
        name = bytes(self.code[start:name_end]).decode("ascii", "replace")
        self.calls.append(MacroCall(start, close + 1, name, tuple(args), rule))

    def open_after(self, pos: int) -> int:
        """Return the offset of a ``(`` that follows ``pos`` after white space only, or -1."""
        found = _SOLID.search(self.code, pos)
        return found.start() if found and found.group() == b"(" else -1

    def close(self, opening: int) -> int:
        """Return the offset of the ``)`` that matches the ``(`` at ``opening``, or -1."""
        if self._budget < 0:
            return -1
        depth = looked = 0
        for looked, found in enumerate(_PARENS.finditer(self.code, opening)):
            if found.group() == b"(":
                depth += 1
            else:
                depth -= 1
                if depth == 0:
                    self._budget -= looked
                    return found.start()
        self._budget -= looked
        return -1

    def opening(self, close: int) -> int:
        """Return the offset of the ``(`` that matches the ``)`` at ``close``, or -1.

        Looks back by at most some thousand bytes.
        """
        return self._back(_PARENS, close + 1, 0, b")")

    def enclosing(self, pos: int) -> int:
        """Return the offset of the innermost ``(`` that is open at ``pos``, or -1, as above."""
        return self._back(_PARENS, pos, 1, b")")

    def _back(self, pattern: re.Pattern[bytes], pos: int, depth: int, closing: bytes) -> int:
        """Walk back from ``pos`` until ``depth`` more are opened than closed.

        Most are near, so a small window is tried first.
        """
        if self._budget < 0:
            return -1
        for window in _WINDOWS:
            low = max(0, pos - window)
            level = 0
            brackets = list(pattern.finditer(self.code, low, pos))
            self._budget -= len(brackets)
            for found in reversed(brackets):
                level += -1 if found.group() == closing else 1
                if level == depth and found.group() != closing:
                    return found.start()
            if low == 0:
                break
        return -1

    def brace(self, pos: int) -> int:
        """Return the offset of the innermost ``{`` open at ``pos``, or -1 if none is near."""
        return self._back(_BRACES, pos, 1, b"}")

    def finish(self, end: int, rule: str) -> bool:
        """Put a semicolon into the white space after ``end``; False if there are only newlines."""
        for at in range(end, self.after(end)):
            if self.code[at] in b" \t":
                self.put(at, b";", rule)
                return True
        return False

    def args(self, opening: int, close: int) -> list[Span]:
        """Return the spans of the arguments between the parentheses, white space trimmed."""
        spans: list[Span] = []
        depth, start = 0, opening + 1
        for found in _LIST_STOPS.finditer(self.code, opening + 1, close):
            byte = found.group()
            if byte == b",":
                if depth == 0:
                    spans.append(self.trim(start, found.start()))
                    start = found.end()
            else:
                depth += 1 if byte in b"([{" else -1
        last = self.trim(start, close)
        if spans or last[0] < last[1]:
            spans.append(last)
        return spans

    def trim(self, start: int, end: int) -> Span:
        """Return the span without the white space at its ends."""
        text = bytes(self.code[start:end])
        left = start + len(text) - len(text.lstrip())
        return (left, left) if left >= end else (left, start + len(text.rstrip()))

    def before(self, pos: int) -> int:
        """Return the offset of the last byte before ``pos`` that is not white space, or -1."""
        while pos > 0:
            low = max(0, pos - _WINDOW)
            kept = len(bytes(self.code[low:pos]).rstrip())
            if kept:
                return low + kept - 1
            pos = low
        return -1

    def before_byte(self, pos: int) -> bytes:
        """Return the last byte before ``pos`` that is not white space, or b"" at the start."""
        at = self.before(pos)
        return b"" if at < 0 else bytes(self.code[at : at + 1])

    def after(self, pos: int) -> int:
        """Return the offset of the first byte from ``pos`` that is not white space, or the end."""
        found = _SOLID.search(self.code, pos)
        return found.start() if found else len(self.code)

    def after_byte(self, pos: int) -> bytes:
        """Return the first byte from ``pos`` that is not white space, or b"" at the end."""
        at = self.after(pos)
        return bytes(self.code[at : at + 1])

    def word_before(self, pos: int) -> bytes:
        """Return the identifier that ends just before ``pos`` after white space, or b""."""
        at = self.before(pos) + 1
        found = re.search(rb"[A-Za-z_]\w*\Z", bytes(self.code[max(0, at - 80) : at]))
        return found.group() if found else b""
