# SPDX-License-Identifier: GPL-2.0-only
"""Takes messages and file contents; gives commits in a scratch store.

``git fast-import`` builds all commits in one process and reads only the directories it changes,
so 40 patches on a tree of 70,000 files take a fraction of a second. Author and committer are the
same, and their dates are the base commit's committer date plus the patch's number in seconds, so
the same input gives the same commit ids.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from folioize.errors import FolioizeError, TreeError, naming
from folioize.facts.stamps import digest
from folioize.git import GitError, Identity, Repo, Scratch, quoted, read_blobs

Progress = Callable[[int, int], None]

NOBODY = Identity("Nobody", "nobody@example.org")

_REF = "refs/heads/series"


@dataclass(frozen=True, slots=True)
class Work:
    """Where a series is made and by whom: the user's repository, whose HEAD is the base, our own
    store, the author, and the subjects' prefix such as "PATCH v2"."""

    repo: Repo
    store: Scratch
    who: Identity
    prefix: str = "PATCH"


@dataclass(frozen=True, slots=True)
class Pristine:
    """A file as the base commit has it; ``mode`` is git's, such as "100644"."""

    mode: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Change:
    """One commit to make: a message and either whole new files or a whole tree's id."""

    message: str
    files: Mapping[str, bytes]
    tree: str | None = None


def read_pristine(
    work: Work, paths: Iterable[str], sources: Mapping[str, str]
) -> dict[str, Pristine]:
    """Return the base commit's files at ``paths``, without those that it does not have.

    ``sources`` has the digests of the bytes that the plan is for. Raises TreeError for a link or
    a submodule, for a file that lies in the work tree but is not in the commit, and for one whose
    bytes are others (by a filter or a conversion of line ends): the plan's offsets would not fit.
    """
    wanted = sorted(set(paths))
    found: dict[str, Pristine] = {}
    entries = list(_entries(work.store, work.repo.head, wanted))
    blobs = read_blobs(work.store, [name for _, _, name, _ in entries])
    for (mode, kind, name, path), data in zip(entries, blobs, strict=True):
        if kind != "blob" or stat.S_ISLNK(int(mode, 8)):
            raise TreeError(f"{path} is no plain file in the commit: leave it out of the plan")
        if data is None:
            raise TreeError(
                f"{path} is not in the repository (object {name[:12]}): run `git fetch --refetch`, "
                "or see what `git fsck` says"
            )
        if sources.get(path) != digest(data):
            raise TreeError(_other_bytes(work.repo, path, data))
        found[path] = Pristine(mode, data)
    for path in wanted:
        if path not in found and os.path.lexists(work.repo.top / path):
            raise TreeError(f"{path} is not committed: run `git add -f {path} && git commit`")
    return found


def _other_bytes(repo: Repo, path: str, data: bytes) -> str:
    """Why a plan is for other bytes than the commit's, which are ``data``, and what to do."""
    if repo.run("status", "--porcelain", "--", path):
        return (
            f"{path} was changed since it was read: commit that, or take it back, and start again"
        )
    with contextlib.suppress(OSError):
        if (repo.top / path).read_bytes() == data:
            return f"{path} is another one in HEAD than it was when it was read: start again"
    return (
        f"{path} differs from its commit although git calls it clean: turn off what does it (a "
        "filter, core.autocrlf, git replace) and check it out again"
    )


def commit_files(store: Scratch, top: Path, paths: Iterable[str]) -> Repo:
    """Commit those files of a tree that is no repository, for a base to count from."""
    head = f"commit {_REF}-base\ncommitter {NOBODY} 0 +0000\ndata 0\n"
    parts = [head.encode()]
    for path in sorted(paths):
        data = (top / path).read_bytes()
        parts += [b"M 100644 inline ", quoted(path), f"\ndata {len(data)}\n".encode(), data, b"\n"]
    store.run("fast-import", "--quiet", "--date-format=raw", stdin=b"".join(parts))
    commit = store.run("rev-parse", f"{_REF}-base").decode().strip()
    return Repo(top, store.path, store.path / "objects", commit, 0, "+0000", False)


def base_text(work: Work, path: str) -> str:
    """Return the text of a file of the base commit, "" where it has none such."""
    try:
        data = work.store.run("cat-file", "blob", f"{work.repo.head}:{path}")
    except GitError:
        return ""
    return data.decode("utf-8", "replace")


def _entries(store: Scratch, commit: str, paths: list[str]) -> Iterator[tuple[str, str, str, str]]:
    """(mode, type, id, path) of those of ``paths`` that the commit has."""
    for start in range(0, len(paths), 500):
        some = paths[start : start + 500]
        for line in store.run("ls-tree", "-z", commit, "--", *some).split(b"\0")[:-1]:
            about, _, path = line.partition(b"\t")
            mode, kind, name = about.decode().split(" ")
            yield mode, kind, name, os.fsdecode(path)


def build(
    work: Work,
    changes: Iterable[Change],
    modes: Mapping[str, str],
    progress: Callable[[int], None] | None = None,
) -> list[str]:
    """Make the commits on top of the base, in the scratch store; return their ids in order.

    ``modes`` gives each file's mode, 100644 where it is not listed. ``progress`` is called with
    the number of each commit, from 1.
    """
    number = 0
    store, base = work.store, work.repo.head
    stream = store.path / "stream"
    with naming(str(stream)), stream.open("wb") as out:
        out.write(f"reset {_REF}\nfrom {base}\n\n".encode())
        for number, change in enumerate(changes, 1):
            out.write(_commit(work, change, number, modes))
            if progress is not None:
                progress(number)
        out.write(b"done\n")
    with stream.open("rb") as given:
        store.run("fast-import", "--quiet", "--done", "--date-format=raw", stdin=given)
    stream.unlink()
    listed = store.run("rev-list", "--reverse", f"{base}..{_REF}").decode().split()
    if len(listed) != number:
        raise FolioizeError(f"git made {len(listed)} commits of {number}")
    return listed


def _commit(work: Work, change: Change, number: int, modes: Mapping[str, str]) -> bytes:
    stamp = f"{work.who} {work.repo.date + number} {work.repo.zone}"
    message = change.message.encode()
    parts = [
        f"commit {_REF}\nauthor {stamp}\ncommitter {stamp}\ndata {len(message)}\n".encode(),
        message,
        b"\n",
    ]
    if change.tree is not None:
        parts.append(f'M 040000 {change.tree} ""\n'.encode())
    for path in sorted(change.files):
        data = change.files[path]
        head = f"M {modes.get(path, '100644')} inline ".encode() + quoted(path)
        parts += [head, f"\ndata {len(data)}\n".encode(), data, b"\n"]
    return b"".join(parts) + b"\n"
