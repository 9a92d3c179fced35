# SPDX-License-Identifier: GPL-2.0-only
"""Work trees that are not as their commit go in; the series of the commit comes out."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from folioize.cli import app
from tests.cli.repositories.made import Series, git

pytestmark = pytest.mark.slow

STRAY = "struct page *stray(void *at)\n{\n\treturn virt_to_head_page(at)->slab_cache;\n}\n"


def _sparse(linux: Path) -> None:
    git(linux, "sparse-checkout", "set", "mm/kasan")


def _unseen(linux: Path) -> None:
    git(linux, "update-index", "--assume-unchanged", "mm/slub.c")
    git(linux, "update-index", "--skip-worktree", "mm/slab.c")
    (linux / "mm/slub.c").write_text(STRAY)
    (linux / "mm/slab.c").unlink()


def _untracked(linux: Path) -> None:
    (linux / "mm/stray.c").write_text(STRAY)
    (linux / ".git/info/exclude").write_text("*.mod.c\n")
    (linux / "mm/stray.mod.c").write_text(STRAY)


@pytest.mark.parametrize("spoil", [_sparse, _unseen, _untracked])
def test_the_commit_alone_makes_the_series(
    linux: Path, series: Series, usual: dict[str, bytes], spoil: Callable[[Path], None]
) -> None:
    spoil(linux)
    ran = series(linux)
    assert ran.code == 0, ran.err
    assert ran.files == usual


def test_what_is_left_out_is_told(linux: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _untracked(linux)
    for number in range(4):
        (linux / f"mm/more{number}.c").write_text(STRAY)
    for command in ("scan", "infer", "stats"):
        kind = () if command == "scan" else ("-k", "slab_page")
        assert app.run([command, str(linux), *kind]) == 0
        err = capfd.readouterr().err
        assert (
            "folioize: left out, as git does not track it: "
            "mm/more0.c, mm/more1.c, mm/more2.c and 3 more\n"
        ) in err, command


@pytest.mark.parametrize("command", ["scan", "infer", "stats"])
def test_a_tarball_is_read_as_it_lies(
    linux: Path, command: str, capfd: pytest.CaptureFixture[str]
) -> None:
    kind = () if command == "scan" else ("-k", "slab_page")
    assert app.run([command, str(linux), *kind]) == 0
    told = capfd.readouterr()
    shutil.rmtree(linux / ".git")
    assert app.run([command, str(linux), *kind]) == 0
    assert capfd.readouterr() == told


def test_changes_are_not_counted(linux: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert app.run(["stats", str(linux), "-k", "slab_page"]) == 0
    told = capfd.readouterr()
    (linux / "mm/slub.c").write_text(STRAY)
    (linux / "mm/kasan/common.c").unlink()
    assert app.run(["stats", str(linux), "-k", "slab_page"]) == 0
    again = capfd.readouterr()
    assert again.out == told.out
    assert "read as HEAD has it, without changes: mm/kasan/common.c, mm/slub.c\n" in again.err


# -- where it lies, and whose it is -------------------------------------------------------------


ODD = (b"new\nline", b"lat\xff", b'"quo\\te', b"#hash", b"a:b", b"tab\t")


@pytest.mark.parametrize("name", ODD)
def test_a_path_of_any_bytes(
    linux: Path, series: Series, usual: dict[str, bytes], tmp_path: Path, name: bytes
) -> None:
    folder = tmp_path / os.fsdecode(name)
    folder.mkdir()
    ran = series(linux.rename(folder / "linux"))
    assert (ran.code, ran.files) == (0, usual), ran.err


def test_a_name_in_latin1(linux: Path, series: Series) -> None:
    with (linux / ".git/config").open("ab") as config:
        config.write(b"[user]\n\tname = Andr\xe9 M\xfcller\n")
    ran = series(linux)
    assert ran.code == 0, ran.err
    assert "Signed-off-by: Andr\u00e9 M\u00fcller <zoe@example.org>" in git(
        linux, "log", "-1", "--format=%B", "folioize/slab_page"
    )
    author = git(linux, "log", "-1", "--format=%an", "folioize/slab_page")
    assert author == "Andr\u00e9 M\u00fcller\n"


# -- what is in it ------------------------------------------------------------------------------


def _at_tip(linux: Path) -> dict[Path, bytes]:
    git(linux, "checkout", "-q", "folioize/slab_page")
    found = {path.relative_to(linux): path.read_bytes() for path in linux.rglob("*.[ch]")}
    git(linux, "checkout", "-q", "main")
    return found


def test_lines_that_end_as_on_another_system(linux: Path, series: Series, tmp_path: Path) -> None:
    """Macros that go on after a backslash among them: the same series, but for the line ends."""
    series(linux)
    unix = _at_tip(linux)
    for path in linux.rglob("*.[ch]"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    git(linux, "commit", "-q", "-a", "-m", "other line ends")
    assert series(linux).code == 0
    assert _at_tip(linux) == {path: data.replace(b"\n", b"\r\n") for path, data in unix.items()}
    git(linux, "am", "-q", "--keep-cr", str(tmp_path / "out/series.mbox"))
    git(linux, "diff", "--exit-code", "HEAD", "folioize/slab_page")
