# SPDX-License-Identifier: GPL-2.0-only
"""A header and types that lie over struct page go in; edits that make struct page a union of them
and of its own members come out."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence

from folioize.errors import TreeError
from folioize.model import Edit
from folioize.typegen.layout import page_span

WIDTH = 80
_DEEPER = "\t\t"
_COMMENT = re.compile(
    r"^(?P<tabs>\t*)/\*(?:\*?\n(?:\t* \*(?!/)[^\n]*\n)+\t* \*/| [^\n]* \*/)\n", re.MULTILINE
)
"""A comment with no code on its lines, in either form of the kernel's."""


def union_edits(header: bytes, path: str, members: Sequence[tuple[str, str]]) -> tuple[Edit, ...]:
    """Make ``struct page`` a union of ``members``, each a struct's tag and a name, and of all that
    it has; the structs are defined before it.

    Every field keeps its name and its place, since what holds it has no name. Raises TreeError
    where a field has the name of one of the members.
    """
    text = header.decode("latin-1")
    start, end, fields = page_span(text, path)
    for tag, name in members:
        if name in fields:
            raise TreeError(f"{path}: struct page has a field {name}: call that of {tag} otherwise")
    head = f"\n\tunion {{\n{_DEEPER}struct {{"
    tail = "".join(f"{_DEEPER}struct {tag} {name};\n" for tag, name in members)
    tail = f"{_DEEPER}}};\n{tail}\t}};\n"
    body = text[start:end]
    return (
        Edit(start, start, head.encode("latin-1")),
        *_deeper(body, start),
        Edit(end, end, tail.encode("latin-1")),
    )


def _deeper(body: str, offset: int) -> Iterator[Edit]:
    """Indent the lines of ``body``, which begins after a brace; directives stay at the margin."""
    at = body.find("\n") + 1
    for block in _COMMENT.finditer(body):
        yield from _indented(body, at, block.start(), offset)
        at = block.start()
        filled = _refilled(block[0], block["tabs"] + _DEEPER)
        if filled is not None:
            yield Edit(offset + at, offset + block.end(), filled.encode("latin-1"))
            at = block.end()
    yield from _indented(body, at, len(body), offset)


def _indented(body: str, start: int, end: int, offset: int) -> Iterator[Edit]:
    for line in re.finditer(r"^(?=[^\n#])", body[start:end], re.MULTILINE):
        at = offset + start + line.start()
        yield Edit(at, at, _DEEPER.encode())


def _refilled(comment: str, tabs: str) -> str | None:
    """A comment at its new depth, its paragraphs filled anew where one of their lines would become
    too long; None if none does."""
    first, *more = comment.splitlines()
    rows = [row.strip().removeprefix("*").removeprefix(" ").rstrip() for row in more[:-1]]
    if not more:
        if len((tabs + first.strip()).expandtabs(8)) <= WIDTH:
            return None
        first, rows = "/*", [first.strip().removeprefix("/*").removesuffix("*/").strip()]
    head = f"{tabs} * "
    room = WIDTH - len(head.expandtabs(8))
    if more and all(len(row) <= room for row in rows):
        return None
    out = [tabs + first.strip()]
    for paragraph in "\n".join(rows).split("\n\n"):
        lines = paragraph.split("\n")
        if any(len(line) > room for line in lines):
            lines = textwrap.wrap(paragraph, room, break_long_words=False, break_on_hyphens=False)
        out += [(head + line).rstrip() for line in lines] + [head.rstrip()]
    return "\n".join([*out[:-1], f"{tabs} */"]) + "\n"
