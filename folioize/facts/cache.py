# SPDX-License-Identifier: GPL-2.0-only
"""Keys go in, the bytes stored under them come out; a cache that can't be used is done without."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path

_BATCH = 500
_FULL = 500_000_000  # bytes of a file of which the older half of the entries goes


class Cache:
    """A table of blobs in a file. Nothing that is wrong with the file is ever an error."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db: sqlite3.Connection | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=30)
            self._db.execute("pragma journal_mode=wal")
            self._db.execute("pragma synchronous=off")
            self._db.execute("create table if not exists facts (key text primary key, blob blob)")
        except (OSError, sqlite3.Error):
            self.close()

    def get(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The blobs that are there."""
        if self._db is None:
            return {}
        wanted = list(keys)
        out: dict[str, bytes] = {}
        try:
            for at in range(0, len(wanted), _BATCH):
                part = wanted[at : at + _BATCH]
                marks = ",".join("?" * len(part))
                query = f"select key, blob from facts where key in ({marks})"
                out.update(self._db.execute(query, part).fetchall())
        except sqlite3.Error:
            return {}
        return out

    def put(self, blobs: Mapping[str, bytes]) -> None:
        """Store, or leave it: a cache is never a reason to fail."""
        if self._db is None or not blobs:
            return
        try:
            with self._db:
                self._db.executemany("insert or replace into facts values (?, ?)", blobs.items())
                if self._path.stat().st_size > _FULL:
                    half = "select (min(rowid) + max(rowid)) / 2 from facts"
                    self._db.execute(f"delete from facts where rowid < ({half})")
        except (OSError, sqlite3.Error):
            return

    def close(self) -> None:
        """Close the file."""
        if self._db is not None:
            self._db.close()
            self._db = None
