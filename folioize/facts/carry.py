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
    """The last state of each set of files of a tree, in the cache; made by code of one digest."""

    def __init__(self, store: Cache, root: Path, paths: Iterable[str], code: str) -> None:
        self._store = store
        self._any = f"state {_digest(str(root), code)}"
        self._own = f"state {_digest(str(root), code, *sorted(paths))}"

    def last(self) -> State | None:
        """That of the same set of files, or else the last of any set."""
        for key in (self._own, self._pointed()):
            blob = self._store.get((key,)).get(key)
            if blob is not None:
                try:
                    return msgspec.msgpack.decode(blob, type=State)
                except msgspec.MsgspecError:
                    continue
        return None

    def keep(self, state: State) -> None:
        """Make it the last state."""
        blob = msgspec.msgpack.encode(state)
        self._store.put({self._own: blob, self._any: self._own.encode()})

    def _pointed(self) -> str:
        return self._store.get((self._any,)).get(self._any, b"").decode("latin-1")


def _digest(*parts: str) -> str:
    text = "\0".join(parts).encode("utf-8", "surrogateescape")
    return hashlib.blake2b(text, digest_size=20).hexdigest()
