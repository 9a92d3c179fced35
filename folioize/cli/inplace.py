# SPDX-License-Identifier: GPL-2.0-only
"""Files with their new bytes go in, and are put in the place of the old ones; those left, out."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from folioize.cli import terminal
from folioize.errors import naming
from folioize.signals import deferred

if TYPE_CHECKING:
    from folioize.rules import Applied


def write(root: Path, applied: Applied) -> int:
    """Write all files beside the old ones, and only then put each in its place.

    So none is ever half-written, and where the disk is full or ^C comes, all are as they were.
    Returns how many were left, because somebody else has changed them meanwhile.
    """
    left = 0
    done: list[str] = []
    with ExitStack() as stack:
        made: list[tuple[str, Path]] = []
        for path, one in applied.files.items():
            if one.data is not None:
                made.append((path, _beside(root / path, one.data, stack)))
        with deferred():
            for path, beside in made:
                reason = _replace(beside, root / path, applied.before[path])
                if reason:
                    terminal.note(f"{path}: {reason}")
                    left += 1
                else:
                    done.append(path)
    for path in done:
        terminal.line(path)
    return left


def _beside(place: Path, data: bytes, stack: ExitStack) -> Path:
    """A new file with these bytes in the same folder, gone when the stack is, if it is there."""
    with naming(str(place)):
        with deferred():
            descriptor, name = tempfile.mkstemp(".folioize", place.name[:40] + ".", place.parent)
            beside = Path(name)
            stack.callback(beside.unlink, missing_ok=True)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
    return beside


def _replace(beside: Path, place: Path, before: bytes) -> str:
    """Put a file in the place of an old one, with its mode and owner; or tell why it was left."""
    try:
        if place.read_bytes() != before:
            return "has changed meanwhile and was left: run the command again"
        found = place.stat()
        with suppress(PermissionError):  # only root may give files away
            os.chown(beside, found.st_uid, found.st_gid)
        beside.chmod(found.st_mode & 0o7777)
        beside.replace(place)
    except OSError as err:
        return f"was left: {(err.strerror or str(err)).lower()}"
    return ""
