# SPDX-License-Identifier: GPL-2.0-only
"""Where values go: assignments, arguments, initialisers, results, comparisons, exchanges."""

from __future__ import annotations

import pytest

from tests.facts.reading import body, read

FIELDS = "struct s { struct page *page; struct page *v[4]; struct list_head list; };\n"


def flows(text: str, params: str = "struct page *page, struct page *p, struct s *s") -> list[str]:
    return read(f"{FIELDS}void f({params})\n{{\n\t{text}\n}}\n").flows()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("p = page;", ["page > p"]),
        ("p = g(page);", ["page > g#0", "g() > p"]),
        ("g(1, page, p);", ["page > g#1", "p > g#2"]),
        ("s->page = page;", ["page > <struct s*>.page"]),
        ("p = s->page;", ["<struct s*>.page > p"]),
        ("s->v[2] = page;", ["page > *<struct s*>.v"]),
        ("p = *s->v;", ["*<struct s*>.v > p"]),
        ("g(&page);", ["&page > g#0"]),
        ("p = page ? page : 0;", ["page > p"]),
        (
            "p = page ?: s->page;",
            [
                *("page > :<struct s*>.page", "<struct s*>.page > :page"),
                *("page > p", "<struct s*>.page > p"),
            ],
        ),
        ("each(page)\n\t\tg(p);", ["page > each#0", "p > g#0"]),
        ("p = (typeof(p))page;", ["page > cast", "typeof(p) > p"]),
        ("p = (g(), page);", ["page > p"]),
        ("p = ({ g(page); page; });", ["page > g#0", "page > p"]),
        ("p = (void *)page;", ["page > cast", "<void*> > p"]),
        ("p = (struct page *)g;", ["g > (cast)", "(cast) > p"]),
        ("p = page + 1;", ["page > arithmetic", "page > p"]),
        ("page++;", ["page > arithmetic"]),
        ("if (page == p) g();", ["page > ==p", "p > ==page"]),
        ("if (page != NULL) g();", []),
        ("p = s->page = page;", ["page > <struct s*>.page", "<struct s*>.page > p"]),
        ("struct page *q = page, *r = q;", ["page > q", "q > r"]),
        ("struct s t = { .page = page };", ["page > <struct s>.page"]),
        ("struct s t = { page };", ["page > <struct s>.#0"]),
        ("struct s t[] = { [1] = { .v = { page } } };", ["page > <struct s>.v.#0"]),
        ("struct page *v[] = { page, p };", ["page > *v", "p > *v"]),
        ("struct page *v[4] = { [0 ... 3] = page };", ["page > *v"]),
        ("g((struct s){ .page = page });", ["page > <struct s>.page"]),
        ("p = READ_ONCE(s->page);", ["<struct s*>.page > p"]),
        ("WRITE_ONCE(s->page, page);", ["page > <struct s*>.page"]),
        ("rcu_assign_pointer(s->page, page);", ["page > <struct s*>.page"]),
        ("p = xchg(&s->page, page);", ["page > <struct s*>.page", "<struct s*>.page > p"]),
        (
            "cmpxchg(&s->page, page, p);",
            ["page > <struct s*>.page", "p > <struct s*>.page"],
        ),
        ("swap(page, p);", ["p > page", "page > p"]),
        ("p = likely(page);", ["page > p"]),
        ("this_cpu_write(slot.page, page);", ["page > slot.page"]),
        ("p = this_cpu_read(slot.page);", ["slot.page > p"]),
        ("p = this_cpu_ptr(&slot)->page;", ["&slot.page > p"]),
        ("g(p = page);", ["page > p", "p > g#0"]),
    ],
)
def test_flows(text: str, expected: list[str]) -> None:
    assert flows(text) == expected


def test_a_result_goes_to_the_function() -> None:
    found = read("struct page *f(struct page *a, int n)\n{\n\treturn n ? a : NULL;\n}\n")
    assert found.flows() == ["a > return f"]


def test_what_is_returned_for_a_page_counts_whatever_it_is() -> None:
    found = read("struct page *f(struct s *s)\n{\n\tif (s)\n\t\treturn s->odd;\n\treturn 0;\n}\n")
    assert found.flows() == ["<struct s*>.odd > return f"]


def test_what_is_given_for_a_page_counts_whatever_it_is() -> None:
    found = read("void put(struct page *p);\nvoid f(struct s *s)\n{\n\tput(s->odd);\n}\n")
    assert found.flows() == ["<struct s*>.odd > put#0"]


def test_values_that_can_be_no_page_are_left_out() -> None:
    assert flows("n = m; g(n, s->count); s->count = h(n);") == []


def test_an_indirect_call() -> None:
    text = "struct ops { struct page *(*get)(struct page *a); };\n"
    found = read(
        f"{text}void f(struct ops *o, struct page *p)\n{{\n\tstruct page *q = o->get(p);\n}}\n"
    )
    assert found.flows() == ["p > <struct ops*>.get#0", "<struct ops*>.get() > q"]


def test_a_call_of_a_parameter() -> None:
    found = read(
        "void f(int (*each)(struct page *), struct page *p)\n{\n\teach(p);\n\t(*each)(p);\n}\n"
    )
    assert found.flows() == ["p > each#0", "p > *each#0"]
    assert len(found.uses("each")) == 2


def test_a_function_s_address() -> None:
    found = read(
        "struct ops { int (*writepage)(struct page *page); };\n"
        "static int my_writepage(struct page *page)\n{\n\treturn 0;\n}\n"
        "static const struct ops my_ops = {\n\t.writepage = my_writepage,\n};\n"
    )
    assert found.flows() == ["my_writepage > <struct ops>.writepage"]


def test_names_of_other_files_count() -> None:
    other = "struct page *find(int n);\nstruct holder { struct page *held; };\n"
    found = read("void f(struct holder *h)\n{\n\th->held = find(1);\n}\n", other)
    assert found.flows() == ["find() > <struct holder*>.held"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("p = container_of(s, struct page, rcu);", ["&(typearg) > p"]),
        (
            "p = list_first_entry(&s->list, struct page, lru);",
            ["list(&<struct s*>.list) > [(typearg)]", "&(typearg) > p"],
        ),
        ("list_add(&page->lru, &s->list);", ["page > [list(&<struct s*>.list)]"]),
        ("list_move_tail(&page->lru, &s->list);", ["page > [list(&<struct s*>.list)]"]),
        ("p = list_next_entry(page, lru);", ["page > p"]),
        ("list_safe_reset_next(page, p, lru);", ["page > p"]),
        (
            "list_for_each_entry(page, &s->list, lru)\n\t\tg(page);",
            ["list(&<struct s*>.list) > [page]", "page > g#0"],
        ),
        (
            "list_for_each_entry_safe(page, p, &s->list, lru) {\n\t\tg(page);\n\t}",
            [
                "list(&<struct s*>.list) > [page]",
                "list(&<struct s*>.list) > [p]",
                "page > g#0",
            ],
        ),
        ("for_each_thing(page, s) {\n\t\tg(page);\n\t}", ["page > for_each_thing#0", "page > g#0"]),
    ],
)
def test_lists(text: str, expected: list[str]) -> None:
    assert flows(text) == expected


def test_a_macro_that_may_reach_into_a_struct_gets_its_values() -> None:
    macro = "#define slot_page(s) ((s)->page)\n"
    found = read(f"{FIELDS}{macro}void f(struct s *s)\n{{\n\tg(slot_page(s));\n}}\n")
    assert found.flows() == ["<struct s*> > slot_page#0", "slot_page() > g#0"]


@pytest.mark.parametrize(
    "text",
    [
        'asm volatile("x" : "+m" (*page) : "r" (page));',
        "switch (g(page)) {\n\tcase 1:\n\t\th(page);\n\t}",
        "do { g(page); } while (h(page));",
        "again: g(page);\n\tif (h(page)) goto again;",
        "g(__builtin_types_compatible_p(int, long), page, h(page));",
        "(void)page; (void)page;",
        "return g(page), h(page);",
        "x = sizeof(*page) + sizeof(page->lru);",
        "x = _Generic(page, default: page);",
        "v[g(page)] = h(page);",
        "struct t t = { [HERE(page)] = g(page) };",
        "while (page && page->x) ;",
        "if (x) {\n#ifdef X\n\tg(page);\n#else\n\th(page);\n#endif\n\t}",
    ],
)
def test_every_use_is_found(text: str) -> None:
    found = body(text)
    first = found.text.index("{")
    places = [at for at in range(first, len(found.text)) if found.text.startswith("page", at)]
    assert found.uses("page") == places and len(places) == 2
