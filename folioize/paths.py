# SPDX-License-Identifier: GPL-2.0-only
"""Takes the name of a data folder (transforms, templates, fixtures) and finds it on disk."""

from __future__ import annotations

import os
from pathlib import Path

from folioize.errors import FolioizeError

PACKAGE = Path(__file__).resolve().parent

USERS = ".folioize"
"""A user's own folder, in a kernel tree or at home: it may hold transforms/ and templates/."""


def roots(tree: Path | None = None) -> tuple[Path, ...]:
    """Return the folders that may hold data folders, the one that wins first.

    The order is: each entry of ``$FOLIOIZE_PATH`` (separated as ``$PATH`` is), ``.folioize`` of
    the tree at hand, ``.folioize`` of the home directory, then the package's own ``_data`` (a
    wheel) or, where there is none, the checkout the package lies in.
    """
    entries = os.environ.get("FOLIOIZE_PATH", "").split(os.pathsep)
    own = PACKAGE / "_data"
    # In a wheel the package's parent is site-packages, whose "templates" may be anybody's.
    return (
        *(Path(entry).expanduser() for entry in entries if entry),
        *([tree / USERS] if tree is not None else []),
        *_home(),
        own if own.is_dir() else PACKAGE.parent,
    )


def _home() -> list[Path]:
    try:
        return [Path.home() / USERS]
    except RuntimeError:  # no $HOME, and nobody has this uid
        return []


def data_dirs(name: str, tree: Path | None = None) -> tuple[Path, ...]:
    """Return every data folder ``name`` there is, the one that wins first; () if there is none."""
    return tuple(root / name for root in roots(tree) if (root / name).is_dir())


def data_dir(name: str) -> Path:
    """Return the data folder ``name`` that wins.

    Raises FolioizeError where no root has it, naming the places that were searched.
    """
    found = data_dirs(name)
    if found:
        return found[0]
    searched = ", ".join(str(root) for root in roots())
    raise FolioizeError(f"no folder {name} in {searched}: set FOLIOIZE_PATH or reinstall folioize")


def template_dirs(own: str | None = None) -> tuple[Path, ...]:
    """Return the folders to look templates up in: ``own`` of the kind's folder, then the shared
    ones. A tree's own ``.folioize`` counts only for kinds, whose templates lie beside them."""
    mine = (Path(own) / "templates",) if own else ()
    return (*(folder for folder in mine if folder.is_dir()), *data_dirs("templates"))
