# SPDX-License-Identifier: GPL-2.0-only
"""Parameters in the comments above and inside of a function."""

from __future__ import annotations

import pytest

from folioize.cst.edits import apply_edits
from folioize.plan.docs import comment_mentions, kernel_doc_edits

HEADER = "static int f(struct page *page)\n"
CASES = {
    "parameter and mention": (
        "/**\n * f - a page\n * @page: the page\n *\n * Takes @page, not page, @page_no.\n */\n",
        "/**\n * f - a page\n * @s: the page\n *\n * Takes @s, not page, @page_no.\n */\n",
    ),
    "aligned by blanks": (
        "/**\n * f - it\n * @a:    one\n * @page: two\n */\n",
        "/**\n * f - it\n * @a:    one\n * @s:    two\n */\n",
    ),
    "aligned by tabs": (
        "/*\n * @page:\t\ttwo\n */\n",
        "/*\n * @s:\t\t\ttwo\n */\n",
    ),
    "one line": ("/* give @page back */\n", "/* give @s back */\n"),
    "a blank line between: not its comment": (
        "/* give @page back */\n\n\n",
        "/* give @page back */\n\n\n",
    ),
    "the trailing comment of a field": (
        "int a; /* @page */\n",
        "int a; /* @page */\n",
    ),
    "CRLF": ("/*\r\n * @page: two\r\n */\r\n", "/*\r\n * @s: two\r\n */\r\n"),
    "no comment": ("int a;\n", "int a;\n"),
}


@pytest.mark.parametrize("name", CASES)
def test_case(name: str) -> None:
    before, after = CASES[name]
    data = (before + HEADER).encode()
    edits = kernel_doc_edits(data, len(before) + 7, {b"page": b"s"})
    assert apply_edits(data, edits) == (after + HEADER).encode()


def test_the_column_is_kept_where_a_longer_name_leaves_room() -> None:
    data = b"/**\n * @pg:\t\tone\n * @x:    two\n */\nint f(void)\n"
    edits = kernel_doc_edits(data, data.index(b"int"), {b"pg": b"a_slab", b"x": b"long_name"})
    after = b"/**\n * @a_slab:\tone\n * @long_name: two\n */\nint f(void)\n"
    assert apply_edits(data, edits) == after


def test_names_may_be_swapped() -> None:
    data = b"/* @a then @b */\nint f(void)\n"
    edits = kernel_doc_edits(data, data.index(b"int"), {b"a": b"b", b"b": b"a"})
    assert apply_edits(data, edits) == b"/* @b then @a */\nint f(void)\n"


def test_mentions_in_comments_and_nowhere_else() -> None:
    data = (
        b"f(page->x); /* page->freelist of the page, c->page->x, mypage->y */\n"
        b'// page->z\n"page->s"\n'
    )
    edits = comment_mentions(data, (0, len(data)), {b"page": b"slab"})
    after = data.replace(b"/* page->f", b"/* slab->f").replace(b"// page", b"// slab")
    assert apply_edits(data, edits) == after
    assert comment_mentions(data, (0, len(data)), {}) == ()
    assert comment_mentions(data, (0, 11), {b"page": b"slab"}) == ()
