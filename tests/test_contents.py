# SPDX-License-Identifier: GPL-2.0-only
"""Texts with any line ends and edits go in; the edited texts must differ in line ends only.

And some words: a text holds them as a pattern says that it does.
"""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from folioize.contents import holds, keep_returns, without_returns
from folioize.cst import apply_edits
from folioize.model import Edit

PIECES = st.sampled_from([b"\r\n", b"\n", b"\ra", b"a", b"\\", b" "])


@given(st.lists(PIECES).map(b"".join), st.data())
def test_edits_are_the_same_whatever_the_line_ends(data: bytes, draw: st.DataObject) -> None:
    text = without_returns(data)
    places = st.integers(0, len(text))
    start, end = sorted((draw.draw(places), draw.draw(places)))
    edits = (Edit(start, end, b"new\nline"),)
    done = apply_edits(data, keep_returns(data, edits))
    assert without_returns(done) == without_returns(apply_edits(text, edits))


def test_new_lines_end_as_those_of_the_file_do() -> None:
    edits = (Edit(2, 2, b"new\n"),)
    assert apply_edits(b"a\r\nb\r\n", keep_returns(b"a\r\nb\r\n", edits)) == b"a\r\nnew\r\nb\r\n"
    assert keep_returns(b"a\nb\nc\nd\r\n", edits) == edits
    assert keep_returns(b"a\nb\n", edits) == edits


WORDS = st.lists(st.sampled_from([b"page", b"page_ptr", b"p", b"x1"]), min_size=1, max_size=3)
TEXTS = st.lists(st.sampled_from([b"page", b"_ptr", b"p", b"x1", b"->", b" ", b"\xe9", b"1"]))


@given(TEXTS.map(b"".join), WORDS)
def test_words_are_found_where_they_stand_whole(data: bytes, words: list[bytes]) -> None:
    pattern = re.compile(rb"\b(?:%b)\b" % b"|".join(words))
    assert holds(data, frozenset(words)) == holds(data, pattern)
