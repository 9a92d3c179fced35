# SPDX-License-Identifier: GPL-2.0-only
"""Designs are measured twice; the second time nothing is planned, and the same is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from folioize.churn import recall
from folioize.cli import app
from folioize.errors import ConvertedAlready
from folioize.kinds import Catalog, Design, design_of
from folioize.kinds.designs import find_design
from folioize.model import Options
from folioize.tree import open_tree
from tests.e2e.conftest import environment, git, repository

pytestmark = pytest.mark.slow

__all__ = ["environment"]

SLAB, NET = design_of(("slab_page",)), design_of(("net_page",))


@pytest.fixture
def own(tmp_path: Path, environment: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return repository(tmp_path / "tree")


def refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("it was rehearsed again")

    monkeypatch.setattr(recall, "rehearsed", never)


def run(asked: list[str], capfd: pytest.CaptureFixture[str]) -> tuple[str, str]:
    assert app.run(asked) == 0
    return capfd.readouterr()


def test_what_is_known_is_not_planned_again(
    own: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (own / "stray.c").write_text("struct page;\n")
    asked = ["stats", str(own), "--kind", "slab_page"]
    before = run(asked, capfd)
    refuse(monkeypatch)
    assert run(asked, capfd) == before
    assert "stray.c" in before[1]
    assert run(["stats", str(own), "-k", "slab_page", "-j", "1"], capfd) == before


def test_whatever_it_depends_on_makes_it_anew(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def key(design: Design = SLAB, **given: object) -> str:
        options = Options(**given)  # type: ignore[arg-type]
        return recall._key(open_tree(own, committed=True), design, options)

    decisions = tmp_path / "decisions.toml"
    decisions.write_text("")
    named = str(decisions)
    keys = [key(), key(NET), key(keep_names=True), key(paths=("mm",)), key(decisions=named)]
    decisions.write_text("# other\n")
    keys.append(key(decisions=named))
    kind = tmp_path / "mine/transforms/other/kind.toml"
    kind.parent.mkdir(parents=True)
    kind.write_text("x")
    monkeypatch.setenv("FOLIOIZE_PATH", str(tmp_path / "mine"))
    keys.append(key())
    kind.write_text("y")
    keys.append(key())
    (own / "mm/slub.c").write_bytes((own / "mm/slub.c").read_bytes() + b"\n")
    assert key() == keys[-1]  # HEAD is what counts
    git(own, "commit", "-qam", "mm: change")
    keys.append(key())
    assert "" not in keys
    assert len({*keys}) == len(keys)
    assert recall._key(open_tree(own), SLAB, Options()) == ""


def test_designs_at_once_are_what_each_is_alone(own: Path, tmp_path: Path) -> None:
    catalog = Catalog(own)
    designs = [find_design(name, catalog) for name in ("slab", "net", "slab+net")]
    tree = open_tree(own, committed=True)
    found = recall.measure_all(tree, designs, Options(jobs=2), recall._quiet)
    (tmp_path / "cache/folioize/facts.sqlite").unlink()
    assert found == [recall.measure(tree, one, Options(), recall._quiet) for one in designs]
    assert [len(one.cost.kinds) > 1 for one in found] == [False, False, True]


def test_a_converted_tree_is_told_each_time(own: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    assert app.run(["series", str(own), "-k", "slab_page", "-o", out]) == 0
    git(own, "checkout", "-q", "folioize/slab_page")
    tree, told = open_tree(own, committed=True), list[str]()
    for _ in range(2):
        with pytest.raises(ConvertedAlready):
            recall.measure(tree, SLAB, Options(), recall._quiet)
        assert recall.measure(tree, SLAB, Options(), recall._quiet, told.append).cost.files == 0
    assert len(told) == 2
    assert told[0] == told[1] != ""
