# SPDX-License-Identifier: GPL-2.0-only
"""Paths as given on the command line go in; the C files there, and what could not be read, out."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from folioize.errors import FolioizeError

_SUFFIXES = (".c", ".h")


def root_of(paths: tuple[Path, ...], repository: bool) -> Path:
    """What paths are told relative to: the work tree for a series; else here, where they lie below;
    else the top of the repository or of the kernel tree that they lie in, or what they share."""
    for path in paths:
        if not path.exists():
            raise FolioizeError(f"no such file or directory: {path}")
        if not path.is_file() and not path.is_dir():
            raise FolioizeError(f"{path} is neither a file nor a directory")
    shared = Path(os.path.commonpath([path.resolve() for path in paths]))
    shared = shared.parent if shared.is_file() else shared
    if repository:
        from folioize.git import open_repo

        return open_repo(shared).top
    if shared.is_relative_to(Path.cwd()):
        return Path.cwd()
    return next((folder for folder in (shared, *shared.parents) if _is_top(folder)), shared)


def _is_top(folder: Path) -> bool:
    """Whether this is the top of a repository or of a kernel tree: patches are told from there."""
    if (folder / ".git").exists():
        return True
    return (folder / "Makefile").is_file() and (folder / "include/linux").is_dir()


def files_of(root: Path, paths: tuple[Path, ...]) -> tuple[list[str], dict[str, str]]:
    """The C files at and below ``paths``, and why others could not be looked at.

    All are relative to ``root``; links are not followed.
    """
    found: set[str] = set()
    unread: dict[str, str] = {}

    def refused(err: OSError) -> None:
        place = os.path.relpath(err.filename or root, root)
        unread[place] = (err.strerror or str(err)).lower()

    for path in paths:
        if path.is_file():
            found.add(os.path.relpath(path.resolve(), root))
            continue
        for folder, folders, names in os.walk(path.resolve(), onerror=refused):
            folders[:] = sorted(one for one in folders if one != ".git")
            for name in names:
                if name.endswith(_SUFFIXES):
                    place = Path(folder, name)
                    mode = place.lstat().st_mode
                    if stat.S_ISREG(mode):
                        found.add(os.path.relpath(place, root))
                    elif not stat.S_ISLNK(mode):  # reading a pipe might never end
                        unread[os.path.relpath(place, root)] = "it is no regular file"
    return sorted(found), unread
