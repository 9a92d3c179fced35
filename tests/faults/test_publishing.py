# SPDX-License-Identifier: GPL-2.0-only
"""Signals at each step of writing a series go in; branch and OUT must be the old or the new one."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest
from msgspec.structs import replace

from folioize.model import Plan
from folioize.series import amend_messages, make_series, outfolder
from tests.series.conftest import clean_git, contents, git, make_tree, plan, state, tree

pytestmark = pytest.mark.slow

__all__ = ["clean_git", "make_tree", "plan", "tree"]

FOLDER = "papers/one"
# What the interpreter tells audit hooks of that touches the disk or starts git.
EVENTS = ("open", "os.", "shutil.", "tempfile.", "subprocess.")


def terminate(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def child(work: Callable[[], object], number: int, at: int) -> tuple[int, int]:
    """Do ``work`` in a process of its own, which gets a signal at its step ``at``.

    Returns the number of its steps, and how the process ended.
    """
    read, write = os.pipe()
    process = os.fork()
    if process == 0:  # pragma: no cover - no test runs on in here
        steps, code = 0, 99

        def step(event: str, _arguments: object) -> None:
            nonlocal steps
            if event.startswith(EVENTS):
                steps += 1
                if steps == at:
                    os.kill(os.getpid(), number)

        try:
            for each in (signal.SIGTERM, signal.SIGHUP):
                signal.signal(each, terminate)
            sys.addaudithook(step)
            work()
            code = 0
        except SystemExit as ended:
            code = int(str(ended.code))
        finally:
            os.write(write, str(steps).encode())
            os._exit(code)
    os.close(write)
    told = os.read(read, 20)
    os.close(read)
    return int(told or 0), os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


class Room:
    """A tree with a series of two patches and somebody's files, which can be put back so."""

    def __init__(self, tree: Path, plan: Plan, temp: Path) -> None:
        self.tree, self.plan, self.temp = tree, plan, temp
        self.out = tree.parent / "there/out"
        self.short = replace(plan, steps=plan.steps[:2])
        self.reset()

    def reset(self) -> None:
        make_series(self.tree, self.short, self.out)
        (self.out / "notes").write_text("mine")
        (self.out / FOLDER).parent.mkdir(exist_ok=True)
        (self.out / FOLDER).write_text("mine")

    def seen(self) -> tuple[str, dict[str, bytes]]:
        return state(self.tree), contents(self.out)

    def left(self) -> list[str]:
        beside = [path.name for path in self.out.parent.iterdir() if path != self.out]
        locks = [path.name for path in (self.tree / ".git/refs").rglob("*.lock")]
        return [*beside, *locks, *(path.name for path in self.temp.iterdir())]


@pytest.fixture
def room(tree: Path, plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    return Room(tree, plan, tmp_path / "temp")


def every(room: Room, work: Callable[[], object], number: int, stride: int) -> None:
    """Send a signal at each ``stride``-th step, and look at what is left each time."""
    old = room.seen()
    steps, code = child(work, number, 0)
    new = room.seen()
    assert (code, old == new) == (0, False)
    assert room.left() == []
    for at in range(1 + steps % stride, steps + 1, stride):
        room.reset()
        assert room.seen() == old
        _, code = child(work, number, at)
        refs, files = room.seen()
        if code == 0:  # the first time there was more to load
            assert (refs, files) == new
            assert at > steps // 2
            break
        if number == signal.SIGKILL:
            assert code == -number
            # Between two system calls somebody's folders are not in OUT; the next run sees to it.
            files |= {FOLDER: old[1][FOLDER]}
            assert files in (old[1], new[1]), f"step {at}: OUT is neither old nor new"
            assert refs in (old[0], new[0]), f"step {at}: the branch is neither old nor new"
            assert files == old[1] or refs == new[0]
            work()
            assert room.seen() == new
        else:
            assert (code, (refs, files) in (old, new)) == (128 + number, True), f"step {at}"
        assert room.left() == [], f"step {at}"


SIGNALS = [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL]


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_at_some_step(room: Room, number: int) -> None:
    every(room, lambda: make_series(room.tree, room.plan, room.out), number, 17)


@pytest.mark.slow
@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_at_any_step(room: Room, number: int) -> None:
    every(room, lambda: make_series(room.tree, room.plan, room.out), number, 1)


@pytest.mark.slow
@pytest.mark.parametrize("number", SIGNALS[:2])
def test_a_signal_where_folders_cannot_be_exchanged(
    room: Room, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # With SIGKILL OUT may be away for a moment: test_outfolder.py has what comes after.
    monkeypatch.setattr(outfolder, "_renameat2", None)
    every(room, lambda: make_series(room.tree, room.plan, room.out), number, 1)


@pytest.mark.slow
@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_at_any_step_of_a_proof(room: Room, number: int) -> None:
    every(room, lambda: amend_messages(room.tree, room.out, {1: "Shown."}), number, 1)


def test_a_tree_as_it_was(room: Room) -> None:
    assert git(room.tree, "status", "--porcelain") == ""
