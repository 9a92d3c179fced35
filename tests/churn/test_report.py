# SPDX-License-Identifier: GPL-2.0-only
"""A report of the mini kernel goes in; it is well-formed, whole in itself, and true."""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folioize.churn import charts
from folioize.churn.compare import Entry
from folioize.churn.cost import GUIDE, Cost, Share
from folioize.churn.report import Measured, write_report
from folioize.cli import app
from folioize.errors import FolioizeError
from folioize.kinds import Design
from tests.churn.conftest import Rehearse
from tests.e2e.conftest import git

VOID = {"meta", "link", "br", "rect", "line", "circle"}


class Page(HTMLParser):
    """Reads a page: every tag closed in its turn, tables by title, and what it would load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.tables: dict[str, list[list[str]]] = {}
        self._title = ""
        self._summary = False
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in ("src", "href", "action", "data", "poster", "srcset", "xlink:href"):
                self.loads.append(value or "")
            assert not name.startswith("on"), "nothing is run"
        if tag not in VOID:
            self.open.append(tag)
        self._summary = tag == "summary"
        if tag == "tr":
            self.tables.setdefault(self._title, []).append([])
        if tag in ("td", "th"):
            self.tables[self._title][-1].append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._summary and data.startswith("Table: "):
            self._title = data[7:].rsplit(" (", 1)[0]
        elif self.open and self.open[-1] in ("td", "th"):
            self.tables[self._title][-1][-1] += data


@pytest.fixture(scope="module")
def measured(rehearse: Rehearse) -> Measured:
    entry = Entry.of(rehearse("slab_page"))
    about = Design("slab", ("slab_page",), "slab pages")
    return Measured(about, "5.10.1", entry, [entry], None, "folioize report TREE slab")


def test_a_page_loads_and_runs_nothing(measured: Measured) -> None:
    text = write_report(measured)
    page = Page(text)
    assert page.loads == ["data:,"]
    assert not {"script", "iframe", "object", "img", "form"} & set(page.tags)
    assert "url(" not in re.sub(r"url\(#hatch\)", "", text)
    assert "@import" not in text
    assert "http" not in text.replace("http-equiv", "")
    assert write_report(measured) == text


def test_each_chart_has_its_table_with_the_numbers(measured: Measured) -> None:
    page, cost = Page(write_report(measured)), measured.entry.cost
    rows = page.tables["Patches"][1:]
    assert [int(row[0]) for row in rows] == [patch.number for patch in cost.patches]
    assert sum(int(row[5]) for row in rows) == cost.insertions
    for title in ("By directory", "By subsystem of MAINTAINERS"):
        assert sum(int(row[3]) for row in page.tables[title][1:]) == cost.insertions
    whats = dict(row for row in page.tables["What it costs"][1:])
    assert int(whats["transient"]) == cost.transient
    reasons = page.tables["Why the rest were not"][1:]
    account = measured.entry.account
    assert sum(int(row[2]) for row in reasons) == account.tokens - account.converted


def test_what_a_tree_names_is_text_and_nothing_else(measured: Measured) -> None:
    bad = '</text><script>alert("x")</script>\u202e\x1b'
    patches = [msgspec.structs.replace(patch, subject=bad) for patch in measured.entry.cost.patches]
    shares = (Share(bad, 1, 1, 5, 5),)
    cost: Cost = msgspec.structs.replace(
        measured.entry.cost, patches=tuple(patches), by_subsystem=shares, by_directory=shares
    )
    entry = msgspec.structs.replace(measured.entry, name=bad, cost=cost)
    changed = Measured(Design(bad, (bad,), bad, why=bad), bad, entry, [entry], None, bad)
    text = write_report(changed)
    assert "script" not in Page(text).tags
    assert "\u202e" not in text
    assert "\x1b" not in text
    assert "\\u202e" in text


def test_a_broken_template_is_told(
    measured: Measured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/report.html.j2").write_text("{{ nothing.at.all }}")
    monkeypatch.setenv("FOLIOIZE_PATH", str(tmp_path))
    with pytest.raises(FolioizeError, match=r"report\.html\.j2"):
        write_report(measured)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 5000), max_size=30))
def test_a_map_is_filled_in_proportion(sizes: list[int]) -> None:
    shares = [Share(f"d{number}", 1, 1, size, 0) for number, size in enumerate(sizes)]
    cells = charts.treemap(shares)
    assert sorted(cell.value for cell in cells) == sorted(size for size in sizes if size)
    total = sum(sizes)
    for cell in cells:
        assert -0.01 <= cell.x <= cell.x + cell.width <= 100.01
        assert -0.01 <= cell.y <= cell.y + cell.height <= 100.01
        assert abs(cell.width * cell.height / 1e4 - cell.value / total) < 1e-3
    for number, one in enumerate(cells):
        for other in cells[:number]:
            across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
            down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
            assert across < 0.01 or down < 0.01


def test_bars_keep_every_line() -> None:
    shares = [Share(f"s{number}", 1, 1, number, 2 * number) for number in range(60)]
    bars = charts.bars(shares)
    assert len(bars) == charts.MOST + 1
    assert sum(bar.more for bar in bars) == sum(share.insertions for share in shares)
    assert max(max(bar.more_percent, bar.less_percent) for bar in bars) == 50
    assert charts.bars([]) == []


def test_a_patch_over_the_guide_is_marked(measured: Measured) -> None:
    sticks, mark = charts.sticks(measured.entry.cost.patches)
    assert {stick.over for stick in sticks} == {True, False}
    for stick in sticks:
        assert stick.over == (stick.size > GUIDE) == (stick.percent > mark)


def test_the_command_writes_the_page_and_nothing_else(
    tree: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "report.html"
    out.write_text("old")
    asked = ["report", str(tree), "slab+net", "slab", "net", "--against", "HEAD", "-o", str(out)]
    assert app.run(asked) == 0
    assert capfd.readouterr() == (f"wrote {out}\n", "")
    page = Page(out.read_text())
    assert page.tables["Designs compared"][0][1:] == ["slab+net", "slab", "net"]
    assert "folioize report TREE --design slab+net slab net" in out.read_text()
    assert all(row[3] == "0" for row in page.tables["Conflicts with HEAD"][1:])
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    umask = os.umask(0)
    os.umask(umask)
    assert out.stat().st_mode & 0o777 == 0o666 & ~umask
    assert git(tree, "status", "--porcelain", "--ignored") == ""


def test_a_page_that_cannot_be_written_is_told(
    tree: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert app.run(["report", str(tree), "net", "-o", str(tmp_path / "no/r.html")]) == 2
    assert "no directory" in capfd.readouterr().err
    assert app.run(["report", str(tree), "-o", str(tmp_path / "r.html")]) == 2
    assert "or a --design" in capfd.readouterr().err
