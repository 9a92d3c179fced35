# SPDX-License-Identifier: GPL-2.0-only
"""Old and new bytes of files go in; the diff as git makes it comes out."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from folioize.errors import FolioizeError, TreeError

_ALONE = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "LC_ALL": "C",
}


def git_diff(files: Iterable[tuple[str, bytes, bytes]]) -> bytes:
    """The diff of (path, old, new), in the order of paths, with a/ and b/ before them.

    Raises TreeError where git is not there, FolioizeError where it fails.
    """
    rows = sorted(files)
    if not rows:
        return b""
    with tempfile.TemporaryDirectory(prefix="folioize-diff-") as folder:
        for path, old, new in rows:
            for side, data in (("a", old), ("b", new)):
                place = Path(folder, side, _inside(path))
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)
        Path(folder, ".gitattributes").write_text("*.[ch] diff=cpp\n", encoding="ascii")
        return _run(folder)


def _inside(path: str) -> str:
    """A path that stays below the folder: what leads out of it is named from the root."""
    parts = [part for part in Path(os.path.normpath(path)).parts if part not in ("..", "/")]
    return str(Path(*parts))


def _run(folder: str) -> bytes:
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ("git", "diff", "--no-index", "--no-prefix", "--no-color", "--no-ext-diff", "a", "b")
    try:
        done = subprocess.run(
            command, cwd=folder, env=env | _ALONE, capture_output=True, check=False
        )
    except FileNotFoundError as err:
        raise TreeError("git is not installed or not on PATH: install git") from err
    if done.returncode not in (0, 1):
        raise FolioizeError(f"git diff failed: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout
