# SPDX-License-Identifier: GPL-2.0-only
"""Code in which two kinds meet goes in; each place is told, with both paths and a proposal."""

from __future__ import annotations

from pathlib import Path

from tests.kinds.test_pins import pins
from tests.kinds.trees import JAR, TIN, Small, c

BOTH = c("""
    void both(struct page *page)
    {
        page->lid = NULL;
        page->jar = NULL;
    }
    void jar(struct page *page)
    {
        page->jar = NULL;
    }
    """)


def test_what_two_kinds_reach_goes_to_neither_in_whatever_order(small: Small) -> None:
    small.kind(JAR).write(a=BOTH)
    expected = {"both.page": "conflict", "jar.page": "jar_page"}
    assert small.given("tin_page", "jar_page") == expected
    assert small.given("jar_page", "tin_page") == expected


def test_a_conflict_shows_both_paths_to_their_seeds(small: Small) -> None:
    small.kind(JAR).write(
        a=c("""
        static void shut(struct page *page)
        {
            page->lid = NULL;
        }
        static void fill(struct page *page)
        {
            page->jar = NULL;
        }
        void f(struct page *mixed)
        {
            shut(mixed);
            fill(mixed);
        }
        """)
    )
    found = {one.function: one for one in small.declarations("tin_page", "jar_page") if one.rivals}
    kinds = {name: row.kind for name, row in found.items()}
    assert kinds == {"f": "conflict", "fill": "jar_page", "shut": "tin_page"}
    assert {row.proposal.partition(":")[0] for row in found.values() if row.proposal} == {
        "split the function", "nothing to do",
    }  # fmt: skip
    row = found["f"]
    paths = {rival.kind: [step.what for step in rival.evidence] for rival in row.rivals}
    assert paths == {
        "tin_page": ["lid belongs to tin_page", "is passed to shut()"],
        "jar_page": ["jar belongs to jar_page", "is passed to fill()"],
    }
    told = small.why("mm/a.c", "mixed)")
    for text in (
        "stays struct page: jar_page and tin_page meet here",
        "tin_page reaches it, with confidence 0.97:\n  mm/a.c:4: lid belongs to tin_page",
        "proposal: split the function: it does what belongs to jar_page and what belongs to tin_p",
    ):
        assert text in told


def test_nothing_follows_from_a_conflict(small: Small) -> None:
    """Or its callers would be converted on the word of a declaration that is not."""
    small.kind(JAR).write(a=BOTH + "void g(struct page *page)\n{\n\tboth(page);\n}\n")
    assert small.given("tin_page", "jar_page") == {
        "both.page": "conflict", "g.page": "conflict", "jar.page": "jar_page",
    }  # fmt: skip


def test_a_helper_that_only_hands_on_should_be_generic(small: Small) -> None:
    small.kind(JAR).write(
        a=c("""
        static void *at(struct page *page)
        {
            return page_address(page);
        }
        void *shut(struct page *page)
        {
            page->lid = NULL;
            page->jar = NULL;
            return at(page);
        }
        """)
    )
    found = {one.function: one for one in small.declarations("tin_page", "jar_page") if one.rivals}
    assert set(found) == {"at", "shut"}
    assert found["at"].proposal is not None
    assert found["at"].proposal.startswith("make it generic: ")


def test_a_field_that_holds_both_stays(small: Small) -> None:
    small.put("mm/both.h", "struct both {\n\tstruct page *held;\n};\n")
    held = ("both.held",)
    small.kind(TIN, containers=held).kind(JAR, containers=held)
    (row,) = (one for one in small.declarations("tin_page", "jar_page") if one.rivals)
    assert row.proposal == "keep struct page: it holds tin_page and jar_page, one at a time"


def test_a_decision_ends_a_conflict(small: Small, tmp_path: Path) -> None:
    small.kind(JAR).write(a=BOTH)
    decisions = pins(
        tmp_path, {"file": "mm/a.c", "function": "both", "role": "param", "kind": "tin_page"}
    )
    assert small.given("tin_page", "jar_page", decisions=decisions) == {
        "both.page": "tin_page", "jar.page": "jar_page",
    }  # fmt: skip
