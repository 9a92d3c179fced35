# SPDX-License-Identifier: GPL-2.0-only
"""A kind's name goes in, its folder is looked up, the loaded Kind comes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from folioize.errors import KindError
from folioize.kinds.kindfile import FILE, Kind, load_kind
from folioize.paths import data_dirs


@dataclass(frozen=True)
class Catalog:
    """All kinds that can be found: in ``dirs`` that the user named, then where paths.roots()
    says, ``tree`` being the tree at hand."""

    tree: Path | None = None
    dirs: tuple[str, ...] = ()

    @cached_property
    def folders(self) -> dict[str, Path]:
        """Every kind's folder, by name; the first place that has one wins.

        Raises KindError for a directory that the user named and that holds no kind.
        """
        found: dict[str, Path] = {}
        for folder in self._candidates():
            found.setdefault(folder.name, folder)
        return dict(sorted(found.items()))

    def find(self, name: str) -> Kind:
        """Load a kind by its name; raises KindError that lists the names there are."""
        if name not in self.folders:
            names = ", ".join(self.folders) or "none at all"
            raise KindError(f"no kind {name!r}: there is {names}")
        return load_kind(self.folders[name])

    def find_all(self, names: tuple[str, ...] = ()) -> list[Kind]:
        """Several kinds, or all there are if no name is given, in order of their names."""
        return [self.find(name) for name in (names or tuple(self.folders))]

    def _candidates(self) -> Iterator[Path]:
        for named in self.dirs:
            root = Path(named).expanduser()
            held = [root.absolute()] if (root / FILE).is_file() else list(_kinds_in(root))
            if not root.is_dir():
                raise KindError(f"{named} is no folder that can be read: name one of kinds")
            if not held:
                raise KindError(f"{named} holds no kind: name a folder that has NAME/{FILE}")
            yield from held
        for root in data_dirs("transforms", self.tree):
            yield from _kinds_in(root)


def _kinds_in(root: Path) -> Iterator[Path]:
    if root.is_dir():
        yield from (folder for folder in sorted(root.iterdir()) if (folder / FILE).is_file())
