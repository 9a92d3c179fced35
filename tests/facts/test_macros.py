# SPDX-License-Identifier: GPL-2.0-only
"""Macros: what their bodies evaluate to and declare."""

from __future__ import annotations

import pytest

from folioize.facts.records import Macro
from tests.facts.reading import Read, read


def macro(found: Read, name: str) -> Macro:
    return next(one for one in found.facts.macros if one.name == name)


@pytest.mark.parametrize(
    ("text", "results"),
    [
        ("#define slot(s) ((s)->page)\n", ["$0.page"]),
        ("#define next(p) (p)\n", ["$0"]),
        ("#define pick(a, b) ((a) ? (a) : (b))\n", ["$0", "$1"]),
        ("#define to_page(x) ((struct page *)(x))\n", ["(cast)"]),
        (
            "#define lru_to_page(head) \\\n\t(list_entry((head)->prev, struct page, lru))\n",
            ["&(typearg)"],
        ),
        ("#define get(n) page_of(n)\n", ["page_of()"]),
        ("#define get(n) ({ struct page *__p = find(n); __p; })\n", ["__p"]),
        ("#define no_page(s) NULL\n", ["0"]),
        ("#define first_page table->pages\n", ["table.pages"]),
    ],
)
def test_results(text: str, results: list[str]) -> None:
    found = read(text)
    assert [found.term(term) for term in found.facts.macros[0].results] == results


def test_a_loop_a_block_and_several_statements() -> None:
    found = read(
        "#define set(s, x) do {\t\\\n\tstruct page *__p = (x);\t\\\n"
        "\t(s)->page = __p;\t\\\n} while (0)\n"
        "#define two(p) get_page(p); put_page(p)\n"
    )
    assert found.decls() == [("local", "__p", 1)]
    assert "__p > $0.page" in found.flows()
    assert "$0 > get_page#0" in found.flows() and "$0 > put_page#0" in found.flows()
    assert {one.name for one in found.facts.macros} == {"set", "two"}
    assert all(one.parsed for one in found.facts.macros)


def test_functions_that_a_macro_makes() -> None:
    text = (
        "#define TEST(uname, lname)\t\t\\\n"
        "static inline int Page##uname(struct page *page)\t\\\n"
        "\t{ return test_bit(PG_##lname, &page->flags); }\n"
        "TEST(Slab, slab)\n"
    )
    found = read(text)
    assert found.decls() == [("param", "page", 1)]
    assert found.tokens() == []
    function = found.facts.funcs[0]
    assert function.name == "Page##uname"
    assert found.at(found.decl("page").token) == "struct page"
    assert found.accesses() == ["a page->flags"]
    assert found.decl("page").macro == 0


def test_a_function_named_by_a_parameter_has_no_name_of_the_tree() -> None:
    found = read("#define DEF(name) static void name(struct page *p) { g(p); }\n")
    assert [one.name for one in found.facts.funcs] == ["##name"]


def test_offsets_are_those_of_the_file_across_continued_lines() -> None:
    found = read("int a;\n\n#define get(x)   \\\n\t(((struct page *)(x))\t\\\n\t ->private)\n")
    assert [found.at(one.token) for one in found.facts.decls] == ["struct page"]
    assert [found.at(one.named) for one in found.facts.accesses] == ["private"]
    assert found.facts.macros[0].start == found.text.index("#define")


def test_a_macro_that_does_not_parse_says_so() -> None:
    found = read("#define ODD(page) if (page) { else ( struct page\n")
    assert not macro(found, "ODD").parsed
    assert found.tokens() == ["directive"]


def test_plain_constants_are_left_out() -> None:
    assert read("#define N 3\n#define M (N + 1)\n").facts.macros == ()


def test_parameters_of_a_macro() -> None:
    found = read("#define f(a, b, ...) g(a, b, page)\n")
    assert macro(found, "f").params == ("a", "b", "...")


@pytest.mark.parametrize(
    ("text", "members", "parts"),
    [
        ("#define get(p, f) ((p)->f)\n", (1,), ()),
        ("#define get(p, f) ((p) . f + (f))\n", (1,), ()),
        ("#define get(p, f) ((p)->f##_list)\n", (), (1,)),
        ("#define get(p, f) ((p)->tin_ ## f)\n", (), (1,)),
        ("#define all(f, ...) f(__VA_ARGS__)\n", (), ()),
        ('#define say(f) printk("p->f" /* .f */ #f)\n', (), ()),
        ("#define get(p, \\\n\tf) ((p)->\\\n\tf)\n", (1,), ()),
    ],
)
def test_parameters_that_name_members(
    text: str, members: tuple[int, ...], parts: tuple[int, ...]
) -> None:
    found = read(text).facts.macros[0]
    assert (found.members, found.parts) == (members, parts)


def test_parameters_that_are_handed_on() -> None:
    found = read("#define off(t, f) (offsetof(struct t, f) + g(t, (f), h(f)))\n")
    assert found.facts.macros[0].hands == ((0, "g", 0), (1, "h", 0), (1, "offsetof", 1))


def test_what_a_macro_stores_to() -> None:
    found = read(
        "#define step(p) ((p)++)\n#define skip(p, n) ((p) += (n))\n#define set(p) (p) = 0\n"
        "#define get(p) ((p) + 1)\n"
    )
    assert [row for row in found.flows() if row.endswith("> $0")] == ["$0 > $0", "$0 > $0"]


def test_a_macro_that_is_given_a_type() -> None:
    found = read("#define get(x, type) ((type *)(x))\n")
    assert [found.term(term) for term in found.facts.macros[0].results] == ["&$1"]


def test_a_field_of_a_variable_that_the_macro_is_not_told() -> None:
    assert read("#define DEPTH (slot->depth)\n").accesses() == ["r slot->depth"]


def test_parameters_that_are_pasted_and_those_that_stand_alone() -> None:
    found = read("#define make(a, b, c, d) int a##_x = g(b, #c, (d) + 1)\n").facts.macros[0]
    assert (found.pasted, found.loose) == ((0,), (3,))


def test_what_a_macro_declares_outside_of_its_own_blocks() -> None:
    found = read(
        "#define in(p) ({ struct page *a = (p); a; })\n#define out(p) struct page *b = (p)\n"
        "#define loop(p) for (struct page *c = (p); c; c = 0)\n"
    )
    macros = {one.name: (one.start, one.end) for one in found.facts.macros}
    assert found.decl("a").scope != macros["in"]
    assert found.decl("b").scope == macros["out"]
    assert found.decl("c").scope == macros["loop"]
