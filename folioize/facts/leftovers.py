# SPDX-License-Identifier: GPL-2.0-only
"""A parsed file goes in; every ``struct page`` that is no declaration's, and why, comes out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from tree_sitter import Query, QueryCursor

from folioize.cst import Module
from folioize.cst.language import LANGUAGE
from folioize.facts.records import Token

TOKEN = re.compile(rb"\bstruct\s+page\b")
_TOKEN = re.compile(rb"struct\s+page\b")  # found five times as fast

_FIRST = ("comment", "directive", "definition")

Spans = Sequence[tuple[int, int]]

_TEXT = Query(LANGUAGE, "[(string_literal) (char_literal) (gnu_asm_expression)] @text")


def leftovers(
    module: Module, taken: set[int], definitions: Spans, unclean: Spans
) -> Iterator[Token]:
    """The tokens at other offsets than ``taken``, in order of the text.

    ``definitions`` are the places that define the type, ``unclean`` those that did not parse.
    """
    known: dict[str, Spans] = {
        "comment": module.comments,
        "directive": sorted((define.start, define.end) for define in module.defines),
        "definition": sorted(definitions),
        "unparsed": sorted(unclean),
    }
    texts: Spans | None = None
    for match in _TOKEN.finditer(module.data):
        start, end = match.span()
        if start in taken or not TOKEN.match(module.data, start):
            continue
        what = next((what for what in _FIRST if _inside(known[what], start)), None)
        if what is None and module.in_if0(start):
            what = "disabled"
        if what is None:
            texts = _texts(module) if texts is None else texts
            what = _where(module, start, end, texts, known["unparsed"])
        yield Token(start, end, what)


def _where(module: Module, start: int, end: int, texts: Spans, unparsed: Spans) -> str:
    if _inside(texts, start):
        return "string"
    if module.data[end : end + 16].lstrip().startswith(b";"):
        return "forward"
    return "unparsed" if _inside(unparsed, start) else "hidden"


def _texts(module: Module) -> Spans:
    """The spans of strings and asm statements, the outermost ones."""
    nodes = QueryCursor(_TEXT).captures(module.root).get("text", ())
    spans: list[tuple[int, int]] = []
    for start, end in sorted((node.start_byte, -node.end_byte) for node in nodes):
        if not spans or start >= spans[-1][1]:
            spans.append((start, -end))
    return spans


def _inside(spans: Spans, offset: int) -> bool:
    at = bisect_right(spans, (offset, 1 << 60)) - 1
    return at >= 0 and spans[at][0] <= offset < spans[at][1]
