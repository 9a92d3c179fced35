# SPDX-License-Identifier: GPL-2.0-only
"""A command goes in; its wall and processor seconds and its peak of memory come out."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_EVERY = 0.2  # seconds between two looks at the memory, each of which holds the process up


@dataclass(frozen=True, slots=True)
class Figure:
    """One run: seconds of the clock, of processors (children included), and megabytes.

    Memory is the proportional set size (smaps_rollup) of all processes of the run together, at
    its highest: pages that forked workers share count once. A run too short to be looked at has
    what its largest process had.
    """

    wall: float
    cpu: float
    megabytes: float
    code: int


def measure(command: Sequence[str], cwd: Path, env: Mapping[str, str]) -> Figure:
    """Run ``command`` to its end, its output thrown away."""
    start = time.monotonic()
    process = subprocess.Popen(
        list(command),
        cwd=cwd,
        env=dict(os.environ) | dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    watch = _Watch(process.pid)
    watch.start()
    _pid, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    watch.ended.set()
    watch.join()
    peak = watch.peak or used.ru_maxrss
    return Figure(wall, used.ru_utime + used.ru_stime, peak / 1024, process.returncode)


class _Watch(threading.Thread):
    """Adds up the memory of a session's processes, again and again; ``peak`` is in KiB."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.session = session
        self.peak = 0
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.wait(_EVERY):
            self.peak = max(self.peak, sum(map(_pss, _session(self.session))))


def _session(leader: int) -> list[int]:
    found = []
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            pid = int(entry.name)
            try:
                if os.getsid(pid) == leader:
                    found.append(pid)
            except OSError:  # it has just ended
                continue
    return found


def _pss(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)
