# SPDX-License-Identifier: GPL-2.0-only
"""Fetching a kernel: from a package made here, with an apt-get that is a script of ours."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from folioize.cli import app
from folioize.errors import FolioizeError
from folioize.fetch import archive, fetch_kernel, make_repository

from ..conftest import MINIKERNEL

needs_dpkg = pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="dpkg-deb is not here")

APT = r"""#!/bin/bash
# apt-get as far as fetching needs it; told by files beside it what to do.
here=$(dirname "$0")
echo "$@" >> "$here/calls"
case "$*" in
  *indextargets*) cat "$here/mirrors" ;;
  *update*) [[ ! -f $here/offline ]] || { echo "W: hm" >&2; echo "E: no network" >&2; exit 100; } ;;
  *linux-source-4.4*) echo "E: Unable to locate package" >&2; exit 100 ;;
  *--print-uris*) echo "'mirror:/linux-source.deb' linux-source.deb 1234 SHA256:00" ;;
  *download*) cp "$here/package.deb" linux-source.deb ;;
esac
"""


def ignore(*_: object) -> None:
    """No progress is shown."""


@pytest.fixture
def apt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, first on PATH, with an apt-get that serves the mini kernel as linux-source-5.10."""
    folder = tmp_path / "apt"
    package = folder / "package"
    (package / "DEBIAN").mkdir(parents=True)
    (package / "DEBIAN/control").write_text(
        "Package: linux-source-5.10\nVersion: 1\nArchitecture: all\n"
        "Maintainer: nobody <nobody@example.org>\nDescription: a test\n"
    )
    (package / "usr/src").mkdir(parents=True)
    with tarfile.open(package / "usr/src/linux-source-5.10.tar.xz", "w:xz") as sources:
        sources.add(MINIKERNEL, "linux-source-5.10")
        ignored = tarfile.TarInfo("linux-source-5.10/.gitignore")
        ignored.size = 3
        sources.addfile(ignored, io.BytesIO(b"/*\n"))
    subprocess.run(
        ["dpkg-deb", "-b", package, folder / "package.deb"], check=True, capture_output=True
    )
    (folder / "mirrors").write_text("mirror:/debian-security/\nmirror:/debian/\nother:/x\n")
    (folder / "apt-get").write_text(APT)
    (folder / "apt-get").chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")
    return folder


@needs_dpkg
def test_fetch_gives_a_repository(apt: Path, tmp_path: Path) -> None:
    tree = fetch_kernel("5.10", tmp_path / "k", git=True, progress=ignore)
    assert tree == tmp_path / "k/linux-5.10"
    assert (tree / "mm/slub.c").read_bytes() == (MINIKERNEL / "mm/slub.c").read_bytes()
    git = ["git", "-C", str(tree)]
    assert subprocess.check_output([*git, "status", "--porcelain"]) == b""
    tracked = subprocess.check_output([*git, "ls-files"], text=True).splitlines()
    assert "mm/slub.c" in tracked, "what .gitignore names is in the commit too"
    assert not (tmp_path / "k/.linux-5.10.part").exists()
    sources = (apt / "calls").read_text()
    assert "Dir::Etc::sourceparts=/dev/null" in sources
    head = subprocess.check_output([*git, "rev-parse", "HEAD"])
    (apt / "calls").unlink()
    assert fetch_kernel("5.10", tmp_path / "k", git=True, progress=ignore) == tree
    assert not (apt / "calls").exists(), "what is there is not fetched again"
    shutil.rmtree(tree)
    fetch_kernel("5.10", tmp_path / "k", git=True, progress=ignore)
    assert subprocess.check_output([*git, "rev-parse", "HEAD"]) == head


@needs_dpkg
def test_other_versions_are_looked_for_where_debian_moves(apt: Path, tmp_path: Path) -> None:
    assert fetch_kernel("7.9", tmp_path / "k", git=False, progress=ignore).is_dir()
    lines = archive._sources(archive.MOVING, tmp_path).splitlines()
    assert [line.split()[-2] for line in lines] == list(archive.MOVING)
    with pytest.raises(FolioizeError, match=r"no Debian release carries the sources of 4\.4"):
        fetch_kernel("4.4", tmp_path / "k", git=False, progress=ignore)


@needs_dpkg
def test_fetch_prints_the_path(
    apt: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FOLIOIZE_KERNELS", str(tmp_path / "kernels"))
    assert app.run(["fetch", "5.10"]) == 0
    assert capfd.readouterr() == (f"{tmp_path}/kernels/linux-5.10\n", "")


@needs_dpkg
def test_a_stopped_fetch_leaves_no_tree(apt: Path, tmp_path: Path) -> None:
    def stop(what: str, _done: int, _total: int) -> None:
        if what == "unpacking":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch_kernel("5.10", tmp_path / "k", git=True, progress=stop)
    assert not (tmp_path / "k/linux-5.10").exists()
    assert fetch_kernel("5.10", tmp_path / "k", git=False, progress=ignore).is_dir()


@needs_dpkg
def test_a_stopped_commit_leaves_no_repository(apt: Path, tmp_path: Path) -> None:
    def stop(what: str, _done: int, _total: int) -> None:
        if what == "committing":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch_kernel("5.10", tmp_path / "k", git=True, progress=stop)
    tree = tmp_path / "k/linux-5.10"
    assert tree.is_dir()
    assert not (tree / ".git").exists()
    assert make_repository(tree, "x", ignore)
    assert make_repository(tree, "x", ignore) is None


@needs_dpkg
@pytest.mark.parametrize("damage", [b"", b"garbage", None])
def test_a_damaged_package_is_told(apt: Path, tmp_path: Path, damage: bytes | None) -> None:
    package = apt / "package.deb"
    package.write_bytes(package.read_bytes()[:-5000] if damage is None else damage)
    with pytest.raises(FolioizeError) as caught:
        fetch_kernel("5.10", tmp_path / "k", git=False, progress=ignore)
    assert "\n" not in str(caught.value)
    assert "run the command again" in str(caught.value)
    assert not (tmp_path / "k/linux-5.10").exists()


@needs_dpkg
def test_without_network(apt: Path, tmp_path: Path) -> None:
    (apt / "offline").touch()
    with pytest.raises(FolioizeError, match=r"apt-get failed: E: no network; or use a kernel"):
        fetch_kernel("5.10", tmp_path / "k", git=False, progress=ignore)


@needs_dpkg
def test_without_a_debian_archive(apt: Path, tmp_path: Path) -> None:
    (apt / "mirrors").write_text("other:/ubuntu/\n")
    with pytest.raises(FolioizeError, match="no Debian archive"):
        fetch_kernel("5.10", tmp_path / "k", git=False, progress=ignore)


def test_without_apt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FolioizeError, match=r"no apt-get here.*git worktree add"):
        fetch_kernel("5.10", tmp_path / "k", git=False, progress=ignore)


def test_what_is_in_the_way_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "linux-5.10").mkdir()
    with pytest.raises(FolioizeError, match="is no kernel tree: move it away"):
        fetch_kernel("5.10", tmp_path, git=False, progress=ignore)


def test_without_space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("folioize.fetch._SPACE", 10**18)
    with pytest.raises(FolioizeError, match="GB free"):
        fetch_kernel("5.10", tmp_path, git=False, progress=ignore)


def test_what_apt_promises() -> None:
    assert archive._promised("'a:/b' ../linux_1_all.deb 77 SHA:1\n") == ("linux_1_all.deb", 77)
    with pytest.raises(FolioizeError, match="did not say"):
        archive._promised("Reading...\n")
