# SPDX-License-Identifier: GPL-2.0-only
"""Repositories and work trees in odd states go in; the same series, or one clear line, comes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from folioize.cli import app
from tests.conftest import MINIKERNEL

DATE = "1700000000 +0130"
STRAY = "struct page *stray(void *at)\n{\n\treturn virt_to_head_page(at)->slab_cache;\n}\n"


def git(where: Path, *args: str) -> str:
    done = subprocess.run(("git", *args), cwd=where, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode(errors="replace")


@pytest.fixture(scope="module", autouse=True)
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An identity and a cache of the tests' own."""
    config = tmp_path_factory.mktemp("config") / "gitconfig"
    config.write_text(
        "[user]\n\tname = Zo\u00eb Tester\n\temail = zoe@example.org\n"
        '[protocol "file"]\n\tallow = always\n',
        encoding="utf-8",
    )
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("GIT_")]:
            patch.delenv(name)
        patch.setenv("GIT_CONFIG_GLOBAL", str(config))
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        patch.setenv("GIT_AUTHOR_DATE", DATE)
        patch.setenv("GIT_COMMITTER_DATE", DATE)
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The mini kernel as a repository that no test changes."""
    where = tmp_path_factory.mktemp("pristine") / "linux"
    shutil.copytree(MINIKERNEL, where)
    git(where, "init", "-q", "-b", "main")
    git(where, "add", "-Af")
    git(where, "commit", "-qm", "mini kernel")
    return where


@pytest.fixture
def linux(pristine: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(pristine, tmp_path / "linux", symlinks=True))


@dataclass(frozen=True)
class Ran:
    """What a command printed, and the files that it wrote."""

    code: int
    out: str
    err: str
    files: dict[str, bytes]

    @property
    def complaint(self) -> str:
        """The one line of a command that failed."""
        assert self.code == 2, self.err
        assert self.out == ""
        assert self.err.count("\n") == 1, self.err
        assert not self.files
        return self.err


Series = Callable[..., Ran]


@pytest.fixture
def series(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Series:
    """Run ``folioize series`` on a tree."""

    def make(tree: Path, *more: str) -> Ran:
        out = tmp_path / "out"
        shutil.rmtree(out, ignore_errors=True)
        capfd.readouterr()
        code = app.run(["series", str(tree), "-k", "slab_page", "-o", str(out), *more])
        files = {path.name: path.read_bytes() for path in out.glob("*")}
        return Ran(code, *capfd.readouterr(), files)

    return make


@pytest.fixture
def usual(linux: Path, series: Series) -> dict[str, bytes]:
    """The series of a plain clone."""
    ran = series(linux)
    assert ran.code == 0, ran.err
    git(linux, "update-ref", "-d", "refs/heads/folioize/slab_page")
    git(linux, "update-ref", "-d", "refs/folioize/folioize/slab_page")
    return ran.files


# -- a work tree that is not as the commit ------------------------------------------------------


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


# -- odd repositories ---------------------------------------------------------------------------


def _worktree(linux: Path) -> Path:
    git(linux, "worktree", "add", "-q", "-b", "other", "../other")
    return linux.parent / "other"


def _submodule(linux: Path) -> Path:
    above = linux.parent / "above"
    git(linux.parent, "init", "-q", "above")
    git(above, "submodule", "--quiet", "add", str(linux), "kernel")
    return above / "kernel"


def _borrowing(linux: Path) -> Path:
    git(linux.parent, "clone", "-q", "--shared", str(linux), "borrowing")
    return linux.parent / "borrowing"


def _dos_checkout(linux: Path) -> Path:
    git(linux, "config", "core.autocrlf", "true")
    shutil.rmtree(linux / "mm")
    git(linux, "checkout", "-q", "mm")
    return linux


def _signing(linux: Path) -> Path:
    for key in ("commit.gpgSign", "tag.gpgSign", "push.gpgSign"):
        git(linux, "config", key, "true")
    git(linux, "config", "gpg.program", "false")
    return linux


def _hooks(linux: Path) -> Path:
    """Whatever runs leaves a file, which git would call a change."""
    hooks = linux / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("reference-transaction", "post-index-change", "pre-commit", "fsmonitor"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {linux}/mm/ran.c\nexit 1\n")
        (hooks / name).chmod(0o755)
    git(linux, "config", "core.fsmonitor", ".git/hooks/fsmonitor")
    return linux


def _tags(linux: Path) -> Path:
    for name in ("main", "folioize/slab_page", "HEAD"):
        git(linux, "update-ref", f"refs/tags/{name}", "HEAD")
    return linux


def _detached(linux: Path) -> Path:
    git(linux, "checkout", "-q", "--detach")
    return linux


def _locked(linux: Path) -> Path:
    (linux / ".git/index.lock").touch()
    return linux


def _sparse_index(linux: Path) -> Path:
    git(linux, "sparse-checkout", "set", "--cone", "--sparse-index", "mm")
    return linux


def _grafted(linux: Path) -> Path:
    """A history that is cut, and a commit that is shown as another one of the same tree."""
    (linux / ".git/info").mkdir(exist_ok=True)
    (linux / ".git/info/grafts").write_text(git(linux, "rev-parse", "HEAD"))
    other = git(linux, "commit-tree", "HEAD^{tree}", "-m", "shown").strip()
    git(linux, "replace", "HEAD", other)
    return linux


def _configured(linux: Path) -> Path:
    for key, value in {
        "core.quotePath": "true", "core.abbrev": "4", "diff.noprefix": "true", "diff.context": "0",
        "diff.external": "false", "diff.orderFile": "none", "format.attach": "true",
        "format.signOff": "true", "status.branch": "true", "status.renames": "copies",
        "status.showUntrackedFiles": "all", "color.ui": "always", "index.version": "4",
        "core.splitIndex": "true", "core.bigFileThreshold": "1", "diff.cpp.textconv": "false",
    }.items():  # fmt: skip
        git(linux, "config", key, value)
    return linux


@pytest.mark.parametrize(
    "spoil",
    [
        *(_worktree, _submodule, _borrowing, _dos_checkout, _signing, _hooks, _tags, _detached),
        *(_locked, _sparse_index, _grafted, _configured),
    ],
)
def test_the_series_is_the_same(
    linux: Path, series: Series, usual: dict[str, bytes], spoil: Callable[[Path], Path]
) -> None:
    tree = spoil(linux)
    ran = series(tree)
    assert (ran.code, ran.files) == (0, usual), ran.err
    assert not (linux / "mm/ran.c").exists()


def test_the_environment_does_not_point_elsewhere(
    linux: Path, series: Series, usual: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it does in a hook, and for who works with a git directory elsewhere."""
    git(linux.parent, "init", "-q", "elsewhere")
    for name, value in {
        "GIT_DIR": str(linux.parent / "elsewhere/.git"),
        "GIT_WORK_TREE": str(linux.parent / "elsewhere"),
        "GIT_INDEX_FILE": "/nonexistent",
        "GIT_OBJECT_DIRECTORY": "/nonexistent",
        "GIT_NAMESPACE": "odd",
        "GIT_PREFIX": "mm/",
    }.items():
        monkeypatch.setenv(name, value)
    ran = series(linux)
    assert (ran.code, ran.files) == (0, usual), ran.err


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_tree_of_another_user(
    linux: Path, series: Series, capfd: pytest.CaptureFixture[str]
) -> None:
    for path in (linux, *linux.rglob("*")):
        os.chown(path, 65534, 65534, follow_symlinks=False)
    trust = f"`git config --global --add safe.directory {linux}`"
    assert f"belongs to another user: trust it with {trust}" in series(linux).complaint
    assert app.run(["scan", str(linux)]) == 0, "to read it needs no git"
    assert f"every file in {linux} counts, as git can't tell" in capfd.readouterr().err


def _bare(linux: Path) -> Path:
    git(linux.parent, "clone", "-q", "--bare", str(linux), "bare")
    return linux.parent / "bare"


def _inside(linux: Path) -> Path:
    shutil.rmtree(linux / ".git")
    git(linux.parent, "init", "-q")
    git(linux.parent, "add", "-Af", "linux")
    git(linux.parent, "commit", "-qm", "one")
    return linux


def _no_commit(linux: Path) -> Path:
    shutil.rmtree(linux / ".git")
    git(linux, "init", "-q")
    return linux


def _lenders_gone(linux: Path) -> Path:
    borrowing = _borrowing(linux)
    shutil.rmtree(linux)
    return borrowing


def _led_nowhere(linux: Path) -> Path:
    shutil.rmtree(linux / ".git")
    (linux / ".git").write_text("gitdir: /nonexistent\n")
    return linux


def _work_tree_elsewhere(linux: Path) -> Path:
    git(linux, "config", "core.worktree", "/")
    return linux


def _branch_above(linux: Path) -> Path:
    git(linux, "branch", "folioize")
    return linux


def _branch_below(linux: Path) -> Path:
    git(linux, "branch", "folioize/slab_page/v1")
    return linux


def _branch_locked(linux: Path) -> Path:
    (linux / ".git/refs/heads/folioize").mkdir()
    (linux / ".git/refs/heads/folioize/slab_page.lock").touch()
    return linux


def _broken_index(linux: Path) -> Path:
    (linux / ".git/index").write_bytes(b"nonsense")
    return linux


def _lost_object(linux: Path) -> Path:
    name = git(linux, "rev-parse", "HEAD:mm/slub.c").strip()
    (linux / f".git/objects/{name[:2]}/{name[2:]}").unlink()
    return linux


def _shown_as_another(linux: Path) -> Path:
    """A replacement of the commit by one with other files, which is what is checked out."""
    first = git(linux, "rev-parse", "HEAD").strip()
    (linux / "mm/slub.c").write_text((linux / "mm/slub.c").read_text() + "/* more */\n")
    git(linux, "commit", "-q", "-a", "-m", "two")
    git(linux, "replace", first, "HEAD")
    git(linux, "update-ref", "HEAD", first)
    return linux


REFUSED: dict[Callable[[Path], Path], str] = {
    _bare: "is not the top of a kernel tree",
    _inside: "lies inside the repository",
    _no_commit: "has no commit yet: run `git add",
    _lenders_gone: "lacks the commit [0-9a-f]{12} that HEAD names: see what `git fsck` says",
    _led_nowhere: r"/\.git leads to no repository: mend it",
    _work_tree_elsewhere: "has its work tree in /: unset core.worktree",
    _branch_above: "beside the branch folioize: give another --branch",
    _branch_below: "beside the branch folioize/slab_page/v1: give another --branch",
    _branch_locked: r"slab_page\.lock': File exists\. Wait for the other git, or remove the file",
    _broken_index: r"\.git/index: index file smaller than expected",
    _lost_object: r"mm/slub\.c is not in the repository \(object [0-9a-f]{12}\): run `git fetch",
    _shown_as_another: r"mm/slub\.c differs from its commit .*git replace",
}


@pytest.mark.parametrize("spoil", REFUSED)
def test_one_line_says_what_to_do(
    linux: Path, series: Series, spoil: Callable[[Path], Path]
) -> None:
    tree = spoil(linux)
    before = {path: path.stat().st_mtime_ns for path in tree.parent.rglob("*") if path.is_file()}
    assert re.search(REFUSED[spoil], series(tree).complaint)
    after = {path: path.stat().st_mtime_ns for path in tree.parent.rglob("*") if path.is_file()}
    assert {path for path in before if after.get(path) != before[path]} == set()
    left = {path.relative_to(tree.parent) for path in after.keys() - before.keys()}
    assert all("objects" in path.parts for path in left), "objects that nothing names do no harm"
