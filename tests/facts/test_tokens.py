# SPDX-License-Identifier: GPL-2.0-only
"""Every ``struct page`` is a declaration's or is told of; and what the tree's names are."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folioize.cst import Module
from folioize.facts.extract import TOKEN, extract, extract_module
from folioize.facts.hits import FileHits
from folioize.facts.lean import lean
from folioize.facts.names import Names, encoded, file_names, join_names, typedef_names
from folioize.facts.records import FileFacts
from folioize.facts.search import Search
from folioize.tree import open_tree
from tests.conftest import MINIKERNEL
from tests.facts.reading import body, read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/* a struct page */\n", ["comment"]),
        ("// struct page\n", ["comment"]),
        ("struct page;\n", ["forward"]),
        ("struct page {\n\tint n;\n};\n", ["definition"]),
        ('char *s = "struct page";\n', ["string"]),
        ('void f(void)\n{\n\tg("a" " struct page" "b");\n}\n', ["string"]),
        ('asm(".set struct page");\n', ["string"]),
        ("#if 0\nstruct page *p;\n#endif\n", ["disabled"]),
        ("void f(struct page *p)\n{\n\tif ( {\n}\n", ["unparsed"]),
        ("struct page_pool *p;\nstruct pages *q;\n", []),
        ("/* struct page; */ struct page *p;\n", ["comment"]),
    ],
)
def test_what_is_left(text: str, expected: list[str]) -> None:
    assert read(text).tokens() == expected


def test_an_item_that_does_not_parse_is_told() -> None:
    found = read("int a;\nvoid f(struct page *p)\n{\n\tif ( {\n}\n")
    assert len(found.facts.unclean) == 1
    assert found.at(found.facts.unclean[0]).startswith("void f(")


def test_an_arm_that_only_another_variant_shows_is_read() -> None:
    arms = "#ifdef A\n\tif (g(page))\n#else\n\tif (h(page) ||\n\t    k(page))\n#endif\n\t\tend();"
    found = body(arms)
    assert found.facts.unclean == ()
    assert sorted(call.name for call in found.facts.calls.values()) == ["g", "h", "k"]
    assert len(found.uses("page")) == 3


def test_an_arm_that_no_variant_parses_is_told() -> None:
    arms = "#ifdef A\n\tif (g(page))\n#else\n\tif (h(page) || ) +\n#endif\n\t\tend();"
    found = body(arms)
    assert [found.at(span).strip() for span in found.facts.unclean] == ["if (h(page) || ) +"]


def test_includes() -> None:
    found = read('#include <linux/mm.h>\n# include "slab.h"\nstruct page *p;\n')
    assert found.facts.includes == (("<linux/mm.h", 0), ('"slab.h', 22))


def names_of(contents: list[bytes]) -> Names:
    part = file_names(contents)
    return join_names([part], typedef_names(contents, part.typedefs))


def test_what_asks_of_a_type_alone_takes_no_page() -> None:
    found = names_of(
        [
            b"static_assert(offsetof(struct page, flags) == offsetof(struct other, flags));\n"
            b"struct page *first(struct page *from);\n",
            b"#define LENGTH(m) (offsetof(struct sample, m) + 1)\n#define FIRST(x) first(x)\n",
        ]
    )
    assert found == Names(frozenset({"first", "FIRST"}), frozenset({"FIRST"}))


def check(data: bytes, facts: FileFacts) -> None:
    """Declarations and tokens account for the text, each at its own offsets."""
    spans = {match.span() for match in TOKEN.finditer(data)}
    declared = {one.token for one in facts.decls if one.token != (-1, -1)}
    left = [(one.start, one.end) for one in facts.tokens]
    assert declared | set(left) == spans
    assert not declared & set(left)
    assert len(left) == len(set(left))
    for one in facts.decls:
        if one.name:
            assert data[slice(*one.named)].decode("latin-1") == one.name
    for index, start, end in facts.uses:
        assert data[start:end].decode("latin-1") == facts.decls[index].name
    for access in facts.accesses:
        assert data[slice(*access.named)].decode("latin-1") == access.field


def test_the_mini_kernel_closes() -> None:
    paths = sorted(path for path in MINIKERNEL.rglob("*") if path.suffix in (".c", ".h"))
    contents = {path: path.read_bytes() for path in paths}
    names = names_of(list(contents.values()))
    kinds: set[str] = set()
    for path, data in contents.items():
        facts = extract(path.name, data, names)
        check(data, facts)
        assert facts == extract_module(Module.parse(path.name, data), names), path
        kinds |= {one.what for one in facts.tokens}
    assert kinds <= {"comment", "forward", "definition", "string", "disabled"}


@pytest.mark.kernel
def test_a_sample_of_the_kernel_closes(kernel: Path) -> None:
    tree = open_tree(kernel)
    paths = list(Search(tree).page_files)
    contents = {path: tree.read(path) for path in paths}
    names = names_of(list(contents.values()))
    sample = random.Random(1).sample(paths, 120)
    for path in [*sample, "mm/slub.c", "mm/slab.c", "mm/slob.c", "include/linux/mm_types.h"]:
        facts = extract(path, contents[path], names)
        check(contents[path], facts)
        assert facts == extract_module(Module.parse(path, contents[path]), names), path
        assert not [one for one in facts.tokens if one.what in ("hidden", "unparsed")], path


WORDS = [
    "struct page *page",
    "struct page",
    "struct",
    "page",
    "*",
    "**",
    "(",
    ")",
    "{",
    "}",
    ";",
    ",",
    "=",
    "int f(",
    "if (",
    "return ",
    "->lru",
    "->",
    "#define M(x) ",
    "[",
    "]",
    "typedef ",
    "static ",
    "const ",
    "0",
    "x",
    'asm("" : ',
    ": ",
    "? ",
    "&&",
    "!",
    "&",
    "##",
    "/* ",
    " */",
    "// ",
    '"',
    "'",
    "sizeof(",
    "list_for_each_entry(",
    "container_of(",
]
LINES = [
    "\n",
    " ",
    "\t",
    ";\n",
    "{\n",
    "\n}\n",
    "\\\n",
    "#if 0\n",
    "#ifdef X\n",
    "#else\n",
    "#endif\n",
]
PIECES = st.sampled_from([*WORDS, *LINES, "void g(void)\n{\n"])


@given(st.lists(PIECES, max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_soup_of_tokens_loses_a_struct_page(pieces: list[str]) -> None:
    data = "".join(pieces).encode()
    check(data, extract("a.c", data, names_of([data])))


@given(st.lists(PIECES, max_size=60))
@settings(max_examples=200, deadline=None)
def test_a_lean_text_is_as_long_and_keeps_what_matters(pieces: list[str]) -> None:
    data = "".join(pieces).encode()
    hits = FileHits(data, encoded(frozenset()))
    thin = lean(data, hits).text
    assert len(thin) == len(data)
    assert [one.span() for one in TOKEN.finditer(thin)] == [
        one.span() for one in TOKEN.finditer(data)
    ]
    assert thin.count(b"\n") == data.count(b"\n")


def test_bodies_that_matter_stay() -> None:
    text = (
        b"int quiet(int n, char **)\n{\n\treturn n + 1;\n}\n\n"
        b"int loud(struct page *p)\n{\n\treturn p->x;\n}\n\n"
        b"int reaching(struct s *s)\n{\n\treturn g(s->held);\n}\n\n"
        b"int cut(int n)\n{\n#ifdef A\n\treturn n;\n#endif\n}\n\n"
        b"int braces(int n)\n{\n\treturn '{';\n}\n"
    )
    thin = lean(text, FileHits(text, encoded(frozenset(("held",))))).text
    gone = b"\treturn n + 1;"
    assert gone in text and gone not in thin
    assert thin.replace(b" " * len(gone), gone) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("struct s { struct page *held, *more[2]; };", {"held", "more"}),
        ("struct page *find(int n);", {"find"}),
        ("void put(int n, const struct page *p);", {"put"}),
        ("struct o { int (*wp)(struct page *p); };", {"wp"}),
        ("struct o { struct page *(*get)(int n); };", {"get"}),
        ("typedef struct page *pgtable_t;\npgtable_t spare;\n", {"pgtable_t", "spare"}),
        ("DEFINE_PER_CPU(struct page *, cached);", {"cached"}),
        (
            "struct s { struct page *x; };\n"
            "#define slot(s) ((s)->x)\n#define other(s) slot(s)\n#define N 3\n",
            {"x", "slot", "other"},
        ),
        ("int f(void)\n{\n\tstruct page *mine;\n}\n", set()),
        ("/* a struct page that is told of */", set()),
        ("struct page *__must_check find(int n);", {"find"}),
        ("int fill(struct page *, u64, int);", {"fill"}),
    ],
)
def test_names_that_pages_go_by(text: str, words: set[str]) -> None:
    found = names_of([text.encode()]).words
    assert words <= found
    assert not found & {"that", "is", "told", "of", "mine", "n", "N", "int", "const"}
    assert not found & {"__must_check", "u64"}


def test_a_macro_that_reaches_for_no_page_is_no_name_of_one() -> None:
    text = (
        "struct s { struct page *v; int y; };\n"
        "#define other(s) ((s)->y)\n"  # a field, but never a page
        "#define write(v, c) real_write(c, v)\n"  # its parameter is no field
    )
    assert names_of([text.encode()]) == Names(frozenset(("v",)))


def test_macros_with_parameters_are_told_apart() -> None:
    held = b"struct s { struct page *x; };\n"
    names = names_of([held + b"#define slot(s) ((s)->x)\n#define first_page table->x\n"])
    assert names.macros == {"slot"} and "first_page" in names.words
