# SPDX-License-Identifier: GPL-2.0-only
"""A cache that is broken, old, full, shared or left by a killed process: the facts are the same."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from random import Random

import pytest

from folioize.facts.cache import Cache
from folioize.facts.search import Search
from folioize.facts.store import Facts, load_facts
from folioize.tree import Tree, open_tree
from folioize.workers import in_processes

pytestmark = pytest.mark.slow

ENTRIES = {f"key {number}": bytes([number % 256]) * 3000 for number in range(200)}


@pytest.fixture
def tree(minikernel: Path) -> Tree:
    return open_tree(minikernel)


def load(tree: Tree, database: Path) -> Facts:
    return load_facts(tree, list(Search(tree, database=database).page_files), 1, database=database)


def filled(path: Path) -> Path:
    with closing(Cache(path)) as cache:
        cache.put(ENTRIES)
    return path


def kept(path: Path) -> dict[str, bytes]:
    with closing(Cache(path)) as cache:
        return cache.get(ENTRIES)


def test_a_cache_that_was_full_once_keeps_what_is_put_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file stays as long as it was; what counts is what is in it."""
    monkeypatch.setattr("folioize.facts.cache._FULL", 400_000)
    path = filled(tmp_path / "db")
    assert 0 < len(kept(path)) < len(ENTRIES)
    few = {key: ENTRIES[key] for key in list(ENTRIES)[:20]}
    with closing(Cache(path)) as cache:
        for key, blob in few.items():
            cache.put({key: blob})
        assert cache.get(few) == few
    assert path.stat().st_size < 2_000_000


# -- a file that is not what it was ------------------------------------------------------------


@pytest.mark.parametrize("seed", range(20))
def test_damage_loses_entries_and_never_changes_one(tmp_path: Path, seed: int) -> None:
    path = filled(tmp_path / "db")
    data = bytearray(path.read_bytes())
    random = Random(seed)
    for _ in range(random.choice((1, 30, 1000))):
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)
    if seed % 3 == 0:
        del data[random.randrange(len(data)) :]
    path.write_bytes(data)
    found = kept(path)
    assert found.items() <= ENTRIES.items()
    filled(path)  # perhaps what is broken shows only now
    filled(path)
    assert kept(path).items() <= ENTRIES.items()


@pytest.mark.parametrize("text", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 4096])
def test_what_is_no_cache_is_begun_anew(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "db"
    path.write_bytes(text)
    filled(path)
    assert kept(path) == ENTRIES


def test_a_cache_of_an_older_format_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "db"
    with sqlite3.connect(path) as database:
        database.execute("create table facts (key text primary key, blob blob)")
        database.executemany("insert into facts values (?, ?)", ENTRIES.items())
    assert kept(path) == {}
    filled(path)
    assert kept(path) == ENTRIES
    with sqlite3.connect(path) as database:
        names = database.execute("select name from sqlite_master where type = 'table'").fetchall()
    assert names == [("blobs",)]


def test_an_entry_of_another_type_is_not_there(tmp_path: Path) -> None:
    path = filled(tmp_path / "db")
    with sqlite3.connect(path) as database:
        database.execute("update blobs set blob = 'text', sum = -1 where key = 'key 3'")
        database.execute("update blobs set blob = 7 where key = 'key 4'")
    found = kept(path)
    assert "key 4" not in found and found.get("key 3", b"").__class__ is bytes


# -- a file that can't be written ----------------------------------------------------------------


def test_no_space_left(tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """sqlite's own answer to a full disk, SQLITE_FULL."""
    whole = load(tree, tmp_path / "good")
    connect = sqlite3.connect

    def small(path: Path, timeout: float) -> sqlite3.Connection:
        database = connect(path, timeout=timeout)
        database.execute("pragma max_page_count = 20")
        return database

    monkeypatch.setattr(sqlite3, "connect", small)
    for _ in range(2):
        assert load(tree, tmp_path / "db") == whole
    database = small(tmp_path / "db", 1)
    with pytest.raises(sqlite3.OperationalError, match="full"):
        database.execute("create table t as select zeroblob(1000000)")
    database.close()


def test_a_cache_that_may_only_be_read(tree: Tree, tmp_path: Path) -> None:
    whole = load(tree, tmp_path / "db")
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "file/db", tmp_path / "folder", Path("/proc/db"), Path("/dev/full")):
        (tmp_path / "file").touch()
        assert load(tree, path) == whole


# -- other processes -------------------------------------------------------------------------------


def _die_at(statement: int, work: Callable[[], object]) -> int:
    """Do the work in a process that is killed before it runs its ``statement``-th statement of
    SQL; returns the exit code, negative for a signal."""

    def child() -> None:
        connect, left = sqlite3.connect, [statement]

        def trace(_statement: str) -> None:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)

        def traced(path: Path, timeout: float) -> sqlite3.Connection:
            database = connect(path, timeout=timeout)
            database.set_trace_callback(trace)
            return database

        sqlite3.connect = traced  # type: ignore[assignment]
        work()

    process = multiprocessing.get_context("fork").Process(target=child)
    process.start()
    process.join()
    assert process.exitcode is not None
    return process.exitcode


def test_a_process_killed_at_each_statement_leaves_a_whole_cache(tmp_path: Path) -> None:
    statement = 0
    few = dict(list(ENTRIES.items())[:12])

    def work() -> None:
        with closing(Cache(path)) as cache:
            cache.put(few)

    while True:
        path = tmp_path / f"db{statement}"
        code = _die_at(statement, work)
        found = kept(path)
        assert found in ({}, few), f"half of it is there after statement {statement}"
        filled(path)
        assert kept(path) == ENTRIES
        if code == 0:
            break
        assert code == -signal.SIGKILL
        statement += 1
    assert statement > 10


def _use(path: Path, seed: int) -> bool:
    random = Random(seed)
    for _ in range(12):
        some = dict(random.sample(sorted(ENTRIES.items()), 40))
        with closing(Cache(path)) as cache:
            cache.put(some)
            if not cache.get(some).items() <= ENTRIES.items():
                return False
        if random.random() < 0.2:
            # Somebody writes into it, if it is not just being replaced.
            with suppress(FileNotFoundError), path.open("r+b") as file:
                file.seek(random.randrange(40_000))
                file.write(b"\xff" * 64)
    return True


def test_many_processes_on_one_cache_that_breaks_again_and_again(tmp_path: Path) -> None:
    path = tmp_path / "db"
    # No Pool: it ends its processes with a signal, which one may get while it holds a lock of all.
    assert list(in_processes(partial(_use, path), range(8), 4)) == [True] * 8
    filled(path)
    filled(path)
    assert kept(path).items() <= ENTRIES.items()


def test_a_process_killed_while_it_makes_facts(tree: Tree, tmp_path: Path) -> None:
    whole = load(tree, tmp_path / "good")
    for statement in (3, 9, 14, 20, 40):
        _die_at(statement, lambda: load(tree, tmp_path / "db"))
        assert load(tree, tmp_path / "db") == whole
