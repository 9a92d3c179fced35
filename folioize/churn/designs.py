# SPDX-License-Identifier: GPL-2.0-only
"""A design's name goes in; its file is looked up, and the kinds that it converts come out."""

from __future__ import annotations

from pathlib import Path

import msgspec

from folioize.errors import KindError
from folioize.kinds import Catalog
from folioize.paths import data_dirs

FOLDER = "transforms/designs"


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    why: str
    kinds: tuple[str, ...]


class Design(msgspec.Struct, frozen=True):
    """A set of kinds by a name, in the order in which their series are made."""

    name: str
    title: str
    why: str
    kinds: tuple[str, ...]


class Designs:
    """All designs that can be found: files NAME.toml in transforms/designs of each place that
    holds data, and any kinds and designs joined by "+"."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self.files: dict[str, Path] = {}
        for folder in data_dirs(FOLDER, catalog.tree):
            for path in sorted(folder.glob("*.toml")):
                self.files.setdefault(path.stem, path)

    def find(self, name: str) -> Design:
        """Look a design up; raises KindError for one that there is not, or whose file is broken."""
        if name in self.files:
            return self._load(name)
        if name in self._catalog.folders:
            return Design(name, self._catalog.find(name).kind.title, "", (name,))
        if "+" in name:
            parts = [self.find(part) for part in name.split("+")]
            kinds = dict.fromkeys(kind for part in parts for kind in part.kinds)
            return Design(name, " and ".join(part.title for part in parts), "", tuple(kinds))
        known = ", ".join([*sorted(self.files), *self._catalog.folders])
        raise KindError(f"no design {name!r}: there is {known}, and any of them joined by +")

    def _load(self, name: str) -> Design:
        path = self.files[name]
        try:
            found = msgspec.toml.decode(path.read_text(encoding="utf-8"), type=_File)
        except (msgspec.MsgspecError, UnicodeDecodeError) as err:
            raise KindError(f"{path}: {err}") from err
        if not found.kinds or len(set(found.kinds)) < len(found.kinds):
            raise KindError(f"{path}: kinds must name one kind at least, and none twice")
        for kind in found.kinds:
            if kind not in self._catalog.folders:
                raise KindError(f"{path}: no kind {kind!r}: there is "
                                f"{', '.join(self._catalog.folders)}")  # fmt: skip
        return Design(name, found.title, found.why, found.kinds)
