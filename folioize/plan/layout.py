# SPDX-License-Identifier: GPL-2.0-only
"""Pristine C and semantic edits go in; the edits that also keep the kernel's layout come out."""

from __future__ import annotations

from collections.abc import Sequence

from folioize.model import Edit
from folioize.plan.layout_chunk import chunk_at
from folioize.plan.layout_fit import Change, lay_out
from folioize.plan.layout_lex import Lines
from folioize.plan.layout_patch import Patched


def relayout(data: bytes, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """``edits`` with the changes of white space that keep the layout of kernel code.

    ``data`` is the pristine file in any encoding that extends ASCII; ``edits`` are offsets into
    it, in any order. The result is sorted, does not overlap, and is relative to ``data`` too.

    Continuation lines that were aligned to an open bracket (or to what follows ``=``) follow it;
    others stay. A line that an edit took over 80 columns (100 where it was over 80 before) is
    broken where brackets are outermost and operators bind least; comments, strings and
    directives are never broken, and lines never joined. Columns that tabs line up (names of
    fields, trailing comments, backslashes of macros) are kept where there is room.

    Raises EditError where two edits overlap or one lies outside of ``data``.
    """
    if not edits:
        return ()
    patched = Patched(data, edits)
    lines = Lines(patched.text)
    changes: list[Change] = []
    done = 0
    for start, end in patched.moving():
        if end <= done and start < done:
            continue
        low = max(start, done)
        if lines.inside(lines.start(low)) and lines.inside(end):
            continue
        chunk = chunk_at(patched, lines, low, end, done)
        changes += lay_out(chunk)
        done = chunk.end
    return patched.compose(changes)
