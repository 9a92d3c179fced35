# SPDX-License-Identifier: GPL-2.0-only
"""Snippets that show one rule of the solver each go in; the declarations it gives come out."""

from __future__ import annotations

import pytest

from tests.kinds.trees import JAR, TIN, Small, c

PLAIN = """\
[kind]
name = "tin_page"
type = "tin_page"
variable = "tin"
title = "tin pages"
why = "A tin is no jar."
[layout]
fields = ["lid"]
[bridges]
from_page = "page_tin"
to_page = "tin_page"
"""


@pytest.mark.parametrize(
    ("text", "tins"),
    [
        pytest.param(
            "void close(struct page *page, struct page *other)\n{\n"
            "\tpage->lid = other->mapping;\n}\n",
            {"close.page"},
            id="an owned field makes a parameter a tin",
        ),
        pytest.param(
            "void none(struct page *page)\n{\n\tpage->mapping = NULL;\n\tpage->flags = 1;\n}\n",
            set(),
            id="a field of others, or a shared one, does not",
        ),
        pytest.param(
            "void close(struct page *page, struct page *first, struct page *next)\n{\n"
            "\tpage[1].lid = NULL;\n\tfirst[0].lid = NULL;\n\t(next + 2)->lid = NULL;\n}\n",
            {"close.first"},
            id="a field of the page behind one is no evidence for it",
        ),
        pytest.param(
            "static void close(struct page *page)\n{\n\tpage->lid = NULL;\n}\n"
            "static void middle(struct page *p)\n{\n\tclose(p);\n}\n"
            "void top(void)\n{\n\tstruct page *mine = alloc_page(0);\n\n\tmiddle(mine);\n}\n",
            {"close.page", "middle.p", "top.mine"},
            id="what a callee demands climbs to its callers",
        ),
        pytest.param(
            "void *look(struct page *page)\n{\n\tstruct page *copy = page;\n\n"
            "\treturn copy->lid;\n}\n",
            {"look.page", "look.copy"},
            id="and from a copy to what it was copied from",
        ),
        pytest.param(
            'static void count(struct page *page)\n{\n\tprintk("%p", page);\n}\n'
            "void one(struct page *a)\n{\n\ta->lid = NULL;\n\tcount(a);\n}\n"
            "void two(struct page *b)\n{\n\tcount(b);\n\tb->depth++;\n}\n",
            {"count.page", "one.a", "two.b"},
            id="a parameter that all callers give a tin",
        ),
        pytest.param(
            'static void count(struct page *page)\n{\n\tprintk("%p", page);\n}\n'
            "void one(struct page *a)\n{\n\ta->lid = NULL;\n\tcount(a);\n}\n"
            "void two(struct page *b)\n{\n\tcount(b);\n\tb->mapping = NULL;\n}\n",
            {"one.a"},
            id="but not one that some caller gives another page",
        ),
        pytest.param(
            "static struct page *fresh(void)\n{\n\tstruct page *page = alloc_page(0);\n\n"
            "\tpage->tin_cache = NULL;\n\treturn page;\n}\n"
            "void use(void)\n{\n\tstruct page *it = fresh();\n\n\tput_page(it);\n}\n",
            {"fresh.return", "fresh.page", "use.it"},
            id="a result is what is returned, and what is set from it",
        ),
        pytest.param(
            "static struct page *pick(struct page *page, int i)\n{\n\treturn i ? page : NULL;\n}\n"
            "void tin(struct page *a)\n{\n\ta->lid = pick(a, 1)->lid;\n}\n"
            "void not(struct page *b)\n{\n\tb->mapping = pick(b, 2)->mapping;\n}\n",
            {"tin.a"},
            id="a result that is a tin at one call and a page at another is none",
        ),
    ],
)
def test_flow(small: Small, text: str, tins: set[str]) -> None:
    assert small.write(a=text).tins() == tins


@pytest.mark.parametrize(
    "body",
    [
        "\tif (PageTin(page))\n\t\tpage->lid = NULL;\n",
        "\tif (PageTin(page)) {\n\t\tpage->lid = NULL;\n\t\tpage->depth = 1;\n\t} else {\n"
        "\t\tpage->mapping = NULL;\n\t}\n",
        "\tif (!PageTin(page))\n\t\treturn;\n\tpage->lid = NULL;\n",
        "\tif (!PageTin(page)) {\n\t\tput_page(page);\n\t\treturn;\n\t}\n\tpage->lid = NULL;\n",
        "\tif (!PageTin(page))\n\t\tput_page(page);\n\telse\n\t\tpage->lid = NULL;\n",
        "\tif (likely(PageTin(page)))\n\t\tpage->lid = NULL;\n",
        "\tif (unlikely(!PageTin(page)))\n\t\treturn;\n\tpage->lid = NULL;\n",
        "\tif (page && PageTin(page))\n\t\tpage->lid = NULL;\n",
        '\tvoid *lid = PageTin(page) ? page->lid : NULL;\n\n\tprintk("%p", lid);\n',
        '\tif (PageTin(page) && page->lid)\n\t\tprintk("open");\n',
        '\tif (!PageTin(page) || !page->lid)\n\t\tprintk("open");\n',
        "\tif (!page || !PageTin(page))\n\t\treturn;\n\tpage->lid = NULL;\n",
        "\twhile (PageTin(page))\n\t\tpage->depth++;\n",
    ],
)
def test_a_question_is_no_evidence(small: Small, body: str) -> None:
    """Where the answer is known the page is a tin, which says nothing of the declaration."""
    small.write(a=f"void ask(struct page *page)\n{{\n{body}}}\n")
    assert small.tins() == set()


def test_a_question_about_another_page_does_not_hide_evidence(small: Small) -> None:
    small.write(
        a="void f(struct page *page, struct page *other)\n{\n"
        "\tif (PageTin(other))\n\t\tpage->lid = NULL;\n}\n"
    )
    assert small.tins() == {"f.page"}


def test_where_the_answer_is_no_longer_known_it_is_evidence(small: Small) -> None:
    small.write(
        a="void f(struct page *page)\n{\n\tif (PageTin(page))\n\t\tpage->lid = NULL;\n"
        "\tpage->depth = 0;\n}\n"
    )
    assert small.tins() == {"f.page"}


@pytest.mark.parametrize(
    "line",
    ["BUG_ON(!PageTin(page));", "VM_BUG_ON_PAGE(!PageTin(page), page);", "__SetPageTin(page);"],
)
def test_an_assertion_is_evidence(small: Small, line: str) -> None:
    small.write(a=f"void f(struct page *page)\n{{\n\t{line}\n\tput_page(page);\n}}\n")
    assert small.tins() == {"f.page"}


def test_an_assertion_of_the_contrary_is_none(small: Small) -> None:
    small.write(a="void f(struct page *page)\n{\n\tBUG_ON(PageTin(page));\n\tput_page(page);\n}\n")
    assert small.tins() == set()


def test_used_as_another_where_the_answer_is_no(small: Small) -> None:
    """kfree() of the kernel: large pages go to the page allocator, so it holds any page."""
    small.write(
        a="static void give(struct page *page)\n{\n\tpage->lid = NULL;\n}\n"
        "void release(const void *x)\n{\n\tstruct page *page = virt_to_head_page(x);\n\n"
        "\tif (unlikely(!PageTin(page))) {\n\t\tfree_page_order(page, 1);\n\t\treturn;\n\t}\n"
        "\tgive(page);\n}\n"
    )
    assert small.tins() == {"give.page"}


@pytest.mark.parametrize("static", ["", "static "])
def test_a_predicates_own_parameter_stays(small: Small, static: str) -> None:
    text = TIN.replace('["PageTin"]', '["PageTin", "page_has_lid"]')
    small.kind(text).write(
        a=f"{static}bool page_has_lid(struct page *page)\n{{\n\treturn page->lid != NULL;\n}}\n"
        "void f(struct page *page)\n{\n\tpage->depth = page_has_lid(page);\n}\n"
    )
    assert small.tins() == {"f.page"}


def test_generic_functions_never_get_a_kind(small: Small) -> None:
    """What many kinds call, and what gives back the page it got: kinds pass, but do not meet."""
    small.kind(JAR).write(
        a="struct page *head_of(struct page *page)\n{\n\treturn page;\n}\n"
        "void take(struct page *page)\n{\n\tpage->_refcount.counter++;\n}\n"
        "void tin(struct page *t)\n{\n\tt->lid = head_of(t)->lid;\n\ttake(t);\n\tput_page(t);\n}\n"
        "void jar(struct page *j)\n{\n\tj->jar = head_of(j)->jar;\n\ttake(j);\n\tput_page(j);\n}\n"
    )
    assert small.given("tin_page", "jar_page") == {"tin.t": "tin_page", "jar.j": "jar_page"}


def test_a_result_outside_the_owners_stays(small: Small) -> None:
    """A helper for any page may happen to have callers of one kind only."""
    small.put(
        "include/linux/find.h",
        "static inline struct page *find_page(unsigned long n)\n{\n"
        "\treturn virt_to_page((void *)n);\n}\n",
    )
    small.write(
        a="#include <linux/find.h>\nvoid f(void)\n{\n\tstruct page *page = find_page(3);\n\n"
        "\tpage->lid = NULL;\n}\n"
    )
    tins = {(one.function, one.name) for one in small.declarations() if one.kind == "tin_page"}
    assert ("f", "page") in tins
    assert ("find_page", "") not in tins


def test_owners_and_exclude_files(small: Small) -> None:
    """The fields say nothing where pages of other kinds borrow them."""
    text = "void {0}(struct page *page)\n{{\n\tpage->lid = NULL;\n}}\n"
    small.write(own=text.format("own"), lent=text.format("lent"))
    small.put("fs/far.c", "#include <linux/mm.h>\n" + text.format("far"))
    far = {one.function for one in small.declarations() if one.kind == "tin_page"}
    assert {"own", "lent"} <= far and "far" not in far
    small.kind(TIN, exclude_files=("mm/lent.c",))
    assert small.tins() == {"own.page"}
    small.kind(TIN, owners=("mm/lent.c", "fs/"))
    assert small.tins() == {"lent.page"}


def test_seeds_may_be_one_field(small: Small) -> None:
    small.kind(PLAIN).write(
        a="static void close(struct page *page)\n{\n\tpage->lid = NULL;\n}\n"
        "void f(struct page *page)\n{\n\tclose(page);\n}\n"
        "void g(struct page *page)\n{\n\tpage->depth = 1;\n}\n"
    )
    assert small.tins() == {"close.page", "f.page"}


def test_seeds_may_be_five_functions(small: Small) -> None:
    names = ("one", "two", "three", "four", "five")
    bare = PLAIN.replace("[bridges]", '[evidence]\nambiguous = ["lid"]\n[bridges]')
    small.kind(bare, functions=names).write(
        a="".join(f'void {name}(struct page *page) {{ printk(""); }}\n' for name in names)
        + "void f(struct page *page)\n{\n\tthree(page);\n\tput_page(page);\n}\n"
        "void g(struct page *page)\n{\n\tpage->lid = NULL;\n}\n"
    )
    assert small.tins() == {*(f"{name}.page" for name in names), "f.page"}


def test_origins_and_containers(small: Small) -> None:
    small.kind(TIN, origins=("make_tin",), containers=("shelf.first",)).write(
        a="struct shelf {\n\tstruct page *first;\n\tstruct page *other;\n};\n"
        "struct page *make_tin(void)\n{\n\treturn alloc_page(0);\n}\n"
        "void f(struct shelf *shelf)\n{\n\tstruct page *a = shelf->first, *b = shelf->other;\n"
        "\tstruct page *c = make_tin();\n\n"
        "\tput_page(a);\n\tput_page(b);\n\tput_page(c);\n}\n"
    )
    assert small.tins() == {"shelf.first", "make_tin.return", "f.a", "f.c"}


@pytest.mark.parametrize("static", ["", "static "])
def test_a_global_may_be_a_container(small: Small, static: str) -> None:
    small.kind(TIN, containers=("spare",)).write(
        a=f"{static}struct page *spare;\n"
        "void f(void)\n{\n\tstruct page *page = spare;\n\n\tput_page(page);\n}\n"
    )
    assert small.tins() == {".spare", "f.page"}


def test_a_variable_that_holds_other_pages_by_turns(small: Small) -> None:
    """The kind names who makes and takes other pages; in its owners' files that means nothing."""
    text = c("""
        static void shut(struct page *page)
        {
            page->lid = NULL;
        }
        void made(int order)
        {
            struct page *either = alloc_page(order);

            shut(either);
        }
        void freed(struct page *either)
        {
            shut(either);
            free_page_order(either, 0);
        }
        """)
    small.write(a=text)
    assert small.tins() == {"shut.page", "made.either", "freed.either"}
    others = ("alloc_page", "free_page_order")
    small.kind(TIN.replace('["mm/"]', '["mm/a.c"]'), others=others)
    assert small.tins() == {"shut.page", "made.either", "freed.either"}
    small.write(a=text[: text.index("void made")].replace("static ", ""))
    small.write(b="void shut(struct page *page);\n" + text[text.index("void made") :])
    assert small.tins() == {"shut.page"}
    assert "it may come from alloc_page(), which makes other" in small.why("mm/b.c", "*either = a")
    assert "it may go to free_page_order(), which takes" in small.why("mm/b.c", "void freed")
