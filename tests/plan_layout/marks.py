# SPDX-License-Identifier: GPL-2.0-only
"""Renames and wraps go in as words; the edits on C text that stand for them come out."""

from __future__ import annotations

import re

from folioize.cst.edits import apply_edits
from folioize.model import Edit
from folioize.plan.layout import relayout
from folioize.plan.layout_lex import lex

_WORD = re.compile(rb"/\*.*?\*/|\"(?:[^\"\\\n]|\\.)*\"|\bstruct page\b|\bpage\b|\bWRAP\b", re.S)


def edits_of(data: bytes, name: bytes = b"slab", type_: bytes = b"slab_page") -> list[Edit]:
    """``page`` becomes ``name``, ``struct page`` ``struct type_``, ``WRAP`` ``wrap_it(WRAP)``."""
    edits: list[Edit] = []
    for match in _WORD.finditer(data):
        start, end = match.span()
        if match.group() == b"struct page":
            edits.append(Edit(start + 7, end, type_))
        elif match.group() == b"WRAP":
            edits += [Edit(start, start, b"wrap_it("), Edit(end, end, b")")]
        elif match.group() == b"page":
            edits.append(Edit(start, end, name))
    return edits


def converted(data: bytes, name: bytes = b"slab", type_: bytes = b"slab_page") -> bytes:
    """The text after the edits of ``edits_of``, laid out."""
    return apply_edits(data, relayout(data, edits_of(data, name, type_)))


def words(data: bytes) -> list[bytes]:
    """The tokens of a text, without line ends and the backslashes before them."""
    return [t.text for t in lex(data, 0) if t.kind not in ("eol", "splice")]


def columns(line: bytes) -> int:
    """The columns that a line takes."""
    return len(line.rstrip(b"\r\n").expandtabs(8))
