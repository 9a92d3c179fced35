# SPDX-License-Identifier: GPL-2.0-only
"""Edits of a file and edits of what these make of it go in; edits of the file alone come out."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable

from folioize.facts.extract import TOKEN
from folioize.model import Edit
from folioize.plan.layout_patch import Patched


def compose(first: Patched, second: Iterable[Edit]) -> tuple[Edit, ...]:
    """The edits that do to the pristine bytes what ``first`` and then ``second`` do."""
    return first.compose((edit.start, edit.end, edit.new) for edit in second)


def lines_on_disk(patched: Patched) -> tuple[int, ...]:
    """For each line of the edited text the number of the pristine line that it stands for.

    A line that an edit brought in stands for the one where it was put; all count from 1.
    """
    starts = _starts(patched.data)
    spans = [start for start, _ in patched.spans()]
    lines = []
    for offset in _starts(patched.text):
        old = patched.old(offset)
        if old is None:
            old = patched.edits[bisect_right(spans, offset) - 1].start
        lines.append(bisect_right(starts, old))
    return tuple(lines)


def token_on_disk(patched: Patched, offset: int) -> int | None:
    """The pristine offset of a ``struct page`` of the edited text, None for one that is new.

    Where a declaration of several names was split, the one that an edit brought in stands for
    the one that they shared.
    """
    old = patched.old(offset)
    if old is not None:
        return old
    spans = [start for start, _ in patched.spans()]
    put = patched.edits[bisect_right(spans, offset) - 1].start
    statement = patched.data.rfind(b";", 0, put) + 1
    shared = [found.start() for found in TOKEN.finditer(patched.data, statement, put)]
    return shared[-1] if shared else None


def _starts(data: bytes) -> list[int]:
    lengths = (len(line) + 1 for line in data.split(b"\n")[:-1])
    return list(itertools.accumulate(lengths, initial=0))
