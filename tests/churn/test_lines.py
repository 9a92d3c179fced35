# SPDX-License-Identifier: GPL-2.0-only
"""Blocks of a diff go in; each line is of one class."""

from __future__ import annotations

import pytest

from folioize.churn.diffs import Block
from folioize.churn.lines import COMMENT, LAYOUT, MEANING, RENAME, classify


@pytest.mark.parametrize(
    ("removed", "added", "less", "more"),
    [
        (["\tuse(page);"], ["\tuse(slab);"], {RENAME: 1}, {RENAME: 1}),
        (["void f(struct page *page)"], ["void f(struct slab_page *slab)"], {MEANING: 1},
         {MEANING: 1}),
        (["\tuse(page);"], ["\tuse(slab_page(slab));"], {MEANING: 1}, {MEANING: 1}),
        (["\tuse(a, b);"], ["\tuse(a,", "\t    b);"], {LAYOUT: 1}, {LAYOUT: 2}),
        (["\tx = alloc_page(page);"], ["\tx = alloc_page(slab);"], {RENAME: 1}, {RENAME: 1}),
        (["\tx = alloc_page(page);"], ["\tx = alloc_slab(slab);"], {RENAME: 1}, {RENAME: 1}),
        (["\t * the page->lru"], ["\t * the slab->lru"], {COMMENT: 1}, {COMMENT: 1}),
        ([], ["struct slab_page;", ""], {}, {MEANING: 2}),
        (["\tstruct page *page;"], [], {MEANING: 1}, {}),
        (["\tif (!PageSlab(page))", "\t\treturn page->inuse;"],
         ["\tif (!PageSlab(slab))", "\t\treturn slab->active;"],
         {RENAME: 1, MEANING: 1}, {RENAME: 1, MEANING: 1}),
        (["\tfirst_page = next;"], ["\tfirst_slab = next;"], {RENAME: 1}, {RENAME: 1}),
        (["\tslab = page;"], ["\tpage = slab;"], {RENAME: 1}, {RENAME: 1}),
    ],
)  # fmt: skip
def test_each_line_has_one_class(
    removed: list[str], added: list[str], less: dict[str, int], more: dict[str, int]
) -> None:
    block = Block(1, tuple(map(str.encode, removed)), tuple(map(str.encode, added)))
    assert classify(block, "slab") == (more, less)


def test_a_variable_that_ends_in_page_is_a_name_too() -> None:
    block = Block(1, (b"\tput(page, old_page);",), (b"\tput(npage, old_npage);",))
    assert classify(block, "npage") == ({RENAME: 1}, {RENAME: 1})
