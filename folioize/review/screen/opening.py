# SPDX-License-Identifier: GPL-2.0-only
"""A file and a line go in; the user's own editor or pager is there, and then the screen again."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from folioize.errors import FolioizeError

if TYPE_CHECKING:
    from textual.app import App


def command(path: Path, line: int, editor: bool = False) -> list[str]:
    """What opens a file at a line: $VISUAL or $EDITOR, else $PAGER, else less; to edit, vi."""
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    other = "vi" if editor else os.environ.get("PAGER") or "less"
    try:
        words = shlex.split(chosen or "") or shlex.split(other) or ["vi" if editor else "less"]
    except ValueError as error:
        raise FolioizeError(f"{chosen or other}: {error}: set $EDITOR") from error
    return [*words, f"+{line}", str(path)]


def edit_text(app: App[None], text: str, suffix: str) -> str:
    """The text as the user's editor leaves it."""
    with tempfile.TemporaryDirectory(prefix="folioize-edit-") as folder:
        path = Path(folder) / f"hunk{suffix}"
        path.write_text(text, encoding="utf-8")
        words = command(path, 1, editor=True)
        try:
            with app.suspend():
                subprocess.run(words, check=False)
        except OSError as error:
            raise FolioizeError(f"{words[0]}: {error.strerror}: set $EDITOR") from error
        try:
            return path.read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            raise FolioizeError(f"{words[0]} left no file: nothing was edited") from error


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
