# SPDX-License-Identifier: GPL-2.0-only
"""What is a declaration of a page, of which role and depth, and where its parts stand."""

from __future__ import annotations

import pytest

from tests.facts.reading import body, read

Row = tuple[str, str, int]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("struct page *f(void);", [("return", "f", 1)]),
        ("void f(struct page *page, int n);", [("param", "page", 1)]),
        ("void f(struct page *);", [("param", "", 1)]),
        (
            "void f(struct page **pages, struct page *v[]);",
            [("param", "pages", 2), ("param", "v", 2)],
        ),
        ("void f(struct page page);", [("param", "page", 0)]),
        (
            "struct page *one, **two, three[4];",
            [("global", "one", 1), ("global", "two", 2), ("global", "three", 1)],
        ),
        ("extern struct page *mem_map;", [("global", "mem_map", 1)]),
        ("static struct page *zero = (struct page *)0;", [("global", "zero", 1), ("cast", "", 1)]),
        ("typedef struct page *pgtable_t;", [("typedef", "pgtable_t", 1)]),
        (
            "struct s { struct page *page; struct page *v[4]; };",
            [("field", "page", 1), ("field", "v", 2)],
        ),
        (
            "struct s { union { struct page *a; struct { struct page *b; }; }; };",
            [("field", "a", 1), ("field", "b", 1)],
        ),
        ("struct s { struct page p; int n; };", [("field", "p", 0)]),
        ("const struct page *f(const struct page *p);", [("return", "f", 1), ("param", "p", 1)]),
        ("DEFINE_PER_CPU(struct page *, cached);", [("global", "cached", 1)]),
        ("static struct page *__must_check\nf(int n)\n{\n\treturn 0;\n}", [("return", "f", 1)]),
    ],
)
def test_file_scope(text: str, rows: list[Row]) -> None:
    assert read(text).decls() == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("struct page *a, *b = page;", [("local", "a", 1), ("local", "b", 1)]),
        ("struct page new, old;", [("local", "new", 0), ("local", "old", 0)]),
        ("struct page *pages[16];", [("local", "pages", 2)]),
        ("static struct page *last;", [("local", "last", 1)]),
        ("for (struct page *p = page; p; p = 0) ;", [("local", "p", 1)]),
        ("x = (struct page *)y;", [("cast", "", 1)]),
        ("n = sizeof(struct page);", [("sizeof", "", 0)]),
        ("n = offsetof(struct page, lru);", [("typearg", "", 0)]),
        ("n = __alignof__(struct page);", [("typearg", "", 0)]),
        ("p = container_of(h, struct page, rcu_head);", [("typearg", "", 0)]),
        ("p = list_entry(h, struct page, lru);", [("typearg", "", 0)]),
        ("p = list_first_entry(h, struct page, lru);", [("typearg", "", 0)]),
        ("g(&(struct page){ .flags = 1 });", [("literal", "", 0)]),
        ("p = va_arg(ap, struct page *);", [("typearg", "", 1)]),
        ("n = _Generic(x, struct page *: 1, default: 0);", [("cast", "", 1)]),
        ("extern void g(struct page *, int);", [("param", "", 1)]),
        ("struct here { struct page *p; } v;", [("field", "p", 1)]),
        ("struct here { struct page *p; };", [("field", "p", 1)]),
    ],
)
def test_in_a_function(text: str, rows: list[Row]) -> None:
    assert body(text, "void").decls() == rows


def test_declarators_that_share_a_specifier_share_the_token() -> None:
    found = read("struct page *one, *two;")
    one, two = found.decl("one"), found.decl("two")
    assert one.token == two.token == (0, 11)
    assert found.at(one.named) == "one" and found.at(two.named) == "two"
    assert found.at(one.whole) == "struct page *one, *two;"


def test_const_is_kept() -> None:
    found = read("void f(const struct page *a, struct page const *b, struct page *const c);")
    assert [found.decl(name).const for name in "abc"] == [True, True, False]


def test_owners_and_indices() -> None:
    found = read("struct page *f(int n, struct page *a, struct page *b)\n{\n\tstruct page *c;\n}\n")
    rows = {one.name: (one.function, one.index, one.fn) for one in found.facts.decls}
    assert rows == {"f": ("f", -1, 0), "a": ("f", 1, 0), "b": ("f", 2, 0), "c": ("f", -1, 0)}
    assert read("struct s { int n; struct page *p; };").decl("p").function == "s"
    assert read("struct page *p;").decl("p").function is None


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("struct ops { int (*writepage)(struct page *page, int n); };", "field"),
        ("typedef int (*writepage)(struct page *page, int n);", "typedef"),
        ("void f(int (*writepage)(struct page *page, int n));", "param"),
        ("int (*writepage)(struct page *page, int n);", "global"),
    ],
)
def test_a_function_pointer_owns_its_parameters(text: str, role: str) -> None:
    found = read(text)
    pointer, page = found.decl("writepage"), found.decl("page")
    assert (pointer.base, pointer.role) == ("fn", role)
    index = found.facts.decls.index(page)
    assert pointer.signature == (-1, index, -1)
    assert found.facts.decls[page.owner] == pointer
    assert (page.role, page.index) == ("param", 0)


def test_a_function_pointer_that_returns_a_page() -> None:
    found = read("struct ops { struct page *(*get)(int n); };")
    pointer = found.decl("get", "field")
    result = found.facts.decls[pointer.signature[0]]
    assert (result.role, result.depth, found.at(result.token)) == ("return", 1, "struct page")
    assert pointer.token == (-1, -1)


def test_a_pointer_to_a_function_without_pages_is_none() -> None:
    assert read("struct ops { int (*open)(struct inode *inode); };").facts.decls == ()


def test_arms_of_an_if_declare_one_name_twice() -> None:
    found = body("#ifdef A\n\tstruct page *p = a;\n#else\n\tstruct page *p = b;\n#endif\n\tg(p);")
    first, second = [i for i, one in enumerate(found.facts.decls) if one.name == "p"]
    assert found.facts.decls[first].alias == -1
    assert found.facts.decls[second].alias == first


def test_an_inner_block_has_a_variable_of_its_own() -> None:
    found = body("{ struct page *page = g(); h(page); }\n\tk(page);")
    outer, inner = [i for i, one in enumerate(found.facts.decls) if one.name == "page"]
    assert found.facts.decls[inner].alias == -1
    uses = [decl for decl, _, _ in found.facts.uses]
    assert uses == [inner, outer]


def test_functions_and_prototypes() -> None:
    found = read(
        "struct page *a(struct page *page, ...);\n"
        "static int b(unsigned long n, const char *s)\n{\n\treturn 0;\n}\n"
    )
    first, second = found.facts.funcs
    assert (first.name, first.defined, first.static, first.variadic) == ("a", False, False, True)
    assert first.result == ("struct page", 1) and first.result_decl == 0
    assert first.params == (("page", "struct page", 1, 1),)
    assert (second.name, second.defined, second.static, second.result_decl) == ("b", True, True, -1)
    assert second.params == (("n", "unsigned long", 0, -1), ("s", "char", 1, -1))


def test_members_in_order_with_their_types() -> None:
    found = read("struct s { int n; union { struct page *p; void *v; }; struct t *next; };")
    rows = [(one.tag, one.name, one.base, one.depth) for one in found.facts.members]
    assert rows == [
        ("struct s", "n", "int", 0),
        ("struct s", "p", "struct page", 1),
        ("struct s", "v", "void", 1),
        ("struct s", "next", "struct t", 1),
    ]
    assert [one.decl for one in found.facts.members] == [-1, 0, -1, -1]


def test_a_typedef_of_a_page_is_a_global_of_that_name() -> None:
    found = read("typedef struct page *pgtable_t;\nstatic pgtable_t spare;\n")
    assert [(one.what, one.name, one.base) for one in found.facts.globals] == [
        ("typedef", "pgtable_t", "struct page"),
        ("global", "spare", "pgtable_t"),
    ]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("void f(void)\n{\n\tfor (struct page *a = x, *b = y; a;)\n\t\tg();\n}\n", [("a", "b")]),
        ("void f(void)\n{\n\tstruct page *a = x, *b = y;\n\n\tfor (; a;)\n\t\tg();\n}\n", []),
        ("#define two(p, q) struct page *a = (p), *b = (q)\n", [("a", "b")]),
        ("typedef struct page frame_t, *frame_p;\n", [("frame_t", "frame_p")]),
        ("struct s {\n\tstruct page *a, *b;\n};\n", []),
    ],
)
def test_those_that_only_stand_together(text: str, pairs: list[tuple[str, str]]) -> None:
    facts = read(text).facts
    assert [(facts.decls[a].name, facts.decls[b].name) for a, b in facts.bound] == pairs
