# SPDX-License-Identifier: GPL-2.0-only
"""A folder goes in; a temporary one in it comes out, and what killed runs left there is gone."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from io import FileIO
from pathlib import Path

from folioize.signals import deferred

_LOCK = "folioize-lock"
# What mkdtemp puts behind a prefix.
_RANDOM = "[a-z0-9_]{8}"


def _nothing(_left: Path) -> None:
    """Rescue nothing."""


@contextmanager
def temporary(
    prefix: str, parent: Path, rescue: Callable[[Path], None] = _nothing
) -> Iterator[Path]:
    """Give a new folder in ``parent`` that is gone when the block ends, however it ends.

    Nothing can be done in a process that is killed. So each folder holds a lock that ends with
    its process, and folders of the same prefix that nobody locks any more are removed here;
    ``rescue`` is called with each of them first. Raises OSError where the disk does not take it.
    """
    sweep(prefix, parent, rescue)
    with ExitStack() as stack:
        with deferred():
            path, lock = _make(prefix, parent)
            stack.callback(_remove, path, lock)
        yield path


def _make(prefix: str, parent: Path) -> tuple[Path, FileIO]:
    while True:
        path = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        try:
            lock = FileIO(path / _LOCK, "x")
        except FileNotFoundError:  # somebody swept it between the two steps
            continue
        except BaseException:
            path.rmdir()
            raise
        with suppress(OSError):  # a file system without locks: nobody else gets one either
            fcntl.flock(lock, fcntl.LOCK_EX)
        if os.fstat(lock.fileno()).st_nlink:
            return path, lock
        lock.close()  # or between those two


def _remove(path: Path, lock: FileIO) -> None:
    with deferred(), closing(lock):
        _discard(path)


def _discard(path: Path) -> None:
    """Remove a folder, its lock last: as long as anything is there, it can be swept."""
    with suppress(OSError):
        for entry in sorted(path.iterdir()):
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry, ignore_errors=True)
            elif entry.name != _LOCK:
                entry.unlink(missing_ok=True)
        if [entry.name for entry in path.iterdir()] == [_LOCK]:
            (path / _LOCK).unlink()
        path.rmdir()


def sweep(prefix: str, parent: Path, rescue: Callable[[Path], None] = _nothing) -> None:
    """Remove the temporary folders in ``parent`` that killed processes left."""
    name = re.compile(re.escape(prefix) + _RANDOM)
    with suppress(OSError):
        for path in sorted(parent.iterdir()):
            if name.fullmatch(path.name):
                with suppress(OSError), deferred():
                    _clear(path, rescue)


def _clear(path: Path, rescue: Callable[[Path], None]) -> None:
    """Remove a folder if it is our user's and empty, or has a lock in it that nobody holds."""
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        return
    try:
        descriptor = os.open(path / _LOCK, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        path.rmdir()  # killed before there was a lock; refused if there is anything in it
        return
    with closing(FileIO(descriptor)) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        rescue(path)
        _discard(path)
