# SPDX-License-Identifier: GPL-2.0-only
"""Old and new bytes of files go in; the diff as git makes it comes out."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from folioize.errors import FolioizeError, TreeError
from folioize.facts.cache import Cache
from folioize.facts.search import cache_path
from folioize.temporary import temporary

_FILE = re.compile(rb"^(?=diff --git )", re.MULTILINE)
_ALONE = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "LC_ALL": "C",
}


def git_diff(files: Iterable[tuple[str, bytes, bytes]], database: Path | None = None) -> bytes:
    """The diff of (path, old, new), in the order of paths, with a/ and b/ before them.

    What git said of a file is kept in the cache, so that it is asked once. Raises TreeError where
    git is not there, FolioizeError where it fails.
    """
    rows = sorted(files)
    keys = [_key(*row) for row in rows]
    with closing(Cache(database or cache_path())) as store:
        known = store.get(keys)
        missing = [(key, row) for key, row in zip(keys, rows, strict=True) if key not in known]
        if missing:
            made = _made([row for _, row in missing])
            fresh = {key: made.get(_inside(row[0]), b"") for key, row in missing}
            known.update(fresh)
            store.put(fresh)
    return b"".join(known[key] for key in keys)


def _key(path: str, old: bytes, new: bytes) -> str:
    digest = hashlib.blake2b(digest_size=20)
    for part in (path.encode("utf-8", "surrogateescape"), old, new):
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    return f"diff {digest.hexdigest()}"


def _made(rows: list[tuple[str, bytes, bytes]]) -> dict[str, bytes]:
    """What git says of each file that differs, by its path."""
    with temporary("folioize-diff-", Path(tempfile.gettempdir())) as folder:
        names: list[str] = []
        for path, old, new in rows:
            if old != new:
                names.append(_inside(path))
            for side, data in (("a", old), ("b", new)):
                place = folder / side / _inside(path)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)
        (folder / ".gitattributes").write_text("*.[ch] diff=cpp\n", encoding="ascii")
        said = _FILE.split(_run(folder))[1:]
    # git lists files in the order of their bytes, one head for each that differs.
    return dict(zip(sorted(names, key=os.fsencode), said, strict=True))


def _inside(path: str) -> str:
    """A path that stays below the folder: what leads out of it is named from the root."""
    parts = [part for part in Path(os.path.normpath(path)).parts if part not in ("..", "/")]
    return str(Path(*parts))


def _run(folder: Path) -> bytes:
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ("git", "diff", "--no-index", "--no-prefix", "--no-color", "--no-ext-diff", "a", "b")
    try:
        done = subprocess.run(
            command, cwd=folder, env=env | _ALONE, capture_output=True, check=False
        )
    except FileNotFoundError as err:
        raise TreeError("git is not installed or not on PATH: install git") from err
    if done.returncode not in (0, 1):
        raise FolioizeError(f"git diff failed: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout
