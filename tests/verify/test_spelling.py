# SPDX-License-Identifier: GPL-2.0-only
"""Sources and diffs go in; addresses of members, and how they are spelt otherwise, come out."""

from __future__ import annotations

import pytest

from folioize.verify.spelling import members_of, spelt

PAGE = frozenset({"page"})


def as_sum(base: str) -> str:
    offset = f"__builtin_offsetof(typeof(*({base})), page)"
    return f"((typeof(({base})->page) *)((unsigned long)({base}) + {offset}))"


@pytest.mark.parametrize(
    "base", ["folio", "a->b", "a->b.c", "v[i]", "a->v[i + 1]", "(*p)", "(f(a, (b)))"]
)
def test_the_address_of_a_member(base: str) -> None:
    assert spelt(f"put(&{base}->page);", PAGE) == f"put({as_sum(base)});"


@pytest.mark.parametrize(
    "text",
    [
        "a && b->page",
        "f(x)&b->page",
        "&b->page->index",
        "&b->page.index",
        "&b->page[1]",
        "&b->pages",
        "&b->lru",
        "&b.page",
        "f(&b->page_of(c))",
    ],
)
def test_what_is_no_such_address(text: str) -> None:
    assert spelt(text, PAGE) == text


def test_only_what_a_patch_changes() -> None:
    head = "--- a/x.c\n+++ b/x.c\n@@ -1 +1 @@\n"
    assert members_of(head + "-f(&a->lru, p);\n+f(&a->lru, &q->page);\n") == PAGE
    assert members_of(head + "-f(&q->page);\n-g(p);\n+f(q);\n+g(&p->page);\n") == PAGE
    assert members_of(head + "-f(&q->page);\n+g(&q->page);\n") == frozenset()
