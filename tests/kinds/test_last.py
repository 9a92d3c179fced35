# SPDX-License-Identifier: GPL-2.0-only
"""A kind whose evidence is weak goes in; it takes what others leave, and tells how sure it is."""

from __future__ import annotations

import pytest

from folioize.errors import KindError
from folioize.kinds import Catalog, standing
from folioize.kinds.kindfile import parse_kind
from folioize.model import Declaration
from tests.kinds.trees import JAR, Small, c

CRATE = """\
[kind]
name = "crate"
type = "crate"
variable = "crate"
title = "pages in crates"
why = "A crate holds what is neither tin nor jar."
last = true
[layout]
shared = ["flags", "lru", "mapping", "index", "private", "_refcount"]
[evidence]
fields = ["mapping", "index"]
functions = ["stack"]
uses = ["PageStacked"]
any = ["put_page", "truck.load"]
others = ["alloc_page", "free_page_order"]
tails = ["nth_page"]
owners = ["mm/"]
exclude_files = ["mm/look.c"]
[default]
paths = ["mm/"]
confidence = 0.3
[conversion]
confidence = 0.9
paths_only = true
[bridges]
from_page = "page_crate"
to_page = "crate_page"
[accessors]
header = "include/linux/mm.h"
after = "^\\\\}$"
includes = ["linux/mm.h"]
[[accessors.function]]
name = "put_crate"
of = "put_page"
[[accessors.function]]
name = "sell_crate"
of = "sell_page"
"""

STACK = "void stack(struct page *page);\nstruct page *nth_page(struct page *page, int n);\n"


def crates(small: Small) -> dict[str, Declaration]:
    """What is a crate in mm/, by function and name."""
    found = small.kind(CRATE).declarations("tin_page", "crate")
    return {
        f"{one.function}.{one.name or one.role}": one
        for one in found
        if one.kind == "crate" and one.file.startswith("mm/")
    }


def test_what_only_its_place_speaks_for_is_told_with_low_confidence(small: Small) -> None:
    small.write(
        a=STACK
        + c("""
        int used(struct page *page)
        {
            return page->index;
        }
        void given(struct page *page)
        {
            stack(page);
        }
        void nothing(struct page *page)
        {
            put_page(page);
        }
        """)
    )
    found = crates(small)
    sure = {name: one.confidence for name, one in found.items()}
    assert sure["used.page"] == 0.95
    assert sure["given.page"] == 0.97
    assert sure["nothing.page"] == 0.3
    assert found["nothing.page"].evidence[0].what.startswith("nothing tells what it is; in mm/")


def test_the_default_is_not_for_what_deals_in_other_pages_or_in_any(small: Small) -> None:
    small.write(
        a=c("""
        struct truck {
            struct page *load;
        };
        void made(void)
        {
            struct page *page = alloc_page(0);
            put_page(page);
        }
        void unloaded(struct truck *truck)
        {
            struct page *page = truck->load;
            put_page(page);
        }
        int counted(struct page *page)
        {
            return page + 1 == page;
        }
        """)
    )
    assert not crates(small)


def test_what_may_be_a_tail_page_is_told_apart(small: Small) -> None:
    small.write(
        a=STACK
        + c("""
        void f(struct page *head)
        {
            struct page *page = nth_page(head, 3);
            struct page *copy = page;
            stack(page);
            stack(copy);
            stack(head);
        }
        void counted(struct page *page)
        {
            stack(page + 1);
            stack(page);
        }
        void stepped(struct page **pages)
        {
            stack(*(pages + 1));
        }
        """)
    )
    found = crates(small)
    assert found["f.page"].ambiguous == "mm/a.c:6: nth_page() may give a tail page"
    assert found["f.copy"].ambiguous == "mm/a.c:7: is set from what may be a tail page"
    assert found["counted.page"].ambiguous is not None
    assert found["f.head"].ambiguous is None
    assert found["stepped.pages"].ambiguous is None


def test_what_a_carrier_holds_is_ambiguous_however_it_is_used(small: Small) -> None:
    small.write(
        a=STACK
        + c("""
        struct truck {
            struct page *load;
        };
        void f(struct truck *truck)
        {
            struct page *page = truck->load;
            stack(page);
        }
        """)
    )
    assert crates(small)["f.page"].ambiguous == "mm/a.c:9: load holds pages of any kind"


def test_other_kinds_come_first_and_both_ways_are_told(small: Small) -> None:
    small.write(
        a=c("""
        void f(struct page *page)
        {
            page->lid = NULL;
            page->index = 0;
        }
        """)
    )
    rows = small.kind(CRATE).declarations("crate", "tin_page")
    row = next(one for one in rows if one.function == "f")
    assert row.kind == "tin_page"
    assert [rival.kind for rival in row.rivals] == ["tin_page", "crate"]
    assert row.proposal == "nothing to do: tin_page has it: crate is decided last"


def test_where_pages_of_all_kinds_are_looked_at_nothing_is_evidence(small: Small) -> None:
    small.put(
        "mm/look.c",
        "#include <linux/mm.h>\nvoid stack(struct page *page);\n"
        + c("""
        void f(struct page *page)
        {
            page->index = 0;
            stack(page);
        }
        """),
    )
    assert crates(small)["f.page"].confidence == 0.3


def test_uses_count_in_the_owners_files_alone(small: Small) -> None:
    text = "int PageStacked(struct page *page);\n" + c("""
        static int f(struct page *page)
        {
            return PageStacked(page);
        }
        """)
    small.write(a=text)
    small.put("drivers/b.c", "#include <linux/mm.h>\n" + text)
    found = small.kind(CRATE).declarations("crate")
    sure = {one.file: one.confidence for one in found if one.function == "f"}
    assert sure == {"mm/a.c": 0.95, "drivers/b.c": 0.0}


def test_what_the_allocator_makes_and_takes_back_is_not_of_the_kind(small: Small) -> None:
    small.write(
        a=STACK
        + c("""
        void f(void)
        {
            struct page *own = alloc_page(0), *kept = alloc_page(0);
            stack(own);
            stack(kept);
            free_page_order(own, 0);
        }
        """)
    )
    found = crates(small)
    assert "f.own" not in found
    assert found["f.kept"].confidence == 0.97


def test_where_a_function_is_defined_is_its_place(small: Small) -> None:
    small.put("include/linux/far.h", "void f(struct page *page);\n")
    small.write(a="void f(struct page *page)\n{\n\tput_page(page);\n}\n")
    assert crates(small)["f.page"].confidence == 0.3


def test_a_default_asks_for_being_decided_last() -> None:
    text = f'{JAR}[default]\npaths = ["mm/"]\n'
    with pytest.raises(KindError, match="is decided after the others"):
        parse_kind(text, "kind.toml", "jar_page")


def test_a_confidence_is_a_share() -> None:
    with pytest.raises(KindError, match="write a number between 0 and 1"):
        parse_kind(CRATE.replace("= 0.3", "= 30"), "kind.toml", "crate")


def test_the_type_is_brought_in_as_a_whole_and_nothing_converted(small: Small) -> None:
    small.kind(CRATE).write(a="int f(struct page *page)\n{\n\treturn page->index;\n}\n")
    plan = small.plan("crate")
    assert [step.template for step in plan.steps] == ["type", "accessors"]
    assert plan.account.converted == 0
    reason = "is crate, but only what --paths names is converted (confidence 0.95)"
    assert [row.reason for row in plan.account.rows if row.file == "mm/a.c"] == [reason]
    header = small.converted("crate")["include/linux/mm.h"]
    assert "put_crate(struct crate *crate)" in header
    assert "sell_crate" not in header  # the tree has no sell_page()


def test_paths_are_converted_where_the_evidence_suffices(small: Small) -> None:
    small.kind(CRATE).write(
        a=STACK
        + c("""
        static int shown(struct page *page)
        {
            return page->index;
        }
        static void weak(struct page *page)
        {
            put_page(page);
        }
        int f(struct page *page)
        {
            struct page *tail = nth_page(page, 1);
            weak(page);
            return shown(page) + tail->index;
        }
        """)
    )
    text = small.converted("crate", paths=("mm/a.c",))["mm/a.c"]
    assert "shown(struct crate *crate)" in text
    assert "weak(struct page *page)" in text
    assert "struct page *tail" in text
    plan = small.plan("crate", paths=("mm/a.c",))
    assert plan.account.not_understood == 0
    told = " ".join(row.reason for row in plan.account.rows)
    assert "but its evidence is weaker than the 0.90 asked for (confidence 0.89)" in told
    assert "ambiguous: nth_page() may give a tail page" in told


def test_folio_is_one_of_the_kinds() -> None:
    kind = Catalog().find("folio")
    assert kind.kind.last
    assert not kind.layout.fields
    assert not set(kind.evidence.functions) & set(kind.evidence.any)


def test_a_summary_tells_what_is_sure_and_what_is_not(small: Small) -> None:
    small.write(
        a=STACK
        + c("""
        void f(struct page *head)
        {
            struct page *page = nth_page(head, 3);
            stack(page);
        }
        """)
    )
    found = crates(small)
    assert standing(found["stack.page"]) == "crate"
    assert standing(found["f.page"]) == "crate, ambiguous"
    assert standing(found["f.head"]) == "crate, by its place"
    assert "is ambiguous, and stays struct page: mm/a.c:6" in small.why("mm/a.c", "= nth_page")
