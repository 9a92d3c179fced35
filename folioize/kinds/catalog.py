# SPDX-License-Identifier: GPL-2.0-only
"""A kind's name goes in, its folder is looked up, the loaded Kind comes out."""

from __future__ import annotations

from pathlib import Path

from folioize.errors import KindError
from folioize.kinds.kindfile import Kind, load_kind
from folioize.paths import data_dirs


def kind_folders() -> dict[str, Path]:
    """Every kind that can be found, by name; the first place that has one wins."""
    found: dict[str, Path] = {}
    for root in data_dirs("transforms"):
        for folder in sorted(root.iterdir()):
            if (folder / "kind.toml").is_file():
                found.setdefault(folder.name, folder)
    return found


def find_kind(name: str) -> Kind:
    """Load a kind by its name; raises KindError that lists the names there are."""
    folders = kind_folders()
    if name not in folders:
        names = ", ".join(sorted(folders)) or "none at all"
        raise KindError(f"no kind {name!r}: there is {names}")
    return load_kind(folders[name])


def find_kinds(names: tuple[str, ...]) -> list[Kind]:
    """Several kinds, or all there are if no name is given, in order of their names."""
    return [find_kind(name) for name in (names or tuple(sorted(kind_folders())))]
