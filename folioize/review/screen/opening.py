# SPDX-License-Identifier: GPL-2.0-only
"""A file and a line go in; the user's own editor or pager is there, and then the screen again."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from folioize.errors import FolioizeError

if TYPE_CHECKING:
    from textual.app import App


def command(path: Path, line: int) -> list[str]:
    """What opens a file at a line: $VISUAL or $EDITOR, else $PAGER, else less."""
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    words = shlex.split(chosen or os.environ.get("PAGER") or "less")
    return [*words, f"+{line}", str(path)]


def open_place(app: App[None], tree: Path | None, file: str, line: int) -> None:
    """Leave the screen to the editor. Raises FolioizeError if there is no such file."""
    if tree is None or not (tree / file).is_file():
        raise FolioizeError(f"no file {file} in {tree}")
    words = command(tree / file, line)
    try:
        with app.suspend():
            subprocess.run(words, check=False)
    except OSError as error:
        raise FolioizeError(f"{words[0]}: {error.strerror}: set $EDITOR or $PAGER") from error
