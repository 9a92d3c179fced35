# SPDX-License-Identifier: GPL-2.0-only
"""Trees that change between searches go in; no search may miss a change or read without need."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from folioize.contents import Needle
from folioize.facts.search import Search
from folioize.tree import Tree, open_tree

OLD = 10  # seconds: longer than a file's stamp is in doubt


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = tmp_path / "tree"
    for path, text in {
        "Makefile": "VERSION = 5\nPATCHLEVEL = 10\n",
        "include/linux/mm_types.h": "struct page {\n\tint flags;\n};\n",
        "mm/a.c": "struct page *a;\n",
        "mm/b.c": "int page;\n",
        "mm/c.c": "int c;\n",
        "tools/d.c": "struct page *d;\n",
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that were looked into, and a clock by which none of them is new."""
    seen: list[str] = []
    mentions = Tree.mentions

    def spy(tree: Tree, needle: Needle, files: Sequence[str], jobs: int = 0) -> list[str]:
        seen.extend(files)
        return mentions(tree, needle, files, jobs)

    monkeypatch.setattr(Tree, "mentions", spy)
    now = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: now() + OLD * 10**9)
    return seen


def pages(root: Path) -> tuple[str, ...]:
    return Search(open_tree(root), jobs=1).page_files


def test_what_it_finds(root: Path) -> None:
    search = Search(open_tree(root), jobs=1)
    assert search.page_files == ("include/linux/mm_types.h", "mm/a.c")
    assert search.strangers == ("mm/b.c",)
    assert search.programs == ("tools/d.c",)
    assert search.mentions(re.compile(rb"\bint\b"), search.kernel) == [
        "include/linux/mm_types.h",
        "mm/b.c",
        "mm/c.c",
    ]


MAKEFILES = {
    "tools/mod/Kbuild": ("obj-$(CONFIG_X) += x.o\nx-y := a.o deep/b.o\n", True),
    "tools/mod/Makefile": ("obj-m := x.o\n", True),
    "scripts/mod/Makefile": ("ifdef X\n  obj-m\t+= x.o\nendif\n", True),
    "Documentation/mod/Makefile": ("obj-${X} = x.o\n", True),
    "tools/mod/GNUmakefile": ("obj-m += x.o\n", False),
    "tools/mod/deep/Makefile": ("obj-m += x.o\n", False),
    "tools/Makefile": ("obj-m :=\nall: # obj-m += x.o\n", False),
}


@pytest.mark.parametrize("makefile", MAKEFILES)
def test_modules_among_programs(root: Path, makefile: str) -> None:
    """What a makefile of the kernel's own build makes there is kernel code, with what is below."""
    text, whole = MAKEFILES[makefile]
    top = makefile.partition("/")[0]
    paths = [f"{top}/mod/a.c", f"{top}/mod/deep/b.c", f"{top}/mod/deep/b.h"]
    for path in (makefile, *paths):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("struct page *page;\n")
    (root / makefile).write_text(text)
    search = Search(open_tree(root), jobs=1)
    wanted = {path for path in paths if whole or path.startswith(makefile.rpartition("/")[0])}
    wanted = wanted if makefile != "tools/Makefile" and "GNU" not in makefile else set()
    assert set(search.kernel) & set(paths) == wanted
    assert set(search.page_files) & set(paths) == wanted
    assert set(search.programs) == {*paths, "tools/d.c"} - wanted


def test_a_makefile_of_programs_below_one_of_modules(root: Path) -> None:
    for path in ("tools/mod/a.c", "tools/mod/user/b.c"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("struct page *page;\n")
    (root / "tools/mod/Kbuild").write_text("obj-m += a.o\n")
    (root / "tools/mod/Makefile").write_text("all:\n\t$(MAKE) -C $(KDIR) M=$(CURDIR)\n")
    (root / "tools/mod/user/Makefile").write_text("all: b\n")
    search = Search(open_tree(root), jobs=1)
    assert "tools/mod/a.c" in search.kernel
    assert search.programs == ("tools/d.c", "tools/mod/user/b.c")


def test_a_file_is_read_once(root: Path, read: list[str]) -> None:
    first = pages(root)
    read.clear()
    assert pages(root) == first
    assert read == []


def test_a_change_is_seen(root: Path, read: list[str]) -> None:
    pages(root)
    read.clear()
    path = root / "mm/c.c"
    stamp = path.stat().st_mtime_ns
    path.write_text("struct page *c;\n")
    os.utime(path, ns=(stamp, stamp))  # as a tool may that keeps times
    assert "mm/c.c" in pages(root)
    assert set(read) == {"mm/c.c"}
    path.unlink()
    (root / "mm/new.c").write_text("struct page *new;\n")
    assert pages(root) == ("include/linux/mm_types.h", "mm/a.c", "mm/new.c")


def test_a_file_of_this_moment_is_read_again(root: Path) -> None:
    """Where time stamps are whole seconds, one may be written twice and look the same."""
    path = root / "mm/c.c"
    path.write_text("int page_of_c;\n")
    assert "mm/c.c" not in pages(root)
    stamps = Search(open_tree(root))._stamps
    assert stamps["mm/c.c"] == 0
    path.write_text("struct page c;\n")
    assert "mm/c.c" in pages(root)


def test_what_cannot_be_read_is_told_each_time(root: Path, read: list[str]) -> None:
    for _ in range(2):
        tree = open_tree(root)
        (root / "mm/loop.c").unlink(missing_ok=True)
        (root / "mm/loop.c").symlink_to("nothing.c")
        Search(tree, jobs=1).page_files  # noqa: B018
        assert "mm/loop.c" in tree.skipped


def test_a_broken_cache_is_made_anew(root: Path, read: list[str], tmp_path: Path) -> None:
    first = pages(root)
    database = tmp_path / "cache/folioize/facts.sqlite"
    database.write_bytes(b"no database")
    for extra in database.parent.glob("facts.sqlite-*"):
        extra.unlink()
    assert pages(root) == first


def test_a_change_that_is_only_thought_of_is_not_remembered(root: Path, read: list[str]) -> None:
    tree = open_tree(root)
    before = Search(tree).page_files
    changed = tree.with_edited({"mm/a.c": b"int page;\n"}, {})
    assert Search(changed).page_files == ("include/linux/mm_types.h",)
    assert Search(tree).page_files == before == ("include/linux/mm_types.h", "mm/a.c")
