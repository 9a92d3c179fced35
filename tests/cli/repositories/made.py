# SPDX-License-Identifier: GPL-2.0-only
"""A repository goes in; what git says of it, and what a command made of it, come out."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


def git(where: Path, *args: str) -> str:
    done = subprocess.run(("git", *args), cwd=where, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode(errors="replace")


@dataclass(frozen=True)
class Ran:
    """What a command printed, and the files that it wrote."""

    code: int
    out: str
    err: str
    files: dict[str, bytes]

    @property
    def complaint(self) -> str:
        """The one line of a command that failed."""
        assert self.code == 2, self.err
        assert self.out == ""
        assert self.err.count("\n") == 1, self.err
        assert not self.files
        return self.err


Series = Callable[..., Ran]


def borrowing(linux: Path) -> Path:
    git(linux.parent, "clone", "-q", "--shared", str(linux), "borrowing")
    return linux.parent / "borrowing"
