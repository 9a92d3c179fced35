# SPDX-License-Identifier: GPL-2.0-only
"""A scratch directory goes in; a lock on it comes out, which the programs started there share."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from folioize.errors import FolioizeError
from folioize.verify.run import Runner

WAIT = 10.0
"""Seconds that what a killed verify had started is given to end."""


@contextmanager
def locked(root: Path, runner: Runner) -> Iterator[None]:
    """Hold ``root`` until the block ends and so have all programs that ``runner`` started.

    A build that outlives a killed verify so keeps others out of what it writes. Raises
    FolioizeError where somebody else has it.
    """
    path = root / "lock"
    with path.open("a+", encoding="ascii") as lock:
        lock.seek(0)
        owner = lock.read(20).strip()
        until = time.monotonic() + (0 if _runs(owner) else WAIT)
        while not _taken(lock.fileno()):
            if time.monotonic() >= until:
                raise FolioizeError(
                    f"another verify is at work in {root}{_holders(path)}: wait for it or give "
                    "another --work"
                )
            time.sleep(0.1)
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        runner.lend(lock.fileno())
        yield


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _runs(owner: str) -> bool:
    """Whether the process that wrote itself into the lock is there; one of no name is."""
    if not owner.isdigit():
        return True
    with suppress(PermissionError):
        try:
            os.kill(int(owner), 0)
        except ProcessLookupError:
            return False
    return True


def _holders(path: Path) -> str:
    """Name the processes that have a lock open, as far as the system lets us see them."""
    wanted = path.stat()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if int(process.name) != os.getpid() and any(
                os.path.samestat(entry.stat(), wanted) for entry in (process / "fd").iterdir()
            ):
                found.append(f"{(process / 'comm').read_text().strip()}, process {process.name}")
    return f" ({'; '.join(sorted(found)[:3])})" if found else ""
