# SPDX-License-Identifier: GPL-2.0-only
"""Texts with #if groups in, which arms are seen, hidden or exclusive out."""

from __future__ import annotations

from folioize.cst import Module

HEADERS = b"""#ifdef A
int f(int one)
#else
int f(long two)
#endif
{
\treturn 0;
}
"""

WHOLE = b"""#ifdef A
struct page *f(void) { return 0; }
#elif defined(B)
struct page *f(int x) { return x; }
#else
static inline struct page *f(void) { return 1; }
#endif
"""


def test_arms_that_stand_together_are_all_parsed() -> None:
    module = Module.parse("a.c", WHOLE)
    assert module.variants == 1 and not module.masked.hidden
    assert [item.clean for item in module.items()] == [True, True, True]


def test_variants_show_each_header() -> None:
    first = Module.parse("a.c", HEADERS)
    assert first.variants == 2
    second = Module.parse("a.c", HEADERS, variant=1)
    assert not first.root.has_error and not second.root.has_error
    one, two = HEADERS.index(b"one"), HEADERS.index(b"two")
    assert not first.is_hidden(one) and first.is_hidden(two)
    assert second.is_hidden(one) and not second.is_hidden(two)
    assert not first.clean_at(two, two + 3)


def test_if0_is_hidden_and_said_to_be() -> None:
    text = b"#if 0\nthis is no ( code\n#else\nint x;\n#endif\nint y;\n"
    module = Module.parse("a.c", text)
    assert not module.root.has_error
    assert module.in_if0(text.index(b"this"))
    assert not module.in_if0(text.index(b"int x")) and not module.in_if0(text.index(b"int y"))


def test_arms_are_nested_and_exclusive() -> None:
    text = b"#ifdef A\n#ifdef B\nint b;\n#endif\nint a;\n#else\nint c;\n#endif\nint d;\n"
    module = Module.parse("a.c", text)
    a, b, c, d = (text.index(b"int " + name) for name in (b"a", b"b", b"c", b"d"))
    assert module.arms_at(b) == ((0, 0), (1, 0))
    assert module.arms_at(a) == ((0, 0),)
    assert module.arms_at(c) == ((0, 1),)
    assert module.arms_at(d) == ()
    assert module.exclusive(a, c) and module.exclusive(b, c)
    assert not module.exclusive(a, b) and not module.exclusive(a, d)


def test_include_guards_are_no_arms() -> None:
    text = b"#ifndef A_H\n#define A_H\nint x;\n#endif\n"
    module = Module.parse("a.h", text)
    assert module.arms_at(text.index(b"int")) == ()


def test_list_arms_with_commas_stay() -> None:
    text = b"int x[] = {\n\t1,\n#ifdef A\n\t2,\n#else\n\t3,\n#endif\n\t4\n};\n"
    module = Module.parse("a.c", text)
    assert module.variants == 1 and not module.root.has_error


def test_expression_arms_are_variants() -> None:
    text = b"int x =\n#ifdef A\n\t2;\n#else\n\t3;\n#endif\n"
    assert Module.parse("a.c", text).variants == 2


def test_a_directive_goes_on_after_a_comment_in_it() -> None:
    text = (
        b"#define A(x) do { \\\n\t/* one \\\n\t * two \\\n\t */ \\\n"
        b"\tg(x); \\\n} while (0)\nint y;\n"
    )
    module = Module.parse("a.c", text)
    assert not module.root.has_error
    (item,) = module.items()
    assert module.text(item.node) == b"int y;"


def test_unbalanced_directives_do_no_harm() -> None:
    for text in (b"#endif\nint x;\n", b"#if A\nint x;\n", b"#else\n#elif 1\nint x;\n"):
        assert not Module.parse("a.c", text).root.has_error
