# SPDX-License-Identifier: GPL-2.0-only
"""Which fields of pages are read, written, or have their address taken."""

from __future__ import annotations

import pytest

from tests.facts.reading import body, read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = page->freelist;", ["r page->freelist"]),
        ("page->freelist = x;", ["w page->freelist"]),
        ("page->inuse++;", ["w page->inuse"]),
        ("page->inuse += 2;", ["w page->inuse"]),
        ("g(&page->lru);", ["a page->lru"]),
        ("page->a.b = 1;", ["w page->a", "w page.a.b"]),
        ("page->head->b = 1;", ["r page->head"]),
        ("page->v[1] = 1;", ["w page->v"]),
        ("(page)->inuse = 1;", ["w page->inuse"]),
        ("x = (*page).inuse;", ["r *page.inuse"]),
        ("x = page[1].inuse;", ["r *page.inuse"]),
        ("x = find(3)->inuse;", ["r find()->inuse"]),
        ("x = (a ? page : p)->inuse;", ["r page->inuse", "r p->inuse"]),
        ("x = ((struct page *)v)->inuse;", ["r (cast)->inuse"]),
        ("x = offsetof(struct page, lru);", ["m (typearg)->lru"]),
        ("x = list_entry(h, struct page, slab_list);", ["m (typearg)->slab_list"]),
        ("list_for_each_entry(page, h, slab_list) ;", ["m page->slab_list"]),
        ("page = list_next_entry(page, slab_list);", ["m page->slab_list"]),
        ("x = inode->i_size;", []),
    ],
)
def test_modes(text: str, expected: list[str]) -> None:
    source = (
        f"struct page *find(int n);\nvoid f(struct page *page, struct page *p)\n{{\n\t{text}\n}}\n"
    )
    found = [row for row in read(source).accesses() if "page.a.b" not in row]
    assert found == [row for row in expected if "page.a.b" not in row]


def test_spans() -> None:
    found = body("\tx = (page)->lru.next;")
    access = found.facts.accesses[0]
    assert found.at((access.start, access.end)) == "(page)"
    assert found.at(access.named) == "lru"


def test_a_page_by_value() -> None:
    found = body("\tnew.counters = page->counters;", "struct page *page, struct page new")
    assert found.accesses() == ["w new.counters", "r page->counters"]


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("typeof(page) q = v;", "typeof(page)"),
        ("__typeof__(*page) *q = v;", "&typeof(*page)"),
        ("typeof(struct page *) q = v;", "typeof((typeof))"),
        ("typeof(find(3)) q = v;", "typeof(find())"),
        ("__auto_type q = page;", "typeof(page)"),
        ("__auto_type q = a ? NULL : page;", "typeof(page)"),
    ],
)
def test_variables_of_the_type_of_another(text: str, base: str) -> None:
    found = read(
        f"struct page *find(int n);\nvoid f(struct page *page, void *v)\n{{\n\t{text}\n\n"
        "\tq->inuse = 1;\n}\n"
    )
    assert found.accesses() == [f"w {base}->inuse"]


def test_what_typeof_is_given_is_a_use() -> None:
    found = body("\ttypeof(page->lru) *head = v;\n\n\tg((typeof(page))v);")
    assert found.accesses() == ["r page->lru"]
    page = next(i for i, one in enumerate(found.facts.decls) if one.name == "page")
    assert [found.text[:s].count("\n") for d, s, _ in found.facts.uses if d == page] == [2, 4]


def test_a_page_by_a_typedef() -> None:
    found = read("typedef struct page frame_t;\nint f(frame_t *p)\n{\n\treturn p->inuse;\n}\n")
    assert found.accesses() == ["r <frame_t*>->inuse"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = PICK(page, p)->inuse;", ["r PICK()->inuse"]),
        ("x = __builtin_choose_expr(1, page, p)->inuse;", ["r page->inuse", "r p->inuse"]),
        ("x = page->JOIN(in)(use);", ["r page->JOIN"]),
        ("*page = (struct page){ .inuse = 1 };", ["w (literal).inuse"]),
        ("struct page two[2] = { [1] = { .inuse = 1 } };", ["w *two.inuse"]),
        ("LIST_HEAD(pages);\n\tx = pages.next;", []),
    ],
)
def test_odd_ways_to_a_field(text: str, expected: list[str]) -> None:
    source = f"struct page **pages;\nvoid f(struct page *page, struct page *p)\n{{\n\t{text}\n}}\n"
    assert read(source).accesses() == expected


def test_a_function_in_parentheses_is_called() -> None:
    found = body("\t(find)(page);\n\t(*find)(page);")
    assert found.flows() == ["page > find#0", "page > find#0"]
