# SPDX-License-Identifier: GPL-2.0-only
"""Repositories in odd states go in; the same series comes out as of a plain one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from folioize.cli import app
from tests.cli.repositories.made import Series, borrowing, git

pytestmark = pytest.mark.slow


def _worktree(linux: Path) -> Path:
    git(linux, "worktree", "add", "-q", "-b", "other", "../other")
    return linux.parent / "other"


def _submodule(linux: Path) -> Path:
    above = linux.parent / "above"
    git(linux.parent, "init", "-q", "above")
    git(above, "submodule", "--quiet", "add", str(linux), "kernel")
    return above / "kernel"


def _dos_checkout(linux: Path) -> Path:
    git(linux, "config", "core.autocrlf", "true")
    shutil.rmtree(linux / "mm")
    git(linux, "checkout", "-q", "mm")
    return linux


def _signing(linux: Path) -> Path:
    for key in ("commit.gpgSign", "tag.gpgSign", "push.gpgSign"):
        git(linux, "config", key, "true")
    git(linux, "config", "gpg.program", "false")
    return linux


def _hooks(linux: Path) -> Path:
    """Whatever runs leaves a file, which git would call a change."""
    hooks = linux / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("reference-transaction", "post-index-change", "pre-commit", "fsmonitor"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {linux}/mm/ran.c\nexit 1\n")
        (hooks / name).chmod(0o755)
    git(linux, "config", "core.fsmonitor", ".git/hooks/fsmonitor")
    return linux


def _tags(linux: Path) -> Path:
    for name in ("main", "folioize/slab_page", "HEAD"):
        git(linux, "update-ref", f"refs/tags/{name}", "HEAD")
    return linux


def _detached(linux: Path) -> Path:
    git(linux, "checkout", "-q", "--detach")
    return linux


def _locked(linux: Path) -> Path:
    (linux / ".git/index.lock").touch()
    return linux


def _sparse_index(linux: Path) -> Path:
    git(linux, "sparse-checkout", "set", "--cone", "--sparse-index", "mm")
    return linux


def _grafted(linux: Path) -> Path:
    """A history that is cut, and a commit that is shown as another one of the same tree."""
    (linux / ".git/info").mkdir(exist_ok=True)
    (linux / ".git/info/grafts").write_text(git(linux, "rev-parse", "HEAD"))
    other = git(linux, "commit-tree", "HEAD^{tree}", "-m", "shown").strip()
    git(linux, "replace", "HEAD", other)
    return linux


def _configured(linux: Path) -> Path:
    for key, value in {
        "core.quotePath": "true", "core.abbrev": "4", "diff.noprefix": "true", "diff.context": "0",
        "diff.external": "false", "diff.orderFile": "none", "format.attach": "true",
        "format.signOff": "true", "status.branch": "true", "status.renames": "copies",
        "status.showUntrackedFiles": "all", "color.ui": "always", "index.version": "4",
        "core.splitIndex": "true", "core.bigFileThreshold": "1", "diff.cpp.textconv": "false",
    }.items():  # fmt: skip
        git(linux, "config", key, value)
    return linux


@pytest.mark.parametrize(
    "spoil",
    [
        *(_worktree, _submodule, borrowing, _dos_checkout, _signing, _hooks, _tags, _detached),
        *(_locked, _sparse_index, _grafted, _configured),
    ],
)
def test_the_series_is_the_same(
    linux: Path, series: Series, usual: dict[str, bytes], spoil: Callable[[Path], Path]
) -> None:
    tree = spoil(linux)
    ran = series(tree)
    assert (ran.code, ran.files) == (0, usual), ran.err
    assert not (linux / "mm/ran.c").exists()


def test_the_environment_does_not_point_elsewhere(
    linux: Path, series: Series, usual: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it does in a hook, and for who works with a git directory elsewhere."""
    git(linux.parent, "init", "-q", "elsewhere")
    for name, value in {
        "GIT_DIR": str(linux.parent / "elsewhere/.git"),
        "GIT_WORK_TREE": str(linux.parent / "elsewhere"),
        "GIT_INDEX_FILE": "/nonexistent",
        "GIT_OBJECT_DIRECTORY": "/nonexistent",
        "GIT_NAMESPACE": "odd",
        "GIT_PREFIX": "mm/",
    }.items():
        monkeypatch.setenv(name, value)
    ran = series(linux)
    assert (ran.code, ran.files) == (0, usual), ran.err


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_tree_of_another_user(
    linux: Path, series: Series, capfd: pytest.CaptureFixture[str]
) -> None:
    for path in (linux, *linux.rglob("*")):
        os.chown(path, 65534, 65534, follow_symlinks=False)
    trust = f"`git config --global --add safe.directory {linux}`"
    assert f"belongs to another user: trust it with {trust}" in series(linux).complaint
    assert app.run(["scan", str(linux)]) == 0, "to read it needs no git"
    assert f"every file in {linux} counts, as git can't tell" in capfd.readouterr().err
