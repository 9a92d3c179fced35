# SPDX-License-Identifier: GPL-2.0-only
"""A parsed file goes in; every ``struct page`` that is no declaration's, and why, comes out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from folioize.cst import Module
from folioize.facts.records import Token

TOKEN = re.compile(rb"\bstruct\s+page\b")
_TOKEN = re.compile(rb"struct\s+page\b")  # found five times as fast

Spans = Sequence[tuple[int, int]]

_TEXT = frozenset(("string_literal", "char_literal", "concatenated_string", "gnu_asm_expression"))


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
    for match in _TOKEN.finditer(module.data):
        start, end = match.span()
        if start not in taken and TOKEN.match(module.data, start):
            yield Token(start, end, _where(module, start, end, known))


def _where(module: Module, start: int, end: int, known: dict[str, Spans]) -> str:
    for what in ("comment", "directive", "definition"):
        if _inside(known[what], start):
            return what
    if module.in_if0(start):
        return "disabled"
    if _is_text(module, start, end):
        return "string"
    if module.data[end : end + 16].lstrip().startswith(b";"):
        return "forward"
    return "unparsed" if _inside(known["unparsed"], start) else "hidden"


def _is_text(module: Module, start: int, end: int) -> bool:
    """Whether a span is inside a string or an asm statement."""
    node = module.root.descendant_for_byte_range(start, end)
    while node is not None:
        if node.type in _TEXT:
            return True
        node = node.parent
    return False


def _inside(spans: Spans, offset: int) -> bool:
    at = bisect_right(spans, (offset, 1 << 60)) - 1
    return at >= 0 and spans[at][0] <= offset < spans[at][1]
