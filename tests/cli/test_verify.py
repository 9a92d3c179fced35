# SPDX-License-Identifier: GPL-2.0-only
"""Series whose messages can't be amended go in; verify must say so before it builds anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from folioize.cli import app, stages
from folioize.model import Plan
from folioize.series import make_series, read_series
from folioize.verify import VerifyReport
from folioize.verify.records import PatchVerdict
from tests.series.conftest import clean_git, contents, git, make_tree, plan, state, tree

__all__ = ["clean_git", "make_tree", "plan", "tree"]

NAME = "folioize/slab_page"


@pytest.fixture
def out(tree: Path, plan: Plan, tmp_path: Path) -> Path:
    make_series(tree, plan, tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Let verify find nothing wrong without building anything; tells what it was asked for."""
    asked: list[Path] = []

    def verify(_tree: Path, series: Path, *_: object) -> VerifyReport:
        asked.append(series)
        record = read_series(series)
        patches = tuple(
            PatchVerdict(patch.number, patch.file, patch.subject, "", ())
            for patch in record.patches
        )
        return VerifyReport(
            2, record.base, record.tip, "gcc", "mini", patches=patches, complete=True
        )

    monkeypatch.setattr(stages, "verify", verify)
    return asked


def checked_out(tree: Path, out: Path) -> str:
    git(tree, "worktree", "add", "-q", str(tree.parent / "away"), NAME)
    return f"branch {NAME} is checked out in {tree.parent}/away: end that, or verify with"


def amended(tree: Path, out: Path) -> str:
    away = tree.parent / "away"
    git(tree, "worktree", "add", "-q", "--detach", str(away), NAME)
    git(away, "commit", "-q", "--amend", "-m", "amended")
    git(away, "update-ref", f"refs/heads/{NAME}", "HEAD")
    return f"branch {NAME} is not at"


def deleted(tree: Path, out: Path) -> str:
    git(tree, "branch", "-qD", NAME)
    return f"branch {NAME} is not at"


def patch_edited(tree: Path, out: Path) -> str:
    (out / "0002-slub-f2.patch").write_text("edited")
    return "0002-slub-f2.patch was edited: write the series anew, or verify with"


def another_tree(tree: Path, out: Path) -> str:
    git(tree, "update-ref", "-d", f"refs/heads/{NAME}")
    record = read_series(out)
    (out / "series.json").write_bytes(
        (out / "series.json").read_bytes().replace(record.base.encode(), b"1" * 40)
    )
    return "has no commit 111111111111: wrong tree"


@pytest.mark.parametrize("spoil", [checked_out, amended, deleted, patch_edited, another_tree])
def test_what_cannot_be_amended_is_told_before_it_is_built(
    tree: Path,
    out: Path,
    tried: list[Path],
    capsys: pytest.CaptureFixture[str],
    spoil: Callable[[Path, Path], str],
) -> None:
    says = spoil(tree, out)
    before = state(tree), contents(out)
    assert app.run(["verify", str(tree), str(out)]) == 2
    shown, complaint = capsys.readouterr()
    assert (shown, tried) == ("", [])
    assert says in complaint
    assert complaint.count("\n") == 1
    assert app.run(["verify", str(tree), str(out), "--keep-messages"]) == 0
    assert tried == [out]
    assert (state(tree), contents(out)) == before


def test_what_changes_meanwhile_is_told_after_the_report(
    tree: Path,
    out: Path,
    tried: list[Path],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    verify = stages.verify

    def slow(*args: object) -> VerifyReport:
        report = verify(*args)  # type: ignore[arg-type]
        checked_out(tree, out)
        return report

    monkeypatch.setattr(stages, "verify", slow)
    assert app.run(["verify", str(tree), str(out)]) == 3
    shown, complaint = capsys.readouterr()
    assert "4 patches, 0 configurations" in shown
    assert complaint.startswith("folioize: the proofs stand in verify.json only: branch")


def test_a_patch_without_its_file_is_told_first(
    tree: Path, plan: Plan, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (out / "0003-slub-f3.patch").unlink()
    assert app.run(["verify", str(tree), str(out), "--work", str(tree.parent / "work")]) == 2
    assert capsys.readouterr().err.endswith(
        "0003-slub-f3.patch is missing: write the series anew\n"
    )
    assert not (tree.parent / "work").exists()
    make_series(tree, plan, out)
    (out / "verify.json").write_text("[]")
    assert app.run(["verify", str(tree), str(out), "--work", str(tree.parent / "work")]) == 2
    assert capsys.readouterr().err.endswith("verify.json is not folioize's: move it away\n")


def test_a_series_of_nothing(tree: Path, plan: Plan, tmp_path: Path, tried: list[Path]) -> None:
    make_series(tree, replace(plan, steps=()), tmp_path / "none")
    assert app.run(["verify", str(tree), str(tmp_path / "none")]) == 0
