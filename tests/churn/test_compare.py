# SPDX-License-Identifier: GPL-2.0-only
"""Designs go in; they are found by name, and set side by side."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from folioize.churn.benefit import Benefit, benefit_of
from folioize.churn.compare import Entry, compare_tables, on_frontier
from folioize.churn.cost import Cost, cost_of
from folioize.churn.designs import Designs
from folioize.churn.rehearsed import Stage
from folioize.cli import app
from folioize.errors import KindError
from folioize.kinds import Catalog


@pytest.fixture(scope="module")
def slab(rehearsals: Stage) -> Entry:
    design = rehearsals.design("slab", ("slab_page",))
    return Entry("slab", cost_of(design), benefit_of(design))


def entry(like: Entry, name: str, lines: int, edges: int) -> Entry:
    cost: Cost = msgspec.structs.replace(like.cost, net_insertions=lines, net_deletions=0)
    benefit: Benefit = msgspec.structs.replace(like.benefit, checked_edges=edges)
    return Entry(name, cost, benefit)


def test_every_design_that_comes_with_folioize_can_be_found() -> None:
    designs = Designs(Catalog())
    assert {"slab", "net", "slab+net"} <= set(designs.files)
    for name in designs.files:
        found = designs.find(name)
        assert found.title
        assert set(found.kinds) <= set(Catalog().folders)


def test_kinds_and_designs_can_be_joined() -> None:
    designs = Designs(Catalog())
    assert designs.find("slab_page").kinds == ("slab_page",)
    assert designs.find("pgtable+slab").kinds == ("page_table", "slab_page")
    assert designs.find("slab+slab_page+net").kinds == ("slab_page", "net_page")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('title = "x"\nwhy = ""\nkinds = []\n', "one kind at least"),
        ('title = "x"\nwhy = ""\nkinds = ["slab_page", "slab_page"]\n', "none twice"),
        ('title = "x"\nwhy = ""\nkinds = ["no_page"]\n', "no kind 'no_page'"),
        ('titel = "x"\n', "unknown field `titel`"),
        ("title = ", "mine.toml"),
    ],
)
def test_a_broken_design_is_told(
    text: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "transforms/designs"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text(text)
    monkeypatch.setenv("FOLIOIZE_PATH", str(tmp_path))
    with pytest.raises(KindError, match=says):
        Designs(Catalog()).find("mine")


def test_a_design_that_there_is_not_names_those_that_there_are() -> None:
    with pytest.raises(KindError, match=r"no design 'ultra': there is net, pgtable, slab"):
        Designs(Catalog()).find("ultra")
    with pytest.raises(KindError, match="no design 'ultra'"):
        Designs(Catalog()).find("slab+ultra")


def test_the_frontier_is_what_nothing_beats(slab: Entry) -> None:
    some = [
        entry(slab, "dear", 300, 20),
        entry(slab, "cheap", 100, 10),
        entry(slab, "worse", 150, 10),
        entry(slab, "most", 400, 40),
        entry(slab, "same", 100, 5),
    ]
    assert [one.name for one in on_frontier(some)] == ["cheap", "dear", "most"]
    *_, steps, frontier = compare_tables(some)
    assert [row[-1] for row in frontier.rows if row[4] == "yes"] == [10.0, 20.0, 5.0]
    assert {row[1] for row in steps.rows} == {"nothing"}  # they are all of the same kinds
    assert steps.rows[0][2:] == (len(slab.cost.patches), 300, 20, 15.0)


def test_a_design_adds_to_the_largest_that_it_contains(slab: Entry) -> None:
    kinds = {"a": ("a",), "b": ("b",), "ab": ("a", "b"), "c": ("c",), "abc": ("a", "b", "c")}
    lines = {"a": 100, "b": 50, "ab": 150, "c": 500, "abc": 700}
    some = []
    for name, held in kinds.items():
        one = entry(slab, name, lines[name], lines[name] // 10)
        some.append(Entry(name, msgspec.structs.replace(one.cost, kinds=held), one.benefit))
    rows = {row[0]: row[1:] for row in compare_tables(some)[1].rows}
    assert rows["ab"] == ("a", 0, 50, 5, 10.0)
    assert rows["abc"] == ("c", 0, 200, 20, 10.0)
    assert rows["b"][0] == rows["c"][0] == "nothing"


def test_a_design_that_gives_nothing_has_no_price(slab: Entry) -> None:
    tables = compare_tables([entry(slab, "none", 0, 0)])
    assert [table.name for table in tables] == ["designs", "steps", "frontier"]
    assert tables[2].rows == (("none", 0, 0, None, "yes", None),)


def test_the_command_compares(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    names = ["slab", "net", "slab+net"]
    assert app.run(["stats", str(tree), "--compare", *names, "--format", "json"]) == 0
    found = msgspec.json.decode(capfd.readouterr().out)
    rows = {row["what"]: row for row in found["designs"]}
    assert list(rows["patches"]) == ["what", *names]
    both = rows["patches"]
    assert both["slab+net"] == both["slab"] + both["net"]
    assert app.run(["stats", str(tree), "slab+net", "--table", "kinds"]) == 0
    assert capfd.readouterr().out.split()[5::5] == ["net_page", "slab_page"]


@pytest.mark.parametrize("names", [[], ["slab", "net"]])
def test_a_command_without_a_single_design_is_refused(
    names: list[str], tree: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert app.run(["stats", str(tree), *names]) == 2
    assert "name one design" in capfd.readouterr().err


def test_what_no_later_design_begins_with_is_let_go(rehearsals: Stage) -> None:
    rehearsals.design("both", ("slab_page", "net_page"))
    rehearsals.design("net", ("net_page",))
    rehearsals.forget([("slab_page", "page_table")])
    assert set(rehearsals._known) == {(), ("slab_page",)}
    assert rehearsals.design("net", ("net_page",)).parts
