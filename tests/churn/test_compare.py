# SPDX-License-Identifier: GPL-2.0-only
"""Designs go in; they are set side by side."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from folioize.churn.benefit import Benefit, benefit_of
from folioize.churn.compare import Entry, compare_tables, on_frontier
from folioize.churn.cost import Cost, cost_of
from folioize.cli import app
from tests.churn.conftest import Rehearse
from tests.e2e.conftest import git, repository

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def slab(rehearse: Rehearse) -> Entry:
    design = rehearse("slab_page")
    return Entry("slab", cost_of(design), benefit_of(design))


def entry(like: Entry, name: str, lines: int, edges: int) -> Entry:
    cost: Cost = msgspec.structs.replace(like.cost, net_insertions=lines, net_deletions=0)
    benefit: Benefit = msgspec.structs.replace(like.benefit, checked_edges=edges)
    return Entry(name, cost, benefit)


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
    assert app.run(["stats", str(tree), "--design", "slab+net", "--table", "kinds"]) == 0
    assert capfd.readouterr().out.split()[5::5] == ["net_page", "slab_page"]


def test_a_design_of_one_s_own_is_compared_too(
    tree: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Of one layout and of the other, what is measured is what such a series would be."""
    asked = ["stats", str(tree), "--compare", "-k", "net_page", "-k", "page_table", "net"]
    wanted = []
    for layout in ("overlay", "union"):
        assert app.run([*asked, "--layout", layout, "--format", "json"]) == 0
        found = msgspec.json.decode(capfd.readouterr().out)
        wanted.append({row["what"]: row for row in found["designs"]})
    both, united = wanted
    assert united["patches"]["net_page+page_table"] == both["patches"]["net_page+page_table"] + 1
    for row in ("call edges checked", "declarations checked"):
        assert united[row] == both[row]
        assert both[row]["net"] < both[row]["net_page+page_table"]


def test_a_design_that_the_tree_has_costs_nothing_more(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    linux = repository(tmp_path / "linux")
    assert app.run(["series", str(linux), "--design", "net", "-o", str(tmp_path / "out")]) == 0
    git(linux, "checkout", "-q", "folioize/net_page")
    capfd.readouterr()
    asked = ["stats", str(linux), "--compare", "net", "slab", "slab+net", "--format", "json"]
    assert app.run(asked) == 0
    out, err = capfd.readouterr()
    rows = {row["what"]: row for row in msgspec.json.decode(out)["designs"]}
    assert rows["patches"]["net"] == rows["call edges checked"]["net"] == 0
    assert 0 < rows["patches"]["slab"] == rows["patches"]["slab+net"]
    assert "has struct net_page: nothing is left to convert" in err
    assert err.count("left out: net_page: ") == 1


@pytest.mark.parametrize(
    ("names", "says"),
    [
        ([], "name the kinds with --kind, as --kind slab_page, or a --design"),
        (["slab", "net"], "name one design, or several with --compare"),
        (["--design", "slab", "net"], "name one design, or several with --compare"),
        (["--compare", "--design", "slab", "-k", "net_page"], "leave out --kind net_page"),
        (["--compare", "slab", "no"], "no design 'no': there is folio, net, page_table"),
        (["--compare", "slab", "--against", "HEAD"], "--against is for one design"),
    ],
)
def test_a_command_without_a_single_design_is_refused(
    names: list[str], says: str, tree: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert app.run(["stats", str(tree), *names]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert says in err
