# SPDX-License-Identifier: GPL-2.0-only
"""Trees that use the fields of tins where nothing can move them go in; the fields stay, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from folioize.model import Plan
from folioize.plan.unedited import UNBRIDGED
from tests.kinds.test_pins import pins
from tests.kinds.trees import TIN, Small, c

OWNER = "void shut(struct page *page)\n{\n\tpage->lid = NULL;\n}\n"
BORROWER = '\n[[borrower]]\nfield = "lid"\nuse = "index"\n'


def owned_by_one_file(small: Small, more: str = "") -> Small:
    small.kind(TIN + more, owners=("mm/can.c",))
    return small.write(can=OWNER)


def stays(plan: Plan, path: str, line: int, what: str) -> bool:
    """Whether the fields stay in struct page for what is said of that line."""
    return "remove-arm" not in {step.template for step in plan.steps} and any(
        (row.file, row.line) == (path, line)
        and what in row.reason
        and "the kind's fields stay in struct page" in row.reason
        for row in plan.unedited
    )


def test_what_no_borrower_entry_moves(small: Small) -> None:
    owned_by_one_file(small, BORROWER).write(
        lent="void lend(struct page *page)\n{\n\tpage->depth = 3;\n\tpage->lid = NULL;\n}\n"
    )
    plan = small.plan()
    assert stays(plan, "mm/lent.c", 4, "depth is borrowed here, and no [[borrower]]")
    assert "page->index = 0;" in small.converted()["mm/lent.c"]


def test_a_page_by_value(small: Small) -> None:
    owned_by_one_file(small).write(
        lent="unsigned long deep(void)\n{\n\tstruct page page = { 0 };\n\n\treturn page.depth;\n}\n"
    )
    assert stays(small.plan(), "mm/lent.c", 6, "depth is borrowed here")


def test_a_field_that_is_only_named(small: Small) -> None:
    owned_by_one_file(small).write(
        lent="unsigned long place(void)\n{\n\treturn offsetof(struct page, lid);\n}\n"
    )
    assert stays(small.plan(), "mm/lent.c", 4, "lid of a struct page is named where no bridge")


def test_a_macro_that_is_given_pages_of_any_kind(small: Small) -> None:
    owned_by_one_file(small).write(
        lent=c("""
        #define DEPTH(p) ((p)->depth)
        unsigned long deep(struct page *page)
        {
            put_page(page);
            return DEPTH(page);
        }
        """)
    )
    assert stays(small.plan(), "mm/lent.c", 2, "is used in DEPTH(), which is given pages")


def test_where_the_page_was_asked_for_the_use_is_bridged(small: Small) -> None:
    """A file that borrows and also asks: what was asked for is the kind's own."""
    owned_by_one_file(small, BORROWER).write(
        lent=c("""
        void *both(struct page *page, struct page *next)
        {
            if (PageTin(page))
                return page->lid;
            next->lid = page;
            return NULL;
        }
        """)
    )
    got = small.converted()
    assert "return page_tin(page)->lid;" in got["mm/lent.c"]
    assert "next->index = (unsigned long)page;" in got["mm/lent.c"]
    page = got["include/linux/mm_types.h"].partition("struct tin_page {")[0]
    assert "lid" not in page


# What a person keeps stays a page, whatever it is used for: the fields stay with it, and it builds.

LOOP = """
#define list_for_each_entry_safe(pos, n, head, member) \\
    for (pos = list_first_entry(head, typeof(*pos), member), \\
        n = list_entry(pos->member.next, typeof(*pos), member); &pos->member != (head); \\
        pos = n, n = list_entry(n->member.next, typeof(*n), member))
void empty(struct list_head *tins)
{
    struct page *page, *next;

    list_for_each_entry_safe(page, next, tins, tin_list)
        page->lid = NULL;
}
unsigned long deep(struct page *one)
{
    struct page tin = *one;

    one->lid = NULL;
    return tin.depth;
}
"""


@pytest.mark.parametrize(
    ("name", "line", "what", "both"),
    [
        ("page", 10, "tin_list of a struct page is named where no bridge can be", {"page", "next"}),
        ("next", 10, "tin_list of a struct page is named where no bridge can be", {"page", "next"}),
        ("tin", 18, "depth of a struct page is named where no bridge can be", {"tin"}),
    ],
)
def test_what_is_kept_where_no_conversion_fits(  # noqa: PLR0917 - a table
    small: Small, tmp_path: Path, name: str, line: int, what: str, both: set[str]
) -> None:
    small.write(a=c(LOOP))
    assert "remove-arm" in {step.template for step in small.plan().steps}
    decisions = pins(tmp_path, {"file": "mm/a.c", "name": name, "kind": "page"})
    plan = small.plan(decisions=str(decisions))  # every state on the way compiles
    assert stays(plan, "mm/a.c", line, what)
    assert UNBRIDGED not in {row.state for row in plan.unedited}
    rows = small.declarations(decisions=decisions)
    kept = {row.name for row in rows if row.file == "mm/a.c" and row.kind == "page"}
    assert kept >= both
    assert not kept & ({"page", "next", "tin"} - both)


def test_what_a_loop_of_an_unknown_header_fills_is_no_place_for_a_conversion(small: Small) -> None:
    """Its macro never says struct page, so nobody read it: an assignment takes no conversion."""
    small.put(
        "include/walk.h",
        "void *walk_next(void *at);\n"
        "#define walk_for_each(at, entry) \\\n"
        "\tfor (entry = walk_next(at); entry; entry = walk_next(at))\n",
    )
    small.write(
        a='#include "../include/walk.h"\n'
        + c("""
        void f(void *at)
        {
            struct page *page;

            walk_for_each(at, page)
                page->lid = NULL;
        }
        """)
    )
    assert small.tins() == set()
    assert "walk_for_each(), may store a page in it" in small.why("mm/a.c", "*page")
    small.plan()
