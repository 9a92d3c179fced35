# SPDX-License-Identifier: GPL-2.0-only
"""Code on the border between tins and pages goes in; the bridges at each crossing come out."""

from __future__ import annotations

import pytest

from tests.kinds.trees import Small, c
from tests.plan.states import after


def test_an_argument(small: Small) -> None:
    got = after(
        small,
        """
        void f(struct page *page)
        {
            page->lid = NULL;
            put_page(page);
            dump_page(page);
        }
        """,
    )
    assert got == c("""
        void f(struct tin_page *tin)
        {
            tin->lid = NULL;
            put_page(tin_page(tin));
            dump_page(tin_page(tin));
        }
        """)


def test_values_that_come_from_pages(small: Small) -> None:
    got = after(
        small,
        """
        struct page *zero;
        void f(const void *address)
        {
            struct page *page = virt_to_head_page(address);

            page->lid = NULL;
            page = alloc_page(0);
            page->lid = NULL;
            page = zero;
            page->lid = NULL;
        }
        void put_zero(void)
        {
            put_page(zero);
        }
        """,
    )
    assert "struct tin_page *tin = page_tin(virt_to_head_page(address));" in got
    assert "tin = page_tin(alloc_page(0));" in got
    assert "tin = page_tin(zero);" in got
    assert "struct page *zero;" in got


def test_a_result(small: Small) -> None:
    got = after(
        small,
        """
        static struct page *any(struct page *page)
        {
            page->lid = NULL;
            return page;
        }
        void use(struct page *mine)
        {
            any(mine)->mapping = NULL;
            if (PageTin(mine))
                put_page(any(mine));
        }
        struct page *twice(struct page *page)
        {
            page->lid = NULL;
            if (page->depth)
                return page;
            return any(page);
        }
        """,
    )
    assert "static struct page *any(struct tin_page *tin)" in got
    assert "return tin_page(tin);" in got


def test_a_conditional_result(small: Small) -> None:
    got = after(
        small,
        """
        struct page *any(struct page *page, struct page *other, int i)
        {
            page->lid = NULL;
            other->mapping = NULL;
            return i ? page : other;
        }
        """,
    )
    assert "return i ? tin_page(tin) : other;" in got


def test_assignments_to_and_from_fields(small: Small) -> None:
    got = after(
        small,
        """
        struct shelf {
            struct page *tin;
            struct page *any;
        };
        void f(struct shelf *s, struct page *page)
        {
            page->lid = NULL;
            s->tin = page;
            s->any = page;
        }
        void g(struct shelf *s, struct page *page)
        {
            page->mapping = NULL;
            s->any = page;
        }
        void *h(struct shelf *s, int page)
        {
            return s->tin->lid;
        }
        """,
    )
    assert "\tstruct tin_page *tin;\n\tstruct page *any;\n" in got
    assert "s->tin = tin;" in got
    assert "s->any = tin_page(tin);" in got


@pytest.mark.parametrize("operator", ["==", "!="])
def test_a_comparison(small: Small, operator: str) -> None:
    got = after(small, f"""
        int f(struct page *page, struct page *other)
        {{
            page->lid = NULL;
            other->mapping = NULL;
            return page {operator} other || other {operator} page || page {operator} NULL || !page;
        }}
        """)  # fmt: skip
    crossing = f"tin_page(tin) {operator} other || other {operator} tin_page(tin)"
    other = f"tin {operator} page_tin(other) || page_tin(other) {operator} tin"
    assert crossing in " ".join(got.split()) or other in " ".join(got.split())
    assert f"tin {operator} NULL" in got
    assert "!tin;" in got


def test_fields_that_only_pages_have(small: Small) -> None:
    got = after(
        small,
        """
        void f(struct page *page)
        {
            page->lid = NULL;
            page->mapping = NULL;
            page->index++;
            page->flags = 0;
            list_add(&page->lru, NULL);
        }
        """,
    )
    assert got == c("""
        void f(struct tin_page *tin)
        {
            tin->lid = NULL;
            tin_page(tin)->mapping = NULL;
            tin_page(tin)->index++;
            tin->flags = 0;
            list_add(&tin_page(tin)->lru, NULL);
        }
        """)


def test_fields_of_tins_through_pages(small: Small) -> None:
    """What stays a page reaches them by a bridge, before they leave struct page."""
    got = after(
        small,
        """
        void f(struct page *page)
        {
            if (PageTin(page))
                page->lid = NULL;
            else
                put_page(page);
        }
        void shut(struct page *page)
        {
            page->lid = NULL;
        }
        void *g(const void *address)
        {
            return virt_to_head_page(address)->lid;
        }
        """,
    )
    assert "if (PageTin(page))\n\t\tpage_tin(page)->lid = NULL;" in got
    assert "return page_tin(virt_to_head_page(address))->lid;" in got


def test_const_is_kept(small: Small) -> None:
    got = after(
        small,
        """
        static unsigned long depth_of(const struct page *page)
        {
            return page->depth + page->index;
        }
        unsigned long f(const struct page *page)
        {
            return page->mapping ? depth_of(page) : page_to_nid(page);
        }
        """,
    )
    assert "depth_of(const struct tin_page *tin)" in got
    assert "return tin->depth + tin_page(tin)->index;" in got


def test_by_value(small: Small) -> None:
    got = after(
        small,
        """
        void f(struct page *page)
        {
            struct page new, old = *page;

            new.depth = old.depth + 1;
            new.lid = page->lid;
            page->depth = new.depth;
        }
        """,
    )
    assert got == c("""
        void f(struct tin_page *tin)
        {
            struct tin_page new, old = *tin;

            new.depth = old.depth + 1;
            new.lid = tin->lid;
            tin->depth = new.depth;
        }
        """)


def test_a_page_in_a_page_that_is_reached_through_the_type(small: Small) -> None:
    """The field has the kind's type then, though neither variable has."""
    small.write(
        a=c("""
        static void shut(struct page *page)
        {
            page->lid = NULL;
        }
        void walk(struct page *page, struct page *other)
        {
            struct page *next = NULL;

            if (PageTin(page)) {
                next = page->next_tin;
                page->next_tin = other;
            }
            put_page(next);
        }
        """)
    )
    pins = small.root.parent / "decisions.toml"
    pin = '[[decision]]\nfile = "mm/a.c"\nfunction = "walk"\nname = "{}"\nkind = "page"\n'
    pins.write_text(pin.format("next") + pin.format("other"))
    got = small.converted(decisions=str(pins))["mm/a.c"]
    assert "next = tin_page(page_tin(page)->next_tin);" in got
    assert "page_tin(page)->next_tin = page_tin(other);" in got
