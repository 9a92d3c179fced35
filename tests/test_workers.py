# SPDX-License-Identifier: GPL-2.0-only
"""Work for forked processes: all of it is done, and none of them outlives its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from folioize.errors import PartialError
from folioize.workers import in_processes

PARENT = """
import os, time
from folioize.workers import in_processes

def wait(number):
    os.write(1, b"%d\\n" % os.getpid())
    time.sleep(60)

list(in_processes(wait, [1, 2], 2))
"""


def _square(number: int) -> int:
    return number * number


def _die(number: int) -> int:
    if number == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def _fail(number: int) -> int:
    raise ValueError(number)


@pytest.mark.parametrize("jobs", [0, 1, 2, 3])
@pytest.mark.parametrize("chunk", [1, 4])
def test_all_is_done(jobs: int, chunk: int) -> None:
    found = sorted(in_processes(_square, list(range(30)), jobs, chunk))
    assert found == [number * number for number in range(30)]


def test_no_items() -> None:
    assert list(in_processes(_square, [], 2)) == []


def test_a_killed_process_is_told() -> None:
    with pytest.raises(PartialError, match="was killed"):
        list(in_processes(_die, list(range(30)), 2))


def test_a_failure_is_the_callers() -> None:
    with pytest.raises(ValueError, match=r"[123]"):
        list(in_processes(_fail, [1, 2, 3], 2))


def test_a_handler_of_the_parent_is_not_the_workers() -> None:
    """A command ends by an exception on SIGTERM; a process that inherited that could lose it."""

    def handler(number: int, frame: object) -> None:
        raise SystemExit(143)

    before = signal.signal(signal.SIGTERM, handler)
    try:
        for _ in range(20):
            assert sorted(in_processes(_square, [1, 2], 2)) == [1, 4]
    finally:
        signal.signal(signal.SIGTERM, before)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_none_outlives_its_parent(tmp_path: Path, number: signal.Signals) -> None:
    program = tmp_path / "program.py"
    program.write_text(PARENT)
    parent = subprocess.Popen([sys.executable, program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    workers = [int(parent.stdout.readline()) for _ in range(2)]
    parent.send_signal(number)
    parent.wait()
    parent.stdout.close()
    for _ in range(100):
        if not any(Path(f"/proc/{worker}").exists() for worker in workers):
            return
        time.sleep(0.1)
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    pytest.fail("a worker went on")
