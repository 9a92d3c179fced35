# SPDX-License-Identifier: GPL-2.0-only
"""folioize cocci on odd targets, odd rule files and odd options: told in one line, nothing lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from folioize.cli import inplace
from folioize.cli.app import run as main
from folioize.rules import apply
from folioize.rules.headers import Library

RULE = "@@\nexpression e;\n@@\n- put_page(e)\n+ folio_put(e)\n"
CODE = "void f(void)\n{\n\tput_page(page);\n}\n"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = tmp_path / "tree"
    root.mkdir()
    for name in ("a.c", "b.c"):
        (root / name).write_text(CODE, encoding="ascii")
    (root / "r.cocci").write_text(RULE, encoding="ascii")
    monkeypatch.chdir(root)
    return root


def test_a_byte_that_is_no_utf8_is_told(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tree / "l.cocci").write_bytes(RULE.replace("folio_put(e)", 'g(e, "é")').encode("latin-1"))
    assert main(["cocci", "l.cocci", "a.c"]) == 2
    said = capfd.readouterr().err
    assert said == "folioize: l.cocci:5:9: the byte 0xe9 is no UTF-8: save the file as UTF-8\n"


def test_an_author_in_a_comment_may_be_latin(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tree / "l.cocci").write_bytes("// é\n".encode("latin-1") + RULE.encode())
    assert main(["cocci", "l.cocci", "a.c"]) == 0
    assert "folio_put" in capfd.readouterr().out


@pytest.mark.parametrize("given", ["nosuch=1", "=1"])
def test_a_value_that_no_rule_asks_for(
    given: str, tree: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["cocci", "r.cocci", "a.c", "-D", given]) == 2
    assert "no rule of this file asks for virtual." in capfd.readouterr().err


def test_a_value_that_is_not_given(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tree / "v.cocci").write_text("@@\nidentifier virtual.f;\n@@\n- f(...)\n+ 1\n")
    assert main(["cocci", "v.cocci", "a.c"]) == 2
    assert "v.cocci:2:12: virtual.f has no value: give one with -D f=" in capfd.readouterr().err
    assert main(["cocci", "v.cocci", "a.c", "-D", "f=put_page"]) == 0
    capfd.readouterr()
    with (tree / "v.cocci").open("a") as file:
        file.write("\n" + RULE)
    assert main(["cocci", "v.cocci", "a.c"]) == 0
    out, err = capfd.readouterr()
    assert "folio_put" in out
    assert "rule left out: v.cocci:2:12: virtual.f has no value" in err


@pytest.mark.parametrize("where", ["a.c:²", "a.c:", "a.c:x", "3"])
def test_why_wants_a_number(where: str, tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["cocci", "r.cocci", "a.c", "--why", where]) == 2
    assert "--why wants FILE:LINE" in capfd.readouterr().err


@pytest.mark.parametrize("more", [["--in-place"], ["--series", "out"]])
def test_why_changes_nothing(
    more: list[str], tree: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["cocci", "r.cocci", "a.c", "--why", "a.c:3", *more]) == 2
    assert "--why changes nothing" in capfd.readouterr().err


def test_pipes_are_told_and_not_read(tree: Path, capfd: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tree / "p.c")
    assert main(["cocci", "r.cocci", "p.c"]) == 2
    assert "p.c is neither a file nor a directory" in capfd.readouterr().err
    assert main(["cocci", "r.cocci", "."]) == 3
    assert "p.c: cannot be read: it is no regular file" in capfd.readouterr().err


def test_a_folder_that_cannot_be_read_is_told(
    tree: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tree / "shut").mkdir()
    scan = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("shut"):  # root may read every folder
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert main(["cocci", "r.cocci", "."]) == 3
    assert "shut: cannot be read: permission denied" in capfd.readouterr().err


def test_a_file_beside_is_the_users_own(tree: Path) -> None:
    (tree / "a.c.folioize").write_text("mine")
    assert main(["cocci", "r.cocci", "--in-place", "a.c"]) == 0
    assert (tree / "a.c.folioize").read_text() == "mine"
    assert sorted(one.name for one in tree.iterdir()) == ["a.c", "a.c.folioize", "b.c", "r.cocci"]


def test_all_are_as_they_were_where_one_cannot_be_written(
    tree: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    make = inplace._beside

    def beside(place: Path, *rest: object) -> Path:
        if place.name == "b.c":
            raise OSError(28, "No space left on device", str(place))
        return make(place, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(inplace, "_beside", beside)
    assert main(["cocci", "r.cocci", "--in-place", "."]) == 2
    assert "b.c" in capfd.readouterr().err
    assert sorted(one.name for one in tree.iterdir()) == ["a.c", "b.c", "r.cocci"]
    assert {(tree / name).read_text() for name in ("a.c", "b.c")} == {CODE}


def test_why_reads_headers_where_a_run_does(
    tree: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(Library, "of", lambda _self, path, _data: asked.append(path))
    assert main(["cocci", "r.cocci", "a.c", "--why", "a.c:3"]) == 0
    assert asked == []
    (tree / "t.cocci").write_text(RULE.replace("expression e", "struct page *e"))
    assert main(["cocci", "t.cocci", "a.c", "--why", "a.c:3"]) == 0
    assert asked == ["a.c"]


def test_a_gap_that_speaks_of_seconds_is_kept_in_the_cache(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tree / "a.c").write_text("void seconds(void)\n{\n\tput_page(a;\n}\n")
    assert main(["cocci", "r.cocci", "a.c"]) == 3
    monkeypatch.setattr(apply, "_one", lambda path: pytest.fail(f"{path} is run again"))
    assert main(["cocci", "r.cocci", "a.c"]) == 3
