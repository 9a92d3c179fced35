# SPDX-License-Identifier: GPL-2.0-only
"""Functions whose address is taken go in; they agree with what takes it, or stay as they are."""

from __future__ import annotations

import pytest

from tests.kinds.trees import Small
from tests.plan.states import after

SHUT = """
static void %s(struct page *page)
{
    page->lid = NULL;
}
"""
TAKEN = "static void shut(struct page *page)"
CONVERTED = "static void shut(struct tin_page *tin)"


OPS = "struct ops { void (*f)(struct page *); };\n"


def using(small: Small, before: str, body: str) -> str:
    """What becomes of shut(), of which ``body`` takes the address; every state is compiled."""
    after(
        small,
        f"""
{SHUT % "shut"}
{before}
void f(struct page *page)
{{
    {body}
    page->lid = NULL;
}}
""",
    )
    return small.converted()["mm/a.c"]


@pytest.mark.parametrize(
    ("before", "body"),
    [
        ("void (*get(int a))(struct page *p) { return a ? NULL : shut; }", "get(1)(page);"),
        ("#define CALL(f, p) (f)(p)", "CALL(shut, page);"),
        ("#define SET(x, f) ((x) = (f))", "void (*g)(struct page *);\n\n    SET(g, shut);"),
        (f"{OPS}#define DEFINE(n, fn) struct ops n = {{ .f = NULL ?: fn }}", "DEFINE(g, shut);"),
        ("", "((void (*)(struct page *))shut)(page);"),
        ("#define ODD(f) if (page) { (f)(page);", "ODD(shut)\n    }"),
    ],
    ids=["returned", "called", "stored", "in a struct", "cast", "unparsed"],
)
def test_what_takes_it_is_not_known(small: Small, before: str, body: str) -> None:
    assert TAKEN in using(small, before, body)


@pytest.mark.parametrize(
    ("before", "body"),
    [
        ("void reg(void *fn);", "reg(shut);"),
        ("void reg(unsigned long fn);", "reg((unsigned long)shut);"),
        ("int reg(const char *s, ...);", 'reg("x", shut);'),
        ("#define EXPORT_SYMBOL(x) extern int x##_exported\nEXPORT_SYMBOL(shut);", ""),
        ("", "typeof(shut) *g = shut;\n\n    g(page);"),
        ("", "__auto_type g = shut;\n\n    g(page);"),
        ("", "(shut)(page);\n    (*shut)(page);\n    (&shut)(page);"),
    ],
    ids=["void", "number", "variadic", "exported", "typeof", "auto", "parentheses"],
)
def test_what_takes_it_asks_for_no_type(small: Small, before: str, body: str) -> None:
    assert CONVERTED in using(small, before, body)


@pytest.mark.parametrize(
    ("before", "body"),
    [
        ("typedef void (*fn_t)(struct page *page);", "fn_t g = shut;\n\n    g(page);"),
        ("static void (*all[])(struct page *) = { shut, [1] = &shut };", "all[1](page);"),
        (f"{OPS}struct ops all[] = {{ {{ shut }} }};", "(*all[0].f)(page);"),
        ("#define DECLARE(n, fn) void (*n)(struct page *) = fn", "DECLARE(g, shut);"),
    ],
    ids=["typedef", "table", "records", "by a macro"],
)
def test_what_takes_it_has_a_type(small: Small, before: str, body: str) -> None:
    assert "void shut(struct " in using(small, before, body)


def test_it_converts_where_nothing_asks_for_its_type(small: Small) -> None:
    got = after(
        small,
        SHUT % "shut"
        + """
        void reg(void *fn);
        void f(struct page *page)
        {
            reg(shut);
            shut(page);
            page->lid = NULL;
        }
        """,
    )
    assert CONVERTED in got


def test_pointers_that_take_over_one_another(small: Small) -> None:
    got = after(
        small,
        SHUT % "shut"
        + """
        typedef void (*fn_t)(struct page *page);
        struct ops {
            void (*f)(struct page *page);
        };
        void g(struct ops *ops, fn_t fn, struct page *page)
        {
            ops->f = fn;
            ops->f(page);
        }
        void h(struct ops *ops, struct page *page)
        {
            page->lid = NULL;
            g(ops, shut, page);
        }
        """,
    )
    assert (CONVERTED in got) == ("void (*f)(struct tin_page *" in got)
    assert (CONVERTED in got) == ("(*fn_t)(struct tin_page *" in got)


def test_two_functions_of_a_condition(small: Small) -> None:
    after(
        small,
        SHUT % "shut"
        + """
        static void other(struct page *page)
        {
            page->mapping = NULL;
        }
        void f(struct page *page, int n)
        {
            page->lid = NULL;
            (n ? shut : other)(page);
            if (shut == other)
                shut(page);
        }
        """,
    )


def test_a_name_that_is_pasted_is_no_function(small: Small) -> None:
    got = after(
        small,
        SHUT % "shut"
        + """
        #define ATTR(name, text) \\
        static int name##_attr; \\
        int text##_show(void) { return sizeof(#name); } \\
        int text##_store(void) { return 0; }
        ATTR(shut, can)
        void f(struct page *page)
        {
            page->lid = NULL;
            shut(page);
        }
        """,
    )
    assert CONVERTED in got
