# SPDX-License-Identifier: GPL-2.0-only
"""Macros that do odd things with their parameters go in; every patch compiles all the same."""

from __future__ import annotations

from tests.kinds.trees import Small, c
from tests.plan.states import after, compile_every_state


def left_as_page(small: Small, path: str, name: str) -> str:
    """Why a declaration stays a page."""
    found = [one for one in small.declarations() if (one.file, one.name) == (path, name)]
    assert [one.kind for one in found] == ["page"]
    return found[0].why_not or ""


def gone(small: Small, got: dict[str, str]) -> bool:
    """Whether the fields of tins have left struct page."""
    return "lid" not in got["include/linux/mm_types.h"].partition("struct tin_page {")[0]


def test_one_that_steps_along_the_tins(small: Small) -> None:
    """It works on either type, so that nothing need stand around what it stores to."""
    got = after(
        small,
        """
        #define next_tin(p) ((p) = (p)->next_tin)
        void f(struct page *page)
        {
            page->lid = NULL;
            while (page)
                next_tin(page);
        }
        """,
    )
    assert "next_tin(tin);" in got


def test_one_that_stores_a_page(small: Small) -> None:
    small.write(
        a=c("""
        #define fresh(p) ((p) = alloc_page(0))
        void f(struct page *page)
        {
            fresh(page);
            page->lid = NULL;
        }
        """)
    )
    compile_every_state(small)
    small.plan()
    assert left_as_page(small, "mm/a.c", "page") == (
        "not tin_page: fresh() wants a place that holds a page"
    )


def test_a_loop_of_the_trees_own(small: Small) -> None:
    got = after(
        small,
        """
        static struct page *first;
        #define each(p) for ((p) = first; (p); (p) = (p)->next_tin)
        void f(struct page *page)
        {
            first = page;
            each(page)
                page->lid = NULL;
        }
        void g(struct page *p)
        {
            each(p)
                put_page(p);
        }
        """,
    )
    assert "void f(struct page *page)" in got


def test_one_that_takes_the_address(small: Small) -> None:
    got = after(
        small,
        """
        void take(struct page **p);
        #define take_it(p) take(&(p))
        #define step(p) ((p)++)
        void f(struct page *page)
        {
            page->lid = NULL;
            take_it(page);
        }
        void g(struct page *page)
        {
            page->lid = NULL;
            step(page);
        }
        """,
    )
    assert "tin" not in got


def test_one_that_swaps(small: Small) -> None:
    """Two that swap are of one type, or stay pages."""
    got = after(
        small,
        """
        #define swp(a, b) do { typeof(a) t = (a); (a) = (b); (b) = t; } while (0)
        #define turn(a, b) swp(b, a)
        void f(struct page *page)
        {
            struct page *other = page->next_tin;

            turn(page, other);
            other->lid = NULL;
            page->lid = NULL;
        }
        void g(struct page *page, struct page *other)
        {
            put_page(other);
            page->lid = NULL;
            swp(page, other);
        }
        """,
    )
    assert "struct tin_page *other = tin->next_tin;" in got
    assert "void g(struct page *page, struct page *other)" in got


def test_one_that_calls_its_parameter(small: Small) -> None:
    got = after(
        small,
        """
        #define call(p, fn) fn(p)
        static int depth(struct page *page)
        {
            return page->depth;
        }
        int f(struct page *page)
        {
            page->lid = NULL;
            return call(page, depth);
        }
        """,
    )
    assert "static int depth(struct page *page)" in got
    assert "return call(tin_page(tin), depth);" in got


def test_one_that_reads_a_field_and_hands_on(small: Small) -> None:
    """It converts with the function that it calls, also where that is in another file."""
    small.put(
        "mm/b.h",
        c("""
        int inner(struct page *page, int x);
        #define outer(p) inner((p), (p)->depth)
        """),
    )
    small.put(
        "mm/b.c",
        '#include <linux/mm.h>\n#include "b.h"\n'
        + c("""
        int inner(struct page *page, int x)
        {
            page->depth = x;
            return x;
        }
        """),
    )
    small.write(
        a='#include "b.h"\n'
        + c("""
        int f(struct page *page)
        {
            page->lid = NULL;
            return outer(page);
        }
        int g(struct page *page)
        {
            put_page(page);
            return outer(page);
        }
        """)
    )
    compile_every_state(small)
    got = small.converted()
    assert gone(small, got)
    assert "int g(struct tin_page *tin)" in got["mm/a.c"]


def test_one_that_reads_a_field_and_hands_on_a_page(small: Small) -> None:
    got = after(
        small,
        """
        #define drop(p) ((p)->depth = 0, put_page(p))
        void f(struct page *page)
        {
            page->lid = NULL;
            drop(page);
        }
        """,
    )
    assert "drop(tin_page(tin));" in got
    assert not gone(small, small.converted())
    told = [one.reason for one in small.plan().unedited]
    assert any("is used in drop(), which takes a page" in reason for reason in told)


def test_one_that_wants_a_page_and_a_tin(small: Small) -> None:
    """It is given a page, and converts that itself for who takes a tin."""
    got = after(
        small,
        """
        static void shut(struct page *page)
        {
            page->lid = NULL;
        }
        #define both(p) (put_page(p), shut(p))
        void f(struct page *page)
        {
            page->lid = NULL;
            both(page);
        }
        """,
    )
    assert "#define both(p) (put_page(p), shut(page_tin(p)))" in got
    assert "both(tin_page(tin));" in got


def test_what_a_macro_hands_back_is_what_it_took(small: Small) -> None:
    got = after(
        small,
        """
        #define same(p) (p)
        #define put(p) ({ put_page(p); (p); })
        #define pick(a, b) ((a) ? (a) : (b))
        void f(struct page *page, struct page *other)
        {
            page->lid = NULL;
            page = same(page);
            page = put(page);
            put_page(same(page));
            put_page(put(page));
            pick(page, other)->depth = 1;
            pick(page, other)->mapping = NULL;
        }
        """,
    )
    assert "tin = same(tin);" in got
    assert "tin = page_tin(put(tin_page(tin)));" in got
    assert "put_page(tin_page(same(tin)));" in got
    assert "put_page(put(tin_page(tin)));" in got
    assert "pick(tin_page(tin), other)->mapping = NULL;" in got


def test_one_that_defines_a_function(small: Small) -> None:
    """Who calls what it defines cannot be known: the function stays one of pages."""
    got = after(
        small,
        """
        #define DEFINE(name) \\
        static struct page *name##_open(struct page *page) \\
        { \\
            page->depth++; \\
            return page; \\
        }
        DEFINE(can)
        void f(struct page *page)
        {
            page->lid = NULL;
            put_page(can_open(page));
        }
        """,
    )
    assert "static struct page *name##_open(struct page *page)" in got
    assert "put_page(can_open(tin_page(tin)));" in got


def test_one_that_declares_a_variable(small: Small) -> None:
    got = after(
        small,
        """
        static struct page *first;
        #define DECLARE(name) struct page *name = first
        #define with(p, what) do { struct page *p = first; what; } while (0)
        void f(struct page *page)
        {
            DECLARE(d);

            first = page;
            first->lid = NULL;
            put_page(d);
            d->depth = 3;
        }
        void g(struct page *page)
        {
            page->lid = NULL;
            with(page, put_page(page));
        }
        void h(struct page *page)
        {
            DECLARE(d);

            page->lid = NULL;
            page = d;
        }
        """,
    )
    assert "#define DECLARE(name) struct page *name = " in got
    assert "d->depth = 3;" in got
    assert "void g(struct page *page)" in got
    assert "void h(struct page *page)" in got
    assert not gone(small, small.converted())


def test_a_macro_that_did_not_parse(small: Small) -> None:
    got = after(
        small,
        """
        #define IF(p) if ((p)->mapping) {
        void f(struct page *page)
        {
            page->lid = NULL;
            IF(page)
                page->depth = 1;
            }
        }
        """,
    )
    assert "tin" not in got


def test_two_in_the_head_of_a_loop(small: Small) -> None:
    """They cannot be declared apart."""
    got = after(
        small,
        """
        void f(struct page *a, struct page *b)
        {
            a->lid = NULL;
            for (struct page *i = a, *j = b; i; i = i->next_tin)
                put_page(j);
        }
        """,
    )
    assert "for (struct page *i = tin_page(a), *j = b; i;" in got


def test_two_that_a_macro_declares(small: Small) -> None:
    got = after(
        small,
        """
        #define both(p, q) ({ struct page *a = (p), *b = (q); a->depth = 1; put_page(b); })
        #define tins(p, q) ({ struct page *a = (p), *b = (q); a->depth = b->depth; })
        void f(struct page *page, struct page *other)
        {
            page->lid = NULL;
            both(page, other);
            tins(page, page->next_tin);
        }
        """,
    )
    assert "both(p, q) ({ struct page *a = (p), *b = (q);" in got
    assert "tins(p, q) ({ struct tin_page *a = (p), *b = (q);" in got


def test_two_of_a_condition(small: Small) -> None:
    got = after(
        small,
        """
        void f(struct page *page, struct page *other, int n)
        {
            page->lid = NULL;
            printk("%p", n ? page : other);
            (n ? page : other)->mapping = NULL;
            put_page(n ? page : other);
            put_page(other);
        }
        void g(struct page *page, int n)
        {
            page->lid = NULL;
            page = n ? page : alloc_page(0);
            page = page ?: alloc_page(1);
        }
        """,
    )
    assert 'printk("%p", n ? tin_page(tin) : other);' in got
    assert "(n ? tin_page(tin) : other)->mapping = NULL;" in got
    assert "put_page(n ? tin_page(tin) : other);" in got
    assert "tin = n ? tin : page_tin(alloc_page(0));" in got
    assert "tin = tin ?: page_tin(alloc_page(1));" in got
