# SPDX-License-Identifier: GPL-2.0-only
"""The scratch directory: a repository goes in; a work tree of ours that takes patches comes out."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from folioize.errors import FolioizeError, PartialError, TreeError
from folioize.git import Repo, borrow_objects
from folioize.verify.lock import locked
from folioize.verify.run import Finished, Runner

_MARK = "folioize-verify"
# What make, or the shell that it calls, takes for something else than part of a name.
_ODD = re.compile(r"[^\w./+,@=~-]")
_ENV = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_TERMINAL_PROMPT": "0",
}
_FLAGS = ("-c", "user.name=folioize", "-c", "user.email=folioize@localhost", "-c", "gc.auto=0")


def default_root(tree: Path, base: str) -> Path:
    """Return the scratch directory of a tree at a base commit, in the user's cache."""
    told = os.fsencode(tree.resolve()) + b"\0" + base.encode()
    name = hashlib.sha256(told).hexdigest()[:16]
    return platformdirs.user_cache_path("folioize") / "verify" / name


@dataclass(frozen=True, slots=True)
class WorkArea:
    """A scratch directory that only one verify uses at a time.

    ``src`` is a work tree that borrows the objects of the user's repository and writes only its
    own; nothing about it is registered there.
    """

    root: Path
    runner: Runner

    @property
    def src(self) -> Path:
        """The work tree's top."""
        return self.root / "src"

    def out(self, name: str) -> Path:
        """Return the build directory of a configuration; made if it is not there."""
        path = self.root / f"o-{name}"
        path.mkdir(exist_ok=True)
        return path

    def scratch(self, name: str) -> Path:
        """Return an empty directory for passing files."""
        path = self.root / f"t-{name}"
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir()
        return path

    def git(self, *args: str) -> str:
        """Run git in the work tree and return its output; raises FolioizeError if it fails."""
        done = self._git(*args)
        if done.code:
            raise FolioizeError(f"git {args[0]} failed in {self.src}: {_first(done.out)}")
        return done.out

    def head(self) -> str:
        """Return the id of the commit that is checked out."""
        return self.git("rev-parse", "HEAD").strip()

    def tree(self) -> str:
        """Return the id of the tree that is checked out."""
        return self.git("rev-parse", "HEAD^{tree}").strip()

    def checkout(self, commit: str) -> None:
        """Bring the work tree to a commit; only files that differ get a new time stamp."""
        self.git("checkout", "--quiet", "--force", "--detach", commit)

    def apply(self, patch: Path, key: str) -> str:
        """Apply one patch with git am; return "", or one line that says why it does not apply.

        ``key`` names the patch and all before it: one that went in once is not applied again.
        """
        if known := self.known(key):
            self.checkout(known)
            return ""
        flags = ("--quiet", "--keep-cr", "--committer-date-is-author-date")
        done = self._git("am", *flags, str(patch.absolute()))
        if done.code:
            self._git("am", "--abort")
            return f"{patch.name} does not apply: {_first(done.out)}"
        self.git("update-ref", f"refs/folioize/{key}", "HEAD")
        return ""

    def known(self, key: str) -> str:
        """Return the commit that a patch made when it was applied, "" if it never was."""
        ref = f"refs/folioize/{key}^{{commit}}"
        done = self._git("rev-parse", "--verify", "--quiet", ref)
        return done.out.strip() if done.code == 0 else ""

    def touched(self, before: str, after: str) -> tuple[str, ...]:
        """Return the paths that differ between two commits, sorted."""
        out = self.git("diff", "--name-only", "--no-renames", "-z", before, after)
        return tuple(sorted(name for name in out.split("\0") if name))

    def diff(self, before: str, after: str) -> str:
        """Return what changes between two commits, without context."""
        flags = ("--no-renames", "--no-ext-diff", "--no-color", "-U0")
        return self.git("diff", *flags, before, after)

    def _git(self, *args: str) -> Finished:
        return self.runner.run(("git", *_FLAGS, *args), self.src, env=_ENV)


def _first(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    told = [line for line in lines if line.startswith(("fatal:", "error:"))]
    return (told or lines or ["no message"])[0]


@contextmanager
def open_work(repo: Repo, base: str, root: Path, runner: Runner) -> Iterator[WorkArea]:
    """Give the work area at ``root`` with ``base`` checked out, locked until the block ends.

    Raises TreeError where the repository lacks the base commit, and FolioizeError where ``root``
    holds something else or another verify has it.
    """
    try:
        repo.run("cat-file", "-e", f"{base}^{{commit}}")
    except FolioizeError as error:
        raise TreeError(
            f"{repo.top} does not hold {base[:12]}, the base of the series: give the tree that "
            "the series was made from"
        ) from error
    _claim(root, repo)
    with locked(root, runner):
        area = WorkArea(root, runner)
        _prepare(area, repo, base)
        yield area


def _claim(root: Path, repo: Repo) -> None:
    resolved = root.resolve()
    if resolved == repo.top.resolve() or repo.top.resolve() in resolved.parents:
        raise FolioizeError(f"{root} is inside the tree: give a --work directory outside of it")
    if odd := _ODD.search(str(root)):
        raise FolioizeError(
            f"make cannot build in {root}: its name has {odd[0]!r} in it; give a --work without"
        )
    try:
        root.mkdir(parents=True, exist_ok=True)
        if any(root.iterdir()) and not (root / _MARK).exists():
            raise FolioizeError(f"{root} is not empty: give --work a directory of its own")
        (root / _MARK).write_text("The scratch directory of folioize verify: may be deleted.\n")
    except OSError as error:
        raise FolioizeError(f"cannot write to {root}: {error.strerror}") from error


def _prepare(area: WorkArea, repo: Repo, base: str) -> None:
    """Check the base out in our work tree; one that a power cut or a full disk broke is remade."""
    if _healthy(area):
        try:
            _bring(area, repo, base)
        except PartialError:
            raise
        except FolioizeError:
            pass
        else:
            return
    shutil.rmtree(area.src, ignore_errors=True)
    area.src.mkdir()
    form = "sha256" if len(repo.head) == 64 else "sha1"
    area.git("init", "--quiet", "--template=", f"--object-format={form}")
    _bring(area, repo, base)


def _bring(area: WorkArea, repo: Repo, base: str) -> None:
    git_dir = area.src / ".git"
    borrow_objects(git_dir / "objects", repo)
    if repo.shallow:
        shutil.copy(repo.objects.parent / "shallow", git_dir / "shallow")
    # What a git that was killed had locked: nobody but us works here.
    for lock in git_dir.rglob("*.lock"):
        lock.unlink(missing_ok=True)
    shutil.rmtree(git_dir / "rebase-apply", ignore_errors=True)
    area.checkout(base)
    area.git("clean", "-fdxq")


def _healthy(area: WorkArea) -> bool:
    """Whether there is a repository, without the empty objects that a power cut leaves in it."""
    git_dir = area.src / ".git"
    if not (git_dir / "HEAD").exists():
        return False
    if any(not path.stat().st_size for path in (git_dir / "objects").glob("??/*")):
        return False
    done = area.runner.run(("git", "rev-parse", "--git-dir"), area.src, env=_ENV)
    return done.code == 0 and done.out.strip() == ".git"
