# SPDX-License-Identifier: GPL-2.0-only
"""Takes a command line; gives what it printed, or one line that says why it failed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from folioize.errors import FolioizeError


class FetchError(FolioizeError):
    """A kernel could not be fetched; the text says why and what else can be done."""


def run(
    command: Sequence[str], cwd: Path | None = None, watch: Callable[[], None] | None = None
) -> str:
    """What ``command`` printed. ``watch`` is called a few times a second while it runs.

    Raises FetchError where it is not installed or fails, with its own complaint. The child ends
    with us, however we end.
    """
    try:
        child = subprocess.Popen(
            command,
            cwd=cwd,
            env=os.environ | {"LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )
    except FileNotFoundError as err:
        raise FetchError(f"{command[0]} is not installed or not on PATH: install it") from err
    with child:
        try:
            out, complaint = _finish(child, watch)
        except BaseException:
            child.kill()
            raise
    if child.returncode:
        raise FetchError(f"{command[0]} failed: {_one_line(complaint or out)}")
    return out


def _finish(child: subprocess.Popen[str], watch: Callable[[], None] | None) -> tuple[str, str]:
    while True:
        try:
            return child.communicate(timeout=0.2 if watch else None)
        except subprocess.TimeoutExpired:
            if watch:
                watch()


def _one_line(complaint: str) -> str:
    """The line that tells most: the first that calls itself an error, else the last."""
    lines = [line.strip() for line in complaint.splitlines() if line.strip()]
    marked = [line for line in lines if line.startswith("E:") or "error:" in line.lower()]
    return (marked or lines[-1:] or ["it did not say why"])[0]
