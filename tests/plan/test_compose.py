# SPDX-License-Identifier: GPL-2.0-only
"""Edits, and edits of what they make, go in; one list that does the same comes out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from folioize.cst.edits import apply_edits
from folioize.model import Edit
from folioize.plan.compose import compose, lines_on_disk
from folioize.plan.layout_patch import Patched

TEXTS = st.text("ab (\n\t;", max_size=40).map(str.encode)


@st.composite
def edits(draw: st.DrawFn, data: bytes) -> list[Edit]:
    """Edits that do not overlap, some of them insertions, some at one place."""
    cuts = sorted(draw(st.lists(st.integers(0, len(data)), max_size=8)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return [Edit(start, end, draw(TEXTS)) for start, end in pairs]


@given(st.data(), TEXTS)
def test_one_list_does_what_two_did(data: st.DataObject, text: bytes) -> None:
    first = Patched(text, data.draw(edits(text)))
    second = data.draw(edits(first.text))
    assert apply_edits(text, compose(first, second)) == apply_edits(first.text, second)


def test_a_line_stands_for_the_one_it_was() -> None:
    text = b"one\ntwo\nthree\nfour\n"
    new = Patched(text, [Edit(4, 4, b"added\nmore\n"), Edit(8, 14, b"")])
    assert new.text == b"one\nadded\nmore\ntwo\nfour\n"
    assert lines_on_disk(new) == (1, 2, 2, 2, 4, 5)
