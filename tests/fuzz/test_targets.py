# SPDX-License-Identifier: GPL-2.0-only
"""Seeds, and inputs that once broke a promise, go in; every promise must hold."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.targets import TARGETS, seeds, words

pytestmark = pytest.mark.slow

FOUND = [
    ("mask", b"=i(struct i,"),  # a call without an end was noted, with an end before its start
    # a struct was left that does not parse: it was checked without its semicolon
    ("rules", b"@@\nidentifier s;\n@@\nstruct s {\n...\n+ int page ...\n};\n"),
    # a function whose type goes was held to be no C, which old code is
    ("rules", b"@@\ntype T;\nidentifier x;\n@@\n\n- T "),
]
"""(target, the smallest input that did it): what fuzzing has found, each mended since."""


@pytest.mark.parametrize(("target", "data"), FOUND)
def test_what_was_found_is_mended(target: str, data: bytes) -> None:
    TARGETS[target](data)


@pytest.mark.parametrize("target", TARGETS)
def test_seeds_keep_every_promise(target: str) -> None:
    assert seeds(target)
    for seed in seeds(target):
        TARGETS[target](seed)


@pytest.mark.parametrize("target", TARGETS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_words_in_any_order_keep_every_promise(target: str, data: st.DataObject) -> None:
    some = st.one_of(st.sampled_from(words(target)), st.binary(max_size=4))
    text = b"".join(data.draw(st.lists(some, max_size=30)))
    TARGETS[target](text)
