# SPDX-License-Identifier: GPL-2.0-only
"""The marks of the rules that are shipped, by what Linux 6.1 itself defines both sides to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from folioize.rules.shipped import EFFECTS, shipped_rules

from .definitions import Definitions
from .test_shipped import _pairs

READ = {
    # Each is more than an expression: the same statements of both.
    "PageHuge": "looks at the head of a tail page, as page_folio() does",
    "PageCompound": "true of tail pages too, as the folio that they are part of is large",
    "lock_page": "folio_lock() is the rest of it after page_folio()",
    "page_evictable": "the statements of folio_evictable(), of page_mapping() and PageMlocked()",
    "put_page": "looks for pages of DAX devices first, which the rule's sentence says",
    # A folio lies in one zone of one node.
    "page_to_nid": "each page of a folio has it in its flags",
    "page_zonenum": "each page of a folio has it in its flags",
    "page_zone": "made of both",
    "page_pgdat": "made of both",
    # The first page alone.
    "PageHead": "PG_head of that page, and the first page of a folio is no fake head",
    "page_index": "the statements of folio_index(), of that page's private or index",
    "compound_order": "of a head page the order, _folio_order overlays it",
    "compound_nr": "of a head page the number, _folio_nr_pages overlays it",
    "thp_nr_pages": "compound_nr()",
    "thp_order": "compound_order()",
    "thp_size": "by thp_order()",
    "page_size": "by compound_order()",
    "page_shift": "by compound_order()",
    "offset_in_thp": "by thp_size()",
    "copy_page_to_iter": "checks and copies from that page on",
    # Not the same, as their sentences say.
    "PageTransHuge": "0 without TRANSPARENT_HUGEPAGE",
    "PageTransCompound": "0 without TRANSPARENT_HUGEPAGE",
    "page_mapcount": "one page's count",
    "inc_node_page_state": "one page",
    "dec_node_page_state": "one page",
    "inc_zone_page_state": "one page",
    "page_private": "the same bits, of another type",
    "page_has_buffers": "a flag, not the pointer",
    "try_get_page": "warns",
}
"""Functions whose marks were found by reading what they are defined to be, and why."""

LOOK = {"PageHuge", "lock_page", "page_evictable", "page_index", "put_page", "try_get_page"}
"""Those of them that look for the head page."""


@pytest.mark.kernel
def test_marks_are_what_the_tree_defines(later: Path) -> None:
    tree = Definitions(later)
    wrong, seen, undecided = [], 0, set()
    for one in shipped_rules("folio", "6.1", EFFECTS):
        for old, new in _pairs(one.path):
            name = old.partition("(")[0]
            if one.last or old.startswith("(struct") or not (tree.has(name) or "->" in old):
                continue  # lookups are no question of what page it is
            looks = f"{name}()" in one.looks
            if name in READ:
                undecided.add(name)
                if looks != (name in LOOK):
                    wrong.append(f"{one.name}: {old} looks for a head page: {not looks}")
                continue
            marks, seen = tree.marks(old, new), seen + 1
            if marks != (one.effect, one.heads):
                wrong.append(f"{one.name}: {old} is {marks}")
            if looks != tree.looks(old):
                wrong.append(f"{one.name}: {old} looks for a head page: {not looks}")
    assert wrong == []
    assert seen >= 100
    assert undecided == READ.keys()


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("old", "new", "marks"),
    [
        # What a maintainer found marked wrong.
        ("SetPageError(p)", "folio_set_error(page_folio(p))", ("preserves", "preserves")),
        ("page_offset(p)", "folio_pos(page_folio(p))", ("order-0", "preserves")),
        ("SetPageChecked(p)", "folio_set_checked(page_folio(p))", ("order-0", "order-0")),
        # What is not the same is not taken for the same.
        ("SetPageError(p)", "folio_clear_error(page_folio(p))", None),
        ("page_mapcount(p)", "folio_mapcount(page_folio(p))", None),
        ("put_page(p)", "folio_get(page_folio(p))", None),
        ("flush_dcache_page(p)", "flush_dcache_folio(page_folio(p))", None),
    ],
)
def test_what_definitions_show(
    later: Path, old: str, new: str, marks: tuple[str, str] | None
) -> None:
    assert Definitions(later).marks(old, new) == marks
