# SPDX-License-Identifier: GPL-2.0-only
"""Code nested as deep as nobody writes it goes in; it ends, soon, and what was too deep is told."""

from __future__ import annotations

import pytest

from folioize.cst import Module, check_reparse, is_lossless
from folioize.facts.extract import extract
from folioize.facts.names import Names, file_names, join_names
from folioize.facts.records import FileFacts
from folioize.scan import scan_file

pytestmark = pytest.mark.slow

DEEP = 10_000
HEAD = b"struct page *g(struct page *page);\nvoid f(struct page *page)\n{\n"
AFTER = b"static struct page *after(struct page *page)\n{\n\treturn g(page);\n}\n"


def nested(before: bytes, inside: bytes, after: bytes) -> bytes:
    return before * DEEP + inside + after * DEEP


CASES = {
    "braces": HEAD + nested(b"{", b"g(page);", b"}") + b"}\n",
    "open braces": HEAD + b"{" * DEEP + b"g(page);\n",
    "parentheses": HEAD + b"page = " + nested(b"(", b"page", b")") + b";\n}\n",
    "calls": HEAD + b"page = " + nested(b"g(", b"page", b")") + b";\n}\n",
    "operators": HEAD + b"x = page" + b" + page" * DEEP + b";\n}\n",
    "assignments": HEAD + b"page = " * DEEP + b"page;\n}\n",
    "conditions": HEAD + b"page = " + b"page ? page : " * DEEP + b"page;\n}\n",
    "else if": HEAD + b"if (page) g(page);" + b" else if (page) g(page);" * DEEP + b"\n}\n",
    "if": HEAD + b"if (page) " * DEEP + b"g(page);\n}\n",
    "members": HEAD + b"page = page" + b"->page" * DEEP + b";\n}\n",
    "casts": HEAD + b"x = " + b"(struct page *)" * DEEP + b"page;\n}\n",
    "stars": b"struct page " + b"*" * DEEP + b"x;\n",
    "function pointers": nested(b"struct page *(*", b"x", b")(struct page *)") + b";\n",
    "structs": nested(b"struct a { ", b"struct page *page;", b"} x;") + b"\n",
    "conditionals": nested(b"#if A\n", b"struct page *x;\n", b"#endif\n"),
    "macro": b"#define M(page) " + nested(b"(", b"page", b")") + b"\n",
    "unended trace events": b"TRACE_EVENT(" * DEEP + b"struct page *x",
    "unended asm": HEAD + b'asm("" : ' * DEEP,
    "unended functions": b"void f(struct page *page)\n{\n" * DEEP,
}


def facts(data: bytes) -> FileFacts:
    names: Names = join_names([file_names([data])])
    return extract("mm/a.c", data, names)


@pytest.mark.parametrize("case", CASES)
def test_depth_ends_nothing(case: str) -> None:
    data = CASES[case]
    found = facts(data)
    assert found.path == "mm/a.c"
    scan = scan_file("mm/a.c", data)
    assert scan.same and scan.size == len(data)


@pytest.mark.parametrize("case", ["braces", "calls", "else if", "members", "macro"])
def test_what_is_too_deep_is_told_and_the_rest_is_read(case: str) -> None:
    data = CASES[case]
    found = facts(data + AFTER)
    assert "after" in {function.name for function in found.funcs}
    deep = data.index(b"void f") if b"void f" in data else 0
    assert any(start <= deep < end for start, end in found.unclean)
    alone = facts(b"struct page *g(struct page *page);\n" + AFTER)
    mine = {decl.name for decl in found.decls if decl.function == "after"}
    assert mine == {decl.name for decl in alone.decls if decl.function == "after"}


def test_an_edit_of_deep_code_can_be_checked() -> None:
    data = CASES["braces"]
    assert check_reparse("mm/a.c", data, data) == []
    assert is_lossless(Module.parse("mm/a.c", data))
