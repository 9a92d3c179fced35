# SPDX-License-Identifier: GPL-2.0-only
"""A hunk goes in; its lines, with syntax in colour and what changed within a line marked, come
out."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from rich.style import Style
from rich.text import Text

from folioize.harmless import escape
from folioize.review.diffs import Hunk

TAB = 8
_KEPT = 300  # hunks

PLUS = Style(bgcolor="#10301c")
MINUS = Style(bgcolor="#3a1719")
PLUS_PART = Style(bgcolor="#1d6b37", bold=True, underline=True)
MINUS_PART = Style(bgcolor="#8a2f35", bold=True, underline=True)

_SYNTAX = (
    ("Token.Comment.Preproc", Style(color="#b48ead")),
    ("Token.Comment", Style(color="#8f8f8f", italic=True)),
    ("Token.Keyword", Style(color="cyan")),
    ("Token.Literal.String", Style(color="yellow")),
    ("Token.Literal.Number", Style(color="yellow")),
    ("Token.Name.Function", Style(color="bright_blue")),
)
_WORD = re.compile(r"\w+|\s+|[^\w\s]")

Span = tuple[int, int]


def plain(text: str) -> str:
    """A line as a terminal may have it: tabs are spaces, and nothing is obeyed."""
    return escape(text.expandtabs(TAB))


class Painter:
    """Paints hunks when they come into sight, and remembers some."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[Hunk, list[Text]]] = {}

    def lines(self, hunk: Hunk) -> list[Text]:
        """The hunk's lines in order, without their marks."""
        found = self._kept.get(id(hunk))
        if found is None or found[0] is not hunk:
            while len(self._kept) >= _KEPT:
                del self._kept[next(iter(self._kept))]
            found = self._kept[id(hunk)] = (hunk, _paint(hunk))
        return found[1]


def _paint(hunk: Hunk) -> list[Text]:
    texts = [plain(line.text) for line in hunk.lines]
    painted: list[Text] = [Text()] * len(texts)
    for side in ("-", "+"):
        numbers = [at for at, line in enumerate(hunk.lines) if line.mark in (" ", side)]
        for at, text in zip(numbers, syntax([texts[n] for n in numbers]), strict=True):
            painted[at] = text
    for at, spans in intraline(hunk, texts).items():
        part = PLUS_PART if hunk.lines[at].mark == "+" else MINUS_PART
        for start, end in spans:
            painted[at].stylize(part, start, end)
    return painted


def syntax(lines: list[str]) -> list[Text]:
    """Lines of C in colour; a comment over several lines is one."""
    from pygments.lexers.c_cpp import CLexer  # noqa: PLC0415 - only when something is shown

    out = [Text()]
    for token, value in CLexer(stripnl=False, ensurenl=False).get_tokens("\n".join(lines)):
        style = _style(str(token))
        first, *others = value.split("\n")
        out[-1].append(first, style)
        for part in others:
            out.append(Text(part, style or ""))
    while len(out) < len(lines):
        out.append(Text())
    return out[: len(lines)]


def _style(token: str) -> Style | None:
    return next((style for name, style in _SYNTAX if token.startswith(name)), None)


def intraline(hunk: Hunk, texts: list[str]) -> dict[int, list[Span]]:
    """What changed within lines: for lines that replace one another, the parts that differ."""
    out: dict[int, list[Span]] = {}
    for old, new in _replaced(hunk):
        before, after = _WORD.findall(texts[old]), _WORD.findall(texts[new])
        matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
        if matcher.ratio() < 0.4:
            continue  # another line altogether
        for tag, a, b, c, d in matcher.get_opcodes():
            if tag == "equal":
                continue
            if "".join(before[a:b]).strip():  # blanks that move are not worth a mark
                out.setdefault(old, []).append(_span(before, a, b))
            if "".join(after[c:d]).strip():
                out.setdefault(new, []).append(_span(after, c, d))
    return out


def _span(words: list[str], start: int, end: int) -> Span:
    at = sum(map(len, words[:start]))
    return at, at + sum(map(len, words[start:end]))


def _replaced(hunk: Hunk) -> Iterator[Span]:
    """Pairs of a removed and an added line, in blocks of which both have as many."""
    gone: list[int] = []
    new: list[int] = []
    for at, line in [*enumerate(hunk.lines), (len(hunk.lines), None)]:
        if line is not None and line.mark == "+":
            new.append(at)
            continue
        if new or line is None or line.mark == " ":
            yield from zip(gone, new, strict=False)
            gone, new = [], []
        if line is not None and line.mark == "-":
            gone.append(at)
