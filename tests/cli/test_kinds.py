# SPDX-License-Identifier: GPL-2.0-only
"""Kinds are listed, shown, checked and drafted on the mini kernel, as a user would."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from folioize.cli import app
from tests.conftest import MINIKERNEL

Capture = pytest.CaptureFixture[str]
TREE = str(MINIKERNEL)


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


def test_list_names_each_with_its_folder(tmp_path: Path, capsys: Capture) -> None:
    assert app.run(["kinds", "new", "dev_page", TREE, "--field", "pgmap", "-o", str(tmp_path)]) == 0
    capsys.readouterr()
    assert app.run(["kinds", "list", "--kinds", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    for name in ("dev_page", "net_page", "page_table", "slab_page"):
        assert f"\n{name} " in out
    assert str(tmp_path / "dev_page") in out


def test_a_draft_takes_the_whole_arm_and_can_be_used(tmp_path: Path, capsys: Capture) -> None:
    out = ["-o", str(tmp_path)]
    assert app.run(["kinds", "new", "dev_page", TREE, "--field", "zone_device_data", *out]) == 0
    text = (tmp_path / "dev_page/kind.toml").read_text()
    assert tomllib.loads(text)["layout"]["fields"] == ["pgmap", "zone_device_data"]
    assert app.run(["kinds", "new", "dev_page", TREE, "--field", "pgmap", *out]) == 2
    assert (tmp_path / "dev_page/kind.toml").read_text() == text
    assert app.run(["kinds", "check", "dev_page", TREE, "--kinds", str(tmp_path)]) == 0
    capsys.readouterr()
    assert app.run(["infer", TREE, "-k", "dev_page", "--kinds", str(tmp_path)]) == 0
    assert " dev_page " in capsys.readouterr().out


def test_show_prints_the_type_of_this_tree(capsys: Capture) -> None:
    assert app.run(["kinds", "show", "net_page", TREE]) == 0
    out = capsys.readouterr().out
    assert "\nstruct net_page {\n\tunsigned long flags;" in out
    assert "#define page_to_net(p)" in out


def test_check_tells_what_is_not_there_and_what_cannot_be(tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "odd_page"
    folder.mkdir()
    text = (
        '[kind]\nname = "odd_page"\ntype = "odd_page"\nvariable = "odd"\ntitle = "odd pages"\n'
        'why = "To see."\nmappable = false\n[layout]\nfields = ["slab_cache", "no_field"]\n'
        'shared = ["flags", "_refcount"]\n[evidence]\nfunctions = ["no_function"]\n'
        'containers = ["no_struct.page"]\n'
        '[bridges]\nfrom_page = "page_odd"\nto_page = "odd_to_page"\n'
    )
    (folder / "kind.toml").write_text(text)
    ask = ["kinds", "check", "odd_page", TREE, "--kinds", str(tmp_path), "--exit-code"]
    assert app.run(ask) == 1
    out = capsys.readouterr().out
    assert "struct page has no field no_field\n" in out
    assert "nothing with pages is called no_function()" in out
    assert "no struct no_struct has a field page" in out
    (folder / "kind.toml").write_text(text.replace("mappable = false", "mappable = true"))
    assert app.run(ask) == 2
    assert "slab_cache at offset 24 (12 where a word has 32 bits) lies over mapping" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "name a field of struct page with --field, or a --function"),
        (["--field", "none"], "struct page in include/linux/mm_types.h has no field none"),
        (["--function", "none"], "has no none() that deals in pages"),
        (["--field", "pgmap", "--kinds", "nowhere"], "nowhere holds no kind"),
    ],
)
def test_a_draft_of_nothing(arguments: list[str], says: str, capsys: Capture) -> None:
    assert app.run(["kinds", "new", "dev_page", TREE, *arguments]) == 2
    assert says in capsys.readouterr().err
