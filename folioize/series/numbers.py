# SPDX-License-Identifier: GPL-2.0-only
"""Takes commits in a scratch store; gives git's own counts of the lines they add and remove."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from folioize.git import Scratch

# The same for the counts and for the patches, or the two would not agree.
DIFF = ("--no-renames", "--no-ext-diff", "--no-textconv", "--diff-algorithm=myers")


@dataclass(frozen=True, slots=True)
class Lines:
    """How many lines of each file are added and removed: path to (insertions, deletions)."""

    files: Mapping[str, tuple[int, int]]

    @property
    def insertions(self) -> int:
        """Lines added in all files."""
        return sum(added for added, _ in self.files.values())

    @property
    def deletions(self) -> int:
        """Lines removed in all files."""
        return sum(removed for _, removed in self.files.values())


@dataclass(frozen=True, slots=True)
class Churn:
    """A series in numbers: each patch, and the base against the tip.

    ``gross`` is the sum over patches; ``transient`` is what of it a reader would not see in the
    net diff: lines that one patch adds and a later one removes. Each such line is one insertion
    more in the sum than in the net diff, so transient = gross insertions - net insertions; it
    is one deletion more as well, so the deletions give the same number.
    """

    patches: tuple[Lines, ...]
    net: Lines

    @property
    def gross_insertions(self) -> int:
        """Lines added, summed over the patches."""
        return sum(patch.insertions for patch in self.patches)

    @property
    def gross_deletions(self) -> int:
        """Lines removed, summed over the patches."""
        return sum(patch.deletions for patch in self.patches)

    @property
    def transient(self) -> int:
        """Lines that one patch adds and a later one removes."""
        return self.gross_insertions - self.net.insertions


def measure(store: Scratch, base: str, commits: Sequence[str]) -> Churn:
    """Return the churn of ``commits``, the first of which follows ``base``."""
    if not commits:
        return Churn((), Lines({}))
    pairs = list(zip(commits, (base, *commits), strict=False))
    pairs.append((commits[-1], base))
    # diff-tree takes a commit with the parent it is to be compared with: one process for all.
    asked = "".join(f"{commit} {parent}\n" for commit, parent in pairs).encode()
    out = store.run("diff-tree", "--stdin", "--always", "-r", "--numstat", "-z", *DIFF, stdin=asked)
    counted = _numstat(out)
    return Churn(tuple(counted[:-1]), counted[-1])


def _numstat(out: bytes) -> list[Lines]:
    """One for each commit id in diff-tree's output; a binary file has no lines, as for git."""
    counted: list[dict[str, tuple[int, int]]] = []
    for record in out.split(b"\0")[:-1]:
        fields = record.split(b"\t", 2)
        if len(fields) == 1:  # an id, before the files of its commit
            counted.append({})
            continue
        added, removed = (int(part) if part.isdigit() else 0 for part in fields[:2])
        counted[-1][os.fsdecode(fields[2])] = (added, removed)
    return [Lines(files) for files in counted]
