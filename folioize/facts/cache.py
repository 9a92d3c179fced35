# SPDX-License-Identifier: GPL-2.0-only
"""Keys go in, the bytes stored under them come out; a cache that can't be used is done without."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

_BATCH = 500
_FULL = 500_000_000  # bytes in use at which the older half of the entries goes
_FORMAT = 2  # of the table; a file of another one is begun anew
_MADE = "create table if not exists blobs (key text primary key, sum int not null, blob not null)"
_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Cache:
    """A table of blobs in a file. Nothing that is wrong with the file is ever an error.

    A blob that is not what was stored is not there. A file that is no database, a broken one or
    one of an older format is begun anew; other processes may use it meanwhile.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db: sqlite3.Connection | None = None
        for _ in range(2):
            if self._try(self._open, False):
                return

    def get(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The blobs that are there."""
        wanted = list(keys)
        return self._try(lambda: self._get(wanted), {})

    def put(self, blobs: Mapping[str, bytes]) -> None:
        """Store, or leave it: a cache is never a reason to fail."""
        if blobs:
            self._try(lambda: self._put(blobs), None)

    def close(self) -> None:
        """Close the file."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def _try(self, work: Callable[[], T], otherwise: T) -> T:
        """Do it, or else begin a broken file anew, and never mind what else is wrong."""
        try:
            return work()
        except sqlite3.Error as err:
            if getattr(err, "sqlite_errorcode", 0) & 0xFF in _BROKEN:
                self._remove()
        except OSError:
            pass
        return otherwise

    def _open(self) -> bool:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(self._path, timeout=30)
        self._db.execute("pragma journal_mode=wal")
        self._db.execute("pragma synchronous=off")
        if self._format() != _FORMAT:
            with closing(self._db.cursor()) as cursor:
                cursor.execute("begin immediate")  # one process makes it, the others wait
                if self._format() != _FORMAT:
                    for name in ("facts", "blobs"):
                        cursor.execute(f"drop table if exists {name}")
                    cursor.execute(_MADE)
                    cursor.execute(f"pragma user_version={_FORMAT}")
                cursor.execute("commit")
        return True

    def _format(self) -> int:
        assert self._db is not None
        return int(self._db.execute("pragma user_version").fetchone()[0])

    def _get(self, wanted: list[str]) -> dict[str, bytes]:
        out: dict[str, bytes] = {}
        for at in range(0, len(wanted) if self._db is not None else 0, _BATCH):
            part = wanted[at : at + _BATCH]
            marks = ",".join("?" * len(part))
            assert self._db is not None
            rows = self._db.execute(f"select * from blobs where key in ({marks})", part)
            out.update((key, blob) for key, sum_, blob in rows if _is_whole(key, sum_, blob))
        return out

    def _put(self, blobs: Mapping[str, bytes]) -> None:
        if self._db is None:
            return
        rows = ((key, _sum(key, blob), blob) for key, blob in blobs.items())
        with self._db:
            self._db.executemany("insert or replace into blobs values (?, ?, ?)", rows)
            if self._used() > _FULL:
                half = "select (min(rowid) + max(rowid)) / 2 from blobs"
                self._db.execute(f"delete from blobs where rowid < ({half})")

    def _used(self) -> int:
        """Bytes of the pages that hold something: the file itself never becomes smaller again."""
        assert self._db is not None
        names = ("page_count", "freelist_count", "page_size")
        pages, free, size = (self._db.execute(f"pragma {n}").fetchone()[0] for n in names)
        return int((pages - free) * size)

    def _remove(self) -> None:
        self.close()
        for suffix in ("", "-wal", "-shm"):
            try:
                self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
            except OSError:
                return


def _sum(key: str, blob: bytes) -> int:
    """A check on what was stored under which key."""
    return zlib.crc32(blob, zlib.crc32(key.encode()))


def _is_whole(key: str, sum_: object, blob: object) -> bool:
    return isinstance(blob, bytes) and _sum(key, blob) == sum_
