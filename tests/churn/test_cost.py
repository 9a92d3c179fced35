# SPDX-License-Identifier: GPL-2.0-only
"""Designs of the mini kernel go in; their cost is what git says of the series themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from folioize.churn.cost import Cost, Share, cost_of
from folioize.churn.lines import CLASSES
from folioize.churn.rehearsed import rehearsed
from folioize.errors import ConvertedAlready
from folioize.kinds import design_of
from folioize.model import Options, SeriesRecord
from folioize.plan import plan_design
from folioize.series import make_series
from folioize.tree import open_tree
from tests.churn.conftest import Rehearse
from tests.e2e.conftest import git, repository

pytestmark = pytest.mark.slow

DESIGN = ("slab_page", "net_page", "page_table")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SeriesRecord]:
    """The design's series as a user makes it, and checked out."""
    folder = tmp_path_factory.mktemp("written")
    return written_to(folder, *DESIGN)


def written_to(folder: Path, *kinds: str, layout: str = "overlay") -> tuple[Path, SeriesRecord]:
    tree = repository(folder / "tree")
    plan = plan_design(open_tree(tree), design_of(kinds, layout), Options())
    record = make_series(tree, plan, folder / "out")
    git(tree, "checkout", "-q", record.branch)
    return tree, record


@pytest.fixture(scope="module")
def cost(rehearse: Rehearse) -> Cost:
    return cost_of(rehearse(*DESIGN))


def numstat(tree: Path, old: str, new: str) -> tuple[int, int, int]:
    rows = [line.split("\t") for line in git(tree, "diff", "--numstat", old, new).splitlines()]
    return len(rows), sum(int(row[0]) for row in rows), sum(int(row[1]) for row in rows)


@pytest.mark.parametrize(
    ("kinds", "layout"),
    [(("net_page",), "overlay"), (DESIGN, "overlay"), (("net_page", "page_table"), "union")],
)
def test_a_rehearsal_has_the_commits_of_the_series(
    kinds: tuple[str, ...], layout: str, rehearse: Rehearse, tmp_path: Path
) -> None:
    """To the bit: a commit's id is a digest of all that is in it."""
    _, record = written_to(tmp_path, *kinds, layout=layout)
    design = rehearse(*kinds, layout=layout)
    assert record.patches
    assert design.run.record.patches == record.patches
    assert design.run.record.parts == record.parts
    assert design.tip == record.tip


def test_each_kind_costs_what_its_part_of_the_series_does(
    cost: Cost, written: tuple[Path, SeriesRecord]
) -> None:
    tree, record = written
    shares = {share.name: share for share in cost.by_kind}
    assert [part.kind for part in record.parts] == list(DESIGN)
    for part in record.parts:
        patches = record.patches[part.first - 1 : part.last]
        share = shares[part.kind]
        assert share.patches == len(patches)
        sums = [numstat(tree, f"{patch.commit}^", patch.commit) for patch in patches]
        assert share.insertions == sum(added for _, added, _ in sums)
        assert share.deletions == sum(removed for _, _, removed in sums)
        mine = {row.number for row in cost.patches if row.kind == part.kind}
        assert mine == {patch.number for patch in patches}


def test_the_numbers_are_those_of_the_patches(
    cost: Cost, written: tuple[Path, SeriesRecord]
) -> None:
    tree, record = written
    patches = record.patches
    for counted, patch in zip(cost.patches, patches, strict=True):
        mine = (counted.files, counted.insertions, counted.deletions)
        assert mine == numstat(tree, f"{patch.commit}^", patch.commit), patch.subject
    whole = numstat(tree, record.base, record.tip)
    assert (cost.files, cost.net_insertions, cost.net_deletions) == whole
    assert cost.insertions == sum(patch.insertions for patch in patches)
    assert cost.transient == cost.insertions - whole[1] == cost.deletions - whole[2]


def test_the_numbers_are_those_of_the_mails(cost: Cost, written: tuple[Path, SeriesRecord]) -> None:
    tree, record = written
    mails = [(tree.parent / "out" / patch.file).read_text() for patch in record.patches]
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
    cost: Cost, written: tuple[Path, SeriesRecord]
) -> None:
    """Of a changed function the tip's text has another prototype; of another one it has not."""
    tree, record = written

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
        assert heads(record.base, name) != heads(record.tip, name), key
    assert cost.touched.call_sites >= len(cost.touched.signatures) / 2
    for name in cost.touched.exported:
        assert git(tree, "grep", "-E", f"EXPORT_SYMBOL(_GPL)?\\({name}\\)", record.base)


def test_who_is_concerned_is_read_from_maintainers(cost: Cost, tree: Path) -> None:
    text = (tree / "MAINTAINERS").read_text()
    for share in cost.by_subsystem:
        assert share.name in text or share.name == "(none named)"
    for share in cost.by_maintainer:
        assert share.name in text


def test_a_kind_that_the_tree_has_is_told(written: tuple[Path, SeriesRecord]) -> None:
    design, tree, told = design_of(DESIGN), open_tree(written[0]), list[str]()
    with pytest.raises(ConvertedAlready), rehearsed(tree, design, Options()):
        pass
    with rehearsed(tree, design, Options(), told=told.append) as made:
        cost = cost_of(made)
    assert (cost.patches, cost.insertions, cost.net, cost.ratio) == ((), 0, 0, None)
    assert len(told) == 1


def test_nothing_is_left_behind(rehearse: Rehearse, tree: Path) -> None:
    before = sorted(path for path in (tree / ".git").rglob("*"))
    cost_of(rehearse("net_page"))
    assert sorted(path for path in (tree / ".git").rglob("*")) == before
    assert git(tree, "status", "--porcelain", "--ignored") == ""
