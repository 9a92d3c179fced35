# SPDX-License-Identifier: GPL-2.0-only
"""A file's place goes in; its bytes, or whether they hold some words, come out."""

from __future__ import annotations

import errno
import os
import re
import stat
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from folioize.git import Repo
from folioize.model import Edit
from folioize.tracked import read_stored

MAX_BYTES = 100 * 1000 * 1000
"""A source file larger than this is not read: the kernel's largest is a fifth of it."""

Needle = bytes | Sequence[bytes] | frozenset[bytes] | re.Pattern[bytes]
"""Some bytes, one of several, one of several words that stands there whole, or a pattern."""

_APART = bytes(
    byte if byte < 128 and (chr(byte).isalnum() or byte == ord("_")) else ord(" ")
    for byte in range(256)
)

_TRIES = 5  # readings of a file that is written at the same time


class UnreadError(Exception):
    """A file that is not read though the system would let us; the text says why."""


def read_file(path: Path | str) -> bytes:
    """All bytes of a regular file. Twice as quick over a kernel as open(), which matters 50,000
    times; O_NONBLOCK keeps a pipe named x.c from stopping the run.

    A file that is written meanwhile is read again, so that what is returned was there at a time.
    """
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        status = os.fstat(handle)
        for _ in range(_TRIES):
            data = _read_whole(handle, status)
            before, status = status, os.fstat(handle)
            if len(data) == status.st_size and before.st_mtime_ns == status.st_mtime_ns:
                return data
            os.lseek(handle, 0, os.SEEK_SET)
        raise OSError(errno.EBUSY, "it changes while it is read")
    finally:
        os.close(handle)


def _read_whole(handle: int, status: os.stat_result) -> bytes:
    """What is there of the file now, up to one byte more than it had."""
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "not a regular file")
    if status.st_size > MAX_BYTES:
        raise UnreadError(f"larger than {MAX_BYTES // 1_000_000} MB")
    data = os.read(handle, status.st_size + 1)
    while len(data) < status.st_size and (more := os.read(handle, status.st_size)):
        data += more
    return data


def without_returns(data: bytes) -> bytes:
    """``data`` with line feeds alone at the ends of its lines: what reads C looks for nothing else.

    See ``keep_returns`` for the way back.
    """
    return data.replace(b"\r\n", b"\n") if b"\r" in data else data


def on_disk(data: bytes) -> Callable[[int], int]:
    """The way from offsets in ``without_returns(data)`` to those in ``data``."""
    returns = [found.start() - number for number, found in enumerate(re.finditer(b"\r\n", data))]
    return lambda offset: offset + bisect_left(returns, offset)


def keep_returns(data: bytes, edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """Edits of ``without_returns(data)`` as edits of ``data``; new lines end as most of it do."""
    returns = data.count(b"\r\n")
    if not returns:
        return tuple(edits)
    at = on_disk(data)
    dos = 2 * returns >= data.count(b"\n")
    return tuple(
        Edit(
            at(edit.start),
            at(edit.end),
            edit.new.replace(b"\n", b"\r\n") if dos else edit.new,
        )
        for edit in edits
    )


@dataclass(frozen=True, slots=True)
class Batch:
    """Files to look through in one process; ``stored`` are those to read from ``repo``."""

    root: Path
    files: Sequence[str]
    stored: dict[str, str]
    repo: Repo | None = None


def texts(batch: Batch, skipped: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    """The bytes of each file; why some could not be read goes into ``skipped``."""
    top = f"{batch.root}/"
    held = read_stored(batch.repo, batch.stored) if batch.repo and batch.stored else {}
    for name in batch.files:
        try:
            data = checked(held.get(name)) if name in batch.stored else read_file(top + name)
        except (OSError, UnreadError) as err:
            skipped[name] = why_not(err)
            continue
        yield name, data


def search(needle: Needle, batch: Batch) -> tuple[list[str], dict[str, str]]:
    """Those of the files whose bytes hold the needle, and why some could not be read."""
    skipped: dict[str, str] = {}
    return [name for name, data in texts(batch, skipped) if holds(data, needle)], skipped


def search_each(
    needles: Sequence[bytes], batch: Batch
) -> tuple[list[tuple[str, list[int]]], dict[str, str]]:
    """Which of the needles, by their places, stand in each file that has any of them."""
    skipped: dict[str, str] = {}
    found = []
    for name, data in texts(batch, skipped):
        places = [place for place, needle in enumerate(needles) if needle in data]
        if places:
            found.append((name, places))
    return found, skipped


def checked(data: bytes | None) -> bytes:
    """What git gave for a file."""
    if data is None:
        raise UnreadError("git does not have it any more")
    if len(data) > MAX_BYTES:
        raise UnreadError(f"larger than {MAX_BYTES // 1_000_000} MB")
    return data


def holds(data: bytes, needle: Needle) -> bool:
    """Whether bytes hold what is looked for."""
    if isinstance(needle, bytes):
        return needle in data
    if isinstance(needle, re.Pattern):
        return needle.search(data) is not None
    if isinstance(needle, frozenset):  # far quicker than a pattern of many words
        return not needle.isdisjoint(words(data))
    return any(one in data for one in needle)


def words(data: bytes) -> list[bytes]:
    """What stands between characters that are neither letters, digits nor underscores."""
    return data.translate(_APART).split()


def why_not(err: Exception) -> str:
    """What to tell of a file that could not be read."""
    if isinstance(err, OSError):
        if err.errno == errno.ELOOP:
            return "a link"
        return (err.strerror or str(err)).lower()
    return str(err)
