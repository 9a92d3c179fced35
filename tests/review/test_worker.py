# SPDX-License-Identifier: GPL-2.0-only
"""Requests go into a process of its own; answers come out, and it ends when nobody asks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from folioize.kinds import design_of
from folioize.kinds.pins import Decision
from folioize.review.engine import Engine
from folioize.review.records import Ask, Busy, Compare, Failed, Request, Solved, Spec
from folioize.review.remote import Solver
from folioize.review.worker import Requests

pytestmark = pytest.mark.slow

NONE: tuple[Decision, ...] = ()


def answer(solver: Solver) -> object:
    while isinstance(found := solver.receive(), Busy):
        pass
    return found


def test_it_says_what_the_engine_says(
    spec: Spec, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))  # nothing is known, so it has to fork
    solver = Solver(msgspec.structs.replace(spec, jobs=2))
    try:
        solver.send(Ask(NONE, 7))
        found = answer(solver)
        assert isinstance(found, Solved)
        assert found.number == 7
        assert found.outcome == engine.solve(NONE)
        solver.send(Ask((Decision("mm/slub.c", "no_page"),), 8))
        failed = answer(solver)
        assert isinstance(failed, Failed)
        assert "no kind 'no_page'" in failed.why
        assert failed.number == 8
    finally:
        solver.close()
    assert solver.receive() is None


def test_a_tree_that_is_not_there_is_an_answer(spec: Spec) -> None:
    solver = Solver(Spec("/nowhere", design_of(("slab_page",))))
    try:
        solver.send(Ask(NONE))
        failed = answer(solver)
        assert isinstance(failed, Failed)
        assert "no such directory" in failed.why
    finally:
        solver.close()


def test_a_solver_that_was_killed_is_no_answer(spec: Spec) -> None:
    solver = Solver(spec)
    try:
        os.kill(solver._process.pid, signal.SIGKILL)
        solver.send(Ask(NONE))
        solver.send(Ask(NONE))
        assert answer(solver) is None
    finally:
        solver.close()


@pytest.mark.parametrize("sent", [b"", b"\0\0\0\7abc"])
def test_it_ends_when_nobody_asks(sent: bytes) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "folioize.review.worker"], input=sent, timeout=60, check=False,
        capture_output=True,
    )  # fmt: skip
    assert done.returncode == 0
    assert done.stdout == b""


def test_only_the_last_series_to_be_shown_is_made() -> None:
    requests = Requests()
    asked: list[Request] = [
        Ask(NONE, 1, show=True), Ask(NONE, 2), Ask(NONE, 3, show=True), Compare(NONE, "", ""),
    ]  # fmt: skip
    for one in asked:
        requests.put(one)
    assert [requests.next() for _ in range(3)] == asked[1:]
