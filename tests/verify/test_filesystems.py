# SPDX-License-Identifier: GPL-2.0-only
"""The files of a series go in; disks to work, and what a boot must say of them, come out."""

from __future__ import annotations

import shutil
import stat
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from folioize.errors import FolioizeError
from folioize.verify.boot import Log, require_worked
from folioize.verify.filesystems import Disks, make_disks, names_of
from folioize.verify.initramfs import initramfs
from folioize.verify.run import Runner


def test_file_systems_are_those_that_have_a_directory() -> None:
    files = ("fs/minix/dir.c", "fs/minix/minix.h", "fs/buffer.c", "mm/filemap.c", "fs/ufs/dir.c")
    assert names_of(files) == ("minix", "ufs")


@pytest.fixture(scope="module")
def disks(tmp_path_factory: pytest.TempPathFactory) -> Disks:
    if shutil.which("mke2fs", path="/usr/sbin:/sbin:/usr/bin") is None:
        pytest.skip("no mke2fs on this machine")
    folder = tmp_path_factory.mktemp("disks")
    try:
        return make_disks(("fs/ext2/dir.c", "fs/sysv/dir.c"), folder, Runner())
    except FolioizeError as error:
        pytest.skip(str(error))


def test_a_disk_is_made_and_what_is_not_is_told(disks: Disks) -> None:
    assert list(disks.images) == ["ext2"]
    assert disks.images["ext2"][1080:1082] == b"\x53\xef"
    (left,) = disks.left
    assert left.startswith("fs/sysv is not worked")


def test_the_initramfs_has_both(disks: Disks, tmp_path: Path) -> None:
    busybox = tmp_path / "busybox"
    busybox.write_bytes(b"busybox")
    archive = initramfs(busybox, disks.images, disks.worker)
    assert b"disks/ext2\0" in archive
    assert b"bin/fswork\0" in archive
    assert b"bin/fswork\0" not in initramfs(busybox)


def test_what_is_worked_is_the_same_wherever_it_is(disks: Disks, tmp_path: Path) -> None:
    """The program itself, on a file system that can be trusted."""
    program = tmp_path / "fswork"
    program.write_bytes(disks.worker)
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    told = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        where = str(tmp_path / name)
        done = subprocess.run([program, "work", where], capture_output=True, check=True)
        assert done.stdout == b""
        told.append(subprocess.run([program, "sums", where], capture_output=True, check=True))
    assert told[0].stdout == told[1].stdout
    lines = told[0].stdout.decode().splitlines()
    assert any(line.startswith("dir-3/moved-0005 ") for line in lines)
    # A byte that is lost shows.
    lost = tmp_path / "two" / "file-006"
    lost.write_bytes(lost.read_bytes()[:-1])
    again = subprocess.run([program, "sums", where], capture_output=True, check=True)
    assert again.stdout != told[1].stdout


def test_a_disk_that_is_not_worked_is_a_failure() -> None:
    disks = Disks({"minix": b""})
    told = "folioize: disk minix"
    same = f"{told} is the same after it is mounted again"
    require_worked(Log((f"{told} worked with 0", same), Counter(), 1.0), disks)
    for said in ((), (f"{told} cannot be mounted: x",), (f"{told} worked with 1", same)):
        with pytest.raises(FolioizeError, match="the minix disk was not worked"):
            require_worked(Log(said, Counter(), 1.0), disks)
