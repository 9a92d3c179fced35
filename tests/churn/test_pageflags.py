# SPDX-License-Identifier: GPL-2.0-only
"""The mini kernel's header of page flags goes in; what it defines is what the compiler sees."""

from __future__ import annotations

import re
import subprocess

from folioize.churn.pageflags import FlagFunction, PageFlags
from tests.conftest import MINIKERNEL

HEADER = MINIKERNEL / "include/linux/page-flags.h"


def test_the_functions_are_those_that_the_preprocessor_makes() -> None:
    text = subprocess.run(
        ("gcc", "-E", "-P", "-I", MINIKERNEL / "include", HEADER),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    flags = re.compile(r"\bPG_\w+")
    expected: dict[str, FlagFunction] = {}
    for part in re.split(r"\bstatic\b", text)[1:]:
        head = re.match(r"[^{};]*?\b(\w+)\(struct page \*page[^()]*\)\s*\{", part)
        if head is not None:
            body = part[head.end() :]
            found = tuple(sorted(set(flags.findall(body))))
            expected[head[1]] = FlagFunction(found, "compound_head(" in body)
    ours = PageFlags(HEADER.read_bytes()).functions
    assert len(expected) > 30
    numbers = set(re.findall(r"^#define\s+(PG_\w+)", HEADER.read_text(), re.M))
    for name, function in expected.items():  # types are names of numbers, gone from gcc's output
        assert tuple(f for f in ours[name].flags if f not in numbers) == function.flags, name
        assert ours[name].finds_head == function.finds_head, name
    assert any(numbers & set(function.flags) for function in ours.values())


def test_rivals_of_one_name_are_taken_together() -> None:
    header = b"""
#define PF_HEAD(page, enforce) compound_head(page)
#define ONE(uname, lname, policy) \\
static inline int Page##uname(struct page *page) \\
\t{ return test_bit(PG_##lname, &policy(page, 0)->flags); }
#define NONE(uname) static inline int Page##uname(const struct page *page) { return 0; }
#ifdef CONFIG_X
ONE(Young, young, PF_HEAD) ONE(Idle, idle, PF_HEAD)
#else
NONE(Young)
#endif
/* ONE(Never, never, PF_HEAD) */
static inline int PageTail(struct page *page) { return page->compound_head & 1; }
"""
    assert PageFlags(header).functions == {
        "PageYoung": FlagFunction(("PG_young",), True),
        "PageIdle": FlagFunction(("PG_idle",), True),
        "PageTail": FlagFunction((), False),
    }


def test_constants_are_enumerators_and_names_of_values() -> None:
    header = b"""
#ifndef GUARD_H
#define GUARD_H
enum pageflags { PG_one, /* PG_no */ PG_two = 4,
#ifdef CONFIG_X
\tPG_three,
#endif
\tPG_alias = PG_one, };
#define PAGE_MASKED (1 << PG_one)
#define CALL(x) (x)
#endif
"""
    assert PageFlags(header).constants == {
        "PG_one",
        "PG_two",
        "PG_three",
        "PG_alias",
        "PAGE_MASKED",
    }


def test_macros_that_call_themselves_end() -> None:
    PageFlags(b"#define A(x) B(x) A(x)\n#define B(x) A(x)\nA(1)\nA(\n").functions  # noqa: B018
