# SPDX-License-Identifier: GPL-2.0-only
"""Opening a tree, listing its files, searching them, and what is said of odd ones."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from folioize import tree as tree_module
from folioize.errors import TreeError
from folioize.tree import open_tree

PAGE = "struct page {\n\tunsigned long flags;\n};\n"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    root = tmp_path / "linux"
    for name, text in {
        "Makefile": "# SPDX\nVERSION = 5\nPATCHLEVEL = 10\nSUBLEVEL = 7\nEXTRAVERSION = -rc1\n",
        "include/linux/mm_types.h": PAGE,
        "mm/slub.c": "struct page *p;\n",
        "mm/slab.h": "struct pages *p;\n",
        "mm/README": "struct page\n",
        "kernel/fork.c": "int x;\n",
        ".git/hooks/a.c": "struct page\n",
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def test_a_tree_names_its_version_and_header(small: Path) -> None:
    tree = open_tree(small)
    assert tree.version == "5.10.7-rc1"
    assert tree.page_header == "include/linux/mm_types.h"
    assert tree.root == small.resolve()


def test_the_header_may_be_any_under_include(small: Path) -> None:
    (small / "include/linux/mm_types.h").rename(small / "include/linux/mm.h")
    assert open_tree(small).page_header == "include/linux/mm.h"


def test_files_are_sorted_relative_and_without_git(small: Path) -> None:
    tree = open_tree(small)
    assert tree.files() == ["include/linux/mm_types.h", "kernel/fork.c", "mm/slab.h", "mm/slub.c"]
    assert tree.files((".c",), ["./mm/"]) == ["mm/slub.c"]
    assert tree.files(under=["mm/slub.c", "mm"]) == ["mm/slab.h", "mm/slub.c"]
    assert not tree.skipped


@pytest.mark.parametrize("path", ["nowhere", "../linux", "/etc"])
def test_a_path_that_is_not_in_the_tree(small: Path, path: str) -> None:
    with pytest.raises(TreeError, match=path):
        open_tree(small).files(under=[path])


def test_mentions(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = open_tree(small)
    files = tree.files()
    with_page = ["include/linux/mm_types.h", "mm/slab.h", "mm/slub.c"]
    assert tree.mentions(b"struct page", files) == with_page
    assert tree.mentions([b"fork", b"int x"], files) == ["kernel/fork.c"]
    assert tree.mentions(re.compile(rb"page\b"), files) == [with_page[0], with_page[2]]
    monkeypatch.setattr(tree_module, "_POOL_FROM", 1)
    monkeypatch.setattr(tree_module, "_BATCH", 1)
    assert tree.mentions(b"struct page", files, jobs=2) == with_page


def test_links_do_not_lead_out_or_round_in_circles(small: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.c").write_text("struct page\n")
    (small / "mm/out.c").symlink_to(tmp_path / "secret.c")
    (small / "mm/up").symlink_to(tmp_path)
    (small / "mm/loop").symlink_to(small)
    (small / "mm/again.c").symlink_to("slub.c")
    (small / "mm/gone.c").symlink_to("nothing.c")
    (small / "mm/self.c").symlink_to("self.c")
    tree = open_tree(small)
    assert tree.files(under=["mm"]) == ["mm/slab.h", "mm/slub.c"]
    assert tree.skipped == {
        "mm/out.c": "a link out of the tree",
        "mm/up": "a link out of the tree",
        "mm/gone.c": "a link to nothing",
        "mm/self.c": "a link to nothing",
    }


def test_what_cannot_be_read_is_told(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree_module, "MAX_BYTES", 1000)
    (small / "mm/huge.c").write_text("struct page" * 100)
    os.mkfifo(small / "mm/pipe.c")
    (small / "sub/.git").mkdir(parents=True)
    (small / "sub/x.c").touch()
    Path(os.fsdecode(os.fsencode(small) + b"/mm/\xff.c")).write_text("struct page")
    tree = open_tree(small)
    files = [*tree.files(), "mm/vanished.c"]
    assert tree.mentions(b"struct page", files)[-2:] == ["mm/slab.h", "mm/slub.c"]
    assert tree.skipped == {
        "mm/huge.c": "larger than 0 MB",
        "mm/pipe.c": "not a regular file",
        "mm/vanished.c": "no such file or directory",
        "mm/\udcff.c": "its name is not UTF-8",
        "sub/": "a git checkout of its own",
    }


def test_read(small: Path) -> None:
    tree = open_tree(small)
    assert tree.read("mm/slub.c") == b"struct page *p;\n"
    with pytest.raises(TreeError, match=r"cannot read mm/none\.c: no such file"):
        tree.read("mm/none.c")
    assert tree.skipped == {"mm/none.c": "no such file or directory"}


@pytest.mark.parametrize(
    ("remove", "complaint"),
    [
        ("", "no such directory"),
        ("Makefile", "no Makefile with VERSION and PATCHLEVEL"),
        ("include/linux/mm_types.h", "no header under include/ that defines struct page"),
    ],
)
def test_what_is_no_kernel_tree(small: Path, remove: str, complaint: str) -> None:
    if remove:
        (small / remove).unlink()
    with pytest.raises(TreeError, match=complaint) as caught:
        open_tree(small if remove else small / "none")
    assert "\n" not in str(caught.value)


@pytest.mark.kernel
def test_a_real_tree(kernel: Path) -> None:
    tree = open_tree(kernel)
    files = tree.files()
    assert tree.version.startswith("5.10.")
    assert len(files) > 50_000
    hits = tree.mentions(b"struct page", files)
    assert hits == tree.mentions(b"struct page", files, jobs=1)
    assert "mm/slub.c" in hits
    assert not tree.skipped


def test_a_tree_with_changes_reads_as_if_they_were_written(minikernel: Path) -> None:
    plain = open_tree(minikernel)
    changed = plain.with_changes({"mm/slub.c": b"int nothing;\n", "mm/new.c": b"struct page;\n"})
    assert changed.read("mm/slub.c") == b"int nothing;\n"
    assert "mm/new.c" in changed.files()
    assert changed.files(under=("mm",)) == sorted([*plain.files(under=("mm",)), "mm/new.c"])
    assert changed.files(under=("mm/new.c",)) == ["mm/new.c"]
    found = changed.mentions(b"struct page", changed.files())
    assert "mm/slub.c" in plain.mentions(b"struct page", plain.files())
    assert "mm/slub.c" not in found
    assert "mm/new.c" in found
    twice = changed.with_changes({"mm/new.c": b""})
    assert twice.read("mm/new.c") == b""
    assert twice.read("mm/slub.c") == b"int nothing;\n"
    assert plain.read("mm/slub.c") != b"int nothing;\n"
