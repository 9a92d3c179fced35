# SPDX-License-Identifier: GPL-2.0-only
"""Takes the name of a data folder (transforms, templates, fixtures) and finds it on disk."""

from __future__ import annotations

import os
from pathlib import Path

from folioize.errors import FolioizeError

PACKAGE = Path(__file__).resolve().parent


def roots() -> tuple[Path, ...]:
    """Return the folders that may hold data folders, the one that wins first.

    The order is: each entry of ``$FOLIOIZE_PATH`` (separated as ``$PATH`` is), then the package's
    own ``_data`` (a wheel) or, where there is none, the checkout the package lies in.
    """
    entries = os.environ.get("FOLIOIZE_PATH", "").split(os.pathsep)
    own = PACKAGE / "_data"
    # In a wheel the package's parent is site-packages, whose "templates" may be anybody's.
    return (
        *(Path(entry).expanduser() for entry in entries if entry),
        own if own.is_dir() else PACKAGE.parent,
    )


def data_dirs(name: str) -> tuple[Path, ...]:
    """Return every data folder ``name`` there is, the one that wins first; () if there is none."""
    return tuple(root / name for root in roots() if (root / name).is_dir())


def data_dir(name: str) -> Path:
    """Return the data folder ``name`` that wins.

    Raises FolioizeError where no root has it, naming the places that were searched.
    """
    found = data_dirs(name)
    if found:
        return found[0]
    searched = ", ".join(str(root) for root in roots())
    raise FolioizeError(f"no folder {name} in {searched}: set FOLIOIZE_PATH or reinstall folioize")


def template_dirs(kind: str | None = None) -> tuple[Path, ...]:
    """Return the folders to look templates up in: the kind's own, then the shared ones."""
    own = data_dirs(f"transforms/{kind}/templates") if kind else ()
    return (*own, *data_dirs("templates"))
