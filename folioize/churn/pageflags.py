# SPDX-License-Identifier: GPL-2.0-only
"""The header of the page flags goes in; the functions that its macros define, each with the flags
that it reads or sets and whether it looks for the head page first, come out.

The kernel writes PageDirty() and its like with macros such as PAGEFLAG(Dirty, dirty, PF_HEAD), so
they stand nowhere as functions. The macros are expanded here as text; nothing is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from folioize.errors import TreeError
from folioize.facts.search import Search

HEADS = ("compound_head", "_compound_head")
"""What finds the head of a compound page, with a load and a branch at each call: a function, or
since 5.15 a macro and the function behind it."""

_SKIP = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"", re.S)
_DEFINE = re.compile(r"^[ \t]*#[ \t]*define[ \t]+(\w+)(\([^)]*\))?((?:[^\n\\]|\\\n|\\.)*)$", re.M)
_DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n\\]|\\\n|\\.)*$", re.M)
_CALL = re.compile(r"\b([A-Za-z_]\w*)[ \t]*\(")
_FUNCTION = re.compile(r"\b(\w+)\(\s*(?:const\s+)?struct\s+(?:page|folio)\s*\*\s*\w+[^()]*\)\s*\{")
_HEAD = re.compile(rf"\b(?:{'|'.join(HEADS)})\s*\(")
_FLAG = re.compile(r"\bPG_\w+")
_ENUM = re.compile(r"\benum\b[^{};()]*\{([^}]*)\}")
_DEEP = 12  # macros within macros; the kernel has five


@dataclass(frozen=True, slots=True)
class FlagFunction:
    """A function of one page: the ``flags`` that it names, and whether it looks for its head."""

    flags: tuple[str, ...]
    finds_head: bool


class PageFlags:
    """What a header says of page flags."""

    def __init__(self, header: bytes) -> None:
        text = _SKIP.sub(" ", header.decode("latin-1"))
        self._macros: dict[str, list[tuple[list[str], str]]] = {}
        self._values: list[str] = []
        for name, params, written in _DEFINE.findall(text):
            body = written.replace("\\\n", " ").strip()
            if params:
                names = [one.strip() for one in params[1:-1].split(",")]
                self._macros.setdefault(name, []).append((names, body))
            elif body:
                self._values.append(name)
        self._text = _DIRECTIVE.sub("", text)

    @cached_property
    def functions(self) -> dict[str, FlagFunction]:
        """The functions by name; of rival definitions (#if, #else) the flags of all."""
        found: dict[str, FlagFunction] = {}
        for name, body in self._definitions():
            before = found.get(name, FlagFunction((), False))
            flags = {*before.flags, *_FLAG.findall(body)}
            head = before.finds_head or _HEAD.search(body) is not None
            found[name] = FlagFunction(tuple(sorted(flags)), head)
        return found

    @cached_property
    def constants(self) -> frozenset[str]:
        """The header's enumerators and the names that it defines to stand for a value."""
        words = {
            match[0]
            for body in _ENUM.findall(self._text)
            for part in body.split(",")
            if (match := re.match(r"\w+", part.strip()))
        }
        return frozenset(words.union(self._values))

    def _definitions(self) -> Iterator[tuple[str, str]]:
        """Each function's name and body, macros expanded."""
        text = self._expand(self._text, 0)
        for match in _FUNCTION.finditer(text):
            yield match[1], text[match.end() : _closing(text, match.end() - 1, "{", "}")]

    def _expand(self, text: str, depth: int) -> str:
        if depth > _DEEP:
            return text
        out: list[str] = []
        at = 0
        while match := _CALL.search(text, at):
            bodies = self._macros.get(match[1])
            if bodies is None:
                out.append(text[at : match.end()])
                at = match.end()
                continue
            end = _closing(text, match.end() - 1, "(", ")")
            arguments = _split(text[match.end() : end])
            out.append(text[at : match.start()])
            out += [
                self._expand(_replaced(names, body, arguments), depth + 1) for names, body in bodies
            ]
            at = end + 1
        return "".join((*out, text[at:]))


def find_page_flags(search: Search) -> PageFlags:
    """Read the header that numbers the page flags; raises TreeError if the tree has none."""
    headers = [path for path in search.kernel if path.startswith("include/")]
    for path in search.mentions(re.compile(rb"\benum\s+pageflags\s*\{"), headers):
        return PageFlags(search.tree.read(path))
    raise TreeError(f"{search.tree.root} has no enum pageflags under include/")


def _replaced(names: list[str], body: str, arguments: list[str]) -> str:
    given = dict(zip(names, arguments, strict=False))
    body = re.sub(r"\b[A-Za-z_]\w*\b", lambda match: given.get(match[0], match[0]), body)
    return re.sub(r"\s*##\s*", "", body)


def _split(text: str) -> list[str]:
    """Arguments at commas that stand in no parentheses."""
    parts, depth, start = [], 0, 0
    for at, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if char == "," and depth == 0:
            parts.append(text[start:at].strip())
            start = at + 1
    return [*parts, text[start:].strip()]


def _closing(text: str, start: int, opens: str, closes: str) -> int:
    """Where the bracket that opens at ``start`` closes; the end if it does not."""
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] == opens) - (text[at] == closes)
        if depth == 0:
            return at
    return len(text)
