# SPDX-License-Identifier: GPL-2.0-only
"""A declaration is rejected on the screen; the series builds without it, also after a rebase."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from folioize.cli import app as command
from folioize.decisions import Journal
from folioize.model import Options
from folioize.plan import make_plan
from folioize.review.engine import Engine
from folioize.review.screen.app import Review
from folioize.review.session import Session
from folioize.series import read_series
from folioize.tree import open_tree

from .conftest import Converted, git
from .driven import Desk, Here, drive, press

pytestmark = pytest.mark.slow

FUNCTION, NAME = "get_freelist", "page"


@pytest.fixture
def rejected(mini: Converted, engine: Engine, tmp_path: Path) -> tuple[Path, Path]:
    """A clone of the tree, and OUT, after a declaration was rejected on the screen and the screen
    was left: nothing was written but the decision."""
    tree, out = tmp_path / "tree", tmp_path / "out"
    shutil.copytree(mini.tree, tree)
    shutil.copytree(mini.out, out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    session = Session(out, Journal(out / "decisions.toml"), tree=tree)
    screen = Review(session, Desk(engine))

    async def steps(pilot: Here) -> None:
        await press(pilot, "2", "f", *FUNCTION, "enter")
        at = next(
            n for n, node in enumerate(screen.outline.nodes)
            if node.rows and session.rows[node.rows[0]].name == NAME
        )  # fmt: skip
        screen.outline.go(at)
        await press(pilot, "n", "y", "q")

    drive(screen, steps)
    after = {path.name: path.read_bytes() for path in out.iterdir()}
    assert after.keys() - before.keys() == {"decisions.toml", "decisions.log"}
    assert {name: after[name] for name in before} == before
    return tree, out


def declared(tree: Path, revision: str) -> str:
    """The line that begins the function."""
    text = git(tree, "show", f"{revision}:mm/slub.c")
    found = re.search(rf"^.*\b{FUNCTION}\([^)]*\)", text, re.MULTILINE)
    assert found is not None
    return found[0]


def generate(tree: Path, out: Path, branch: str) -> str:
    words = ["series", str(tree), "-k", "slab_page", "-o", str(out), "--branch", branch, "-j", "1"]
    assert command.run(words) == 0
    return read_series(out).tip


def test_what_was_rejected_is_untouched_in_the_series(
    rejected: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    tree, out = rejected
    tip = generate(tree, out, "again")
    assert f"as {out / 'decisions.toml'} says" in capsys.readouterr().err
    assert declared(tree, tip) == declared(tree, "HEAD")
    assert "struct page *page" in declared(tree, tip)
    assert "struct slab_page" in git(tree, "show", f"{tip}:mm/slub.c")


@pytest.mark.build
@pytest.mark.slow
def test_the_series_builds_at_every_patch_with_the_same_machine_code(
    rejected: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tree, out = rejected
    generate(tree, out, "again")
    words = ["verify", str(tree), str(out), "--work", str(tmp_path / "work"), "-j", "2"]
    code = command.run(words)
    told = capsys.readouterr()
    assert code == 0, told.out + told.err
    screen = Session(out, Journal(out / "decisions.toml"), tree=tree)
    for patch in screen.record.patches:
        lines = screen.checked(patch.number)
        assert "ok      applies" in lines
        assert not [line for line in lines if line.startswith("FAILS")]


def test_it_holds_after_a_rebase(rejected: tuple[Path, Path]) -> None:
    tree, out = rejected
    path = tree / "mm/slub.c"
    lines = path.read_text().split("\n")
    at = next(number for number, line in enumerate(lines) if FUNCTION in line)
    lines[at - 3 : at - 3] = ["", "/* Other lines came in before it. */", ""]
    path.write_text("/* And at the top. */\n" + "\n".join(lines))
    git(tree, "commit", "-qam", "other lines")
    options = Options(jobs=1, decisions=str(out / "decisions.toml"))
    plan = make_plan(open_tree(tree), "slab_page", options)
    assert plan.steps
    tip = generate(tree, out, "rebased")
    assert declared(tree, tip) == declared(tree, "HEAD")
    assert "struct slab_page" in git(tree, "show", f"{tip}:mm/slub.c")


def test_what_is_gone_is_stale_and_not_lost(rejected: tuple[Path, Path], engine: Engine) -> None:
    tree, out = rejected
    path = tree / "mm/slub.c"
    path.write_text(path.read_text().replace(FUNCTION, "take_freelist"))
    git(tree, "commit", "-qam", "another name")
    spec = replace(engine.spec, tree=str(tree), branch="")
    session = Session(out, Journal(out / "decisions.toml"), tree=tree)
    outcome = Engine(spec, session.decisions).solve(session.decisions)
    assert [one.function for one in outcome.stale] == [FUNCTION]
    session.take(outcome)
    assert session.decisions == outcome.stale
