# SPDX-License-Identifier: GPL-2.0-only
"""Output that can't be written, and limits of the system, end a command in one clear line."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = (("scan", "--jobs", "1"), ("infer", "--jobs", "1", "--format", "jsonl"))


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
    assert code == 2
    assert complaint == "folioize: no space left on device: free some and run the command again\n"


def test_no_file_may_grow(minikernel: Path, tmp_path: Path) -> None:
    """As on a disk with a quota: the cache can't be written, the result is printed all the same."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))

    nowhere = subprocess.DEVNULL
    code, complaint = run(minikernel, COMMANDS[1], tmp_path, stdout=nowhere, preexec_fn=limit)
    assert (code, complaint) == (0, "")
    assert (tmp_path / "folioize/facts.sqlite").stat().st_size <= 8192
