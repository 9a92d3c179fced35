# SPDX-License-Identifier: GPL-2.0-only
"""Where the answer to a question such as PageSlab(page) is known."""

from __future__ import annotations

import pytest

from tests.facts.reading import body


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("if (PageSlab(page))\n a();", [(True, "branch", "a();")]),
        (
            "if (PageSlab(page))\n a();\nelse\n b();",
            [(True, "branch", "a();"), (False, "branch", "else b();")],
        ),
        ("if (!PageSlab(page))\n a();", [(False, "branch", "a();")]),
        ("if (likely(PageSlab(page)))\n a();", [(True, "branch", "a();")]),
        ("if (x && PageSlab(page))\n a();", [(True, "branch", "a();")]),
        ("if (x || PageSlab(page))\n a();", []),
        ("if (!(x || PageSlab(page)))\n a();", [(False, "branch", "a();")]),
        ("while (PageSlab(page))\n a();", [(True, "branch", "a();")]),
        ("x = PageSlab(page) ? a() : b();", [(True, "branch", "a()"), (False, "branch", "b()")]),
        ("x = PageSlab(page) && a();", [(True, "branch", "a()")]),
        ("x = PageSlab(page) || a();", [(False, "branch", "a()")]),
        ("BUG_ON(!PageSlab(page));\na();", [(True, "assert", "a(); }")]),
        ("VM_BUG_ON_PAGE(PageSlab(page), page);\na();", [(False, "assert", "a(); }")]),
        ("PageSlab(page);\na();", []),
        ("if (PageSlab(page->next))\n a();", []),
    ],
)
def test_answers(text: str, expected: list[tuple[bool, str, str]]) -> None:
    found = [row[2:] for row in body(text).tests() if row[:2] == ("PageSlab", "page")]
    assert found == expected


def test_what_follows_an_early_exit() -> None:
    found = body("if (!PageSlab(page))\n\treturn;\na();").tests()
    assert ("PageSlab", "page", True, "rest", "a(); }") in found
    found = body("if (PageSlab(page)) {\n\tb();\n\tgoto out;\n}\na();\nout:\n\tc();").tests()
    assert ("PageSlab", "page", False, "rest", "a(); out: c(); }") in found


def test_an_exit_on_the_other_side() -> None:
    found = body("if (PageSlab(page))\n\tb();\nelse\n\treturn;\na();").tests()
    assert ("PageSlab", "page", True, "rest", "a(); }") in found


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (
            "if (PageSlab(page) != PageSlab(head))\n return;\nif (!PageSlab(page))\n return;\na();",
            True,
        ),
        ("if (PageSlab(page) == PageSlab(head)) {\n if (PageSlab(page))\n  a();\n}", True),
        (
            "if (PageSlab(page) == PageSlab(head))\n return;\nif (!PageSlab(page))\n return;\na();",
            False,
        ),
        (
            "if (PageSlab(page) != PageTail(head))\n return;\nif (!PageSlab(page))\n return;\na();",
            False,
        ),
        ("if (PageSlab(page) == PageSlab(head))\n b();\nif (PageSlab(page))\n a();", False),
    ],
)
def test_two_of_which_the_answers_are_the_same(text: str, known: bool) -> None:
    found = body("struct page *head = page->next;\n" + text).tests()
    assert (("PageSlab", "head", True) in {row[:3] for row in found}) == known
