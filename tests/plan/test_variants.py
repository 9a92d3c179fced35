# SPDX-License-Identifier: GPL-2.0-only
"""Arms of #if that exclude each other, and types by another name, go in; all are converted."""

from __future__ import annotations

from tests.kinds.trees import Small
from tests.plan.states import after

USE = "\tpage->lid = NULL;\n}\n"


def converted(small: Small, text: str) -> str:
    small.write(a=text)
    return small.converted()["mm/a.c"]


def test_two_heads_of_one_body(small: Small) -> None:
    got = converted(
        small,
        "#ifdef A\nvoid f(struct page *page, int a)\n#else\nvoid f(struct page *page)\n#endif\n{\n"
        + USE,
    )
    assert "void f(struct tin_page *tin, int a)\n#else\nvoid f(struct tin_page *tin)\n" in got
    assert "\ttin->lid = NULL;" in got
    assert small.plan().account.not_understood == 0


def test_two_names_of_what_one_body_uses(small: Small) -> None:
    """The page is another parameter in the other arm, and a local in the third."""
    got = converted(
        small,
        "struct page *now;\n#if A\nvoid f(int a, struct page *page)\n{\n#elif B\n"
        "void f(struct page *page)\n{\n#else\nvoid f(void)\n{\n\tstruct page *page = now;\n#endif\n"
        + USE,
    )
    assert got.count("struct tin_page *tin") == 3
    assert "page->lid" not in got


def test_two_ends_of_one_expression(small: Small) -> None:
    got = after(
        small,
        """
        int f(struct page *page)
        {
            return page->lid ||
        #ifdef A
                page->depth > 1;
        #else
                !page->tin_cache;
        #endif
        }
        """,
    )
    assert "tin->depth > 1" in got
    assert "!tin->tin_cache" in got


def test_a_declaration_that_is_split_keeps_its_token(small: Small) -> None:
    small.write(
        a="void f(void)\n{\n\tstruct page *a, *b;\n\n\ta = alloc_page(0);\n\ta->lid = NULL;\n"
        "\tb = alloc_page(0);\n\tput_page(b);\n}\n"
    )
    # struct page's own next_tin, which moves into the new type.
    assert small.plan().account.converted == 1


def test_a_page_by_another_name_is_bridged(small: Small) -> None:
    got = after(
        small,
        """
        typedef struct page *token_t;
        void g(struct page *page)
        {
            page->lid = NULL;
        }
        void f(token_t t, token_t u)
        {
            g(t);
            u = t;
            put_page(u);
        }
        """,
    )
    assert "g(page_tin(t));" in got
    assert "typedef struct page *token_t;" in got
