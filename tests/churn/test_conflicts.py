# SPDX-License-Identifier: GPL-2.0-only
"""The mini kernel with others' work goes in; conflicts are those that git rebase runs into."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from folioize.churn.conflicts import conflict_tables, conflicts_with
from folioize.churn.rehearsed import rehearsed
from folioize.cli import app
from folioize.errors import TreeError
from folioize.kinds import design_of
from folioize.model import Options
from folioize.plan import make_plan
from folioize.series import make_series
from folioize.tree import open_tree
from tests.e2e.conftest import git, repository

SLAB, NET = design_of(("slab_page",)), design_of(("net_page",))


@pytest.fixture
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The mini kernel; the base has its slub.c's first half from long ago, and ``theirs`` another
    name for a variable that the series renames too."""
    for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
        monkeypatch.setenv(name, "2020-01-01T00:00:00Z")
    tree = repository(tmp_path / "tree")
    path = tree / "mm/slub.c"
    text = path.read_text()
    for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
        monkeypatch.setenv(name, "2024-01-01T00:00:00Z")
    path.write_text(text.replace("struct page *page)\n{", "struct page *page )\n{"))
    git(tree, "commit", "-qam", "recent")
    git(tree, "checkout", "-qb", "theirs")
    ours = path.read_text()
    path.write_text(ours.replace("discard_page", "discard_me"))
    (tree / "mm/slab.c").unlink()
    (tree / "fs/minifs/new.c").write_text("int new;\n")
    git(tree, "add", "-A")
    git(tree, "commit", "-qm", "theirs")
    git(tree, "checkout", "-q", "-")
    return tree


def rebase_conflicts(tree: Path, onto: str, branch: str) -> bool:
    done = subprocess.run(
        ("git", "rebase", "-q", "--onto", onto, "HEAD", branch),
        cwd=tree, capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode:
        subprocess.run(("git", "rebase", "--abort"), cwd=tree, capture_output=True, check=True)
    return done.returncode != 0


def test_nothing_conflicts_with_the_base_itself(history: Path) -> None:
    with rehearsed(open_tree(history), SLAB, Options()) as design:
        risk = conflicts_with(design, "HEAD")
        assert risk.conflicts == 0
        assert all(not patch.files for patch in risk.patches)
        assert all(patch.hunks for patch in risk.patches)


def test_conflicts_are_those_of_a_rebase(history: Path, tmp_path: Path) -> None:
    before = git(history, "for-each-ref"), git(history, "status", "--porcelain")
    with rehearsed(open_tree(history), SLAB, Options()) as design:
        slab = conflicts_with(design, "theirs")
    with rehearsed(open_tree(history), NET, Options()) as design:
        net = conflicts_with(design, "theirs")
    assert (git(history, "for-each-ref"), git(history, "status", "--porcelain")) == before
    files = {path for patch in slab.patches for path in patch.files}
    assert files == {"mm/slub.c", "mm/slab.c"}
    assert net.conflicts == 0
    for kind, risk in (("slab_page", slab), ("net_page", net)):
        plan = make_plan(open_tree(history), kind, Options())
        record = make_series(history, plan, tmp_path / kind)
        assert rebase_conflicts(history, "theirs", record.branch) == bool(risk.conflicts)
        git(history, "checkout", "-q", record.base)


def test_lines_of_the_last_year_are_those_that_blame_dates_so(history: Path) -> None:
    with rehearsed(open_tree(history), SLAB, Options()) as design:
        risk = conflicts_with(design, "HEAD")
        out = design.store.run("diff", "-U0", design.base, design.tip, "--", ".").decode()
    removed = [line for line in out.splitlines() if line[:1] == "-" and line[:4] != "--- "]
    assert risk.touched == len(removed)
    assert risk.changed == sum("*page )" in line for line in removed) > 0
    rows = {row[0]: row[1:] for row in conflict_tables(risk)[0].rows}
    assert rows["touched lines written in the last year"] == (risk.changed, risk.touched)


def test_a_history_of_a_day_says_nothing_of_a_year(tree: Path) -> None:
    with rehearsed(open_tree(tree), NET, Options()) as design:
        risk = conflicts_with(design, "HEAD")
    assert (risk.touched, risk.changed) == (None, None)


def test_a_ref_that_there_is_not(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with (
        rehearsed(open_tree(tree), NET, Options()) as design,
        pytest.raises(TreeError, match="no ref next"),
    ):
        conflicts_with(design, "next/master")
    assert app.run(["stats", str(tree), "net", "--against", "--output=x"]) == 2
    assert "has no ref --output=x" in capfd.readouterr().err
    assert app.run(["stats", str(tree), "net", "--against", "HEAD", "--table", "risk"]) == 0
    assert "patches that conflict" in capfd.readouterr().out
