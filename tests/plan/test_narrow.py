# SPDX-License-Identifier: GPL-2.0-only
"""Trees of tins and paths go in; only what is declared there is converted, and all compiles."""

from __future__ import annotations

import pytest

from folioize.model import Plan
from tests.kinds.trees import INCLUDE, TIN, Small, c

HEADER = """\
#include <linux/mm.h>
struct rack {
	struct page *top;
};
void shut(struct page *page);
"""
CAN = """
#include <linux/rack.h>
static void press(struct page *page)
{
    page->lid = NULL;
}
void shut(struct page *page)
{
    struct page *next = page->next_tin;

    press(page);
    press(next);
}
void pile(struct rack *rack)
{
    struct page *page = rack->top;

    page->depth = 1;
    shut(page);
}
"""
JAR = """
#include <linux/rack.h>
void *peek(struct rack *rack)
{
    return rack->top->lid;
}
static void knock(struct page *page)
{
    page->lid = page;
}
"""


@pytest.fixture
def racks(small: Small) -> Small:
    small.put("include/linux/rack.h", HEADER)
    small.write(can=c(CAN), jar=c(JAR))
    return small


def steps(plan: Plan) -> set[str]:
    return {step.template for step in plan.steps}


def test_one_file_alone(racks: Small) -> None:
    got = racks.converted(paths=("mm/can.c",))
    assert "static void press(struct tin_page *tin)" in got["mm/can.c"]
    assert "press(page_tin(page));" in got["mm/can.c"], "the header declares shut() too"
    assert "next = page->next_tin;" in got["mm/can.c"], "the fields stay where they are"
    assert "struct tin_page *tin = page_tin(rack->top);" in got["mm/can.c"]
    assert got["mm/jar.c"] == racks.files["mm/jar.c"].removeprefix(INCLUDE)
    assert got["include/linux/rack.h"] == HEADER.removeprefix(INCLUDE)
    assert "struct tin_page {" in got["include/linux/mm_types.h"], "it stands with struct page"


def test_borders_are_bridged_beyond_the_paths(racks: Small) -> None:
    got = racks.converted(paths=("include/linux/rack.h",))
    assert "struct tin_page *top;" in got["include/linux/rack.h"]
    assert "void shut(struct page *page);" in got["include/linux/rack.h"]
    assert "struct page *page = tin_page(rack->top);" in got["mm/can.c"]
    assert "return rack->top->lid;" in got["mm/jar.c"]


def test_the_account_is_of_the_paths(racks: Small) -> None:
    plan = racks.plan(paths=("mm/can.c",))
    assert {row.file for row in plan.account.rows} == {"mm/can.c"}
    assert (plan.account.tokens, plan.account.converted) == (4, 2)
    reasons = {(row.line, row.state, row.reason) for row in plan.account.rows}
    why = "has to be of one type with what include/linux/rack.h declares, outside of --paths"
    assert {(7, "left", why), (9, "left", why)} <= reasons


def test_the_fields_stay_and_why(racks: Small) -> None:
    for paths, why in (
        (("mm",), "struct page is outside of --paths"),
        (("mm", "include/linux/mm_types.h"), "include/linux/rack.h declares, outside of --paths"),
        (("include", "mm/can.c"), "has to be of one type with what mm/jar.c declares"),
    ):
        plan = racks.plan(paths=paths)
        assert steps(plan) and "remove-arm" not in steps(plan)
        (row,) = [row for row in plan.unedited if row.file == "include/linux/mm_types.h"]
        assert why in row.reason
    whole = racks.plan(paths=("mm", "include"))
    assert [step.files for step in whole.steps] == [step.files for step in racks.plan().steps]
    assert whole.account == racks.plan().account


def test_what_borrows_the_fields_elsewhere_keeps_them(racks: Small) -> None:
    racks.kind(TIN + '\n[[borrower]]\nfield = "lid"\nuse = "index"\n', owners=("mm/",))
    lent = "#include <linux/mm.h>\nvoid lend(struct page *page)\n{\n\tpage->lid = NULL;\n}\n"
    racks.put("lib/lent.c", lent)
    plan = racks.plan(paths=("mm", "include"))
    (row,) = [row for row in plan.unedited if row.file == "include/linux/mm_types.h"]
    assert "lib/lent.c:4 uses lid, outside of --paths" in row.reason
    assert racks.converted(paths=("mm", "include"))["lib/lent.c"] == lent.removeprefix(INCLUDE)
    assert "page->index = 0;" in racks.converted()["lib/lent.c"]


def test_a_page_of_the_kind_elsewhere_is_no_borrowed_one(racks: Small) -> None:
    """What is known to be a tin stays one in a file that does not own the fields."""
    racks.kind(TIN + '\n[[borrower]]\nfield = "lid"\nuse = "index"\n', owners=("mm/can.c",))
    got = racks.converted(paths=("mm/can.c",))
    assert got["mm/jar.c"] == racks.files["mm/jar.c"].removeprefix(INCLUDE)


def test_paths_without_anything_to_convert(racks: Small) -> None:
    plan = racks.plan(paths=("include/linux/types.h",))
    assert plan.steps == ()
    assert plan.account.tokens == 0
