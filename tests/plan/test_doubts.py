# SPDX-License-Identifier: GPL-2.0-only
"""Trees that may use the fields of tins where the text does not tell go in; the fields stay."""

from __future__ import annotations

import pytest

from folioize.model import Plan
from tests.kinds.trees import Small, c

ASKED = """
unsigned long f(struct page *page, struct page *other, void *x)
{
    if (!PageTin(page) || !PageTin(other))
        return 0;
    return %s;
}
"""


def tree(small: Small, text: str, where: str = "drivers/out.c") -> Small:
    small.write(can="void shut(struct page *page)\n{\n\tpage->lid = NULL;\n}\n")
    small.put(where, "#include <linux/mm.h>\n" + c(text))
    return small


def doubted(plan: Plan) -> list[tuple[int, str]]:
    """Line and field of each doubt; none where the fields leave struct page."""
    found = [
        (row.line, row.reason.partition(" ")[0])
        for row in plan.unedited
        if row.reason.endswith(": the kind's fields stay in struct page")
    ]
    gone = "remove-arm" in {step.template for step in plan.steps}
    assert gone == (not found)
    return found


@pytest.mark.parametrize(
    ("macro", "expression", "line", "field"),
    [
        ("#define GET(p, f) ((p)->f)", "GET(page, depth)", 8, "depth"),
        ("#define GET(p, f) ((p)->f##th)", "GET(page, dep)", 8, "dep"),
        ("#define GET(p, f) READ_ONCE((p)->f)", "GET(page, depth)", 8, "depth"),
        ("#define OFF(f) offsetof(struct page, f)", "OFF(depth)", 8, "depth"),
        ("#define JOIN(x) x##th", "page->JOIN(dep)", 8, "JOIN"),
        ("#define MEMBER depth", "page->MEMBER", 8, "MEMBER"),
        ("#define DEPTH (page->depth)", "DEPTH", 2, "depth"),
        ("#define ODD(x) ({ if (x) page->depth; else {", "ODD(1) } 3; })", 2, "depth"),
    ],
)
def test_through_a_macro(small: Small, macro: str, expression: str, line: int, field: str) -> None:
    tree(small, f"{macro}\n{ASKED % expression}")
    assert doubted(small.plan()) == [(line, field)]


def test_one_macro_inside_of_another(small: Small) -> None:
    macros = "#define GET(p, f) ((p)->f)\n#define TAKE(p, m) GET(p, m)"
    tree(small, f"{macros}\n{ASKED % 'TAKE(page, depth)'}")
    assert doubted(small.plan()) == [(9, "depth")]


def test_an_assertion_at_file_scope(small: Small) -> None:
    tree(
        small,
        """
        #define MATCH(a, b) \\
            _Static_assert(offsetof(struct page, a) == offsetof(struct page, b), "")
        MATCH(tin_cache, mapping);
        """,
    )
    assert doubted(small.plan()) == [(4, "tin_cache")]


def test_code_that_does_not_parse_and_is_read_for_something_else(small: Small) -> None:
    """A file that names no page type is read for the function it calls: its own depth is no doubt,
    that of a page is."""
    small.put("include/linux/tin.h", "#include <linux/mm.h>\nvoid shut(struct page *page);\n")
    text = """
        #include <linux/tin.h>
        struct box { unsigned long depth; };
        #define BEGIN {
        #define END }
        void f(struct box *box) BEGIN
            box->depth = %s;
            shut(virt_to_page(box));
        END
        """
    assert doubted(tree(small, text % "1").plan()) == []
    assert doubted(tree(small, text % "virt_to_head_page(box)->depth").plan()) == [(7, "depth")]


def test_code_that_does_not_parse(small: Small) -> None:
    tree(
        small,
        """
        #define BEGIN {
        #define END }
        void f(struct page *page) BEGIN
            page->depth = 1;
        END
        """,
    )
    plan = small.plan()
    assert doubted(plan) == [(5, "depth")]
    assert {row.state for row in plan.unedited} == {"not understood"}


def test_a_page_that_is_initialised(small: Small) -> None:
    tree(small, "struct page zero = { .depth = 3 };\n")
    assert doubted(small.plan()) == [(2, "depth")]


def test_also_in_the_kinds_own_files(small: Small) -> None:
    tree(
        small,
        """
        #define GET(p, f) ((p)->f)
        unsigned long f(struct page *page)
        {
            page->lid = NULL;
            return GET(page, depth);
        }
        """,
        "mm/a.c",
    )
    assert doubted(small.plan()) == [(6, "depth")]


@pytest.mark.parametrize(
    ("macro", "expression"),
    [
        ("#define SEL(a, b) ((a) ? (a) : (b))", "SEL(page, other)->depth"),
        ("#define GET(x, type) ((type *)(x))", "GET(x, struct page)->depth"),
        ("", "__builtin_choose_expr(1, page, other)->depth"),
        ("", "({ __auto_type p = page; p; })->depth"),
    ],
)
def test_what_is_understood_is_bridged(small: Small, macro: str, expression: str) -> None:
    tree(small, f"{macro}\n{ASKED % expression}")
    assert doubted(small.plan()) == []


def test_members_of_other_structs_are_no_doubts(small: Small) -> None:
    """Of a type that is known, and of one that no file with a page defines."""
    small.put("include/far.h", "struct far { struct { struct far *after; int depth; } in; };\n")
    tree(
        small,
        """
        #include "../include/far.h"
        struct hole {
            int depth;
            struct hole *after;
        };
        #define LIST_HEAD(name) struct list_head name = { &(name), &(name) }
        static LIST_HEAD(after);
        struct hole *get(void *x);
        int f(struct hole *h, struct page *page, struct far *far)
        {
            int depth = 0;
            typeof(h) g = h;

            put_page(page);
            depth = get(h)->depth + g->depth + far->in.depth + (after.next == 0);
            return depth + (h ? h : get(page))->after->depth;
        }
        """,
    )
    assert doubted(small.plan()) == []


def test_members_of_other_structs_by_way_of_macros_are_no_doubts(small: Small) -> None:
    tree(
        small,
        """
        struct hole {
            int depth;
            struct hole *after;
        };
        #define FIELD(h, f) ((h)->f)
        #define DEPTH(h) ((h)->depth)
        #define DEEP(h) DEPTH((h)->after)
        #define PART(h, f) ((h)->f##th)
        #define CAST(h) (((struct hole *)(h))->depth)
        #define show(depth) show_depth(depth)
        #define odd_loop(h) for (; h; h = h->after) {
        int show_depth(int depth);
        int f(struct hole *h, struct page *page)
        {
            int depth = FIELD(h, depth) + DEPTH(h) + DEEP(h) + CAST(page);

            put_page(page);
            return PART(h, dep) + show(depth);
        }
        void g(struct hole *h)
        {
            odd_loop(h)
                h->depth++;
            }
        }
        """,
    )
    assert doubted(small.plan()) == []
