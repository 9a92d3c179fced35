# SPDX-License-Identifier: GPL-2.0-only
"""Words and files go in; the files that hold them, as they are on disk, come out.

What was found is kept with the stamp of each file: for a file that has changed all words that are
known are looked for again, for a new word all files are read, and otherwise nothing is.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Mapping
from functools import partial

import msgspec

from folioize.contents import search_each
from folioize.facts.cache import Cache
from folioize.tree import Tree


class _Known(msgspec.Struct, array_like=True):
    """For each word the files that hold it, of all that have a stamp here."""

    stamps: dict[str, int]
    hits: dict[bytes, list[str]]


def holders(  # noqa: PLR0913 - where, what, and with which means
    tree: Tree,
    label: str,
    words: Collection[bytes],
    stamps: Mapping[str, int],
    store: Cache,
    *,
    jobs: int = 0,
) -> dict[bytes, set[str]]:
    """For each word those of the files with ``stamps`` that hold it; a stamp of 0 tells nothing.

    ``label`` says which files of the tree these are.
    """
    digest = hashlib.blake2b(os.fsencode(tree.root) + b"\0" + label.encode(), digest_size=20)
    key = f"holders {digest.hexdigest()}"
    known = _decode(store.get((key,)).get(key))
    hits = {word: {p for p in paths if p in stamps} for word, paths in known.hits.items()}
    new = sorted(set(words) - set(hits))
    changed = [path for path, now in stamps.items() if not now or known.stamps.get(path) != now]
    if changed:
        again = set(changed)
        hits = {word: paths - again for word, paths in hits.items()}
        _look(tree, [*hits, *new], changed, jobs, hits)
    else:
        again = set()
    _look(tree, new, [path for path in stamps if path not in again], jobs, hits)
    if new or changed or len(known.stamps) != len(stamps):
        sure = {p: now for p, now in stamps.items() if now and p not in tree.skipped}
        rows = {word: sorted(paths) for word, paths in hits.items()}
        store.put({key: msgspec.msgpack.encode(_Known(sure, rows))})
    return {word: hits[word] for word in words}


def _look(
    tree: Tree, words: list[bytes], files: list[str], jobs: int, hits: dict[bytes, set[str]]
) -> None:
    """Add what is found of the words in the files."""
    for word in words:
        hits.setdefault(word, set())
    if not words or not files:
        return
    for rows in tree.looked_through(partial(search_each, words), files, jobs):
        for path, places in rows:
            for place in places:
                hits[words[place]].add(path)


def _decode(blob: bytes | None) -> _Known:
    try:
        return _Known({}, {}) if blob is None else msgspec.msgpack.decode(blob, type=_Known)
    except msgspec.MsgspecError:
        return _Known({}, {})
