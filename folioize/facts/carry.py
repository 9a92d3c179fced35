# SPDX-License-Identifier: GPL-2.0-only
"""What is known of a tree's last state goes in; which of its facts still hold comes out.

The names that pages go by anywhere in the tree decide what is worth a fact in each file. A change
to one file may bring a new name or take one away, and that matters only to files in which the name
stands; all others keep the facts that they had.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from folioize.facts.cache import Cache
from folioize.facts.names import FileNames, Names

_MANY = 200  # names that have changed; above that a look for each takes longer than new facts


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """A file as it was: the digest of its bytes, the key of its facts, and the names it tells."""

    digest: str
    key: str
    names: FileNames


class State(msgspec.Struct, frozen=True, array_like=True):
    """The files that facts were loaded of, and the names that were known then."""

    names: Names
    files: dict[str, Entry]

    def told(self, digests: Mapping[str, str]) -> dict[str, FileNames]:
        """The names that each file tells, of those files whose bytes are still the same."""
        return {path: self.files[path].names for path in self._same(digests)}

    def holding(
        self, contents: Mapping[str, bytes], digests: Mapping[str, str], names: Names
    ) -> dict[str, str]:
        """The keys of facts that are what they would be if they were made anew, by path."""
        changed = (self.names.words ^ names.words) | (self.names.macros ^ names.macros)
        if len(changed) > _MANY:
            return {}
        words = [word.encode("latin-1") for word in changed]
        return {
            path: self.files[path].key
            for path in self._same(digests)
            if not any(word in contents[path] for word in words)
        }

    def _same(self, digests: Mapping[str, str]) -> Iterable[str]:
        for path, digest in digests.items():
            entry = self.files.get(path)
            if entry is not None and entry.digest == digest:
                yield path


class States:
    """The last states, in the cache: of the same files of this tree, of any tree with files of
    these names, of any files of this tree. They hold for code of one digest alone."""

    def __init__(self, store: Cache, root: Path, paths: Iterable[str], code: str) -> None:
        self._store = store
        names = sorted(paths)
        self._pointers = tuple(
            f"state {_digest(code, *parts)}"
            for parts in (("own", str(root), *names), ("names", *names), ("tree", str(root)))
        )

    def last(self) -> State | None:
        """The nearest of them that is there."""
        pointed = self._store.get(self._pointers)
        for pointer in self._pointers:
            key = pointed.get(pointer, b"").decode("latin-1")
            blob = self._store.get((key,)).get(key)
            if blob is not None:
                try:
                    return msgspec.msgpack.decode(blob, type=State)
                except msgspec.MsgspecError:
                    continue
        return None

    def keep(self, state: State) -> None:
        """Make it the last state; it takes the place of the one of the same files and tree."""
        key = f"{self._pointers[0]} itself"
        blobs = dict.fromkeys(self._pointers, key.encode())
        self._store.put(blobs | {key: msgspec.msgpack.encode(state)})


def _digest(*parts: str) -> str:
    text = "\0".join(parts).encode("utf-8", "surrogateescape")
    return hashlib.blake2b(text, digest_size=20).hexdigest()
