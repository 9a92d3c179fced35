# SPDX-License-Identifier: GPL-2.0-only
"""Kinds that name fields which struct page has not go in; what is told of these comes out."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from folioize.cli import app
from tests.kinds.trees import JAR, MM_TYPES, Small, make_small

Capture = pytest.CaptureFixture[str]
CODE = "void f(struct page *page)\n{\n\tpage->jar = NULL;\n}\n"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    made = make_small(tmp_path)
    monkeypatch.setenv("FOLIOIZE_PATH", str(made.kinds))
    made.put("include/linux/page-flags.h", "enum pageflags {\n\tPG_locked,\n};\n")
    return made.write(a=CODE)


def named(small: Small, *fields: str) -> str:
    """The kind with these fields, one a line; FILE: of its text."""
    rows = "".join(f'    "{one}",\n' for one in fields)
    small.kind(JAR.replace('fields = ["jar_magic", "jar"]', f"fields = [\n{rows}]"))
    return f"{small.kinds}/transforms/jar_page/kind.toml:"


def repository(small: Small) -> str:
    git = ["git", "-C", str(small.root), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-qm", "a tree"], check=True)
    for key, value in (("user.name", "A"), ("user.email", "a@example.org")):
        subprocess.run([*git, "config", key, value], check=True)
    return str(small.root)


def asks(tree: str, out: Path) -> list[list[str]]:
    """Every command that takes a kind by its name."""
    kind = ["--kind", "jar_page"]
    return [
        ["kinds", "check", "jar_page", tree],
        ["kinds", "show", "jar_page", tree],
        ["series", tree, *kind, "-o", str(out)],
        ["stats", tree, *kind],
        ["infer", tree, *kind],
    ]


def test_a_kind_of_fields_that_nothing_has_is_an_error(
    small: Small, tmp_path: Path, capsys: Capture
) -> None:
    file = named(small, "jra")
    tree = repository(small)
    for ask in asks(tree, tmp_path / "out"):
        assert app.run(ask) == 2
        told = capsys.readouterr()
        assert told.err == f"folioize: {file}9: struct page has no field jra\n"
    named(small, "jar_magik")
    assert app.run(asks(tree, tmp_path)[0]) == 2
    assert "struct page has no field jar_magik: is jar_magic meant?\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("mm/jar.h", "struct jar_page {\n\tint x;\n};\n"),
        ("mm/jar.h", "struct jarful {\n\tstruct page *page;\n\tvoid *lid, *jra;\n};\n"),
        ("include/linux/jar.h", "struct page;\nstruct jarful {\n\tunsigned jra:16;\n};\n"),
    ],
)
def test_what_the_tree_has_a_type_for_is_converted_already(
    small: Small, tmp_path: Path, capsys: Capture, path: str, text: str
) -> None:
    named(small, "jra", "jad")
    small.put(path, text)
    tree = repository(small)
    for ask in asks(tree, tmp_path / "out"):
        assert app.run(ask) == 0
        told = capsys.readouterr()
        assert "struct page has no field" not in told.err
        if ask[0] != "infer":
            assert "gave them a type of their own" in told.out
    assert "jra" not in MM_TYPES


def test_fields_of_which_some_are_there_are_told_each(
    small: Small, tmp_path: Path, capsys: Capture
) -> None:
    file = named(small, "jar", "jra", "jar_magic", "pp")
    tree = repository(small)
    says = f"folioize: {file}10: struct page has no field jra; line 12: pp\n"
    check, *others = asks(tree, tmp_path / "out")
    for ask in [*others, ["infer", tree]]:
        assert app.run(ask) == 0
        assert says in capsys.readouterr().err
    assert app.run(check) == 0
    out = capsys.readouterr().out
    assert f"{file}10: struct page has no field jra\n" in out
    assert f"{file}12: struct page has no field pp\n" in out


@pytest.mark.parametrize("slip", ["jar_magik", "jar_magc", "jar_maggic", "jar_mgaic"])
def test_a_field_that_looks_misspelt_fails_the_check(
    small: Small, capsys: Capture, slip: str
) -> None:
    file = named(small, "jar", slip)
    assert app.run(["kinds", "check", "jar_page", str(small.root)]) == 2
    told = capsys.readouterr()
    says = f"{file}10: struct page has no field {slip}: is jar_magic meant?\n"
    assert says in told.out and f"folioize: {says}" in told.err


def test_a_shared_field_that_is_none_is_told_and_no_error(
    small: Small, tmp_path: Path, capsys: Capture
) -> None:
    text = JAR.replace('shared = ["flags"', 'shared = ["flags", "fuzz"')
    small.kind(text)
    line = text.split("fuzz")[0].count("\n") + 1
    says = f"{small.kinds}/transforms/jar_page/kind.toml:{line}: struct page has no field fuzz\n"
    for ask in asks(repository(small), tmp_path / "out"):
        assert app.run(ask) == 0
        told = capsys.readouterr()
        assert says in (told.out if ask[1] == "check" else told.err)


def test_a_design_leaves_out_a_kind_of_other_versions(
    small: Small, tmp_path: Path, capsys: Capture
) -> None:
    file = named(small, "jra")
    design = tmp_path / "all.toml"
    design.write_text('[design]\nname = "all"\ntitle = "all"\nkinds = ["tin_page", "jar_page"]\n')
    assert app.run(["stats", repository(small), "--design", str(design)]) == 0
    assert f"left out: jar_page: {file}9: struct page has no field jra" in capsys.readouterr().err
