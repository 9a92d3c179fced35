# SPDX-License-Identifier: GPL-2.0-only
"""Rows and a width go in; rows that are no wider come out."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace

from folioize.review.screen.content import Row

BECAUSE = "  because "
_NARROW = 20  # columns below which nothing is wrapped
_PROSE = re.compile(r"(?![\w-]+: |---)[^\s>|+*-]")
"""How a line of a paragraph begins: no list, quotation, table, trailer or mark of a mail."""
_GRAPH = re.compile(r" \S.* \| +\d+ [+-]*$")
"""A line of a diffstat: what is beyond the edge is but the end of a bar."""


def fitted(rows: Sequence[Row], width: int) -> Iterator[Row]:
    """The rows, each row of text that is wider wrapped; what is code stays one row."""
    for row in rows:
        yield from _wrapped(row, width)


def filled(rows: Sequence[Row], width: int) -> Iterator[Row]:
    """As ``fitted``, of a mail: its paragraphs are as if they were written for the width."""
    for paragraph in _paragraphs(rows):
        wide = any(len(row.text) > width for row in paragraph)
        yield from fitted([_joined(paragraph)] if wide else paragraph, width)


def _paragraphs(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows, lines of one paragraph together."""
    held: list[Row] = []
    for row in rows:
        prose = row.form == "text" and _PROSE.match(row.text) is not None
        if held and not prose:
            yield held
            held = []
        if prose:
            held.append(row)
        else:
            yield [row]
    if held:
        yield held


def _joined(paragraph: list[Row]) -> Row:
    return replace(paragraph[0], text=" ".join(row.text.rstrip() for row in paragraph))


def _wrapped(row: Row, width: int) -> Sequence[Row]:
    room = width - len(BECAUSE) if row.form == "step" else width
    if width < _NARROW or row.form not in ("head", "text", "step") or len(row.text) <= room:
        return (row,)
    if row.form == "text" and _GRAPH.match(row.text):
        return (row,)
    first, *rest = textwrap.wrap(row.text, room) or [""]
    return (replace(row, text=first), *(replace(row, form="text", text=one) for one in rest))
