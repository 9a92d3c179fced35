# SPDX-License-Identifier: GPL-2.0-only
"""Takes messages and file contents; gives commits in a scratch store, and a branch at the end.

``git fast-import`` builds all commits in one process and reads only the directories it changes,
so 40 patches on a tree of 70,000 files take a fraction of a second. Author and committer are the
same, and their dates are the base commit's committer date plus the patch's number in seconds, so
the same input gives the same commit ids.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from folioize.errors import FolioizeError, TreeError
from folioize.git import GitError, Identity, Repo, Scratch

Progress = Callable[[int, int], None]

_REF = "refs/heads/series"


@dataclass(frozen=True, slots=True)
class Work:
    """Where a series is made and by whom: the user's repository, whose HEAD is the base, our own
    store, the author, and the subjects' prefix such as "PATCH v2". ``changed`` are files that
    the base has otherwise than the work tree, because the base is but rehearsed."""

    repo: Repo
    store: Scratch
    who: Identity
    prefix: str = "PATCH"
    changed: Mapping[str, bytes] = field(default_factory=dict)


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
        return f"refs/heads/{self.name}"

    @property
    def mark(self) -> str:
        """The name of the ref that remembers what folioize made."""
        return f"refs/folioize/{self.name}"


def read_pristine(work: Work, paths: Iterable[str]) -> dict[str, Pristine]:
    """Return the base commit's files at ``paths``, without those that it does not have.

    Raises TreeError for a link or a submodule, for a file that lies in the work tree but is not in
    the commit, and for one whose bytes differ there (by a filter or a conversion of line ends):
    the plan's offsets would not fit.
    """
    wanted = sorted(set(paths))
    found = read_files(work.store, work.repo.head, wanted)
    for path, file in found.items():
        if path not in work.changed and (work.repo.top / path).read_bytes() != file.data:
            raise TreeError(
                f"{path} differs from its commit although git calls it clean: turn off the "
                "filter or core.autocrlf and check it out again"
            )
    for path in wanted:
        if path not in found and (work.repo.top / path).exists():
            raise TreeError(f"{path} is not committed: run `git add -f {path} && git commit`")
    return found


def read_files(store: Scratch, commit: str, paths: Iterable[str]) -> dict[str, Pristine]:
    """Return a commit's files at ``paths``, without those that it does not have.

    Raises TreeError for a link or a submodule.
    """
    found: dict[str, Pristine] = {}
    entries = list(_entries(store, commit, sorted(set(paths))))
    blobs = _blobs(store, [name for _, _, name, _ in entries])
    for (mode, kind, _, path), data in zip(entries, blobs, strict=True):
        if kind != "blob" or stat.S_ISLNK(int(mode, 8)):
            raise TreeError(f"{path} is no plain file in the commit: leave it out of the plan")
        found[path] = Pristine(mode, data)
    return found


def _entries(store: Scratch, commit: str, paths: list[str]) -> Iterator[tuple[str, str, str, str]]:
    """(mode, type, id, path) of those of ``paths`` that the commit has."""
    for start in range(0, len(paths), 500):
        some = paths[start : start + 500]
        for line in store.run("ls-tree", "-z", commit, "--", *some).split(b"\0")[:-1]:
            about, _, path = line.partition(b"\t")
            mode, kind, name = about.decode().split(" ")
            yield mode, kind, name, os.fsdecode(path)


def _blobs(store: Scratch, names: list[str]) -> Iterator[bytes]:
    out = store.run("cat-file", "--batch", stdin="".join(f"{name}\n" for name in names).encode())
    at = 0
    for name in names:
        end = out.index(b"\n", at)
        size = out[at:end].decode().rsplit(" ", 1)[-1]
        if not size.isdigit():
            raise TreeError(f"object {name} is not in the repository: run `git fetch --refetch`")
        at = end + 1 + int(size) + 1
        yield out[end + 1 : at - 1]


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
    with stream.open("wb") as out:
        out.write(f"reset {_REF}\nfrom {base}\n\n".encode())
        for number, change in enumerate(changes, 1):
            out.write(_commit(work, change, number, modes))
            if progress is not None:
                progress(number)
        out.write(b"done\n")
    with stream.open("rb") as given:
        # --force: another rehearsal in this store may have used the ref.
        store.run(
            "fast-import", "--quiet", "--force", "--done", "--date-format=raw", stdin=given
        )
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
        head = f"M {modes.get(path, '100644')} inline ".encode() + _quote(path)
        parts += [head, f"\ndata {len(data)}\n".encode(), data, b"\n"]
    return b"".join(parts) + b"\n"


def _quote(path: str) -> bytes:
    """A path as fast-import reads it whatever is in it: quoted, with octal escapes."""
    plain = set(range(0x20, 0x7F)) - set(b'"\\')
    return b'"%s"' % b"".join(
        bytes((byte,)) if byte in plain else b"\\%03o" % byte for byte in os.fsencode(path)
    )


def find_branch(repo: Repo, name: str, force: bool) -> Branch:
    """Return the branch ``name`` as it may be written.

    Raises FolioizeError for a name that git does not take, a branch that is checked out somewhere,
    and, without ``force``, a branch that folioize did not make or that has been committed to.
    """
    try:
        repo.run("check-ref-format", "--branch", name)
    except GitError as error:
        raise FolioizeError(f"{name!r} is no name for a branch: give another --branch") from error
    branch = Branch(name, _value(repo, f"refs/heads/{name}"), _value(repo, f"refs/folioize/{name}"))
    for line in repo.run("worktree", "list", "--porcelain").decode(errors="replace").splitlines():
        if line == f"branch {branch.ref}":
            raise FolioizeError(
                f"branch {name} is checked out: check out another, or give another --branch"
            )
    if branch.old and branch.old != branch.old_mark and not force:
        raise FolioizeError(
            f"branch {name} holds work that is not folioize's: give another --branch, or --force"
        )
    return branch


def _value(repo: Repo, ref: str) -> str:
    # The pattern also takes what lies below the name, hence the comparison.
    for line in repo.run("for-each-ref", "--format=%(objectname) %(refname)", ref).splitlines():
        value, _, name = line.decode(errors="replace").partition(" ")
        if name == ref:
            return value
    return ""


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


def default_branch(kind: str) -> str:
    """Return the branch a series of ``kind`` goes to where none is named."""
    return f"folioize/{kind}"
