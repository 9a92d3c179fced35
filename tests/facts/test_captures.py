# SPDX-License-Identifier: GPL-2.0-only
"""Macros go in; the names that they use without being given them come out."""

from __future__ import annotations

from pathlib import Path

import pytest

from folioize.facts.captures import defining, macros_in
from folioize.facts.search import Search
from folioize.tree import open_tree


@pytest.mark.parametrize(
    ("text", "free"),
    [
        ("#define A (page->depth)", {"page"}),
        ("#define A(page) (page->depth + x)", {"x"}),
        ("#define A (x->page + y.page)", {"x", "y"}),
        ('#define A "page" /* page */ b // page', {"b"}),
        ("#define A b /* page", {"b"}),
        ("#define A(x) x##_page + page_##x", set()),
        ("#define A (sizeof(struct page) + 1)", {"sizeof"}),
        ("#define A \\\n\tpage + \\\n\tx\nint y;", {"page", "x"}),
    ],
)
def test_free_words(text: str, free: set[str]) -> None:
    (macro,) = macros_in("a.h", text.encode() + b"\n")
    assert {word for word, _ in macro.free()} == free
    assert all(macro.body[at:].startswith(word.encode()) for word, at in macro.free())


@pytest.mark.parametrize(
    ("body", "declares"),
    [
        ("({ struct page *page = (x); page; })", True),
        ("static int f(struct page *page) { return 0; }", True),
        ("do { unsigned long page; } while (0)", True),
        ("(page == x)", False),
        ("return page;", False),
        ("f(page)", False),
    ],
)
def test_what_a_body_declares(body: str, declares: bool) -> None:
    (macro,) = macros_in("a.h", f"#define A(x) {body}\n".encode())
    assert macro.declares("page") == declares


def test_macros_in_comments_are_none() -> None:
    assert not list(macros_in("a.h", b"/*\n#define A page\n*/\n"))


def test_all_headers_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    texts = {
        "Makefile": "VERSION = 5\nPATCHLEVEL = 10\n",
        "include/linux/mm_types.h": "struct page {\n\tlong flags;\n};\n",
        "include/one.h": "#define ONE (tin + 1)\n",
        "include/two.h": "#define tin 2\nint tins;\n",
        "include/three.h": "#define THREE(tin) (tin)\n",
        "mm/a.c": "#define FOUR page\n",
        "mm/b.c": "#define FIVE page\n",
    }
    for path, text in texts.items():
        (tmp_path / "tree" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "tree" / path).write_text(text)
    search = Search(open_tree(tmp_path / "tree"), 1)
    found = defining(search, ["page", "tin"], ["mm/a.c"])
    assert [macro.name for macro in found] == ["ONE", "tin", "FOUR"]
