# SPDX-License-Identifier: GPL-2.0-only
"""Trees on which there is nothing to say go in; what stats and why print of them comes out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from folioize.cli import app

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_the_numbers_of_a_converted_tree_are_json_too(minikernel: Path, capsys: Capture) -> None:
    header = minikernel / "include/linux/mm_types.h"
    header.write_text(header.read_text() + "struct slab_page {\n\tint x;\n};\n")
    command = ["stats", str(minikernel), "-k", "slab_page"]
    assert app.run([*command, "--format", "json"]) == 0
    told = capsys.readouterr()
    numbers = json.loads(told.out)
    assert numbers["cost"][0] == {"what": "patches", "count": 0}
    assert numbers["patches"] == numbers["subsystems"] == []
    (checked,) = (row for row in numbers["benefit"] if row["what"] == "declarations checked")
    assert checked["count"] == 0 < checked["of"]
    assert "has struct slab_page: nothing is left to convert" in told.err
    assert app.run(command) == 0
    assert "has struct slab_page: nothing is left to convert" in capsys.readouterr().out


@pytest.mark.parametrize("end", ["", "\n"])
def test_the_last_line_of_a_file(minikernel: Path, capsys: Capture, end: str) -> None:
    (minikernel / "mm/last.c").write_text(f"int x;\nstruct page *last;{end}")
    command = ["why", str(minikernel)]
    assert app.run([*command, "mm/last.c:2"]) == 0
    assert "struct page *last" in capsys.readouterr().out
    assert app.run([*command, "mm/last.c:3"]) == 2
    assert "mm/last.c has no line 3; its last is 2" in capsys.readouterr().err


def test_a_file_without_a_line(minikernel: Path, capsys: Capture) -> None:
    (minikernel / "mm/empty.c").write_text("")
    assert app.run(["why", str(minikernel), "mm/empty.c:1"]) == 2
    assert "mm/empty.c has no line 1; its last is 0" in capsys.readouterr().err
