# SPDX-License-Identifier: GPL-2.0-only
"""The text of a struct goes in; its members, unions, #if groups and comments come out as nodes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from folioize.errors import TreeError

_TOKEN = re.compile(
    r"(?P<comment>/\*.*?\*/|//[^\n]*)"
    r"|(?P<directive>\#(?:\\\n|/\*.*?\*/|[^\n])*)"
    r"|(?P<open>\{)|(?P<close>\})|(?P<semi>;)|(?P<space>\s+)|(?P<other>[^{};#/\s]+|.)",
    re.DOTALL,
)
_AGGREGATE = re.compile(r"(struct|union)\s*(\w*)\s*\{")
_DECLARATOR = re.compile(
    r"(?P<stars>[*\s]*)(?P<name>\w+)\s*(?P<array>(?:\[[^\]]*\]\s*)*)(?P<bits>:.*)?\Z"
)
_CALLBACK = re.compile(r"(?P<result>.*)\(\s*\*\s*(?P<name>\w+)\s*\)\s*\(.*\)\Z", re.DOTALL)
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Declared:
    """One name that a field declares: ``type`` without array bounds, ``array`` as written."""

    name: str
    type: str
    array: str = ""
    bits: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a struct's body; offsets are characters of the text parsed.

    ``what`` is field, struct or union (without a name: its members belong to whoever holds it),
    group (an ``#if`` to its ``#endif``), or directive. ``start`` to ``end`` has the comments of
    the node and its line's newline; ``core`` and ``stop`` delimit it without comments.
    ``inner`` is where an aggregate's own lines begin, ``last`` where its closing line does.
    """

    what: str
    start: int
    end: int
    core: int
    stop: int
    declared: tuple[Declared, ...] = ()
    children: tuple[Node, ...] = ()
    inner: int = 0
    last: int = 0

    def fields(self) -> Iterator[Declared]:
        """Every name that becomes the outer struct's own, in order."""
        yield from self.declared
        for child in self.children:
            yield from child.fields()


@dataclass(frozen=True, slots=True)
class _Token:
    what: str
    start: int
    end: int


class _Reader:
    """Reads members one after another; ``at`` is the next token."""

    def __init__(self, text: str, start: int, where: str) -> None:
        self.text = text
        self.where = where
        self.tokens = [
            _Token(str(found.lastgroup), found.start(), found.end())
            for found in _TOKEN.finditer(text, start)
            if found.lastgroup != "space"
        ]
        self.at = 0

    def body(self) -> tuple[Node, ...]:
        """Members up to the closing brace, which stays the next token."""
        return tuple(self._sequence(("close",)))

    def _peek(self) -> _Token:
        if self.at >= len(self.tokens):
            raise TreeError(f"{self.where}: struct page does not end: mend the header")
        return self.tokens[self.at]

    def _sequence(self, stops: tuple[str, ...]) -> Iterator[Node]:
        comments: list[_Token] = []
        while (token := self._peek()).what not in stops:
            if token.what == "comment":
                comments.append(token)
                self.at += 1
                continue
            start = self._line_start((comments or [token])[0].start)
            comments = []
            if token.what == "directive":
                word = self._word(token)
                if word in ("endif", "else", "elif") and "endif" in stops:
                    return
                yield self._group(start) if word.startswith("if") else self._directive(start)
            else:
                yield self._member(start)

    def _word(self, token: _Token) -> str:
        return self.text[token.start : token.end].strip().lstrip("#").split(maxsplit=1)[0]

    def _directive(self, start: int) -> Node:
        token = self._peek()
        self.at += 1
        return Node("directive", start, self._line_end(token.end), token.start, token.end)

    def _group(self, start: int) -> Node:
        parts = [self._directive(start)]
        while True:
            parts += self._sequence(("close", "endif"))
            token = self._peek()
            if token.what == "close":
                raise TreeError(f"{self.where}: an #if in struct page has no #endif")
            parts.append(self._directive(token.start))
            if self._word(token) == "endif":
                core = parts[0].core
                return Node("group", start, parts[-1].end, core, token.end, (), tuple(parts))

    def _member(self, start: int) -> Node:
        core = self._peek().start
        children: tuple[Node, ...] = ()
        opened = _AGGREGATE.match(self.text, core)
        inner = last = 0
        while (token := self._peek()).what != "semi":
            if token.what == "close":
                raise TreeError(f"{self.where}: a member of struct page has no semicolon")
            self.at += 1
            if token.what == "open" and opened and not children:
                inner = self._line_end(self._trailing(token.end))
                children = self.body()
                last = self._line_start(self._peek().start)
                self.at += 1
        self.at += 1
        end = self._line_end(self._trailing(token.end))
        if opened and not opened[2] and self.text[last : token.end].split() == ["};"]:
            return Node(opened[1], start, end, core, token.end, (), children, inner, last)
        names = _declared(self.text[core : token.end - 1])
        return Node("field", start, end, core, token.end, names)

    def _trailing(self, offset: int) -> int:
        """Take the comments that begin on the line of ``offset``; returns where they end."""
        while self.at < len(self.tokens) and self._peek().what == "comment":
            token = self._peek()
            if "\n" in self.text[offset : token.start]:
                break
            offset = token.end
            self.at += 1
        return offset

    def _line_start(self, offset: int) -> int:
        return self.text.rfind("\n", 0, offset) + 1

    def _line_end(self, offset: int) -> int:
        found = self.text.find("\n", offset)
        return len(self.text) if found < 0 else found + 1


def parse_body(text: str, start: int, where: str) -> tuple[tuple[Node, ...], int]:
    """Parse members from ``start``, just after a struct's ``{``; also returns where the ``}`` is.

    ``where`` names the file in errors. Raises TreeError for text that ends too early or that is
    not a list of members.
    """
    reader = _Reader(text, start, where)
    # The comment on the line of the opening brace belongs to the struct, not to a member.
    reader._trailing(start)
    nodes = reader.body()
    return nodes, reader._peek().start


def _declared(text: str) -> tuple[Declared, ...]:
    plain = " ".join(COMMENT.sub(" ", text).split())
    callback = _CALLBACK.match(plain)
    if callback:
        return (Declared(callback["name"], f"{callback['result'].strip()} (*)()"),)
    if "}" in plain:
        head, _, rest = plain.rpartition("}")
        base, parts = head.split("{", 1)[0].strip() + " {}", rest.split(",")
    else:
        first, *more = plain.split(",")
        split = re.match(r"(.*?[\w*\s])(?=[*\s]*\b\w+\s*(?:\[[^\]]*\]\s*)*(?::.*)?\Z)", first)
        if split is None:
            return ()
        base, parts = split[1].rstrip("* "), [first[len(split[1].rstrip("* ")) :], *more]
    found = []
    for part in parts:
        one = _DECLARATOR.match(part.strip())
        if one:
            name_type = (base + " " + one["stars"].replace(" ", "")).strip()
            found.append(Declared(one["name"], name_type, one["array"].strip(), bool(one["bits"])))
    return tuple(found)
