# SPDX-License-Identifier: GPL-2.0-only
"""Functions that are told from their text are told as a parse tells them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folioize.cst import Module
from folioize.facts.extract import extract, extract_module
from folioize.facts.hits import FileHits
from folioize.facts.lean import lean
from folioize.facts.names import Names, encoded

BODY = b"\n{\n\treturn 0;\n}\n"


def told(text: bytes) -> int:
    return len(lean(text, FileHits(text, encoded(frozenset()))).told)


@pytest.mark.parametrize(
    "head",
    [
        b"int f(void)",
        b"static int f(int n)",
        b"static inline struct inode *f(const struct inode *inode, loff_t pos)",
        b"static const char *f(unsigned long at, char **names)",
        b"static int __init f(void)",
        b"static noinline unsigned int\nf(enum kind kind,\n  u8 n)",
    ],
)
def test_plain_heads_are_told(head: bytes) -> None:
    assert told(b"\n\n" + head + BODY) == 1


@pytest.mark.parametrize(
    "head",
    [
        b"int f(int (*call)(int))",
        b"int f(const char *form, ...)",
        b"int f(int list[])",
        b"__init int f(void)",
        b"unknown int f(void)",
        b"SYSCALL_DEFINE1(f, int, n)",
        b"#define A int f(void)",
        b"int f(void /* nothing */)",
        b"int f(struct page *page)",
    ],
)
def test_others_are_left_to_the_parse(head: bytes) -> None:
    assert told(b"\n\n" + head + BODY) == 0


WORDS = st.sampled_from(
    (
        *("static ", "inline ", "__init ", "const ", "int ", "unsigned long ", "struct s ", "u64 "),
        *("*", "* ", "f(", "g(", "int n", ", ", "struct s *s", "char c[2]", "void", "...", ")"),
        *("\n{\n\treturn 0;\n}\n", "\n{\n}\n", "\n\n", ";\n", "/* of */\n", "int x;\n", "}\n"),
        *("#if 0\n", "#ifdef A\n", "#else\n", "#endif\n", "EXPORT_SYMBOL(f);\n"),
        "struct page *p",
    )
)
FUNCTION = st.builds(
    "\n\n{}{}{}f({}, {})\n{{\n\treturn 0;\n}}\n".format, WORDS, WORDS, WORDS, WORDS, WORDS
)


@given(st.lists(st.one_of(WORDS, FUNCTION), max_size=14))
@settings(max_examples=400, deadline=None)
def test_what_is_told_is_what_a_parse_tells(pieces: list[str]) -> None:
    text = "".join(pieces).encode()
    module = Module.parse("a.c", text)
    if module.root.has_error:
        return  # where code is broken, a text with less of it is read better
    whole = extract_module(module, Names())
    assert extract("a.c", text, Names()).funcs == whole.funcs


def test_dead_arms_have_no_functions() -> None:
    text = b"#if 0\n\nint f(void)" + BODY + b"#endif\n\nint g(void)" + BODY
    assert told(text) == 2
    assert [one.name for one in extract("a.c", text, Names()).funcs] == ["g"]
