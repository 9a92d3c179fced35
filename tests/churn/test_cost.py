# SPDX-License-Identifier: GPL-2.0-only
"""Designs of the mini kernel go in; their cost is what git says of the series themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from folioize.churn.cost import Cost, Share, cost_of
from folioize.churn.lines import CLASSES
from folioize.churn.rehearsed import Stage
from folioize.errors import ConvertedAlready
from folioize.model import Options, SeriesRecord
from folioize.plan import make_plan
from folioize.series import make_series
from folioize.tree import open_tree
from tests.e2e.conftest import git, repository

DESIGN = ("slab_page", "net_page", "page_table")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[SeriesRecord]]:
    """The design's series as a user makes them: one, checked out, and the next upon it."""
    folder = tmp_path_factory.mktemp("written")
    tree = repository(folder / "tree")
    records = []
    for kind in DESIGN:
        plan = make_plan(open_tree(tree), kind, Options())
        records.append(make_series(tree, plan, folder / kind))
        git(tree, "checkout", "-q", records[-1].branch)
    return tree, records


@pytest.fixture(scope="module")
def cost(rehearsals: Stage) -> Cost:
    return cost_of(rehearsals.design("all", DESIGN))


def numstat(tree: Path, old: str, new: str) -> tuple[int, int, int]:
    rows = [line.split("\t") for line in git(tree, "diff", "--numstat", old, new).splitlines()]
    return len(rows), sum(int(row[0]) for row in rows), sum(int(row[1]) for row in rows)


def test_a_rehearsal_has_the_commits_of_the_series(
    rehearsals: Stage, written: tuple[Path, list[SeriesRecord]]
) -> None:
    """To the bit: a commit's id is a digest of all that is in it."""
    design = rehearsals.design("all", DESIGN)
    assert [part.run.record.tip for part in design.parts] == [record.tip for record in written[1]]
    assert design.tip == written[1][-1].tip


def test_the_numbers_are_those_of_the_patches(
    cost: Cost, written: tuple[Path, list[SeriesRecord]]
) -> None:
    tree, records = written
    patches = [patch for record in records for patch in record.patches]
    for counted, patch in zip(cost.patches, patches, strict=True):
        mine = (counted.files, counted.insertions, counted.deletions)
        assert mine == numstat(tree, f"{patch.commit}^", patch.commit), patch.subject
    whole = numstat(tree, records[0].base, records[-1].tip)
    assert (cost.files, cost.net_insertions, cost.net_deletions) == whole
    assert cost.insertions == sum(patch.insertions for patch in patches)
    assert cost.transient == cost.insertions - whole[1] == cost.deletions - whole[2]


def test_the_numbers_are_those_of_the_mails(
    cost: Cost, written: tuple[Path, list[SeriesRecord]]
) -> None:
    tree, records = written
    mails = [
        (tree.parent / record.kind / patch.file).read_text()
        for record in records
        for patch in record.patches
    ]
    for counted, mail in zip(cost.patches, mails, strict=True):
        body = mail[mail.index("\ndiff --git ") :]
        assert counted.hunks == len(re.findall(r"^@@ ", body, re.M))
        assert counted.insertions == len(re.findall(r"^\+(?!\+\+ )", body, re.M))
        assert counted.deletions == len(re.findall(r"^-(?!-- )", body, re.M))


def test_shares_add_up(cost: Cost) -> None:
    def total(shares: tuple[Share, ...]) -> tuple[int, int]:
        return sum(s.insertions for s in shares), sum(s.deletions for s in shares)

    whole = (cost.insertions, cost.deletions)
    for shares in (cost.by_kind, cost.by_rule, cost.by_directory, cost.by_subsystem):
        assert total(shares) == whole
    assert sum(added for added, _ in cost.lines.values()) == cost.insertions
    assert sum(removed for _, removed in cost.lines.values()) == cost.deletions
    for patch in cost.patches:
        assert sum(getattr(patch, name) for name in CLASSES) == patch.size
    assert [share.name for share in cost.by_kind] == sorted(DESIGN)


def test_signatures_are_those_that_the_diff_changes(
    cost: Cost, written: tuple[Path, list[SeriesRecord]]
) -> None:
    """Of a changed function the tip's text has another prototype; of another one it has not."""
    tree, records = written

    def heads(commit: str, name: str) -> set[str]:
        pattern = rf"^[a-z_][^;{{}}=\n]*\b{name}\([^;{{}}]*\)\s*[;{{]"
        out = git(tree, "grep", "-hE", f"\\b{name}\\(", commit, "--", "*.c", "*.h")
        assert out
        found: set[str] = set()
        files = git(tree, "grep", "-lE", f"\\b{name}\\(", commit, "--", "*.c", "*.h").split()
        for path in files:
            found.update(re.findall(pattern, git(tree, "show", path), re.M))
        return found

    for key in cost.touched.signatures:
        name = key.rsplit(":", 1)[-1]
        assert heads(records[0].base, name) != heads(records[-1].tip, name), key
    assert cost.touched.call_sites >= len(cost.touched.signatures) / 2
    for name in cost.touched.exported:
        assert git(tree, "grep", "-E", f"EXPORT_SYMBOL(_GPL)?\\({name}\\)", records[0].base)


def test_who_is_concerned_is_read_from_maintainers(cost: Cost, tree: Path) -> None:
    text = (tree / "MAINTAINERS").read_text()
    for share in cost.by_subsystem:
        assert share.name in text or share.name == "(none named)"
    for share in cost.by_maintainer:
        assert share.name in text


def test_a_kind_that_the_tree_has_is_told(rehearsals: Stage, written: tuple[Path, object]) -> None:
    from folioize.churn.rehearsed import stage  # noqa: PLC0415

    with stage(open_tree(written[0]), Options()) as opened, pytest.raises(ConvertedAlready):
        opened.design("all", DESIGN)


def test_nothing_is_left_behind(rehearsals: Stage, tree: Path) -> None:
    before = sorted(path for path in (tree / ".git").rglob("*"))
    cost_of(rehearsals.design("net_page", ("net_page",)))
    assert sorted(path for path in (tree / ".git").rglob("*")) == before
    assert git(tree, "status", "--porcelain", "--ignored") == ""
