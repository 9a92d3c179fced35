# SPDX-License-Identifier: GPL-2.0-only
"""A text, or a file and a line, goes in; what the user's own editor makes of it comes out."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from folioize.errors import FolioizeError


def command(path: Path, line: int, editor: bool = False) -> list[str]:
    """What opens a file at a line: $VISUAL or $EDITOR, else $PAGER, else less; to edit, vi."""
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    other = "vi" if editor else os.environ.get("PAGER") or "less"
    try:
        words = shlex.split(chosen or "") or shlex.split(other) or ["vi" if editor else "less"]
    except ValueError as error:
        raise FolioizeError(f"{chosen or other}: {error}: set $EDITOR") from error
    return [*words, f"+{line}", str(path)]


def edit_text(
    text: str, suffix: str, away: Callable[[], AbstractContextManager[None]] = nullcontext
) -> str:
    """The text as the user's editor leaves it; ``away`` leaves the terminal to it.

    Raises FolioizeError where there is no editor, or it says that nothing is to be kept.
    """
    with tempfile.TemporaryDirectory(prefix="folioize-edit-") as folder:
        path = Path(folder) / f"hunk{suffix}"
        path.write_text(text, encoding="utf-8")
        words = command(path, 1, editor=True)
        try:
            with away():
                code = subprocess.run(words, check=False).returncode
        except OSError as error:
            raise FolioizeError(f"{words[0]}: {error.strerror}: set $EDITOR") from error
        if code:
            raise FolioizeError(f"{words[0]} ended with {code}: nothing was edited")
        try:
            return path.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            raise FolioizeError(f"{words[0]} left no file: nothing was edited") from error
