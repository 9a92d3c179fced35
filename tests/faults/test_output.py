# SPDX-License-Identifier: GPL-2.0-only
"""Output that can't be written, and limits of the system, end a command in one clear line."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from folioize.series import read_series
from tests.e2e.conftest import git, repository

pytestmark = pytest.mark.slow

COMMANDS = (("scan", "--jobs", "1"), ("infer", "--jobs", "1", "--format", "jsonl"))

FULL = "no space left on device: standard output"


def run(tree: Path, command: tuple[str, ...], cache: Path, **how: object) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "folioize", command[0], str(tree), *command[1:]],
        env={**os.environ, "XDG_CACHE_HOME": str(cache)},
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        **how,  # type: ignore[call-overload]
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_space_left_for_what_is_printed(
    minikernel: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    with Path("/dev/full").open("w") as full:
        code, complaint = run(minikernel, command, tmp_path, stdout=full)
    assert (code, complaint) == (2, f"folioize: {FULL}: free some and run the command again\n")


def test_no_file_may_grow(minikernel: Path, tmp_path: Path) -> None:
    """As on a disk with a quota: the cache can't be written, the result is printed all the same."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))

    nowhere = subprocess.DEVNULL
    code, complaint = run(minikernel, COMMANDS[1], tmp_path, stdout=nowhere, preexec_fn=limit)
    assert (code, complaint) == (0, "")
    assert (tmp_path / "folioize/facts.sqlite").stat().st_size <= 8192


SHELL = {
    ">&-": (2, "folioize: standard output is closed: send it somewhere, /dev/null if"),
    ">&- 2>&-": (2, ""),
    "2>&-": (0, ""),
    "<&-": (0, ""),
    "2>/dev/full": (0, ""),
    ">/dev/full": (2, f"folioize: {FULL}: free some"),
    ">/dev/full 2>&1": (2, ""),
    "| true": (141, ""),
    "2>&1 | true": (141, ""),
}


@pytest.mark.parametrize("where", SHELL)
def test_streams_that_are_closed_or_full(minikernel: Path, tmp_path: Path, where: str) -> None:
    code, says = SHELL[where]
    # Enough to overflow a pipe's buffer, so that it is written after its reader has gone.
    command = f"{sys.executable} -m folioize infer {minikernel} --format jsonl {where}"
    done = subprocess.run(
        ["bash", "-c", f"{command}; exit ${{PIPESTATUS[0]}}"],
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr[: len(says)]) == (code, says)
    assert done.stderr.count("\n") == bool(says)


def test_no_file_takes_the_place_of_a_closed_stream(tmp_path: Path) -> None:
    script = (
        "import os, sys\nfrom folioize.cli import app, completion\n"
        "def callback(shell):\n"
        f"    with open({str(tmp_path / 'mine')!r}, 'w') as file:\n"
        "        assert file.fileno() > 2\n        os.write(2, b'noise')\n"
        "completion.command.callback = callback\n"
        "sys.exit(app.run(['completion', 'bash']))\n"
    )
    command = f"{sys.executable} - <<'END' 2>&- \n{script}END\n"
    done = subprocess.run(["bash", "-c", command], check=False)
    assert done.returncode == 0
    assert (tmp_path / "mine").read_bytes() == b""


def test_what_is_done_and_cannot_be_told_is_partial(tmp_path: Path) -> None:
    tree, out = repository(tmp_path / "tree"), tmp_path / "out"
    git(tree, "config", "user.name", "Ann")
    git(tree, "config", "user.email", "ann@example.org")
    command = ("series", "--jobs", "1", "-k", "slab_page", "-o", str(out))
    with Path("/dev/full").open("w") as full:
        code, complaint = run(tree, command, tmp_path, stdout=full)
    assert code == 3
    said = f"folioize: the series is in {out}, but cannot be told on standard output: no space left"
    assert complaint.splitlines()[-1].startswith(said)
    assert read_series(out).tip == git(tree, "rev-parse", "folioize/slab_page").strip()
