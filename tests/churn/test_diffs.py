# SPDX-License-Identifier: GPL-2.0-only
"""Two states of files go in; the blocks read from git's diff turn the one into the other."""

from __future__ import annotations

import itertools
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from folioize.churn.diffs import FileDiff, read_diffs
from folioize.git import Scratch, open_repo, scratch
from tests.e2e.conftest import git

LINES = st.lists(st.sampled_from(["a", "b", "-- c", "++ d", "@@ -1 +1 @@", "", "diff --git x y"]))
WHOLE = st.tuples(LINES, st.booleans()).map(
    lambda made: "\n".join(made[0]) + ("\n" if made[1] and made[0] else "")
)


def commit(where: Path, files: dict[str, str]) -> str:
    for name, text in files.items():
        (where / name).write_text(text)
    git(where, "add", "-A")
    git(where, "commit", "-q", "--allow-empty", "-m", "x")
    return git(where, "rev-parse", "HEAD").strip()


def lines(text: str) -> list[bytes]:
    found = text.encode().split(b"\n")
    return found[:-1] if found[-1] == b"" else found


def applied(diff: FileDiff, text: str) -> list[bytes]:
    out, old, at = [], lines(text), 0
    for block in diff.blocks:
        out += old[at : block.line - 1]
        at = block.line - 1 + len(block.removed)
        assert tuple(old[block.line - 1 : at]) == block.removed
        out += block.added
    return out + old[at:]


@settings(max_examples=25, deadline=None)
@given(st.lists(WHOLE, min_size=2, max_size=4))
def test_the_blocks_are_the_difference(tmp_path_factory: object, texts: list[str]) -> None:
    where = tmp_path_factory.mktemp("diff")  # type: ignore[attr-defined]
    git(where, "init", "-q")
    odd = 'na\u00efve "file".c'
    commits = [commit(where, {"a.c": text, odd: text[::-1]}) for text in texts]
    with scratch(open_repo(where)) as store:
        pairs = list(itertools.pairwise(commits))
        diffs = read_diffs(store, pairs)
        counts = [numstat(store, *pair) for pair in pairs]
    for (before, after), diff, counted in zip(
        itertools.pairwise(texts), diffs, counts, strict=True
    ):
        assert {one.path: (one.insertions, one.deletions) for one in diff} == counted
        by_path = {one.path: one for one in diff}
        if "a.c" in by_path:
            assert applied(by_path["a.c"], before) == lines(after)
        assert (odd in by_path) == (before[::-1] != after[::-1])


def numstat(store: Scratch, old: str, new: str) -> dict[str, tuple[int, int]]:
    out = store.run("diff-tree", "-r", "--numstat", "-z", "--no-renames", old, new)
    rows = [row.split(b"\t") for row in out.split(b"\0")[:-1]]
    return {row[2].decode(): (int(row[0]), int(row[1])) for row in rows}


def test_files_that_come_and_go(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    first = commit(tmp_path, {"old.c": "one\n", "bin": "a\0b"})
    (tmp_path / "old.c").unlink()
    second = commit(tmp_path, {"new.c": "two\n", "bin": "b\0b"})
    with scratch(open_repo(tmp_path)) as store:
        (diff,) = read_diffs(store, [(first, second)])
        assert read_diffs(store, [(first, first)]) == [()]
        assert read_diffs(store, []) == []
    assert [(one.path, one.insertions, one.deletions) for one in diff] == [
        ("new.c", 1, 0),
        ("old.c", 0, 1),
    ]
