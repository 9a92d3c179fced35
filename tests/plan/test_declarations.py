# SPDX-License-Identifier: GPL-2.0-only
"""Declarations of every shape go in; what each looks like after the conversion comes out."""

from __future__ import annotations

import pytest

from tests.kinds.trees import Small, c
from tests.plan.states import after, compile_every_state

USE = """
void any(struct page *page)
{
    page->mapping = NULL;
    put_page(page);
}
"""


@pytest.mark.parametrize(
    ("before", "then"),
    [
        ("struct page *a, *b;", "struct tin_page *a;\n\tstruct page *b;"),
        ("struct page *b, *a;", "struct page *b;\n\tstruct tin_page *a;"),
        ("struct page *b, *a, *d;", "struct page *b;\n\tstruct tin_page *a;\n\tstruct page *d;"),
        (
            "struct page *a = NULL, *b = NULL;",
            "struct tin_page *a = NULL;\n\tstruct page *b = NULL;",
        ),
        (
            "struct page *b = alloc_page(0), *a = alloc_page(1);",
            "struct page *b = alloc_page(0);\n\tstruct tin_page *a = page_tin(alloc_page(1));",
        ),
        (
            "struct page *a = alloc_page(f(1, 2)), *b;",
            "struct tin_page *a = page_tin(alloc_page(f(1, 2)));\n\tstruct page *b;",
        ),
        ("const struct page *a, *b;", "const struct tin_page *a;\n\tconst struct page *b;"),
    ],
)
def test_a_declaration_of_several_is_split(small: Small, before: str, then: str) -> None:
    got = after(small, f"""
        int f(int i, int j)
        {{
            {before}
            {"struct page *d = NULL;" if "*d" not in before else "int k = 0;"}

            a = page_of(1);
            b = d = page_of(2);
            i = a->depth;
            return b->mapping == d->mapping;
        }}
        """.replace("int f(", "struct page *page_of(int i);\n        int f(", 1))  # fmt: skip
    assert then in got


def test_the_comment_after_a_split_declaration_stays(small: Small) -> None:
    got = after(
        small,
        """
        unsigned long f(struct page *page)
        {
            struct page *p, *q;    /* what we look at */

            p = page;
            q = page->mapping ? virt_to_page(page) : NULL;
            put_page(q);
            return p->depth + (q->mapping != NULL);
        }
        """,
    )
    assert "/* what we look at */" in got
    assert "struct page *q;" in got
    assert "struct tin_page *p;" in got


def test_all_of_one_declaration_are_one_edit(small: Small) -> None:
    got = after(
        small,
        """
        void f(void)
        {
            struct page *a, *b = NULL, c;

            a = page_of(1);
            c.depth = a->depth;
            b = a;
            b->depth = c.depth;
        }
        """.replace("void f", "struct page *page_of(int i);\n        void f", 1)
        + USE,
    )
    assert "struct tin_page *a, *b = NULL, c;" in got


def test_prototypes_and_stubs(small: Small) -> None:
    small.put("mm/tin.h", c("""
        #ifndef TIN_H
        #define TIN_H
        struct page;
        #ifdef CONFIG_TIN
        void shut(struct page *page, int n);
        extern struct page *open(struct page *);
        #else
        static inline void shut(struct page *page, int n) { }
        static inline struct page *open(struct page *page)
        {
            return NULL;
        }
        #endif
        #endif
        """))  # fmt: skip
    code = c("""
        #include "tin.h"
        void shut(struct page *page, int n)
        {
            page->depth = n;
        }
        struct page *open(struct page *page)
        {
            page->lid = NULL;
            return page;
        }
        """)
    small.put("mm/a.c", "#include <linux/mm.h>\n#define CONFIG_TIN 1\n" + code)
    small.put("mm/b.c", '#include <linux/mm.h>\n#include "tin.h"\n' + c("""
        void g(struct page *page)
        {
            page->lid = NULL;
            shut(open(page), 3);
        }
        """))  # fmt: skip
    compile_every_state(small)
    got = small.converted()["mm/tin.h"]
    assert got == c("""
        #ifndef TIN_H
        #define TIN_H
        struct page;
        struct tin_page;
        #ifdef CONFIG_TIN
        void shut(struct tin_page *tin, int n);
        extern struct tin_page *open(struct tin_page *);
        #else
        static inline void shut(struct tin_page *tin, int n) { }
        static inline struct tin_page *open(struct tin_page *tin)
        {
            return NULL;
        }
        #endif
        #endif
        """)


def test_kernel_doc_and_comments_follow_the_name(small: Small) -> None:
    got = after(
        small,
        """
        /**
         * shut() - close a tin
         * @page: what to close
         * @n: how far
         *
         * Puts the lid on @page.
         */
        void shut(struct page *page, int n)
        {
            /* page is ours now, and no other page is */
            page->depth = n;
        }
        """,
    )
    assert " * @tin: what to close\n * @n: how far" in got
    assert "Puts the lid on @tin." in got
    assert "close a tin" in got


def test_offsetof_sizeof_and_container_of(small: Small) -> None:
    got = after(
        small,
        """
        void f(struct rcu_head *head)
        {
            struct page *page = container_of(head, struct page, rcu_head);
            unsigned long at = offsetof(struct page, lid);
            unsigned long of = offsetof(struct page, mapping);
            unsigned long n = sizeof(struct page) + sizeof(*page);

            page->depth = at + of + n;
        }
        """,
    )
    assert "struct tin_page *tin = container_of(head, struct tin_page," in got
    assert "offsetof(struct tin_page, lid)" in got
    assert "offsetof(struct page, mapping)" in got
    assert "sizeof(struct page) + sizeof(*tin)" in got


def test_a_use_in_both_arms_of_an_ifdef(small: Small) -> None:
    got = after(
        small,
        """
        void f(int i)
        {
        #ifdef CONFIG_TIN
            struct page *page = virt_to_page(NULL);
        #else
            struct page *page = alloc_page(0);
        #endif

            page->depth = i;
        #ifndef CONFIG_TIN
            put_page(page);
        #else
            dump_page(page);
        #endif
        }
        """,
    )
    assert got == c("""
        void f(int i)
        {
        #ifdef CONFIG_TIN
            struct tin_page *tin = page_tin(virt_to_page(NULL));
        #else
            struct tin_page *tin = page_tin(alloc_page(0));
        #endif

            tin->depth = i;
        #ifndef CONFIG_TIN
            put_page(tin_page(tin));
        #else
            dump_page(tin_page(tin));
        #endif
        }
        """)


def test_casts(small: Small) -> None:
    got = after(
        small,
        """
        void f(unsigned long word)
        {
            struct page *page = (struct page *)word;
            struct page *other = (struct page *)(word + 8);

            page->depth = ((struct page *)word)->depth;
            put_page(other);
        }
        """,
    )
    assert "struct tin_page *tin = (struct tin_page *)word;" in got or (
        "struct tin_page *tin = page_tin((struct page *)word);" in got
    )
    assert "struct page *other = (struct page *)(word + 8);" in got


def test_types_of_parameters_of_function_pointers(small: Small) -> None:
    got = after(
        small,
        """
        typedef int (*count_t)(struct page *page, int);
        struct ops {
            struct page *(*make)(int n, struct page *old);
        };
        static int depth(struct page *page, int i)
        {
            return page->depth;
        }
        static struct page *make(int n, struct page *old)
        {
            old->depth = n;
            return old;
        }
        static int sum(count_t of, struct page *page)
        {
            return of(page, 1);
        }
        static const struct ops ops = { .make = make };
        int f(struct page *page)
        {
            return sum(depth, ops.make(3, page));
        }
        """,
    )
    assert (
        "typedef int (*count_t)(struct tin_page *tin, int);" in got
        or ("typedef int (*count_t)(struct tin_page *page, int);" in got)
        or "typedef int (*count_t)(struct page *page, int);" in got
    )


def test_a_split_keeps_the_order(small: Small) -> None:
    """Members keep their offsets, and initialisers the order in which they are evaluated."""
    text = after(small, """
        struct shelf {
            struct page *tin, *any, *last;
        };
        void f(struct shelf *shelf, const void *at)
        {
            struct page *page = virt_to_page(at), *other = compound_head(page), *third = page;

            page->lid = NULL;
            shelf->tin->lid = NULL;
            shelf->last->lid = NULL;
            shelf->any = other;
            other->index = 1;
            put_page(third);
        }
        """)  # fmt: skip
    order = [text.index(name) for name in ("*tin;", "*any;", "*last;")]
    assert order == sorted(order)
    assert "struct tin_page *tin;\n\tstruct page *any;\n\tstruct tin_page *last;" in text
    body = text.partition("void f(")[2]
    assert body.index("*tin = ") < body.index("*other = ") < body.index("*third = ")


def test_a_prototype_that_comes_before_any_declaration(small: Small) -> None:
    """A struct that is first named among parameters is unknown to what follows."""
    small.put("include/linux/early.h", c("""
        #ifndef EARLY_H
        #define EARLY_H
        struct page;
        #endif
        """))  # fmt: skip
    small.put("include/linux/pot.h", c("""
        #ifndef POT_H
        #define POT_H
        #include <linux/early.h>

        extern int pots;

        extern int shut(struct page *page);
        #include <linux/mm.h>
        static inline int shut_all(struct page *page)
        {
            return shut(page);
        }
        #endif
        """))  # fmt: skip
    small.put("mm/pot.c", "#include <linux/pot.h>\n" + c("""
        int shut(struct page *page)
        {
            return page->lid != NULL;
        }
        """))  # fmt: skip
    got = small.converted()["include/linux/pot.h"]
    assert "extern int pots;\n\nstruct tin_page;\nextern int shut(struct tin_page *tin);\n" in got
    assert got.count("struct tin_page;") == 1


def test_a_prototype_after_the_definition_needs_no_declaration(small: Small) -> None:
    small.put("include/linux/pot.h", "#include <linux/mm.h>\n\nint shut(struct page *page);\n")
    text = "int shut(struct page *page)\n{\n\treturn page->lid != NULL;\n}\n"
    small.put("mm/pot.c", f"#include <linux/pot.h>\n{text}")
    assert "struct tin_page;" not in small.converted()["include/linux/pot.h"]
