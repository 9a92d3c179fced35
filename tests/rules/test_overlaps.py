# SPDX-License-Identifier: GPL-2.0-only
"""Matches that lie in one another: what cannot be made of the inner ones is told."""

from __future__ import annotations

from tests.rules.conftest import Apply

SWAP = "@@\nexpression a, b;\n@@\n\n- first(a, b)\n+ second(b, a)\n"


def test_a_change_in_a_term_that_moves_is_told(apply: Apply) -> None:
    outcome = apply(SWAP, "int one(void)\n{\n\treturn first(first(1, 2), 3);\n}\n")
    assert b"second(3, first(1, 2))" in outcome.data
    assert {gap.line for gap in outcome.gaps} == {3}
    assert all("another match changes this too" in gap.text for gap in outcome.gaps)


def test_a_change_in_a_term_that_keeps_its_place_is_made(apply: Apply) -> None:
    rule = SWAP.replace("second(b, a)", "second(a, b)")
    outcome = apply(rule, "int one(void)\n{\n\treturn first(first(1, 2), 3);\n}\n")
    assert b"second(second(1, 2), 3)" in outcome.data
    assert outcome.gaps == ()


def test_a_header_that_matches_share_makes_none_part_of_another(apply: Apply) -> None:
    rule = (
        "@@\nidentifier page, fn;\n@@\n int fn(\n- struct page *page\n+ struct folio *folio\n )\n"
        " {\n <...\n(\n- lock_page(page)\n+ folio_lock(folio)\n|\n- page\n+ &folio->page\n"
        "|\n  mark(\n+ 1\n  )\n)\n ...>\n }\n"
    )
    code = "int one(struct page *page)\n{\n\tlock_page(page);\n\tmark();\n\treturn bar(page);\n}\n"
    outcome = apply(rule, code)
    want = "int one(struct folio *folio)\n{\n\tfolio_lock(folio);\n\tmark(1);\n"
    assert outcome.data.decode() == want + "\treturn bar(&folio->page);\n}\n"
    assert outcome.gaps == ()


GUARD = "(\n- PageX(page)\n+ px(page)\n|\n  keep(page)\n|\n- page\n+ q\n)\n"
GUARDED = "\tif (PageX(page) && bar(page, keep(page)))\n\t\ta(page);\n"
HEAD = "int one(struct page *page)\n{\n"


def test_a_branch_of_a_choice_keeps_the_others_out_of_what_it_matched(apply: Apply) -> None:
    nest = "@@\nidentifier page, fn;\n@@\n fn(struct page *page) {\n<...\n" + GUARD + "...> }\n"
    plain = "@@\nsymbol page;\n@@\n" + GUARD
    made = GUARDED.replace("PageX", "px").replace("bar(page", "bar(q").replace("a(page)", "a(q)")
    for rule in (nest, plain):
        outcome = apply(rule, HEAD + GUARDED + "}\n")
        assert outcome.data.decode().endswith(made + "}\n")
        assert outcome.gaps == ()


def test_a_branch_without_braces_goes_with_its_semicolon(apply: Apply) -> None:
    rule = "@@\n@@\n  b();\n- if (c() != 0) {\n-   <+...\n-   -EFAULT\n-   ...+>\n- }\n"
    code = "int one(void)\n{\n\tb();\n\tif (c() != 0)\n\t\treturn -EFAULT;\n\treturn 0;\n}\n"
    outcome = apply(rule, code)
    assert outcome.data == b"int one(void)\n{\n\tb();\n\treturn 0;\n}\n"
