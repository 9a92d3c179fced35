# SPDX-License-Identifier: GPL-2.0-only
"""A rehearsed design and another ref go in; what would conflict, as git merges it, comes out.

Every state of the series, patch by patch, is merged with the other ref's files, the series' own
base being the merge base, as for ``git rebase``. What conflicts in one state and did not in the
one before is the patch's; so a patch that conflicts does not spoil those after it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from folioize.churn.diffs import FileDiff, read_diffs
from folioize.churn.rehearsed import Rehearsed
from folioize.churn.tables import Cell, Table
from folioize.errors import TreeError
from folioize.git import GitError, Repo, Scratch, open_repo

YEAR = 365 * 24 * 3600

_MARKS = re.compile(rb"^<{7}(?= |$)", re.M)


class PatchConflict(msgspec.Struct, frozen=True):
    """One patch on the other ref: ``conflicts`` are places that git leaves to a person, in
    ``files``; ``hunks`` is how many hunks the patch has."""

    number: int
    kind: str
    subject: str
    hunks: int
    conflicts: int
    files: tuple[str, ...]


class Risk(msgspec.Struct, frozen=True):
    """What others' work does to a design. ``changed`` of ``touched`` lines that the design takes
    out were written in the year before its base; both None where there is no history for it."""

    against: str
    patches: tuple[PatchConflict, ...]
    touched: int | None = None
    changed: int | None = None

    @property
    def conflicts(self) -> int:
        """Places that git leaves to a person, in all patches."""
        return sum(patch.conflicts for patch in self.patches)


def conflicts_with(
    design: Rehearsed, ref: str, progress: Callable[[str, int, int], None] | None = None
) -> Risk:
    """Merge every state of the series with ``ref``, in the scratch store.

    Raises TreeError for a ref that the repository does not have.
    """
    repo = open_repo(Path(design.tree.root))
    other = _resolve(repo, ref)
    theirs = _onto(design.store, other, design.base)
    *diffs, net = read_diffs(design.store, [*design.commits, (design.base, design.tip)])
    steps = [(part.kind, record) for part, _, record in design.rows()]
    found: list[PatchConflict] = []
    before: dict[str, int] = {}
    for number, (kind, record) in enumerate(steps, 1):
        if progress is not None:
            progress(f"merging with {ref}", number - 1, len(steps))
        after = _conflicts(design.store, theirs, record.commit)
        new = {path: n - before.get(path, 0) for path, n in after.items()}
        paths = tuple(path for path, n in sorted(new.items()) if n > 0)
        found.append(
            PatchConflict(
                number,
                kind,
                record.subject,
                sum(len(one.hunks) for one in diffs[number - 1]),
                sum(new[path] for path in paths),
                paths,
            )
        )
        before = after
    touched, changed = recently_changed(design, net) or (None, None)
    return Risk(ref, tuple(found), touched, changed)


def _resolve(repo: Repo, ref: str) -> str:
    try:
        return repo.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}"
                        ).decode().strip()  # fmt: skip
    except GitError as err:
        raise TreeError(f"{repo.top} has no ref {ref}: fetch it, or name another") from err


def _onto(store: Scratch, other: str, parent: str) -> str:
    """A commit with the other ref's files, whose parent is the patch's."""
    who = b"author x <x@example.org> 0 +0000\ncommitter x <x@example.org> 0 +0000\n"
    tree = store.run("rev-parse", f"{other}^{{tree}}").strip()
    text = b"tree %s\nparent %s\n%s\nx\n" % (tree, parent.encode(), who)
    return store.run("hash-object", "-t", "commit", "-w", "--stdin", stdin=text).decode().strip()


def _conflicts(store: Scratch, ours: str, theirs: str) -> dict[str, int]:
    """How many places git leaves to a person, by file: those that it marks, or else one, where
    it has no text to mark, as in a file that one side deletes."""
    asked = ("merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", ours, theirs)
    tree, *paths = store.run(*asked, fine=(0, 1)).split(b"\0")[:-1]
    return {
        os.fsdecode(path): _marks(store, tree.decode().strip(), os.fsdecode(path))
        for path in paths
        if path
    }


def _marks(store: Scratch, tree: str, path: str) -> int:
    try:
        text = store.run("cat-file", "blob", f"{tree}:{path}")
    except GitError:
        return 1
    return max(1, len(_MARKS.findall(text)))


def conflict_tables(risk: Risk) -> list[Table]:
    """A row for each patch, and what it all comes to."""
    columns = ("patch", "kind", "hunks", "conflicts", "files in conflict", "subject")
    rows = tuple(
        (one.number, one.kind, one.hunks, one.conflicts, ", ".join(one.files), one.subject)
        for one in risk.patches
    )
    total = sum(one.hunks for one in risk.patches)
    summary: tuple[tuple[Cell, ...], ...] = (
        ("patches that conflict", sum(bool(one.conflicts) for one in risk.patches),
         len(risk.patches)),
        ("conflicts, to hunks in all", risk.conflicts, total),
        ("touched lines written in the last year", risk.changed, risk.touched),
    )  # fmt: skip
    return [
        Table("risk", f"Risk of conflicts with {risk.against}", ("what", "count", "of"), summary),
        Table("conflicts", f"Conflicts with {risk.against}", columns, rows),
    ]


def recently_changed(design: Rehearsed, net: tuple[FileDiff, ...]) -> tuple[int, int] | None:
    """Of the lines that a design takes out or changes, how many there are, and how many of them
    were written in the year before its base; None where the history does not go back a year."""
    repo = open_repo(Path(design.tree.root))
    since = repo.date - YEAR
    if repo.shallow or _oldest(repo) > since:
        return None
    touched = changed = 0
    recent = _changed_since(repo, since)
    for one in net:
        spans = [
            (block.line, block.line + len(block.removed) - 1)
            for block in one.blocks
            if block.removed
        ]
        touched += sum(last - first + 1 for first, last in spans)
        if one.path in recent and spans:  # blame is slow, and says nothing new of other files
            changed += sum(1 for when in _blame(repo, one.path, spans) if when >= since)
    return touched, changed


def _oldest(repo: Repo) -> int:
    """The date of the first commit of all."""
    roots = repo.run("rev-list", "--max-parents=0", "--timestamp", repo.head).decode().split()
    return min(int(when) for when in roots[::2])


def _changed_since(repo: Repo, since: int) -> set[str]:
    """Files that any commit after that date has changed, found without a look at their lines."""
    out = repo.run("log", f"--since={since}", "--format=", "--name-only", "-z", repo.head)
    return {os.fsdecode(path).strip("\n") for path in out.split(b"\0")}


def _blame(repo: Repo, path: str, spans: list[tuple[int, int]]) -> Iterator[int]:
    """When each of these lines was written, in seconds since 1970."""
    asked = [word for first, last in spans for word in ("-L", f"{first},{last}")]
    out = repo.run("blame", "--line-porcelain", *asked, repo.head, "--", path)
    for line in out.split(b"\n"):
        if line.startswith(b"committer-time "):
            yield int(line.split()[1])
