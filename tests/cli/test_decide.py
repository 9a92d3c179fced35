# SPDX-License-Identifier: GPL-2.0-only
"""The command decide: what is pointed at goes in; a file that other commands obey comes out."""

from __future__ import annotations

import json
import posixpath
import subprocess
from pathlib import Path

import pytest

from folioize.cli import app
from tests.kinds.test_reports import TEXT
from tests.kinds.trees import JAR, Small, make_small


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    made = make_small(tmp_path)
    monkeypatch.setenv("FOLIOIZE_PATH", str(made.kinds))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return made.kind(JAR).write(a=TEXT)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def decide(small: Small, out: Path, *words: str) -> int:
    return app.run(["decide", str(small.root), *words, "-o", str(out), "-j", "1"])


def kinds(
    small: Small, out: Path, capsys: pytest.CaptureFixture[str]
) -> dict[tuple[str, str], str]:
    capsys.readouterr()
    words = ["infer", str(small.root), "--format", "jsonl", "-j", "1", "-k", "tin_page"]
    words += ["-k", "jar_page", "--decisions", str(out / "decisions.toml")]
    assert app.run(words) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    own = [row for row in rows if row["file"] == "mm/a.c"]
    return {(row["function"] or "", row["name"]): row["kind"] for row in own}


@pytest.mark.parametrize(
    "target",
    ["mm/a.c:7", "./mm//a.c:7", "mm/a.c:7:page", "mm/a.c:close", "mm/a.c:close:page", "mm/a.c"],
)
def test_reject_by_any_name(
    small: Small, out: Path, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert decide(small, out, "reject", target, "-k", "tin_page", "-m", "no") == 0
    told = capsys.readouterr().out
    assert f"reject {posixpath.normpath(target)}: " in told
    assert ("1 declaration follows" in told) == (target != "mm/a.c")
    assert "line" not in (out / "decisions.toml").read_text()
    assert set(kinds(small, out, capsys).values()) == {"page"}


def test_what_follows_is_told(small: Small, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decide(small, out, "reject", "mm/a.c:close", "-k", "tin_page")
    assert capsys.readouterr().out == (
        "reject mm/a.c:close: 1 decision written, 1 declaration changes, 1 declaration follows\n"
        "  changes: mm/a.c:7 page: tin_page -> page\n"
        "  follows: mm/a.c:12 mine: tin_page -> page\n"
        "to have it in the series: "
        f"folioize series {small.root} --kind tin_page -o {out}\n"
    )
    decide(small, out, "reject", "mm/a.c:close", "-k", "tin_page")
    assert capsys.readouterr().out.startswith(
        "reject mm/a.c:close: was decided already, nothing else changes\n"
    )


def test_accepting_a_patch_tells_what_was_decided_otherwise(
    small: Small, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in (
        *(
            ["init", "-q"],
            ["config", "user.name", "Zoe"],
            ["config", "user.email", "z@example.org"],
        ),
        *(["add", "-A"], ["commit", "-q", "-m", "base"]),
    ):
        subprocess.run(["git", *command], cwd=small.root, check=True)
    words = ["series", str(small.root), "-k", "tin_page", "-o", str(out), "-j", "1"]
    assert app.run(words) == 0
    record = json.loads((out / "series.json").read_text())
    number = next(
        str(one["number"]) for one in record["patches"] if "mm/a.c:f:mine" in one["declarations"]
    )
    assert decide(small, out, "reject", "mm/a.c:f:mine") == 0
    capsys.readouterr()
    assert decide(small, out, "accept", number) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"accept patch {number}: 1 decision written, ")
    assert "  left out, struct page as was decided otherwise: mm/a.c:12 mine\n" in told
    assert decide(small, out, "reject", "99") == 2
    assert "no patch 99: the series has" in capsys.readouterr().err


def test_what_is_missing_is_told_before_the_tree_is_read(
    small: Small, out: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("the long part has begun")

    monkeypatch.setattr("folioize.decisions.Desk", never)
    for words, told in (
        (("pin", "mm/a.c"), "pin needs a kind: give --as KIND"),
        (("pin", "mm/a.c", "--as", "box_page"), "no kind 'box_page'"),
        (("note", "mm/a.c"), "a note needs a text"),
        (("reject", "99"), "patch 99 of which series?"),
    ):
        assert decide(small, out, *words) == 2
        assert told in capsys.readouterr().err


@pytest.mark.parametrize("action", ["list", "undo"])
def test_a_folder_that_is_not_there_is_an_error(
    small: Small, out: Path, action: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert decide(small, out, action) == 2
    assert f"no such folder: {out}" in capsys.readouterr().err
    assert not out.exists()
    words = ["decide", str(small.root), action, "--decisions", str(out / "d.toml")]
    assert app.run(words) == 2
    assert f"no file of decisions: {out / 'd.toml'}" in capsys.readouterr().err


def test_pin_generic_accept_and_undo(
    small: Small, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert decide(small, out, "pin", "mm/a.c:f:other", "--as", "jar_page") == 0
    assert decide(small, out, "accept", "mm/a.c:f:mine", "-k", "tin_page") == 0
    assert decide(small, out, "generic", "mm/a.c:close", "-k", "tin_page") == 0
    given = kinds(small, out, capsys)
    assert given["f", "other"] == "jar_page"
    assert given["f", "mine"] == "tin_page"
    assert given["close", "page"] == "page"
    assert decide(small, out, "list") == 0
    assert [line.split()[:2] for line in capsys.readouterr().out.splitlines()[1:]] == [
        ["pin", "mm/a.c:f:other"],
        ["accept", "mm/a.c:f:mine"],
        ["generic", "mm/a.c:close"],
    ]
    for what in ("generic mm/a.c:close", "accept mm/a.c:f:mine", "pin mm/a.c:f:other to jar_page"):
        assert decide(small, out, "undo") == 0
        assert capsys.readouterr().out == f"undone: {what}\n"
    assert decide(small, out, "undo") == 0
    assert capsys.readouterr().out == "nothing to undo\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("reject",), "Name a TARGET"),
        (("reject", "mm/a.c:8"), "mm/a.c:8 declares no struct page; the nearest are on lines"),
        (("reject", "mm/a.c:gone"), "mm/a.c has no function or struct gone"),
        (("reject", "mm/a.c:f:gone"), "declares no struct page gone; there is mine, other"),
        (("reject", "mm/gone.c"), "has no mm/gone.c; name paths as it does"),
        (("reject", "3"), "patch 3 of which series?"),
        (("pin", "mm/a.c"), "pin needs a kind: give --as KIND"),
        (("pin", "mm/a.c", "--as", "box_page"), "no kind 'box_page'"),
        (("note", "mm/a.c"), "a note needs a text"),
        (("generic", "mm/a.c:5"), "is in no function"),
    ],
)
def test_what_can_not_be_decided_is_one_line_and_keeps_nothing(
    small: Small, out: Path, words: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    both = ("mm/a.c:f", *words[1:]) if len(words) > 1 else ()
    assert decide(small, out, words[0], *both, "-k", "tin_page") == 2
    assert told in capsys.readouterr().err
    assert not (out / "decisions.toml").exists()


def test_it_says_where_decisions_are_kept(small: Small, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run(["decide", str(small.root), "list"]) == 2
    assert "say where decisions are kept: -o OUT, or --decisions FILE" in capsys.readouterr().err


@pytest.mark.parametrize("empty", ["", " \n"])
def test_an_empty_target_is_told(
    small: Small, out: Path, empty: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert decide(small, out, "reject", empty, "-k", "tin_page") == 2
    assert "an empty TARGET: name a place, like mm/" in capsys.readouterr().err
