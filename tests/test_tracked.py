# SPDX-License-Identifier: GPL-2.0-only
"""Work trees that are not as git has them go in; the files that count, and bytes, come out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from folioize import tree as tree_module
from folioize.errors import TreeError
from folioize.facts.stamps import stamps
from folioize.tree import open_tree

FILES = {
    "Makefile": "VERSION = 5\nPATCHLEVEL = 10\n",
    "include/linux/mm_types.h": "struct page {\n\tint x;\n};\n",
    "mm/slub.c": "struct page *slub;\n",
    "mm/slab.c": "struct page *slab;\n",
    "fs/inode.c": "struct page *inode;\n",
    "Documentation/vm.rst": "struct page\n",
}
C_FILES = ["fs/inode.c", "include/linux/mm_types.h", "mm/slab.c", "mm/slub.c"]


def git(where: Path, *args: str) -> str:
    done = subprocess.run(("git", *args), cwd=where, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode(errors="replace")


@pytest.fixture(autouse=True)
def own_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    config = tmp_path / "gitconfig"
    config.write_text(
        '[user]\n\tname = A\n\temail = a@example.org\n[protocol "file"]\n\tallow = always\n'
        "[uploadpack]\n\tallowFilter = true\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def linux(tmp_path: Path) -> Path:
    root = tmp_path / "linux"
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    git(root.parent, "init", "-q", "linux")
    return commit(root)


def commit(root: Path) -> Path:
    git(root, "add", "-f", "-A")
    git(root, "commit", "-q", "-m", "pristine")
    return root


def told(root: Path, committed: bool) -> dict[str, bytes]:
    tree = open_tree(root, committed)
    files = tree.files()
    assert tree.mentions(b"struct page", files) == files
    tree.fetch(files)
    return {path: tree.read_raw(path) for path in files}


PRISTINE = {path: FILES[path].encode() for path in C_FILES}


@pytest.mark.parametrize("committed", [False, True])
def test_a_sparse_checkout_is_read_whole(linux: Path, committed: bool) -> None:
    git(linux, "sparse-checkout", "set", "mm")
    assert not (linux / "include").exists()
    assert told(linux, committed) == PRISTINE
    (note,) = open_tree(linux, committed).notes
    assert note == (
        "C files not checked out, so read from git: fs/inode.c, include/linux/mm_types.h"
    )


def test_a_pool_reads_from_git_too(linux: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(linux, "sparse-checkout", "set", "mm")
    monkeypatch.setattr(tree_module, "_POOL_FROM", 1)
    monkeypatch.setattr(tree_module, "_BATCH", 1)
    tree = open_tree(linux)
    assert tree.mentions(re.compile(b"struct page"), tree.files(), jobs=2) == C_FILES


@pytest.mark.parametrize("flag", ["--skip-worktree", "--assume-unchanged"])
@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.parametrize("gone", [False, True])
def test_what_git_is_told_not_to_look_at(
    linux: Path, flag: str, committed: bool, gone: bool
) -> None:
    git(linux, "update-index", flag, "mm/slub.c")
    (linux / "mm/slub.c").write_text("struct page *mine;\n")
    if gone:
        (linux / "mm/slub.c").unlink()
    assert told(linux, committed) == PRISTINE
    (note,) = open_tree(linux, committed).notes
    what = "not checked out, so" if gone else "(skip-worktree, assume-unchanged): mm/slub.c"
    assert what in note


def test_changes_count_unless_the_commit_is_asked_for(linux: Path) -> None:
    (linux / "mm/slub.c").write_text("struct page *mine;\n")
    (linux / "mm/new.c").write_text("struct page *new;\n")
    git(linux, "mv", "fs/inode.c", "fs/moved.c")
    git(linux, "add", "mm/new.c")
    (linux / "mm/slab.c").unlink()
    tree = open_tree(linux)
    assert tree.files() == [
        *("fs/moved.c", "include/linux/mm_types.h", "mm/new.c", "mm/slab.c", "mm/slub.c"),
    ]
    assert tree.read("mm/slub.c") == b"struct page *mine;\n"
    with pytest.raises(TreeError, match=r"cannot read mm/slab\.c: no such file"):
        tree.read("mm/slab.c")
    assert told(linux, committed=True) == PRISTINE
    assert open_tree(linux, committed=True).notes == (
        "read as HEAD has it, without changes: fs/inode.c, mm/slab.c, mm/slub.c",
        "left out, as HEAD does not have it: fs/moved.c, mm/new.c",
    )


def test_what_git_does_not_track_is_no_part_of_the_tree(linux: Path) -> None:
    (linux / ".gitignore").write_text("*.mod.c\n")
    commit(linux)
    for name in ("mm/new.c", "mm/x.mod.c", "mm/odd\nname.h"):
        (linux / name).write_text("struct page *new;\n")
    (linux / "mm/other.c").write_text("nothing\n")
    git(linux, "init", "-q", "nested")
    (linux / "nested/a.c").write_text("struct page *nested;\n")
    git(linux / "nested", "add", ".")
    git(linux / "nested", "commit", "-q", "-m", "x")
    tree = open_tree(linux)
    assert tree.files() == C_FILES
    found = tree.beside(re.compile(b"struct page"))
    assert found == (["mm/new.c", "mm/odd\nname.h", "mm/x.mod.c"], ["nested/"])
    with pytest.raises(TreeError, match=r"git does not track mm/new\.c: run `git add mm/new\.c`"):
        tree.files(under=["mm/new.c"])
    with pytest.raises(TreeError, match="has no mm/none; name paths"):
        tree.files(under=["mm/none"])


def test_links_and_submodules_are_not_read(linux: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", str(linux), "module")
    git(linux, "submodule", "--quiet", "add", str(tmp_path / "module"), "sub")
    (linux / "mm/again.c").symlink_to("slub.c")
    (linux / "mm/out.c").symlink_to("/nowhere.c")
    commit(linux)
    for committed in (False, True):
        tree = open_tree(linux, committed)
        assert tree.files() == C_FILES
        assert tree.skipped == {"sub": "a submodule", "mm/out.c": "a link out of the tree"}
        with pytest.raises(TreeError, match=r"mm/again\.c is a link: name what it leads to"):
            tree.name("mm/again.c")


def test_links_that_are_not_checked_out(linux: Path) -> None:
    (linux / "fs/again.c").symlink_to("../mm/slub.c")
    (linux / "fs/out.c").symlink_to("/nowhere.c")
    (linux / "fs/up.c").symlink_to("../../up.c")
    (linux / "fs/gone.c").symlink_to("gone/gone.c")
    commit(linux)
    git(linux, "sparse-checkout", "set", "mm")
    tree = open_tree(linux)
    assert tree.files() == C_FILES
    assert tree.skipped == {
        "fs/out.c": "a link out of the tree",
        "fs/up.c": "a link out of the tree",
        "fs/gone.c": "a link to nothing",
    }


def test_a_folder_that_has_become_a_link_is_not_followed(linux: Path, tmp_path: Path) -> None:
    (linux / "fs").rename(tmp_path / "fs")
    (linux / "fs").symlink_to(tmp_path / "fs")
    tree = open_tree(linux)
    assert "fs/inode.c" not in tree.files()
    assert tree.skipped == {"fs/inode.c": "beyond a link"}
    assert told(linux, committed=True) == PRISTINE


def test_a_name_that_is_no_utf8(linux: Path) -> None:
    Path(os.fsdecode(os.fsencode(linux) + b"/mm/\xff.c")).write_text("struct page")
    (linux / "mm/new\nline.c").write_text("struct page")
    commit(linux)
    tree = open_tree(linux)
    assert tree.files() == [*C_FILES[:2], "mm/new\nline.c", *C_FILES[2:]]
    assert tree.skipped == {"mm/\udcff.c": "its name is not UTF-8"}


def test_line_ends_that_git_converts(linux: Path) -> None:
    git(linux, "config", "core.autocrlf", "true")
    shutil.rmtree(linux / "mm")
    git(linux, "checkout", "-q", "mm")
    assert told(linux, committed=False)["mm/slub.c"] == b"struct page *slub;\r\n"
    assert told(linux, committed=True) == PRISTINE


def test_a_partial_clone_fetches_nothing(linux: Path, tmp_path: Path) -> None:
    url = linux.as_uri()
    git(tmp_path, "clone", "-q", "--filter=blob:none", "--sparse", url, "partial")
    partial = tmp_path / "partial"
    git(partial, "sparse-checkout", "set", "include", "mm")
    linux.rename(tmp_path / "away")
    tree = open_tree(partial)
    assert tree.files() == C_FILES[1:]
    assert tree.notes == (
        "left out, neither checked out nor in this partial clone: Documentation/vm.rst, fs/inode.c",
    )
    with pytest.raises(TreeError, match=r"is a partial clone without Documentation.*: run `git"):
        open_tree(partial, committed=True)


@pytest.mark.parametrize("what", ["no commit", "no Makefile", "broken"])
def test_where_git_cannot_tell_every_file_counts(linux: Path, what: str) -> None:
    (linux / "mm/new.c").write_text("struct page *new;\n")
    if what == "no commit":
        shutil.rmtree(linux / ".git")
        git(linux, "init", "-q")
    elif what == "no Makefile":
        git(linux, "rm", "-q", "--cached", "Makefile")
    else:
        (linux / ".git/HEAD").write_text("nonsense")
    tree = open_tree(linux)
    assert "mm/new.c" in tree.files()
    assert f"every file in {linux} counts" in tree.notes[0]


def test_stamps_follow_the_object(linux: Path) -> None:
    git(linux, "sparse-checkout", "set", "mm")
    before = dict(stamps(open_tree(linux), ["fs/inode.c"]))
    assert before == dict(stamps(open_tree(linux), ["fs/inode.c"]))
    assert before["fs/inode.c"]
    git(linux, "sparse-checkout", "disable")
    (linux / "fs/inode.c").write_text("struct page *other;\n")
    commit(linux)
    git(linux, "sparse-checkout", "set", "mm")
    assert before != dict(stamps(open_tree(linux), ["fs/inode.c"]))
