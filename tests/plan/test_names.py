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


CAPTURES = {
    "the old name": ("#define DEPTH (page->depth)", "DEPTH"),
    "the new name": ("extern unsigned long tin;\n#define TIN (tin + 1)", "TIN"),
    "a function": ("long tin(void);\n#define TIN (tin())", "TIN"),
    "an enumerator": ("enum { tin = 3 };\n#define TIN (tin + 1)", "TIN"),
    "a typedef": ("typedef long tin;\n#define TIN ((tin)1)", "TIN"),
    "by way of another": ("extern long tin;\n#define A (tin + 1)\n#define B(x) ((x) + A)", "B(2)"),
}


@pytest.mark.parametrize("name", CAPTURES)
def test_a_macro_of_a_header_that_uses_a_name(small: Small, name: str) -> None:
    """Wherever the header is, and though it has nothing to do with pages: the name is kept."""
    macro, expression = CAPTURES[name]
    small.put("include/cap.h", f"{macro}\n")
    small.write(
        a='#include "../include/cap.h"\n'
        + c(f"""
        unsigned long f(struct page *page)
        {{
            page->lid = NULL;
            return {expression};
        }}
        """)
    )
    compile_every_state(small)
    assert "unsigned long f(struct tin_page *page)" in small.converted()["mm/a.c"]
    kept = [row.reason for row in small.plan().unedited if "keeps its name" in row.reason]
    assert len(kept) == 1


def test_a_macro_that_declares_the_name_itself(small: Small) -> None:
    small.put("include/cap.h", "#define PUT(x) ({ struct page *page = (x); put_page(page); })\n")
    small.write(
        a='#include "../include/cap.h"\n'
        + c("""
        void f(struct page *page, const void *p)
        {
            page->lid = NULL;
            PUT(virt_to_page(p));
        }
        """)
    )
    compile_every_state(small)
    assert "void f(struct tin_page *tin, const void *p)" in small.converted()["mm/a.c"]


@pytest.mark.parametrize(
    "macro",
    [
        "#define DROP() put_page(page)",
        "#define DROP() (page->mapping = NULL)",
        "#define DROP() LET(page)\n#define LET(p) put_page(p)",
    ],
)
def test_a_macro_that_uses_the_variable_as_a_page(small: Small, macro: str) -> None:
    small.put("include/cap.h", f"{macro}\n")
    small.write(
        a='#include "../include/cap.h"\n'
        + c("""
        void f(struct page *page)
        {
            page->lid = NULL;
            DROP();
        }
        """)
    )
    compile_every_state(small)
    assert "void f(struct page *page)" in small.converted()["mm/a.c"]
    assert "the macro DROP uses page" in small.why("mm/a.c", "void f(struct page *page)")


@pytest.mark.parametrize(
    ("before", "body"),
    [
        ("", "goto page;\npage:\n    page->depth = 1;"),
        ("struct vec { struct list_head page; };", "x = offsetof(struct vec, page);"),
        ("", "{\n        int page = 3;\n\n        x = page;\n    }"),
        ("", "#define LOCAL(x) (page->depth = (x)) /* page */\n    LOCAL(3);"),
    ],
    ids=["label", "member", "of another type", "macro"],
)
def test_words_that_are_no_uses(small: Small, before: str, body: str) -> None:
    got = after(
        small,
        f"""
{before}
void f(struct page *page)
{{
    long x = 0;

    page->depth = x;
    {body}
    page->depth += x;
}}
""",
    )
    assert "void f(struct tin_page *" in got


@pytest.mark.parametrize(
    ("before", "body"),
    [
        ("#define ODD(x) if (1) { x; } else { } (", "ODD(put_page(page)) 0);"),
        ("", "int y __aligned(sizeof(page)) = 0;\n\n    x = y;"),
        (
            "#define MEMBER(t, m) offsetof(struct t, m)\nstruct vec { int page; };",
            "x = MEMBER(vec, page);",
        ),
    ],
    ids=["unparsed", "attribute", "a member's name"],
)
def test_a_use_that_is_not_understood(small: Small, before: str, body: str) -> None:
    """Where the file's mask hides it, or in code that does not parse, the variable stays."""
    small.write(
        a=before
        + "\n#define __aligned(x) __attribute__((aligned(x)))\n"
        + c(f"""
        void f(struct page *page)
        {{
            long x = 0;
            {body}
            page->depth = x;
        }}
        """)
    )
    compile_every_state(small)
    assert "void f(struct page *page)" in small.converted()["mm/a.c"]


def test_a_field_that_says_page_is_told(small: Small) -> None:
    """It keeps its name, as its users are everywhere; the name of others says nothing of pages."""
    small.write(
        a=c("""
        struct shelf {
            struct page *page;
            struct page *first;
        };

        void f(struct shelf *shelf)
        {
            shelf->page->lid = NULL;
            shelf->first->lid = NULL;
        }
        """)
    )
    told = [(row.line, row.reason) for row in small.plan().unedited]
    assert told == [(3, "shelf.page keeps its name: fields are not renamed")]


def test_a_page_that_a_function_converts_more_than_once_is_told(small: Small) -> None:
    small.write(
        a=c("""
        static void shut(struct page *page)
        {
            page->lid = NULL;
        }

        void f(struct page *page)
        {
            if (PageTin(page)) {
                shut(page);
                shut(page);
            }
        }

        void g(struct page *page)
        {
            if (PageTin(page))
                shut(page);
        }
        """)
    )
    told = [(row.line, row.reason) for row in small.plan().unedited]
    assert told == [(10, "page goes through page_tin() 2 times in this function: a local would do")]
