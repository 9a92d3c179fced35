# SPDX-License-Identifier: GPL-2.0-only
"""A work tree's top goes in; the files that git tracks there, and where to read each, come out.

A file lies in the work tree, or it is ``stored``: what is there, if anything, need not be what
git has, and its bytes are those of the object store. That is so in a sparse checkout, for files
that git was told not to look at (skip-worktree, assume-unchanged), and, where a commit is asked
for, for files with changes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from folioize.errors import TreeError
from folioize.git import GitError, Repo, changes, open_repo, read_blobs

_LINK, _MODULE = "120000", "160000"
_SHOWN = 3


class _Entries(NamedTuple):
    """What an index or a commit lists, by git's own modes: each file with its object's id."""

    files: dict[str, str]
    links: dict[str, str]
    modules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tracked:
    """What git tracks in the work tree of ``repo``: each plain file with its object's id.

    ``stored`` are the files and links to read from the object store, with the same ids, or with
    "" where a partial clone does not have the object; ``notes`` tell why there are any. What is
    ``committed`` is HEAD's alone, whatever lies in the work tree.
    """

    repo: Repo
    files: dict[str, str]
    links: tuple[str, ...]
    modules: tuple[str, ...]
    stored: dict[str, str]
    changed: tuple[str, ...]
    notes: tuple[str, ...]
    committed: bool = False

    def untracked(self) -> list[str]:
        """What lies in the work tree beside, sorted; repositories of their own end in "/"."""
        out = self.repo.run("ls-files", "--others", "-z")
        return sorted(os.fsdecode(row) for row in out.split(b"\0")[:-1])


def find_tracked(top: Path, committed: bool) -> Tracked:
    """The files of HEAD if ``committed``, else those of the index, as in the work tree.

    Raises TreeError for what is no repository with a commit, and GitError.
    """
    repo = open_repo(top)
    # git looks at every file of the tree for changes, so it does that beside the rest.
    with ThreadPoolExecutor(1) as pool:
        looking = pool.submit(changes, repo) if committed else None
        index, unseen = _index(repo)
        entries = _commit(repo) if committed else index
        changed = looking.result() if looking is not None else ()
    blobs = {**entries.files, **entries.links} if entries.links else entries.files
    aside = {*unseen, *changed}
    if committed and _converts(repo):
        aside.update(entries.files)
    stored = {path: blobs[path] for path in sorted(aside & blobs.keys())}
    stored.update(dict.fromkeys(_lost(repo, stored), ""))
    return Tracked(
        repo=repo,
        files=entries.files,
        links=tuple(entries.links),
        modules=entries.modules,
        stored=stored,
        changed=changed,
        notes=tuple(_notes(repo, stored, unseen, changed)),
        committed=committed,
    )


def _index(repo: Repo) -> tuple[_Entries, set[str]]:
    """The files of the index, sorted, and those of them that git does not look at."""
    rows = _rows(repo.run("ls-files", "-s", "-v", "-z"))
    tagged = [row for row in rows if row[0] != "H"]
    unseen = {row.partition("\t")[2] for row in tagged if row[0] == "S" or row[0].islower()}
    return _entries(rows, len("H "), len(" 0")), unseen


def _commit(repo: Repo) -> _Entries:
    rows = _rows(repo.run("ls-tree", "-r", "-z", "--full-tree", repo.head))
    return _entries([row[:6] + row[row.index(" ", 7) :] for row in rows], 0, 0)  # no type


def _entries(rows: list[str], before: int, behind: int) -> _Entries:
    """Rows of a mode, an id and a path, with some characters before the mode and behind the id.

    There are tens of thousands, of which few are no plain files; ids all have one length.
    """
    start = before + len("100644 ")
    end = rows[0].index("\t") if rows else 0
    plain = {row[end + 1 :]: row[start : end - behind] for row in rows}
    links: dict[str, str] = {}
    modules = []
    for row in [row for row in rows if not row.startswith("100", before)]:
        path = row[end + 1 :]
        name = plain.pop(path)
        if row.startswith(_LINK, before):
            links[path] = name
        elif row.startswith(_MODULE, before):
            modules.append(path)
        else:
            plain[path] = name
    return _Entries(plain, links, tuple(modules))


def _rows(out: bytes) -> list[str]:
    return os.fsdecode(out).split("\0")[:-1]


def _converts(repo: Repo) -> bool:
    """Whether files have other line ends in the work tree than in the object store."""
    return _config(repo, "core.autocrlf") == ["true"]


def _config(repo: Repo, pattern: str) -> list[str]:
    """The values of the settings whose names match."""
    try:
        out = repo.run("config", "-z", "--get-regexp", f"^{pattern}$")
    except GitError:  # git's way to say that there is none
        return []
    return [row.partition("\n")[2] for row in _rows(out)]


def _lost(repo: Repo, stored: dict[str, str]) -> list[str]:
    """Those of ``stored`` that a partial clone would have to fetch."""
    if not stored or not _config(repo, r"(remote\..*\.promisor|extensions\.partialclone)"):
        return []
    flags = ("--objects", "--no-object-names", "--missing=print")
    out = repo.run("rev-list", *flags, f"{repo.head}^{{tree}}").decode()
    missing = {row[1:] for row in out.splitlines() if row.startswith("?")}
    return [path for path, name in stored.items() if name in missing]


def _notes(
    repo: Repo, stored: dict[str, str], unseen: set[str], changed: tuple[str, ...]
) -> Iterator[str]:
    hidden = [path for path, name in stored.items() if name and path in unseen]
    there = [path for path in hidden if os.path.lexists(repo.top / path)]
    for what, paths in (
        # Other files are read for a word at most: to name tens of thousands helps nobody.
        (
            "C files not checked out, so read from git",
            [path for path in sorted({*hidden} - {*there}) if path.endswith((".c", ".h"))],
        ),
        ("read as git has it (skip-worktree, assume-unchanged)", there),
        (
            "left out, neither checked out nor in this partial clone",
            [path for path, name in stored.items() if not name],
        ),
        ("read as HEAD has it, without changes", [path for path in changed if path in stored]),
        ("left out, as HEAD does not have it", [path for path in changed if path not in stored]),
    ):
        if paths:
            yield f"{what}: {some(paths)}"


def some(paths: list[str], shown: int = _SHOWN) -> str:
    """A few of ``paths``, and how many more there are."""
    more = f" and {len(paths) - shown} more" if len(paths) > shown else ""
    return ", ".join(paths[:shown]) + more


def refuse(tracked: Tracked) -> None:
    """Raise TreeError where not all of a commit can be read."""
    lost = [path for path, name in tracked.stored.items() if not name]
    if lost:
        raise TreeError(
            f"{tracked.repo.top} is a partial clone without {some(lost)}: run "
            "`git sparse-checkout disable`, or `git fetch --refetch --no-filter`, in it"
        )


def read_stored(repo: Repo, stored: Mapping[str, str]) -> dict[str, bytes]:
    """The bytes of files by path, without those that are not there."""
    there = {path: name for path, name in stored.items() if name}
    blobs = read_blobs(repo, list(there.values()))
    return {path: data for path, data in zip(there, blobs, strict=True) if data is not None}


class Folders:
    """Tells whether a file lies in folders of the tree, and not beyond a link to one."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known = {"": True}

    def has(self, path: str) -> bool:
        """Whether none of the folders above ``path`` is a link."""
        folder, _, _ = path.rpartition("/")
        found = self._known.get(folder)
        if found is None:
            found = self.has(folder) and not os.path.islink(self._root / folder)  # noqa: PTH114
            self._known[folder] = found
        return found
