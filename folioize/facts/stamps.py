# SPDX-License-Identifier: GPL-2.0-only
"""File names go in; a number for the state of each comes out, and the digests of unchanged files.

A stamp is what git looks at as well: size, times and place on the disk. As long as it is the same,
a file need not be read to know what is in it.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from folioize.errors import TreeError
from folioize.facts.cache import Cache
from folioize.tree import Tree

_UNSURE = 2 * 10**9
"""Nanoseconds: a file that has just been written may change again and keep its stamp, on file
systems that count in whole seconds; git calls such an entry racy."""

_STAMP = (1 << 62) - 1


def stamps(tree: Tree, files: Sequence[str]) -> Iterator[tuple[str, int]]:
    """A number for the state of each file; 0 where it may change and keep it, or is not there,
    or is to be read as other than it is."""
    old = time.time_ns() - _UNSURE
    top = os.open(tree.root, os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY)
    try:
        for path in files:
            if path in tree.changed:
                yield path, 0
                continue
            try:
                now = os.stat(path, dir_fd=top, follow_symlinks=False)
            except OSError:
                yield path, 0
                continue
            state = (now.st_size, now.st_mtime_ns, now.st_ctime_ns, now.st_ino, now.st_dev)
            yield path, (hash(state) & _STAMP) or 1 if now.st_ctime_ns < old else 0
    finally:
        os.close(top)


class Looked(NamedTuple):
    """What a look at files came to: the digest of each; the bytes of those that had to be read;
    why some could not be."""

    digests: dict[str, str]
    contents: dict[str, bytes]
    failed: dict[str, str]


def look_at(tree: Tree, paths: Sequence[str], store: Cache) -> Looked:
    """Find the digest of each file's bytes, read only if it has changed."""
    key = f"digests {digest(os.fsencode(tree.root))}"
    known = _decode(store.get((key,)).get(key))
    found: dict[str, str] = {}
    contents: dict[str, bytes] = {}
    failed: dict[str, str] = {}
    for path, stamp in stamps(tree, paths):
        before = known.get(path)
        if before is not None and stamp == before[0]:
            found[path] = before[1]
            continue
        try:
            contents[path] = tree.read(path)
        except TreeError as error:
            failed[path] = str(error)
            continue
        found[path] = digest(contents[path])
        if stamp:
            known[path] = (stamp, found[path])
    if contents:
        store.put({key: msgspec.msgpack.encode(known)})
    return Looked(found, contents, failed)


def digest(data: bytes) -> str:
    """What stands for these bytes and no others."""
    return hashlib.blake2b(data, digest_size=20).hexdigest()


def _decode(blob: bytes | None) -> dict[str, tuple[int, str]]:
    try:
        return msgspec.msgpack.decode(blob or b"\x80", type=dict[str, tuple[int, str]])
    except msgspec.MsgspecError:
        return {}
