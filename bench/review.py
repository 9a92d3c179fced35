# SPDX-License-Identifier: GPL-2.0-only
"""A tree and a series go in; how soon and how large the screen of a review is comes out.

    python -m bench.review TREE OUT [--patches 500]

With --patches the series is one of so many patches, made of those in OUT again and again. The
screen runs in a terminal of its own (a pty of 120x40); nothing is written beside OUT.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

import msgspec

from folioize.model import SeriesRecord

_TIMES = 12  # that each key is pressed
_QUIET = 0.06  # seconds without output after which a screen is whole
_KEYS = (
    ("j on the left", b"j"),
    ("next patch", b"]"),
    ("other side", b"\t"),
    ("next hunk", b"J"),
    ("j on the right", b"j"),
    ("page down", b"\x1b[6~"),
    ("side by side", b"v"),
)


class Terminal:
    """A program in a pty."""

    def __init__(self, words: list[str], rows: int = 40, columns: int = 120) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.start = time.perf_counter()
        self.process = subprocess.Popen(
            words, stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
            env={**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"},
        )  # fmt: skip
        os.close(slave)

    def until(self, wanted: bytes, limit: float = 60.0) -> float:
        """Seconds from the start until something was on the screen."""
        seen = b""
        while wanted not in re.sub(rb"\x1b\[[0-9;?]*[a-zA-Z]", b"", seen):
            if time.perf_counter() - self.start > limit or not self._ready(limit):
                raise SystemExit(f"{wanted!r} was never shown")
            seen += os.read(self.master, 65536)
        return time.perf_counter() - self.start

    def key(self, data: bytes) -> tuple[float, float]:
        """Seconds from a key to the first and to the last byte of what it changes."""
        while self._ready(_QUIET):
            os.read(self.master, 65536)
        start = time.perf_counter()
        os.write(self.master, data)
        first = last = 0.0
        while self._ready(_QUIET if first else 2.0):
            os.read(self.master, 65536)
            last = time.perf_counter() - start
            first = first or last
        return first, last

    def _ready(self, seconds: float) -> bool:
        return bool(select.select([self.master], [], [], seconds)[0])

    def spent(self) -> float:
        """Seconds of processor time that the screen's process has had."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> tuple[float, float]:
        """Megabytes that the screen's process has had at most, and those of its solver."""
        mine = _peak(self.process.pid)
        solver = max((_peak(pid) for pid in _children(self.process.pid)), default=0.0)
        return mine, solver

    def close(self) -> None:
        """End it."""
        os.write(self.master, b"q")
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        os.close(self.master)


def _peak(pid: int) -> float:
    text = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+)", text)
    return int(found[1]) / 1024 if found else 0.0


def _children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(word) for word in text.split()]


def long_series(out: Path, count: int, where: Path) -> Path:
    """A folder like OUT with so many patches: those of OUT, again and again."""
    record = msgspec.json.decode((out / "series.json").read_bytes(), type=SeriesRecord)
    rows = []
    for number in range(1, count + 1):
        old = record.patches[(number - 1) % len(record.patches)]
        new = msgspec.structs.replace(old, number=number, file=f"{number:04d}-{old.file[5:]}")
        raw = (out / old.file).read_bytes()
        note = b"\n+/* %d */\n" % number
        (where / new.file).write_bytes(raw.replace(b"\n+", note + b"+", 1))
        rows.append(new)
    made = msgspec.structs.replace(record, patches=tuple(rows))
    (where / "series.json").write_bytes(msgspec.json.encode(made))
    return where


def measure(tree: Path, out: Path, wait: bool) -> list[tuple[str, str]]:
    """Rows of what was measured; ``wait`` for the tree to be read too."""
    terminal = Terminal([sys.executable, "-m", "folioize", "review", str(tree), str(out)])
    rows = []
    try:
        rows.append(("first screen, s", f"{terminal.until(b'patches read'):.2f}"))
        rows.append(("first screen, s of processor time", f"{terminal.spent():.2f}"))
        if wait:
            rows.append(("tree read, series solved, s", f"{terminal.until(b'conflicts', 600):.1f}"))
        for name, data in _KEYS:
            before = terminal.spent()
            times = [terminal.key(data) for _ in range(_TIMES)]
            work = (terminal.spent() - before) / _TIMES * 1000
            first = statistics.median(one for one, _ in times) * 1000
            worst = max(last for _, last in times) * 1000
            told = f"{work:.0f}, {first:.0f}, {worst:.0f}"
            rows.append((f"{name}: ms of processor, to the first byte, to the last", told))
        mine, solver = terminal.memory()
        rows.append(("memory of the screen, MB (peak)", f"{mine:.0f}"))
        rows.append(("memory of the solver, MB (peak)", f"{solver:.0f}"))
    finally:
        terminal.close()
    return rows


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tree", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--patches", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="folioize-bench-") as name:
        folder = Path(name) / "out"
        if given.patches:
            folder.mkdir()
            long_series(given.out, given.patches, folder)
        else:
            shutil.copytree(given.out, folder)
        for what, value in measure(given.tree, folder, wait=not given.patches):
            print(f"{value:>12}  {what}")


if __name__ == "__main__":
    main()
