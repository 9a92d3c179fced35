# SPDX-License-Identifier: GPL-2.0-only
"""Repositories in which a branch has no place or is in use go in; one clear line must come out."""

from __future__ import annotations

from pathlib import Path

import pytest

from folioize.errors import FolioizeError
from folioize.model import Plan
from folioize.series import make_series

from .conftest import git, state

NAME = "folioize/slab_page"


def refused(tree: Path, plan: Plan, says: str, **more: object) -> None:
    before = state(tree)
    out = tree.parent / "never"
    with pytest.raises(FolioizeError, match=says) as caught:
        make_series(tree, plan, out, **more)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)
    assert not out.exists()
    assert state(tree) == before


@pytest.mark.parametrize("other", ["folioize", "folioize/slab_page/x"])
@pytest.mark.parametrize("packed", [False, True])
def test_a_branch_that_leaves_no_room(tree: Path, plan: Plan, other: str, packed: bool) -> None:
    git(tree, "branch", other)
    if packed:
        git(tree, "pack-refs", "--all")
    says = f"git keeps no branch {NAME} beside the branch {other}: give another --branch, or"
    refused(tree, plan, says, force=True)
    make_series(tree, plan, tree.parent / "out", branch="folios")


def test_branches_that_only_begin_alike_are_no_matter(tree: Path, plan: Plan) -> None:
    for name in ("folio", "folioize/slab", "folioize/slab_page-x"):
        git(tree, "branch", name)
    make_series(tree, plan, tree.parent / "out")


def test_a_note_of_a_branch_that_is_gone(tree: Path, plan: Plan) -> None:
    make_series(tree, plan, tree.parent / "out", branch="a")
    git(tree, "branch", "-qD", "a")
    refused(tree, plan, "run `git update-ref -d refs/folioize/a`", branch="a/b")
    git(tree, "update-ref", "-d", "refs/folioize/a")
    make_series(tree, plan, tree.parent / "out2", branch="a/b")


def test_a_name_for_another_branch(tree: Path, plan: Plan) -> None:
    git(tree, "symbolic-ref", f"refs/heads/{NAME}", "refs/heads/main")
    refused(tree, plan, f"branch {NAME} only stands for refs/heads/main", force=True)


def test_a_branch_that_is_checked_out(tree: Path, plan: Plan) -> None:
    make_series(tree, plan, tree.parent / "out")
    git(tree, "worktree", "add", "-q", str(tree.parent / "away"), NAME)
    refused(tree, plan, f"branch {NAME} is checked out in {tree.parent}/away: end that, or")


@pytest.mark.parametrize("away", [False, True])
@pytest.mark.parametrize("backend", ["--merge", "--apply", "--update-refs"])
def test_a_branch_that_is_rebased(tree: Path, plan: Plan, away: bool, backend: str) -> None:
    make_series(tree, plan, tree.parent / "out")
    where, name = tree, NAME
    if away:
        where = tree.parent / "away"
        git(tree, "worktree", "add", "-q", str(where), "main", "--detach")
    if backend == "--update-refs":
        git(where, "branch", "on-top", f"{NAME}~1")
        git(where, "branch", "-f", "on-top", NAME)
        name = "on-top"
    git(where, "checkout", "-q", name)
    # Stops at the first patch, which meets another change of the same line.
    git(where, "checkout", "-q", "--detach", "main")
    (where / "mm/slub.c").write_bytes((where / "mm/slub.c").read_bytes().replace(b"f0", b"g0"))
    git(where, "commit", "-qam", "in the way")
    onto = git(where, "rev-parse", "HEAD").strip()
    git(where, "checkout", "-q", name)
    git(where, "rebase", backend, onto, check=False)
    assert git(where, "status", "--porcelain", "--untracked-files=no")
    clean = tree if away else tree.parent / "third"
    if not away:
        git(tree, "worktree", "add", "-q", str(clean), "main", "--detach")
    refused(clean, plan, f"a rebase of branch {NAME} is under way: end that, or", force=True)
    git(where, "rebase", "--abort")
    git(where, "checkout", "-q", "--detach", "main")
    make_series(clean, plan, tree.parent / "out")


def test_a_branch_that_git_am_works_on(tree: Path, plan: Plan) -> None:
    make_series(tree, plan, tree.parent / "out")
    away = tree.parent / "away"
    git(tree, "worktree", "add", "-q", str(away), NAME)
    git(away, "am", "-q", str(tree.parent / "out/0001-slub-f1.patch"), check=False)
    refused(tree, plan, f"branch {NAME} is checked out in", force=True)


def test_a_branch_that_is_bisected(tree: Path, plan: Plan) -> None:
    make_series(tree, plan, tree.parent / "out")
    away = tree.parent / "away"
    git(tree, "worktree", "add", "-q", str(away), NAME)
    git(away, "bisect", "start", "HEAD", "main")
    refused(tree, plan, f"a bisection of branch {NAME} is under way: end that, or", force=True)
    git(away, "bisect", "reset")
    git(away, "checkout", "-q", "--detach")
    make_series(tree, plan, tree.parent / "out")
