# SPDX-License-Identifier: GPL-2.0-only
"""Takes a kernel version; leaves that kernel's sources, as Debian ships them, in a directory."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from folioize.fetch.archive import download
from folioize.fetch.commands import FetchError, run
from folioize.fetch.repository import make_repository
from folioize.fetch.unpack import unpack

__all__ = ["FetchError", "configure_kernel", "fetch_kernel", "make_repository"]

Progress = Callable[[str, int, int], None]

_VERSION = re.compile(r"\d+\.\d+\Z")
_SPACE = 3_000_000_000  # bytes: package, sources, repository, each measured on 6.12, and some air


def fetch_kernel(version: str, folder: Path, *, git: bool, progress: Progress) -> Path:
    """Put the sources of kernel ``version`` into ``folder``/linux-``version``; return that path.

    A tree that is there already is left as it is; one is never there by half, because it is moved
    in when whole, and what was downloaded before an interruption is used again. ``git`` makes it
    a repository with one commit, whose id depends on the sources only. ``progress`` is called
    with what is being done, how much is done, and how much there is (0 for unknown).

    Raises FetchError, in one line, for an unknown version, no apt, no network, no space.
    """
    if not _VERSION.match(version):
        raise FetchError(f"{version} is no kernel version: name one such as 5.10, 6.1 or 6.12")
    folder.mkdir(parents=True, exist_ok=True)
    tree = folder.resolve() / f"linux-{version}"
    with _locked(tree.parent, tree.name):
        if not tree.exists():
            _require_space(tree.parent)
            work = tree.parent / f".{tree.name}.part"
            package = download(version, work, progress)
            unpack(package, work, tree, progress)
            shutil.rmtree(work)
        elif not (tree / "Makefile").is_file():
            raise FetchError(f"{tree} is there but is no kernel tree: move it away, or name a DEST")
        if git:
            make_repository(tree, f"Linux {version} as Debian ships it", progress)
    return tree


def configure_kernel(tree: Path, progress: Progress) -> Path:
    """Make an output directory beside ``tree`` in which single objects build; return its path.

    The tree itself stays clean, since a configuration in it makes the kernel refuse all others.
    Raises FetchError with make's complaint.
    """
    build = tree.with_name(f"{tree.name}-build")
    if not (build / "include" / "generated" / "autoconf.h").is_file():
        progress("configuring", 0, 0)
        jobs = f"-j{os.cpu_count() or 1}"
        run(["make", "-C", str(tree), "-s", jobs, f"O={build}", "defconfig", "prepare"])
    return build


def _require_space(folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < _SPACE:
        raise FetchError(
            f"{folder} has {free / 1e9:.1f} GB free and a kernel tree takes "
            f"{_SPACE / 1e9:.0f} GB: free some, or name a DEST elsewhere"
        )


@contextmanager
def _locked(folder: Path, name: str) -> Iterator[None]:
    """One fetch of a version at a time; the kernel frees the lock of a process that dies."""
    with (folder / f".{name}.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as err:
            raise FetchError(f"another folioize fetches {name} into {folder}: wait for it") from err
        yield
