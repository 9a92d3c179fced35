# SPDX-License-Identifier: GPL-2.0-only
"""Runs that end, are told to end or are killed go in; their temporary folders must be gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from folioize.signals import ENDING, deferred
from folioize.temporary import sweep, temporary


def left(parent: Path) -> list[str]:
    return sorted(path.name for path in parent.iterdir())


def test_a_folder_is_gone_however_its_block_ends(tmp_path: Path) -> None:
    with temporary("x-", tmp_path) as path:
        (path / "deep").mkdir()
        (path / "deep/file").touch()
        assert path.parent == tmp_path
    with pytest.raises(KeyboardInterrupt), temporary("x-", tmp_path):
        raise KeyboardInterrupt
    assert left(tmp_path) == []


def holder(parent: Path) -> subprocess.Popen[bytes]:
    """A process that has a temporary folder."""
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom folioize.temporary import temporary\n"
        f"with temporary('x-', Path({str(parent)!r})) as path:\n"
        "    (path / 'begun').touch()\n    time.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script])
    until = time.monotonic() + 60
    while not list(parent.glob("x-*/begun")) and time.monotonic() < until:
        time.sleep(0.02)
    return process


def test_what_a_killed_process_left_is_swept(tmp_path: Path) -> None:
    process = holder(tmp_path)
    (held,) = left(tmp_path)
    sweep("x-", tmp_path)
    assert left(tmp_path) == [held]
    process.kill()
    process.wait()
    told: list[str] = []
    with temporary("x-", tmp_path, lambda path: told.append(path.name)) as path:
        assert left(tmp_path) == [path.name]
    assert told == [held]


def test_what_is_not_ours_is_not_swept(tmp_path: Path) -> None:
    (tmp_path / "x-mine").mkdir()
    (tmp_path / "x-abcdefgh").mkdir()
    (tmp_path / "x-abcdefgh/file").touch()
    (tmp_path / "x-12345678").write_text("a file")
    (tmp_path / "y-abcdefgh").mkdir()
    (tmp_path / "y-abcdefgh/folioize-lock").touch()
    (tmp_path / "x-linklink").symlink_to("y-abcdefgh")
    before = left(tmp_path)
    sweep("x-", tmp_path)
    assert left(tmp_path) == before
    sweep("y-", tmp_path)
    assert "y-abcdefgh" not in left(tmp_path)


def test_what_was_killed_before_it_had_a_lock_is_swept(tmp_path: Path) -> None:
    (tmp_path / "x-abcdefgh").mkdir()
    sweep("x-", tmp_path)
    assert left(tmp_path) == []


def test_what_another_user_has_is_not_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "y-abcdefgh").mkdir()
    (tmp_path / "y-abcdefgh/folioize-lock").touch()
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    sweep("y-", tmp_path)
    assert left(tmp_path) == ["y-abcdefgh"]


@pytest.mark.parametrize("number", ENDING)
def test_a_signal_waits_for_the_end_of_the_block(number: signal.Signals) -> None:
    came: list[int] = []
    before = signal.signal(number, lambda told, _frame: came.append(told))
    try:
        with deferred():
            with deferred():
                signal.raise_signal(number)
                assert came == []
            assert came == []
        assert came == [number]
        signal.raise_signal(number)
        assert came == [number, number]
    finally:
        signal.signal(number, before)


def test_an_interrupt_overtakes_an_error() -> None:
    with pytest.raises(KeyboardInterrupt), deferred():
        signal.raise_signal(signal.SIGINT)
        raise ValueError
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_what_is_ignored_stays_so(monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with deferred():
            signal.raise_signal(signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)
