# SPDX-License-Identifier: GPL-2.0-only
"""Paths of all spellings go in; each command keeps to them, or says that there is none such."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from folioize.cli import app
from tests.conftest import MINIKERNEL

Capture = pytest.CaptureFixture[str]
TREE = str(MINIKERNEL)


@pytest.fixture(scope="module", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    pytest.MonkeyPatch().setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


@pytest.mark.parametrize("command", ["scan", "infer", "stats"])
def test_a_path_that_is_not_there(command: str, capsys: Capture) -> None:
    kind = () if command == "scan" else ("-k", "slab_page")
    assert app.run([command, TREE, *kind, "--paths", "mm", "--paths", "mm/none"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == f"folioize: {TREE} has no mm/none; name paths as it does, like mm/\n"


@pytest.mark.parametrize("command", ["scan", "infer", "stats"])
def test_a_path_by_any_name(command: str, capsys: Capture) -> None:
    kind = () if command == "scan" else ("-k", "slab_page")
    told = []
    for path in ("mm/kasan", "./mm//kasan/", f"{TREE}/mm/kasan"):
        assert app.run([command, TREE, *kind, "--paths", path]) == 0
        told.append(capsys.readouterr())
    assert told[0] == told[1] == told[2]
    assert "mm/slub.c" not in told[0].out


def test_stats_counts_the_paths_alone(capsys: Capture) -> None:
    command = ["stats", TREE, "-k", "slab_page", "--format", "json"]
    assert app.run([*command, "--paths", "mm/slab.c", "--paths", "mm/kasan"]) == 0
    numbers = json.loads(capsys.readouterr().out)
    named = {one["directory"] for one in numbers["directories"]}
    assert named == {"include/linux", "mm", "mm/kasan"}
    assert app.run(command) == 0
    whole = json.loads(capsys.readouterr().out)
    few, all_of_them = (
        next(row["count"] for row in told["cost"] if row["what"] == "places retyped")
        for told in (numbers, whole)
    )
    assert 0 < few < all_of_them
    assert app.run([*command, "--paths", "."]) == 0
    assert json.loads(capsys.readouterr().out) == whole


@pytest.mark.parametrize("place", ["mm/slub.c", "./mm//slub.c", f"{TREE}/mm/slub.c"])
def test_why_by_any_name(place: str, capsys: Capture) -> None:
    lines = (Path(TREE) / "mm/slub.c").read_text().splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "struct page *page" in text)
    assert app.run(["why", TREE, f"{place}:{line}"]) == 0
    assert f"mm/slub.c:{line}: struct page *" in capsys.readouterr().out
