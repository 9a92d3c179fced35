# SPDX-License-Identifier: GPL-2.0-only
"""Programs that are stopped, or whose verify is killed, go in; none may be left half-way."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from folioize.errors import FolioizeError, PartialError
from folioize.verify import lock as locks
from folioize.verify import run
from folioize.verify.lock import locked
from folioize.verify.run import Runner, TimedOutError

CLEANS_UP = 'trap "touch cleaned; exit 1" TERM; touch begun; while :; do sleep 0.05; done'
STAYS = 'trap "" TERM HUP; touch begun; while [ ! -e end ]; do sleep 0.05; done; touch ended'


def wait_for(there: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not there() and time.monotonic() < until:
        time.sleep(0.02)
    assert there()


def start(runner: Runner, script: str, cwd: Path) -> threading.Thread:
    """Run a shell script in a thread, as a bench does, and return once it has begun."""

    def work() -> None:
        with pytest.raises(PartialError):
            runner.run(("sh", "-c", script), cwd)

    thread = threading.Thread(target=work)
    thread.start()
    wait_for((cwd / "begun").exists)
    return thread


def test_what_is_stopped_may_clean_up(tmp_path: Path) -> None:
    runner = Runner()
    thread = start(runner, CLEANS_UP, tmp_path)
    runner.stop()
    thread.join(60)
    assert (tmp_path / "cleaned").exists()


def test_what_does_not_stop_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "GRACE", 0.2)
    runner = Runner()
    thread = start(runner, STAYS, tmp_path)
    runner.stop()
    thread.join(60)
    assert not thread.is_alive()
    (tmp_path / "end").touch()
    time.sleep(0.3)
    assert not (tmp_path / "ended").exists()


def test_what_takes_too_long_may_clean_up(tmp_path: Path) -> None:
    with pytest.raises(TimedOutError, match=r"sh did not end within 0\.5 s"):
        Runner().run(("sh", "-c", CLEANS_UP), tmp_path, timeout=0.5)
    assert (tmp_path / "cleaned").exists()


def verify_of(root: Path, script: str) -> subprocess.Popen[bytes]:
    """Another process that holds ``root`` and runs a shell script in it."""
    text = (
        "import sys\nfrom pathlib import Path\n"
        "from folioize.verify.lock import locked\nfrom folioize.verify.run import Runner\n"
        f"root, runner = Path({str(root)!r}), Runner()\n"
        f"with locked(root, runner):\n    runner.run(('sh', '-c', {script!r}), root)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", text])
    wait_for((root / "begun").exists)
    return process


def test_a_build_ends_with_its_verify(tmp_path: Path) -> None:
    process = verify_of(tmp_path, CLEANS_UP)
    process.send_signal(signal.SIGKILL)
    process.wait()
    with locked(tmp_path, Runner()):  # waits for what the dead one had started
        assert (tmp_path / "cleaned").exists()


def test_a_build_that_outlives_its_verify_keeps_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "WAIT", 0.5)
    process = verify_of(tmp_path, STAYS)
    process.send_signal(signal.SIGKILL)
    process.wait()
    with (
        pytest.raises(FolioizeError, match=rf"is at work in {tmp_path} \(s[hl]\w*, process \d+"),
        locked(tmp_path, Runner()),
    ):
        pass
    (tmp_path / "end").touch()
    wait_for((tmp_path / "ended").exists)
    monkeypatch.undo()
    with locked(tmp_path, Runner()):
        pass


def test_a_verify_that_runs_is_not_waited_for(tmp_path: Path) -> None:
    process = verify_of(tmp_path, STAYS)
    began = time.monotonic()
    with pytest.raises(FolioizeError, match="wait for it"), locked(tmp_path, Runner()):
        pass
    assert time.monotonic() - began < locks.WAIT / 2
    (tmp_path / "end").touch()
    assert process.wait() == 0
