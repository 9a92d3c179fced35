# SPDX-License-Identifier: GPL-2.0-only
"""Repositories of which no series can be made go in; one clear line comes out."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.repositories.made import Series, borrowing, git


def _bare(linux: Path) -> Path:
    git(linux.parent, "clone", "-q", "--bare", str(linux), "bare")
    return linux.parent / "bare"


def _inside(linux: Path) -> Path:
    shutil.rmtree(linux / ".git")
    git(linux.parent, "init", "-q")
    git(linux.parent, "add", "-Af", "linux")
    git(linux.parent, "commit", "-qm", "one")
    return linux


def _no_commit(linux: Path) -> Path:
    shutil.rmtree(linux / ".git")
    git(linux, "init", "-q")
    return linux


def _lenders_gone(linux: Path) -> Path:
    borrower = borrowing(linux)
    shutil.rmtree(linux)
    return borrower


def _led_nowhere(linux: Path) -> Path:
    shutil.rmtree(linux / ".git")
    (linux / ".git").write_text("gitdir: /nonexistent\n")
    return linux


def _work_tree_elsewhere(linux: Path) -> Path:
    git(linux, "config", "core.worktree", "/")
    return linux


def _branch_above(linux: Path) -> Path:
    git(linux, "branch", "folioize")
    return linux


def _branch_below(linux: Path) -> Path:
    git(linux, "branch", "folioize/slab_page/v1")
    return linux


def _branch_locked(linux: Path) -> Path:
    (linux / ".git/refs/heads/folioize").mkdir()
    (linux / ".git/refs/heads/folioize/slab_page.lock").touch()
    return linux


def _broken_index(linux: Path) -> Path:
    (linux / ".git/index").write_bytes(b"nonsense")
    return linux


def _lost_object(linux: Path) -> Path:
    name = git(linux, "rev-parse", "HEAD:mm/slub.c").strip()
    (linux / f".git/objects/{name[:2]}/{name[2:]}").unlink()
    return linux


def _shown_as_another(linux: Path) -> Path:
    """A replacement of the commit by one with other files, which is what is checked out."""
    first = git(linux, "rev-parse", "HEAD").strip()
    (linux / "mm/slub.c").write_text((linux / "mm/slub.c").read_text() + "/* more */\n")
    git(linux, "commit", "-q", "-a", "-m", "two")
    git(linux, "replace", first, "HEAD")
    git(linux, "update-ref", "HEAD", first)
    return linux


REFUSED: dict[Callable[[Path], Path], str] = {
    _bare: "is not the top of a kernel tree",
    _inside: "lies inside the repository",
    _no_commit: "has no commit yet: run `git add",
    _lenders_gone: "lacks the commit [0-9a-f]{12} that HEAD names: see what `git fsck` says",
    _led_nowhere: r"/\.git leads to no repository: mend it",
    _work_tree_elsewhere: "has its work tree in /: unset core.worktree",
    _branch_above: "beside the branch folioize: give another --branch",
    _branch_below: "beside the branch folioize/slab_page/v1: give another --branch",
    _branch_locked: r"slab_page\.lock': File exists\. Wait for the other git, or remove the file",
    _broken_index: r"\.git/index: index file smaller than expected",
    _lost_object: r"mm/slub\.c is not in the repository \(object [0-9a-f]{12}\): run `git fetch",
    _shown_as_another: r"mm/slub\.c differs from its commit .*git replace",
}


@pytest.mark.parametrize("spoil", REFUSED)
def test_one_line_says_what_to_do(
    linux: Path, series: Series, spoil: Callable[[Path], Path]
) -> None:
    tree = spoil(linux)
    before = {path: path.stat().st_mtime_ns for path in tree.parent.rglob("*") if path.is_file()}
    assert re.search(REFUSED[spoil], series(tree).complaint)
    after = {path: path.stat().st_mtime_ns for path in tree.parent.rglob("*") if path.is_file()}
    assert {path for path in before if after.get(path) != before[path]} == set()
    left = {path.relative_to(tree.parent) for path in after.keys() - before.keys()}
    assert all("objects" in path.parts for path in left), "objects that nothing names do no harm"
