# SPDX-License-Identifier: GPL-2.0-only
"""Bytes of C go in; tokens, columns, and what is comment, directive or macro come out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

TAB = 8

_TOKEN = re.compile(
    rb"""(?P<space>[ \t\f\v\r]+(?!\n)|[ \t\f\v]+)
    |(?P<eol>\r?\n)
    |(?P<comment>/\*.*?(?:\*/|\Z)|//[^\n\r]*)
    |(?P<string>"(?:[^"\\\n]|\\.)*"?)
    |(?P<char>'(?:[^'\\\n]|\\.)*'?)
    |(?P<number>\.?[0-9](?:[eEpP][+-]|[\w.])*)
    |(?P<word>\w+)
    |(?P<splice>\\(?=\r?\n))
    |(?P<op>->|\+\+|--|<<=|>>=|\.\.\.|<<|>>|[-+*/%&|^=!<>]=|&&|\|\||.)""",
    re.S | re.X,
)
_OPAQUE = re.compile(
    rb"""/\*.*?(?:\*/|\Z)|//[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'""", re.S
)
_CONDITIONAL = re.compile(rb"[ \t]*#[ \t]*(if|ifdef|ifndef|else|elif|endif)\b")
_DEFINE = re.compile(rb"[ \t]*#[ \t]*define\b")
_DIRECTIVE = re.compile(rb"[ \t]*#")


@dataclass(frozen=True, slots=True)
class Token:
    """A token but white space: ``kind`` is a group of the lexer, offsets are into the text."""

    kind: str
    text: bytes
    start: int
    end: int


def width(text: bytes, column: int = 0) -> int:
    """The column after ``text`` when it begins at ``column``; tabs stop at each eighth."""
    if b"\t" not in text:
        return column + len(text)
    for part in text.split(b"\t")[:-1]:
        column = (column + len(part)) // TAB * TAB + TAB
    return column + len(text) - text.rindex(b"\t") - 1


def fill(column: int, target: int) -> bytes:
    """Tabs, then blanks, that lead from ``column`` to ``target`` with no blank before a tab."""
    tabs = target // TAB - column // TAB
    return b"\t" * tabs + b" " * (target % TAB if tabs else target - column)


def lex(text: bytes, start: int, end: int | None = None) -> Iterator[Token]:
    """The tokens from ``start``, line ends among them (kind "eol"), white space left out."""
    scanner = _TOKEN.finditer(text, start, len(text) if end is None else end)
    for match in scanner:
        kind = match.lastgroup or "op"
        if kind != "space":
            yield Token(kind, match.group(), match.start(), match.end())


class Lines:
    """The lines of a text, found when asked for, and what kind of line each is."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self._open: list[int] = []
        self._close: list[int] = []
        for match in _OPAQUE.finditer(text):
            if b"\n" in match.group():
                self._open.append(match.start())
                self._close.append(match.end())

    def start(self, offset: int) -> int:
        """The offset of the first byte of the line that ``offset`` is in."""
        return self.text.rfind(b"\n", 0, offset) + 1

    def end(self, offset: int) -> int:
        """The offset of the line end (of its ``\\r`` if it has one) at or after ``offset``."""
        found = self.text.find(b"\n", offset)
        if found < 0:
            return len(self.text)
        return found - 1 if found > offset and self.text[found - 1] == 0x0D else found

    def next(self, offset: int) -> int:
        """The offset of the line after the one that ``offset`` is in, or the text's end."""
        found = self.text.find(b"\n", offset)
        return len(self.text) if found < 0 else found + 1

    def inside(self, offset: int) -> bool:
        """Whether a comment or a string of several lines holds the byte at ``offset``."""
        index = bisect_right(self._open, offset - 1) - 1
        return index >= 0 and offset < self._close[index]

    def code(self, start: int) -> bytes:
        """The line at ``start`` without comments, outer blanks and the macro's backslash."""
        line = self.text[start : self.end(start)].strip()
        if line.endswith(b"\\"):
            line = line[:-1].rstrip()
        if b"/" in line or b'"' in line:
            line = _OPAQUE.sub(_blank, line)
            # A comment that goes on in the next line ends what this line says.
            line = line.partition(b"/*")[0].rstrip()
        return line

    def spliced(self, start: int) -> bool:
        """Whether the line at ``start`` ends in a backslash."""
        end = self.end(start)
        return end > start and self.text[end - 1] == 0x5C

    def conditional(self, start: int) -> str | None:
        """The word of a conditional directive in the line at ``start``, or None."""
        match = _CONDITIONAL.match(self.text, start)
        return match.group(1).decode() if match else None

    def define(self, start: int) -> bool:
        """Whether a ``#define`` begins in the line at ``start``."""
        return _DEFINE.match(self.text, start) is not None

    def directive(self, start: int) -> bool:
        """Whether any directive begins in the line at ``start``."""
        return _DIRECTIVE.match(self.text, start) is not None


def _blank(match: re.Match[bytes]) -> bytes:
    """A string stands as an empty one, a comment as nothing."""
    return b"" if match.group().startswith(b"/") else b'""'
