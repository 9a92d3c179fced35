# SPDX-License-Identifier: GPL-2.0-only
"""Takes the name of a branch; tells whether it may be written, and sets it when all is ready."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from folioize.errors import FolioizeError
from folioize.git import GitError, Repo
from folioize.series.commits import Work

_HEADS, _MARKS = "refs/heads/", "refs/folioize/"
# What git notes in a work tree's directory while the branch itself is not checked out there.
_UNDER_WAY = {
    "rebase-merge/head-name": "a rebase",
    "rebase-merge/update-refs": "a rebase",
    "rebase-apply/head-name": "a rebase",
    "BISECT_START": "a bisection",
}


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch to be made or replaced; ``old`` and ``old_mark`` are the ids there are now.

    ``mark`` is a ref of ours that remembers the tip folioize gave the branch: as long as both
    agree nobody has committed to it, and it may be replaced.
    """

    name: str
    old: str
    old_mark: str

    @property
    def ref(self) -> str:
        """The branch's full name."""
        return f"{_HEADS}{self.name}"

    @property
    def mark(self) -> str:
        """The name of the ref that remembers what folioize made."""
        return f"{_MARKS}{self.name}"


def default_branch(kind: str) -> str:
    """Return the branch a series of ``kind`` goes to where none is named."""
    return f"folioize/{kind}"


def find_branch(
    repo: Repo, name: str, force: bool, advice: str = "give another --branch"
) -> Branch:
    """Return the branch ``name`` as it may be written.

    Raises FolioizeError, which ends with ``advice``, for a name that git does not take or has no
    room for, a branch that is checked out, rebased or bisected somewhere, and, without ``force``,
    a branch that folioize did not make or that has been committed to.
    """
    try:
        repo.run("check-ref-format", "--branch", name)
    except GitError as error:
        raise FolioizeError(f"{name!r} is no name for a branch: {advice}") from error
    refs = _refs(repo)
    _require_room(refs, name, advice)
    branch = Branch(name, refs.get(f"{_HEADS}{name}", ""), refs.get(f"{_MARKS}{name}", ""))
    for use in _uses(repo, branch.ref):
        raise FolioizeError(f"{use}: end that, or {advice}")
    if branch.old and branch.old != branch.old_mark and not force:
        raise FolioizeError(
            f"branch {name} holds work that is not folioize's: {advice}, or --force"
        )
    return branch


def tip_of(repo: Repo, name: str) -> str:
    """Return the commit that a branch is at; "" if there is no such branch."""
    return _refs(repo).get(f"{_HEADS}{name}", "")


def _refs(repo: Repo) -> dict[str, str]:
    """All branches and marks with what they point to: an id, or the name of another ref."""
    found = {}
    form = "--format=%(objectname) %(refname) %(symref)"
    for line in repo.run("for-each-ref", form, _HEADS, _MARKS).splitlines():
        value, name, symbolic = os.fsdecode(line).split(" ")
        found[name] = symbolic or value
    return found


def _require_room(refs: Mapping[str, str], name: str, advice: str) -> None:
    """Raise FolioizeError where git could not keep a branch of that name beside the others."""
    for space in (_HEADS, _MARKS):
        wanted = space + name
        if refs.get(wanted, "").startswith("refs/"):
            raise FolioizeError(f"branch {name} only stands for {refs[wanted]}: {advice}")
        for ref in refs:
            if wanted.startswith(f"{ref}/") or ref.startswith(f"{wanted}/"):
                raise FolioizeError(_in_the_way(ref, name, advice))


def _in_the_way(ref: str, name: str, advice: str) -> str:
    if ref.startswith(_MARKS):
        gone = ref.removeprefix(_MARKS)
        return (
            f"{ref}, folioize's note of the branch {gone}, which is gone, leaves no room for "
            f"{name}: run `git update-ref -d {ref}`"
        )
    other = ref.removeprefix(_HEADS)
    return (
        f"git keeps no branch {name} beside the branch {other}: {advice}, or rename that one with "
        "`git branch -m`"
    )


def _uses(repo: Repo, ref: str) -> Iterator[str]:
    """Say where a branch is checked out, or what will come back to it."""
    name, where = ref.removeprefix(_HEADS), ""
    for line in os.fsdecode(repo.run("worktree", "list", "--porcelain")).splitlines():
        where = line.removeprefix("worktree ") if line.startswith("worktree ") else where
        if line == f"branch {ref}":
            yield f"branch {name} is checked out in {where}"
    common = repo.top / os.fsdecode(repo.run("rev-parse", "--git-common-dir")).rstrip("\n")
    for place in (common, *sorted(common.glob("worktrees/*"))):
        for file, what in _UNDER_WAY.items():
            if {ref, name} & set(_lines(place / file)):
                yield f"{what} of branch {name} is under way"


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return []


def publish(work: Work, branch: Branch, tip: str) -> None:
    """Move the new objects into the user's repository, then set the branch, all or nothing.

    Raises GitError where another process has moved the branch meanwhile.
    """
    wanted = f"{tip}\n^{work.repo.head}\n".encode()
    pack = work.store.run("pack-objects", "--revs", "--stdout", "--quiet", stdin=wanted)
    # A pack of the same objects has the same name, so that a rerun does not pile up packs.
    work.repo.run("index-pack", "--stdin", stdin=pack)
    _update(work.repo, {branch.ref: (tip, branch.old), branch.mark: (tip, branch.old_mark)})


def withdraw(repo: Repo, branch: Branch, tip: str) -> None:
    """Undo publish(): put the branch back to what it was, or away."""
    _update(repo, {branch.ref: (branch.old, tip), branch.mark: (branch.old_mark, tip)})


def _update(repo: Repo, refs: Mapping[str, tuple[str, str]]) -> None:
    none = "0" * len(repo.head)
    lines = [f"update {ref} {new or none} {old or none}" for ref, (new, old) in refs.items()]
    text = "\n".join(["start", *lines, "prepare", "commit", ""])
    repo.run("update-ref", "-m", "folioize series", "--stdin", stdin=text.encode())
