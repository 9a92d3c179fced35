# SPDX-License-Identifier: GPL-2.0-only
"""Edits of many matches go in; those that can be made together, and the conflicts, come out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from folioize.model import Edit


class Conflict(NamedTuple):
    """Two matches that want different things of the same bytes."""

    offset: int
    text: str


def settle(
    edits: list[Edit], ranks: Mapping[Edit, int] | None = None
) -> tuple[list[Edit], list[Conflict]]:
    """Edits that can be made together: what lies in a larger deletion is done with it.

    Of insertions at one place the one of the lowest rank comes first, 0 where none is told.
    """
    known = ranks or {}

    def order(edit: Edit) -> tuple[int, bool, int, int, bool, bytes]:
        """By place, insertions first; a brace that closes comes after what is added before it."""
        closes = edit.new.strip().startswith(b"}")
        rank = known.get(edit, 0)
        return edit.start, edit.start < edit.end, -edit.end, rank, closes, edit.new

    ordered = sorted(edits, key=order)
    kept: list[Edit] = []
    conflicts: list[Conflict] = []
    for edit in ordered:
        last = kept[-1] if kept else None
        if (
            last is None
            or edit.start > last.end
            or (edit.start == last.end and (edit.start < edit.end or last.start < last.end))
            or edit.start == edit.end == last.start == last.end
        ):
            kept.append(edit)
        elif edit.end <= last.end and (edit.start, edit.end) != (last.start, last.end):
            if edit.new.strip() and last.new.strip():  # a term is moved as it was
                conflicts.append(_conflict(edit))
        else:
            conflicts.append(_conflict(edit))
    return kept, conflicts


def _conflict(edit: Edit) -> Conflict:
    new = edit.new.decode("utf-8", "replace")
    return Conflict(edit.start, f"another match changes this too; not to {new!r}")
