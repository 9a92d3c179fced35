# SPDX-License-Identifier: GPL-2.0-only
"""The files of a series go in; images of the file systems that they implement come out, with the
program that works them, to be put into an initramfs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import msgspec

from folioize.errors import FolioizeError
from folioize.verify.run import Runner

_TABLE = Path(__file__).with_name("filesystems.toml")
_WORKER = Path(__file__).with_name("fswork.c")
_MEGABYTE = 1 << 20


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    make: tuple[str, ...]
    type: str = ""
    megabytes: int = 16


@dataclass(frozen=True, slots=True)
class Disks:
    """``images`` by the type that mount takes, the static program that works what is mounted, and
    why other file systems of the series are not worked."""

    images: dict[str, bytes]
    worker: bytes = b""
    left: tuple[str, ...] = ()


def names_of(files: Sequence[str]) -> tuple[str, ...]:
    """The directories of fs/ in which files of a series lie."""
    parts = (PurePosixPath(path).parts for path in files)
    return tuple(sorted({one[1] for one in parts if one[0] == "fs" and len(one) > 2}))


def make_disks(files: Sequence[str], folder: Path, runner: Runner) -> Disks:
    """Make an image of each file system that the files implement and this machine can make.

    Raises FolioizeError where the program that works them cannot be built.
    """
    table = msgspec.toml.decode(_TABLE.read_bytes(), type=dict[str, _Row])
    images: dict[str, bytes] = {}
    left: list[str] = []
    for name in names_of(files):
        row = table.get(name)
        if row is None:
            left.append(f"fs/{name} is not worked: nothing is known that makes such a disk")
        elif shutil.which(row.make[0], path=_path()) is None:
            left.append(f"fs/{name} is not worked: {row.make[0]} is not installed")
        else:
            images[row.type or name] = _image(row, folder / f"disk-{name}", runner)
    return Disks(images, _worker(folder, runner) if images else b"", tuple(left))


def _path() -> str:
    """Where programs are looked for; what makes disks is often for root alone."""
    return ":".join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))


def _image(row: _Row, path: Path, runner: Runner) -> bytes:
    path.unlink(missing_ok=True)
    with path.open("wb") as file:
        file.truncate(row.megabytes * _MEGABYTE)
    program = shutil.which(row.make[0], path=_path()) or row.make[0]
    done = runner.run((program, *row.make[1:], str(path)), path.parent, timeout=60)
    if done.code:
        raise FolioizeError(f"{row.make[0]} fails: {done.out.strip().splitlines()[-1:]}")
    try:
        return path.read_bytes()
    finally:
        path.unlink()


def _worker(folder: Path, runner: Runner) -> bytes:
    program = folder / "fswork"
    argv = ("gcc", "-static", "-O1", "-o", str(program), str(_WORKER))
    done = runner.run(argv, folder, timeout=120)
    if done.code:
        raise FolioizeError("--boot needs a static C library to work a file system: libc6-dev")
    return program.read_bytes()
