# SPDX-License-Identifier: GPL-2.0-only
"""Lists, macros, arithmetic and pointers on the border go in; what bridges them comes out."""

from __future__ import annotations

from tests.kinds.trees import Small
from tests.plan.states import after


def test_list_heads_are_not_bridged(small: Small) -> None:
    got = after(
        small,
        """
        struct shelf {
            struct list_head tins;
        };
        void put(struct shelf *shelf, struct page *page)
        {
            list_add(&page->tin_list, &shelf->tins);
        }
        void walk(struct shelf *shelf)
        {
            struct page *page;

            list_for_each_entry(page, &shelf->tins, tin_list)
                put_page(page);
            page = list_first_entry(&shelf->tins, struct page, tin_list);
            page->lid = NULL;
        }
        """,
    )
    assert "list_add(&tin->tin_list, &shelf->tins);" in got
    assert "list_for_each_entry(tin, &shelf->tins, tin_list)" in got
    assert "list_first_entry(&shelf->tins, struct tin_page," in got


def test_macro_arguments(small: Small) -> None:
    """A macro that works on either type needs no bridge; one that wants a page gets it."""
    got = after(
        small,
        """
        #define flags_of(p) ((p)->flags)
        #define lid_of(p) ((p)->lid)
        #define mapping_of(p) ((p)->mapping)
        unsigned long f(struct page *page)
        {
            lid_of(page) = mapping_of(page);
            return flags_of(page);
        }
        """,
    )
    assert "lid_of(tin) = mapping_of(tin_page(tin));" in got
    assert "return flags_of(tin);" in got or "return flags_of(tin_page(tin));" in got


def test_a_macro_that_hands_on_a_page(small: Small) -> None:
    """Also where all that it is ever given are tins."""
    got = after(
        small,
        """
        #define give(p) put_page(p)
        void f(struct page *page)
        {
            page->lid = NULL;
            give(page);
        }
        """,
    )
    assert "give(tin_page(tin));" in got or "#define give(p) put_page(tin_page(p))" in got


def test_a_macro_that_declares_a_tin(small: Small) -> None:
    got = after(
        small,
        """
        #define init_tin(p, d)              \\
        do {                        \\
            struct page *__p = (p);         \\
            __p->depth = (d);           \\
        } while (0)
        void f(struct page *page)
        {
            init_tin(page, 1);
        }
        """,
    )
    assert "struct tin_page *__p = (p);" in got
    assert "init_tin(tin, 1);" in got


def test_arithmetic_goes_on_pages(small: Small) -> None:
    """The tin has the size of a page, but what follows a tin is no tin."""
    got = after(
        small,
        """
        void f(struct page *page, int n)
        {
            int i;

            page->lid = NULL;
            for (i = 0; i < n; i++)
                put_page(page + i);
            dump_page(&page[n]);
        }
        """,
    )
    assert "put_page(tin_page(tin) + i);" in got
    assert "dump_page(&tin_page(tin)[n]);" in got or "dump_page(tin_page(&tin[n]));" in got


def test_addresses_and_pointers_to_pointers(small: Small) -> None:
    got = after(
        small,
        """
        static void push(struct page **head, struct page *page)
        {
            page->next_tin = *head;
            *head = page;
        }
        void f(const void *address)
        {
            struct page *tins = NULL;

            push(&tins, virt_to_page(address));
        }
        """,
    )
    assert "push(struct tin_page **head, struct tin_page *tin)" in got
    assert "push(&tins, page_tin(virt_to_page(address)));" in got


def test_bridges_inside_bridges(small: Small) -> None:
    got = after(
        small,
        """
        static struct page *head(struct page *page)
        {
            page->mapping = NULL;
            return page;
        }
        void f(struct page *page)
        {
            page->lid = NULL;
            put_page(head(page));
            head(page)->mapping = head(head(page))->mapping;
            head(page)->lid = NULL;
        }
        """,
    )
    assert "put_page(head(tin_page(tin)));" in got
    assert "head(tin_page(tin))->mapping = head(head(tin_page(tin)))->mapping;" in got
    assert "page_tin(head(tin_page(tin)))->lid = NULL;" in got


def test_function_pointers_take_the_type(small: Small) -> None:
    got = after(
        small,
        """
        struct ops {
            void (*done)(struct page *page, int);
        };
        static void close(struct page *page, int i)
        {
            page->lid = NULL;
        }
        const struct ops ops = {
            .done = close,
        };
        static int sum(struct page *page, int (*of)(struct page *))
        {
            page->lid = NULL;
            return of(page);
        }
        static int depth(struct page *page)
        {
            return page->depth;
        }
        int f(struct page *page)
        {
            ops.done(page, 1);
            return sum(page, depth);
        }
        """,
    )
    assert "void (*done)(struct tin_page *tin, int);" in got or (
        "void (*done)(struct page *page, int);" in got
    )


def test_a_function_that_does_not_say_page(small: Small) -> None:
    got = after(
        small,
        """
        struct shelf {
            struct page *first;
        };
        static void close(struct page *page)
        {
            page->lid = NULL;
        }
        void give(struct shelf *s, struct page *page)
        {
            page->mapping = NULL;
            put_page(s->first);
            s->first = page;
        }
        void f(struct shelf *s)
        {
            close(s->first);
        }
        """,
    )
    assert "close(page_tin(s->first));" in got


def test_variadic_and_untyped_places_need_none(small: Small) -> None:
    got = after(
        small,
        """
        void f(struct page *page)
        {
            page->lid = NULL;
            printk("%p %lx", page, (unsigned long)page);
            page->lid = page;
        }
        """,
    )
    assert "(unsigned long)tin" in got
    assert "tin->lid = tin;" in got
