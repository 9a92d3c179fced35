# SPDX-License-Identifier: GPL-2.0-only
"""A program of rules and files go in; each file's new bytes, gaps and finds come out, in a pool.

What a file became is kept in a cache by the content of file, rules and code, so that a second
run on the same files reads and compares only.
"""

from __future__ import annotations

import gc
import hashlib
import os
import signal
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from types import FrameType

import msgspec

from folioize import __version__
from folioize.errors import TreeError
from folioize.facts.cache import Cache
from folioize.facts.search import cache_path
from folioize.rules.compiled import Program
from folioize.rules.engine import Layout, may_match, run
from folioize.rules.headers import Library, header_stamp
from folioize.rules.prototypes import Left, left_behind
from folioize.rules.scripts import OutOfTimeError
from folioize.tree import Tree
from folioize.workers import in_processes

Progress = Callable[[int, int], None]
_POOL_FROM = 24
SECONDS = 60
"""A file on which the rules take longer is given up, and told of."""


class FileResult(msgspec.Struct, frozen=True):
    """What became of a file; ``data`` is None where nothing changed.

    ``hasty`` is true where the time was up: another run may get further.
    """

    data: bytes | None = None
    gaps: tuple[tuple[int, str], ...] = ()
    matches: tuple[tuple[str, int], ...] = ()
    found: tuple[tuple[str, int], ...] = ()
    said: tuple[str, ...] = ()
    hasty: bool = False


class Applied(msgspec.Struct, frozen=True):
    """The results by path, of those files in which something was found or missed; ``before`` has
    the bytes of those that change, ``left`` the declarations that go with them no more."""

    files: dict[str, FileResult]
    unread: dict[str, str]
    total: int
    before: dict[str, bytes]
    left: tuple[Left, ...] = ()


class Job(msgspec.Struct, frozen=True):
    """What is run on files: ``text`` of the rules is the program's part of the cache's keys."""

    program: Program
    text: bytes
    root: Path
    layout: Layout | None
    seconds: int = SECONDS
    database: Path | None = None


def apply_rules(
    job: Job, paths: Sequence[str], jobs: int = 0, progress: Progress | None = None
) -> Applied:
    """Run ``job`` on the files at ``paths``, relative to its root, on ``jobs`` processes."""
    contents: dict[str, bytes] = {}
    tree = Tree(job.root, "", "")
    for path in paths:
        with suppress(TreeError):  # which is noted in ``skipped``
            contents[path] = tree.read(path)
    todo = {path: data for path, data in contents.items() if may_match(job.program, data)}
    results = _recalled(job, todo, jobs, progress)
    kept = {path: one for path, one in sorted(results.items()) if one != FileResult()}
    before = {path: contents[path] for path, one in kept.items() if one.data is not None}
    after = {path: one.data for path, one in kept.items() if one.data is not None}
    left = left_behind(job.program, Library(job.root, after), contents, after)
    return Applied(kept, tree.skipped, len(contents), before, tuple(left))


def _recalled(
    job: Job, todo: dict[str, bytes], jobs: int, progress: Progress | None
) -> dict[str, FileResult]:
    salt = _digest(
        job.text,
        repr((sorted(job.program.virtuals), job.program.values, job.seconds)).encode(),
        _code().encode(),
        header_stamp(job.root, todo).encode() if job.program.typed else b"",
    )
    if job.program.scripted:  # what a script says may depend on anything
        return dict(_counted(_make(job, todo, jobs), len(todo), progress))
    keys = {path: _digest(data, salt.encode()) for path, data in todo.items()}
    with closing(Cache(job.database or cache_path())) as store:
        blobs = store.get(keys.values())
        results = {path: _decode(blobs.get(key)) for path, key in keys.items()}
        missing = {path: todo[path] for path, one in results.items() if one is None}
        made: dict[str, FileResult] = {}
        made.update(_counted(_make(job, missing, jobs), len(missing), progress))
        store.put({keys[path]: _encode(one) for path, one in made.items() if not one.hasty})
    return {path: made.get(path) or one or FileResult() for path, one in results.items()}


def _counted(
    made: Iterable[tuple[str, FileResult]], total: int, progress: Progress | None
) -> Iterator[tuple[str, FileResult]]:
    """The same results; progress is told of each."""
    for count, one in enumerate(made, 1):
        if progress is not None:
            progress(count, total)
        yield one


def _encode(one: FileResult) -> bytes:
    return zlib.compress(msgspec.msgpack.encode(one), 1)


def _decode(blob: bytes | None) -> FileResult | None:
    if blob is None:
        return None
    try:
        return msgspec.msgpack.decode(zlib.decompress(blob), type=FileResult)
    except (zlib.error, msgspec.MsgspecError):
        return None


class _Worker:
    """What forked workers inherit."""

    job: Job
    contents: dict[str, bytes]
    library: Library | None = None


def _make(job: Job, contents: dict[str, bytes], jobs: int) -> Iterator[tuple[str, FileResult]]:
    _Worker.job, _Worker.contents = job, contents
    _Worker.library = Library(job.root) if job.program.typed else None
    work = sorted(contents, key=lambda path: (-len(contents[path]), path))
    count = min(jobs or os.cpu_count() or 1, len(work) // (_POOL_FROM // 2) or 1)
    yield from in_processes(_one, work, count, 4 if len(work) > 64 else 1)


@cache
def _collect() -> None:
    """Have the collector look at what is made from here on: the trees of rules have cycles."""
    gc.freeze()
    gc.enable()


def _alarm(_number: int, _frame: FrameType | None) -> None:
    raise OutOfTimeError


def _one(path: str) -> tuple[str, FileResult]:
    """Run the rules on one file; what takes too long, or fails, is a gap with its name."""
    _collect()
    job, data = _Worker.job, _Worker.contents[path]
    before = signal.signal(signal.SIGALRM, _alarm)
    # Again and again: what is raised within a destructor, or a script's own except, is lost.
    signal.setitimer(signal.ITIMER_REAL, job.seconds, 1)
    try:
        headers = None if _Worker.library is None else _Worker.library.of(path, data)
        outcome = run(job.program, path, data, job.layout, headers)
    except OutOfTimeError:
        gap = (0, f"the rules of {job.program.path} took more than {job.seconds} seconds")
        return path, FileResult(gaps=(gap,), hasty=True)
    except RecursionError:
        return path, FileResult(gaps=((0, "nested too deeply for the rules to be matched"),))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    changed = None if outcome.data == data else outcome.data
    gaps = tuple((gap.line, gap.text) for gap in outcome.gaps)
    return path, FileResult(
        changed, gaps, tuple(sorted(set(outcome.matches))), outcome.found, outcome.said
    )


@cache
def _code() -> str:
    """A digest of the code that matches and rewrites."""
    package = Path(__file__).parent.parent
    files = sorted(
        path for part in ("cst", "rules", "plan") for path in (package / part).rglob("*")
    )
    parts = [path.read_bytes() for path in files if path.suffix in (".py", ".toml")]
    return _digest(__version__.encode(), *parts)


def _digest(*parts: bytes) -> str:
    digest = hashlib.blake2b(digest_size=20)
    for part in parts:
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    return digest.hexdigest()
