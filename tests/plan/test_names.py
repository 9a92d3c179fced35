# SPDX-License-Identifier: GPL-2.0-only
"""Variables of every name go in; those that are renamed, and those that can't be, come out."""

from __future__ import annotations

import pytest

from tests.kinds.trees import Small, c
from tests.plan.states import after, compile_every_state


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("page", "tin"),
        ("page2", "tin2"),
        ("oldpage", "oldtin"),
        ("next_page", "next_tin"),
        ("page_next", "page_next"),
        ("p", "p"),
        ("pages", "pages"),
        ("pagevec", "pagevec"),
    ],
)
def test_new_names(small: Small, old: str, new: str) -> None:
    got = after(
        small,
        f"""
        unsigned long f(struct page *{old}) /* page */
        {{
            return {old}->depth;
        }}
        """,
    )
    assert f"struct tin_page *{new})" in got or old == "page_next"
    assert f"return {new}->depth;" in got or old == "page_next"


@pytest.mark.parametrize(
    "body",
    [
        "int tin = 3;\n\n    page->depth = tin;",
        "page->depth = sizeof(struct tin) + tin;",
        "page->depth = deep(page) + PAGE_DEPTH;",
    ],
    ids=["a variable", "a global", "a macro's body"],
)
def test_a_name_that_is_taken_is_kept(small: Small, body: str) -> None:
    small.write(
        a="static int tin;\nstruct tin { int i; };\nint deep(const void *p);\n"
        "#define PAGE_DEPTH (page->depth)\n"
        + c(f"""
        void f(struct page *page)
        {{
            {body}
        }}
        """)
    )
    compile_every_state(small)
    got = small.converted()["mm/a.c"]
    assert "struct tin_page *page)" in got


def test_a_name_in_an_inner_scope(small: Small) -> None:
    got = after(
        small,
        """
        void f(struct page *page, int n)
        {
            page->depth = n;
            while (n--) {
                struct page *page = alloc_page(0);

                page->mapping = NULL;
                put_page(page);
            }
            if (n) {
                struct page *page = alloc_page(1);

                page->depth = n;
            }
            put_page(page);
        }
        """,
    )
    assert "struct page *page = alloc_page(0);\n\n\t\tpage->mapping = NULL;" in got
    assert "put_page(page);\n\t}" in got
    assert got.endswith("put_page(tin_page(tin));\n}\n")


def test_members_and_strings_and_labels_are_no_uses(small: Small) -> None:
    got = after(
        small,
        """
        struct vec {
            int page;
        };
        void f(struct page *page, struct vec *vec)
        {
            struct vec one = { .page = 3 };

            if (vec->page == one.page)
                goto out;
            printk("page");
        out:
            page->depth = vec->page;
        }
        """,
    )
    assert "{ .page = 3 };" in got
    assert "vec->page == one.page" in got
    assert 'printk("page");' in got
    assert "tin->depth = vec->page;" in got


def test_keep_names(small: Small) -> None:
    got = after(
        small,
        """
        /**
         * f() - count
         * @page: what
         */
        void f(struct page *page)
        {
            page->depth = 3; /* of the page */
            put_page(page);
        }
        """,
        keep_names=True,
    )
    assert got == c("""
        /**
         * f() - count
         * @page: what
         */
        void f(struct tin_page *page)
        {
            page->depth = 3; /* of the page */
            put_page(tin_page(page));
        }
        """)


def test_a_variable_with_a_bridges_name(small: Small) -> None:
    """A local called as a bridge hides nothing: the bridges are macros with parentheses."""
    got = after(
        small,
        """
        void f(struct page *tin_page)
        {
            tin_page->depth = 3;
            put_page(tin_page);
        }
        """,
    )
    assert "->depth = 3;" in got
