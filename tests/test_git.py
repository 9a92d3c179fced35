# SPDX-License-Identifier: GPL-2.0-only
"""Repositories with odd places for their objects go in; what a store of ours reads comes out."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from folioize.errors import TreeError
from folioize.git import Identity, identity, open_repo, read_blobs, scratch
from folioize.verify.work import default_root


def git(where: Path, *args: str) -> str:
    flags = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    done = subprocess.run(("git", *flags, *args), cwd=where, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode(errors="replace")


def repository(where: Path) -> Path:
    where.mkdir(parents=True)
    git(where, "init", "-q")
    (where / "a.c").write_text("text\n")
    git(where, "add", "a.c")
    git(where, "commit", "-q", "-m", "one")
    return where


def blob(tree: Path) -> bytes | None:
    """The file as a scratch store over the repository reads it."""
    repo = open_repo(tree)
    with scratch(repo) as store:
        (found,) = read_blobs(store, [git(tree, "rev-parse", "HEAD:a.c").strip()])
    return found


@pytest.mark.parametrize("name", [b"new\nline", b"lat\xff", b'"quo\\te', b"#hash", b"a:b", b" a "])
def test_objects_in_a_place_of_any_name(tmp_path: Path, name: bytes) -> None:
    tree = repository(tmp_path / os.fsdecode(name) / "linux")
    assert open_repo(tree).top == tree
    assert open_repo(tree).git_dir == tree / ".git"
    assert blob(tree) == b"text\n"
    assert default_root(tree, open_repo(tree).head).name.isalnum()


def test_objects_borrowed_by_a_relative_path(tmp_path: Path) -> None:
    first = repository(tmp_path / "first")
    for name, lender in (("second", "first"), ("third", "second")):
        git(tmp_path, "clone", "-q", "--shared", str(first), name)
        listed = tmp_path / name / ".git/objects/info/alternates"
        listed.write_text(f"# where the rest is\n../../../{lender}/.git/objects\n")
    with (first / ".git/objects/info/alternates").open("w") as listed_first:
        listed_first.write("../../../third/.git/objects\n")
    assert blob(tmp_path / "third") == b"text\n"


def test_an_object_that_is_not_there(tmp_path: Path) -> None:
    tree = repository(tmp_path / "linux")
    names = ["0" * 40, git(tree, "rev-parse", "HEAD:a.c").strip(), "1" * 40]
    assert list(read_blobs(open_repo(tree), names)) == [None, b"text\n", None]


@pytest.fixture
def nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of somebody of whom git is told nothing."""
    tree = repository(tmp_path / "linux")
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    for name in ("XDG_CONFIG_HOME", "EMAIL", "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL"):
        monkeypatch.delenv(name, raising=False)
    return tree


def test_who_commits_is_told_by_the_environment(
    nobody: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Zo\u00eb <Q> Tester")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "zoe@example.org")
    assert identity(open_repo(nobody)) == Identity("Zo\u00eb Q Tester", "zoe@example.org")
    monkeypatch.delenv("GIT_AUTHOR_EMAIL")
    with pytest.raises(TreeError, match=r"^git has no user\.email: run `git config --global user"):
        identity(open_repo(nobody))
    git(nobody, "config", "user.email", "ann@example.org")
    assert identity(open_repo(nobody)).email == "ann@example.org"


def test_who_commits_is_never_guessed(nobody: Path) -> None:
    with pytest.raises(TreeError, match=r"^git has no user\.name: run "):
        identity(open_repo(nobody))
    git(nobody, "config", "user.name", "Ann Other")
    with pytest.raises(TreeError, match=r"^git has no user\.email: run "):
        identity(open_repo(nobody))
    git(nobody, "config", "user.email", "ann@example.org")
    assert str(identity(open_repo(nobody))) == "Ann Other <ann@example.org>"
    git(nobody, "config", "user.name", "...")
    with pytest.raises(TreeError, match=r"^git does not know who commits: "):
        identity(open_repo(nobody))
