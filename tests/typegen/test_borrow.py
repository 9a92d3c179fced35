# SPDX-License-Identifier: GPL-2.0-only

"""Files that borrow a kind's fields go in; the same files with the fields that stay come out."""

from __future__ import annotations

import dataclasses
import re

import pytest

from folioize.errors import KindError
from folioize.kinds.kindfile import Kind
from folioize.typegen import Borrowing, Layout, find_borrowing
from tests.typegen import samples

FILE = """\
static struct page *hold(struct page *p, struct page *q, unsigned long tag, int n)
{{
	struct box *box = NULL;
	unsigned long word;
	struct page *next;
	void *any;

	{code}
}}
"""


def borrow(text: str, kind: Kind | None = None, layout: Layout | None = None) -> Borrowing:
    """All uses of the fields are borrowed, but for those of a box."""
    uses = re.finditer(r"(?<!box)(?:->|\.)(lid|weight)\b", text)
    borrowed = frozenset(use.start(1) for use in uses)
    kind, layout = kind or samples.kind(), layout or samples.layout()
    return find_borrowing("a.c", text.encode(), kind, layout, borrowed)


def moved(code: str) -> str:
    text = FILE.format(code=code)
    edits = borrow(text).edits
    return samples.edited(text, edits).split("\n\n\t")[1].removesuffix("\n}\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("p->lid = (void *)tag;", "p->index = tag;"),
        ("p->lid = (void *)q;", "p->index = (unsigned long)q;"),
        ("p->lid = (void *)strange(q);", "p->index = (unsigned long)(void *)strange(q);"),
        ("p->lid = q;", "p->index = (unsigned long)q;"),
        ("p->lid = n ? q : p;", "p->index = (unsigned long)(n ? q : p);"),
        ("p->lid = NULL;", "p->index = 0;"),
        ("p[1].lid = q;", "p[1].index = (unsigned long)q;"),
        ("(*p).lid = q;", "(*p).index = (unsigned long)q;"),
        ("(p + n)->lid = q;", "(p + n)->index = (unsigned long)q;"),
        ("virt_to_page(tag)->lid = NULL;", "virt_to_page(tag)->index = 0;"),
        ("word = (unsigned long) p->lid;", "word = p->index;"),
        ("word = (unsigned long)(p->lid);", "word = (p->index);"),
        ("n = (int)(unsigned long)p->lid;", "n = (int)p->index;"),
        ("next = p->lid;", "next = (struct page *)p->index;"),
        ("any = p->lid;", "any = (void *)p->index;"),
        ("return p->lid;", "return (struct page *)p->index;"),
        ("struct page *one = p->lid;", "struct page *one = (struct page *)p->index;"),
        ("next = (struct page *)p->lid;", "next = (struct page *)p->index;"),
        ("free(p->lid);", "free((void *)p->index);"),
        ("if (p->lid) n = 1;", "if (p->index) n = 1;"),
        ("while (!p->lid && n) n--;", "while (!p->index && n) n--;"),
        ("if (p->lid == NULL) n = 1;", "if (p->index == 0) n = 1;"),
        ("if (q != p->lid) n = 1;", "if ((unsigned long)q != p->index) n = 1;"),
        ("p->weight = n;", "p->page_type = n;"),
        ("n = p->weight;", "n = p->page_type;"),
        ("word = p->weight;", "word = (int)p->page_type;"),
        ("box->lid = q;", "box->lid = q;"),
        ("p->lids = q;", "p->lids = q;"),
    ],
)
def test_uses_read_as_a_person_would_write_them(before: str, after: str) -> None:
    assert moved(before) == after


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("take(&p->lid);", "its address is taken"),
        ("n = sizeof(p->lid);", "its address is taken"),
        ("p->lid += 4;", "changed in place"),
        ("next = p->lid = q;", "value of an assignment"),
    ],
)
def test_what_cannot_move_is_told(code: str, words: str) -> None:
    found = borrow(FILE.format(code=code))
    assert found.edits == ()
    assert found.left[0].line == 8
    assert words in found.left[0].reason


def test_macros_are_told_and_comments_follow() -> None:
    text = (
        "/* page->lid(index): next; p->lid too, but not box->lid or page->lids */\n"
        "#define NEXT(page) ((page)->lid)\n"
        "void f(struct page *p)\n{\n\tp->lid = NULL;\n}\n"
    )
    found = borrow(text)
    assert len(found.moved) == 1
    assert [(left.line, left.reason) for left in found.left] == [
        (2, "macro NEXT uses lid: move it by hand")
    ]
    after = samples.edited(text, found.edits)
    assert after.startswith(
        "/* page->index: next; p->index too, but not box->lid or page->lids */\n"
    )


def test_a_replacement_must_lie_over_the_field() -> None:
    kind = samples.kind(samples.KIND.replace('use = "index"', 'use = "mapping"'))
    with pytest.raises(KindError, match="no mapping of the size of lid at its offset"):
        borrow("x->lid", kind)


def test_a_tree_without_the_field_borrows_nothing() -> None:
    layout = dataclasses.replace(samples.layout(), own=())
    assert borrow(FILE.format(code="p->lid = q;"), layout=layout).edits == ()


def test_only_what_is_borrowed_moves() -> None:
    text = FILE.format(code="p->lid = q->lid;").encode()
    own = frozenset((text.index(b"lid"),))
    found = find_borrowing("a.c", text, samples.kind(), samples.layout(), own)
    assert found.moved == own
    assert b"q->lid" in samples.edited(text.decode(), found.edits).encode()
