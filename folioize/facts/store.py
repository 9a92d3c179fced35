# SPDX-License-Identifier: GPL-2.0-only
"""Facts of many files: a tree and file names go in, facts come out, made once per content."""

from __future__ import annotations

import gc
import hashlib
import multiprocessing
import os
import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec
from platformdirs import user_cache_path

from folioize import __version__
from folioize.cst import Module
from folioize.errors import TreeError
from folioize.facts.extract import extract
from folioize.facts.records import FileFacts
from folioize.tree import Tree

Progress = Callable[[int, int], None]

PROGRAMS = ("tools/", "scripts/", "Documentation/")
"""Directories of programs that bring a struct page of their own, or only talk of it."""

Names = tuple[frozenset[str], frozenset[str], frozenset[bytes]]
"""Names declared with a page, names of function-like macros that may deal in pages, and those
of the first that are fields, globals or functions."""

_MACRO = re.compile(rb"^[ \t]*#[ \t]*define[ \t]+(\w+)\(([^)\n]*)\)((?:[^\n]*\\\n)*[^\n]*)", re.M)
_FIELD = re.compile(rb"->|[Pp]age")
_CALLED = re.compile(rb"(\w+)[ \t]*\(")
_DECLARED = re.compile(rb"struct\s+page\b[\s*]*(?:const\s+|__\w+\s+)*\**(\w+)")
_MORE = re.compile(rb"(\w+)")
_STRUCT_PAGE = re.compile(rb"struct[ \t\n]+page\b")


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a set of files, and what could not be read."""

    files: dict[str, FileFacts]
    failed: dict[str, str]


def page_files(tree: Tree, jobs: int = 0) -> list[str]:
    """The C files of the kernel proper that name ``struct page``."""
    files = [path for path in tree.files() if not path.startswith(PROGRAMS)]
    return tree.mentions(_STRUCT_PAGE, tree.mentions(b"page", files, jobs), jobs)


def load_facts(
    tree: Tree,
    paths: Sequence[str],
    jobs: int = 0,
    progress: Progress | None = None,
    database: Path | None = None,
) -> Facts:
    """The facts of ``paths``, from the cache where the same bytes have been seen before."""
    contents, failed = _read_all(tree, paths)
    names, reached = _declared_names(contents.values())
    macros = frozenset(_macro_names(contents.values()))
    words = " ".join([*sorted(names), "#", *sorted(macros), "#", *map(str, sorted(reached))])
    salt = f"{_code()}/{_digest(words.encode())}"
    with closing(_Cache(database or user_cache_path("folioize") / "facts.sqlite")) as store:
        keys = {path: _digest(salt.encode() + data) for path, data in contents.items()}
        found = store.get(keys.values())
        todo = [path for path in contents if keys[path] not in found]
        made = _make_all(
            {path: contents[path] for path in todo}, (names, macros, reached), jobs, progress
        )
        store.put({keys[path]: blob for path, blob in made.items()})
    found.update({keys[path]: blob for path, blob in made.items()})
    decoder = msgspec.msgpack.Decoder(FileFacts)
    files = {}
    for path, key in keys.items():
        facts = decoder.decode(found[key])
        files[path] = facts if facts.path == path else msgspec.structs.replace(facts, path=path)
    return Facts(files, failed)


def _read_all(tree: Tree, paths: Sequence[str]) -> tuple[dict[str, bytes], dict[str, str]]:
    contents, failed = {}, {}
    for path in paths:
        try:
            contents[path] = tree.read(path)
        except TreeError as error:
            failed[path] = str(error)
    return contents, failed


def _declared_names(contents: Iterable[bytes]) -> tuple[frozenset[str], frozenset[bytes]]:
    """Names declared with ``struct page``, and those that other functions can reach: fields,
    globals and functions.

    A declarator list (``struct page *a, *b;``) gives its further names too. What stands between
    a brace in the first column and its end is a function's own.
    """
    names: set[bytes] = set()
    reached: set[bytes] = set()
    for data in contents:
        for match in _DECLARED.finditer(data):
            name, end = match.group(1), match.end()
            names.add(name)
            after = data[end : end + 1]
            if after == b",":
                stop = data.find(b";", end, end + 120)
                names.update(_MORE.findall(data, end, max(stop, end)))
            if after == b"(" or (after in b";[" and _outside(data, match.start())):
                reached.add(name)
    # A list's next is everywhere; who has a page at hand to take its next says so.
    return frozenset(name.decode("latin-1") for name in names), frozenset(reached - {b"next"})


def _outside(data: bytes, offset: int) -> bool:
    return data.rfind(b"\n{", 0, offset) <= data.rfind(b"\n}", 0, offset)


def _macro_names(contents: Iterable[bytes]) -> set[str]:
    """Function-like macros that reach into what they are given or name pages, and those that
    pass what they are given to such a one."""
    names: set[bytes] = set()
    others: list[tuple[bytes, frozenset[bytes]]] = []
    for data in contents:
        for match in _MACRO.finditer(data):
            if _FIELD.search(match.group(3)):
                names.add(match.group(1))
            else:
                others.append((match.group(1), frozenset(_CALLED.findall(match.group(3)))))
    grown = True
    while grown:
        more = {name for name, called in others if name not in names and called & names}
        grown = bool(more)
        names |= more
    return {name.decode("latin-1") for name in names}


@cache
def _code() -> str:
    """A digest of the code that makes facts: another version's facts are never taken for ours."""
    package = Path(__file__).parent.parent
    files = sorted(path for part in ("cst", "facts") for path in (package / part).rglob("*.*"))
    parts = [path.read_bytes() for path in files if path.suffix in (".py", ".toml")]
    return _digest(__version__.encode() + b"".join(parts))


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=20).hexdigest()


def _make_all(
    contents: dict[str, bytes], names: Names, jobs: int, progress: Progress | None
) -> dict[str, bytes]:
    """Extract in a pool; the largest files first, so that none is left alone at the end."""
    work = sorted(contents.items(), key=lambda item: (-len(item[1]), item[0]))
    jobs = min(jobs or os.cpu_count() or 1, max(1, len(work) // 8))
    made: dict[str, bytes] = {}
    _Worker.names = names
    if jobs <= 1:
        results = map(_make_one, work)
        return _collect(results, len(work), made, progress)
    # The parent may have switched the collector off; a worker's syntax trees must not pile up.
    with multiprocessing.get_context("fork").Pool(jobs, gc.enable) as pool:
        results_pool = pool.imap_unordered(_make_one, work, chunksize=4)
        return _collect(results_pool, len(work), made, progress)


def _collect(
    results: Iterable[tuple[str, bytes]],
    total: int,
    made: dict[str, bytes],
    progress: Progress | None,
) -> dict[str, bytes]:
    for path, blob in results:
        made[path] = blob
        if progress is not None:
            progress(len(made), total)
    return made


class _Worker:
    """What a forked worker inherits."""

    names: Names = (frozenset(), frozenset(), frozenset())


def _make_one(work: tuple[str, bytes]) -> tuple[str, bytes]:
    path, data = work
    return path, msgspec.msgpack.encode(extract(Module.parse(path, data), *_Worker.names))


class _Cache:
    """A table of content hash to encoded facts; one that can't be used is done without."""

    def __init__(self, path: Path) -> None:
        self._db: sqlite3.Connection | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=30)
            self._db.execute("pragma journal_mode=wal")
            self._db.execute("pragma synchronous=off")
            self._db.execute("create table if not exists facts (key text primary key, blob blob)")
        except (OSError, sqlite3.Error):
            self._db = None

    def get(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The blobs that are there."""
        if self._db is None:
            return {}
        wanted, out = list(keys), dict[str, bytes]()
        try:
            for at in range(0, len(wanted), 500):
                part = wanted[at : at + 500]
                marks = ",".join("?" * len(part))
                query = f"select key, blob from facts where key in ({marks})"
                out.update(self._db.execute(query, part).fetchall())
        except sqlite3.Error:
            return {}
        return out

    def put(self, blobs: dict[str, bytes]) -> None:
        """Store, or leave it: a cache is never a reason to fail."""
        if self._db is None or not blobs:
            return
        try:
            with self._db:
                self._db.executemany("insert or replace into facts values (?, ?)", blobs.items())
        except sqlite3.Error:
            return

    def close(self) -> None:
        """Close the file."""
        if self._db is not None:
            self._db.close()
