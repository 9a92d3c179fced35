# SPDX-License-Identifier: GPL-2.0-only
"""A file and a line go in; the user's own editor or pager is there, and then the screen again."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from folioize.errors import FolioizeError
from folioize.review.editing import command

if TYPE_CHECKING:
    from textual.app import App


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
