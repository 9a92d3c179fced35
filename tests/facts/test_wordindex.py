# SPDX-License-Identifier: GPL-2.0-only
"""Words go in; the files that may hold them, and which were read for it, come out."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folioize.contents import Needle
from folioize.facts import search as searching
from folioize.facts.search import Search
from folioize.facts.vocabulary import names_in, number, numbers, unpacked, words_in
from folioize.tree import Tree, open_tree

FILES = {
    "Makefile": "VERSION = 5\nPATCHLEVEL = 10\n",
    "include/linux/mm_types.h": "struct page {\n\tint a;\n};\n",
    "include/linux/tin.h": "#define tin_of(page) ((page)->lid)\n",
    "mm/a.c": "int f(void) { return tin_of(page) + lid; }\n",
    "mm/b.c": "int g(void *page) { return lids + 3lid; }\n",
    "mm/c.c": "int h(void) { return lid; }\n",
}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    now = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: now() + 10 * 10**9)  # no file is new
    monkeypatch.setattr(searching, "_FEW", 0)
    for name, text in FILES.items():
        path = tmp_path / "tree" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "tree"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are searched."""
    seen: list[str] = []
    plain = Tree.mentions

    def spy(tree: Tree, needle: Needle, files: Sequence[str], jobs: int = 0) -> list[str]:
        seen.extend(files)
        return plain(tree, needle, files, jobs)

    monkeypatch.setattr(Tree, "mentions", spy)
    return seen


def of(root: Path) -> Search:
    search = Search(open_tree(root), 1, root.parent / "db")
    assert search.saying(re.compile(b"page"))
    return search


@given(st.text("ab_0x9 ;->é\n").map(lambda text: text.encode("latin-1")))
def test_every_word_is_found(data: bytes) -> None:
    found = words_in(data)
    assert found >= set(re.findall(rb"[A-Za-z_]\w*", data)) | set(re.findall(rb"\b\w+\b", data))
    assert set(names_in(data)) == set(re.findall(rb"\b[A-Za-z_]\w*", data))
    assert set(unpacked(numbers(found))) == {number(word) for word in found}


def test_only_files_that_have_the_word_are_read(root: Path, read: list[str]) -> None:
    search = of(root)
    read.clear()
    assert search.saying(re.compile(rb"\blid\b"), ["lid"]) == ["include/linux/tin.h", "mm/a.c"]
    assert read == ["include/linux/tin.h", "mm/a.c"]
    read.clear()
    assert search.saying(re.compile(rb"\blids\b"), ["lids"]) == ["mm/b.c"]
    assert read == ["mm/b.c"]


def test_a_file_that_has_changed_is_read(root: Path, read: list[str]) -> None:
    of(root).saying(re.compile(rb"\blids\b"), ["lids"])
    (root / "mm/a.c").write_text("int f(void *page) { return lids + more; }\n")
    search = of(root)
    read.clear()
    assert search.saying(re.compile(rb"\bmore\b"), ["more"]) == ["mm/a.c"]
    assert read == ["mm/a.c"]


def test_a_file_that_may_change_unseen_is_read(
    root: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(searching, "_FEW", 0)
    search = of(root)
    assert search.saying(re.compile(rb"\blids\b"), ["lids"]) == ["mm/b.c"]
    (root / "mm/a.c").write_text("int f(void *page) { return lids + more; }\n")
    assert of(root).saying(re.compile(rb"\blids\b"), ["lids"]) == ["mm/a.c", "mm/b.c"]


def test_an_edited_file_is_as_it_is_seen(root: Path) -> None:
    tree = open_tree(root)
    edited = tree.with_edited({"mm/b.c": b"int page;\n", "mm/a.c": b"int page, lids;\n"}, {})
    search = Search(edited, 1, root.parent / "db")
    assert search.saying(re.compile(rb"\blids\b"), ["lids"]) == ["mm/a.c"]
    assert search.files_with([b"lids"]) == ["mm/a.c"]
    assert Search(tree, 1, root.parent / "db").files_with([b"lids"]) == ["mm/b.c"]


def test_words_are_looked_for_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[tuple[str, ...]] = []
    plain = Tree.looked_through

    def spy(tree: Tree, look: object, files: Sequence[str], jobs: int = 0) -> object:
        looked.append(tuple(files))
        return plain(tree, look, files, jobs)  # type: ignore[arg-type]

    monkeypatch.setattr(Tree, "looked_through", spy)
    assert of(root).headers_with([b"lid", b"none"]) == ["include/linux/tin.h"]
    looked.clear()
    assert of(root).headers_with([b"none"]) == []
    assert not any(looked)
    assert of(root).headers_with([b"none", b"struct"]) == ["include/linux/mm_types.h"]
    assert [*filter(None, looked)] == [("include/linux/mm_types.h", "include/linux/tin.h")]
    looked.clear()
    (root / "include/linux/tin.h").write_text("struct none;\n")
    assert of(root).headers_with([b"none"]) == ["include/linux/tin.h"]
    assert ("include/linux/tin.h",) in looked
    assert ("include/linux/mm_types.h",) not in looked


def test_a_file_that_was_away_is_looked_through(root: Path) -> None:
    """What was looked for while it was not there is not known of it."""
    of(root).headers_with([b"lid"])
    away = (root / "include/linux/tin.h").rename(root.parent / "tin.h")
    of(root).headers_with([b"define"])
    away.rename(root / "include/linux/tin.h")
    assert of(root).headers_with([b"define"]) == ["include/linux/tin.h"]
    assert of(root).headers_with([b"lid"]) == ["include/linux/tin.h"]
