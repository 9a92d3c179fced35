# SPDX-License-Identifier: GPL-2.0-only
"""Kinds are listed, shown, checked and drafted on the mini kernel, as a user would."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from folioize.cli import app
from folioize.errors import KindError
from folioize.kinds.designs import design_of
from folioize.model import Options
from folioize.plan import make_plan
from folioize.plan.design import missing_kinds
from folioize.tree import open_tree
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


def test_a_draft_counts_uses_of_one_as_one(capsys: Capture) -> None:
    assert app.run(["kinds", "new", "x_page", TREE, "--field", "slab_cache"]) == 0
    text = capsys.readouterr().out
    assert '"mm/slab.h",  # 1 use\n' in text
    assert '"init/main.c",  # 1 use\n' in text
    assert '"mm/zpool.c",  # 4 uses\n' in text


def test_show_prints_the_type_of_this_tree(capsys: Capture) -> None:
    assert app.run(["kinds", "show", "net_page", TREE]) == 0
    out = capsys.readouterr().out
    assert "\nstruct net_page {\n\tunsigned long flags;" in out
    assert "#define page_to_net(p)" in out


def test_a_check_tells_what_a_kind_of_ours_names_for_other_versions(capsys: Capture) -> None:
    """Nobody else is told: such a field is no mistake."""
    assert app.run(["kinds", "check", "net_page", TREE]) == 0
    out, err = capsys.readouterr()
    assert "struct page has no field pp_magic" in out and not err
    assert app.run(["infer", TREE, "--kind", "net_page", "--format", "jsonl"]) == 0
    assert not capsys.readouterr().err


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
    says = "slab_cache at offset 24 (12 where a word has 32 bits) lies over mapping"
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "name a field of struct page with --field, or a --function"),
        (["--field", "none"], "struct page in include/linux/mm_types.h has no field none"),
        (["--function", "none"], "has no none() that deals in pages"),
        (["--field", "pgmap", "--kinds", "nowhere"], "nowhere is no folder that can be read"),
    ],
)
def test_a_draft_of_nothing(arguments: list[str], says: str, capsys: Capture) -> None:
    assert app.run(["kinds", "new", "dev_page", TREE, *arguments]) == 2
    assert says in capsys.readouterr().err


def test_a_made_up_kind_that_cannot_be_mapped_is_refused(tmp_path: Path, capsys: Capture) -> None:
    """A folder alone: what it keeps lies over the count of mappings."""
    folder = tmp_path / "pool_page"
    folder.mkdir()
    text = (
        '[kind]\nname = "pool_page"\ntype = "pool_page"\nvariable = "pooled"\n'
        'title = "pooled pages"\nwhy = "To see."\nmappable = true\n[layout]\nfields = ["units"]\n'
        'shared = ["flags", "_refcount"]\n'
        '[bridges]\nfrom_page = "page_pooled"\nto_page = "pooled_page"\n'
    )
    (folder / "kind.toml").write_text(text)
    says = (
        f"{folder}/kind.toml:7: pages of this kind cannot be mappable: "
        "units at offset 48 (24 where a word has 32 bits) lies over _mapcount: set it to false"
    )
    with pytest.raises(KindError, match="lies over _mapcount"):  # though nobody asks for mappable
        make_plan(open_tree(MINIKERNEL), "pool_page", Options(kind_dirs=(str(tmp_path),), jobs=1))
    for ask in (["show", "pool_page"], ["check", "pool_page"], ["show", "mappable"]):
        assert app.run(["kinds", *ask, TREE, "--kinds", str(tmp_path)]) == 2
        assert says in capsys.readouterr().err.replace("\n", "")
    (folder / "kind.toml").write_text(text.replace("mappable = true", "mappable = false"))
    assert app.run(["kinds", "show", "pool_page", TREE, "--kinds", str(tmp_path)]) == 0
    assert "\nmappable: no: units at offset 48 (24 " in capsys.readouterr().out
    assert app.run(["kinds", "show", "mappable", TREE, "--kinds", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "\npool_page: no: units at offset 48 (24 " in out
    assert "pool_page *" not in out


def test_a_kind_that_nothing_is_of_is_told(tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "lone_page"
    folder.mkdir()
    (folder / "kind.toml").write_text(
        '\ufeff[kind]\nname = "lone_page"\ntype = "lone_page"\nvariable = "lone"\n'
        'title = "lone pages"\nwhy = "To see."\n[layout]\nshared = ["flags"]\n'
        '[evidence]\nfunctions = ["nobody_has_this"]\n'
        '[bridges]\nfrom_page = "page_lone"\nto_page = "lone_page"\n',
        encoding="utf-8",
    )
    args = [TREE, "--kinds", str(tmp_path), "--kind", "lone_page"]
    assert app.run(["infer", *args]) == 0
    says = f"{folder}/kind.toml: no declaration holds lone_page: 'folioize kinds check lone_page"
    assert says in capsys.readouterr().err.replace("\n", "")


def test_two_kinds_of_one_type_are_refused(tmp_path: Path) -> None:
    for name in ("one_page", "other_page"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "kind.toml").write_text(
            f'[kind]\nname = "{name}"\ntype = "lone"\nvariable = "lone"\n'
            'title = "lone pages"\nwhy = "To see."\n[layout]\nshared = ["flags"]\n'
            f'[evidence]\nfunctions = ["get_{name}"]\n'
            f'[bridges]\nfrom_page = "page_{name}"\nto_page = "{name}_page"\n'
        )
    design = design_of(("one_page", "other_page"))
    options = Options(kind_dirs=(str(tmp_path),), jobs=1)
    with pytest.raises(KindError, match=r"other_page/kind\.toml:3: struct lone is the type of one"):
        missing_kinds(open_tree(MINIKERNEL), design, options)


def test_a_byte_that_is_no_utf8_has_a_line(tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "odd_page"
    folder.mkdir()
    (folder / "kind.toml").write_bytes(b'[kind]\nname = "odd_page"\ntitle = "s\xe9"\n')
    assert app.run(["kinds", "show", "odd_page", TREE, "--kinds", str(tmp_path)]) == 2
    assert "odd_page/kind.toml:3: save the file as UTF-8" in capsys.readouterr().err


def test_show_tells_who_may_be_mapped(capsys: Capture) -> None:
    assert app.run(["kinds", "show", "mappable", TREE]) == 0
    out = capsys.readouterr().out
    assert "union mappable_page {\n\tstruct page *page;\n" in out
    assert "\tstruct folio *folio;\n" in out
    assert "static inline atomic_t *mappable_mapcount(union mappable_page mpage)" in out
    assert "\nnet_page: yes\n" in out
    assert "\nslab_page: no: slab_cache at offset 24 (12 where" in out
    assert "\npage_table: no: page_type at offset 48 (24 where" in out
