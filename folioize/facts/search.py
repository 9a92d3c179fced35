# SPDX-License-Identifier: GPL-2.0-only
"""A tree and words go in; the C files that hold them come out, each file read once per state.

What a search found is kept with the stamp of each file, so that the next one reads only files
that have changed since.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from copy import copy
from dataclasses import replace
from functools import cached_property
from pathlib import Path, PurePosixPath

import msgspec
from platformdirs import user_cache_path

from folioize.contents import Needle
from folioize.facts.cache import Cache
from folioize.facts.holders import holders
from folioize.facts.stamps import stamps
from folioize.facts.wordindex import WordIndex, word_index
from folioize.tree import Tree

PROGRAMS = ("tools/", "scripts/", "Documentation/")
"""Directories of programs that bring a struct page of their own, or only talk of it; but what a
makefile there makes a module of is the kernel's own code."""

TEXTS = (".py", ".rst", ".txt", ".gdb")
"""How the names of documents and of scripts end that look into a kernel's memory."""

TOKEN = re.compile(rb"struct\s+page\b")

_MODULES = re.compile(rb"^[ \t]*obj-(?:[ym]|\$[({]\w+[)}])[ \t]*[:+?]?=[ \t]*\S", re.M)
"""What a makefile of the kernel's own build says of the objects to be linked into it."""

_FEW = 500
"""Files that are sooner searched than their index is read."""


def cache_path() -> Path:
    """Where facts and searches are kept."""
    return user_cache_path("folioize") / "facts.sqlite"


class Search:
    """The C files of a tree as they are now: list them once, then ask for words as often as
    needed. ``kernel`` are those of the kernel proper, ``programs`` the others; both sorted."""

    def __init__(self, tree: Tree, jobs: int = 0, database: Path | None = None) -> None:
        self.tree = tree
        self.jobs = jobs
        self._database = database
        self._list()

    def of(self, tree: Tree) -> Search:
        """A search of the same tree with other files edited: what is on disk is known already."""
        if replace(tree, edited={}, lines={}) != replace(self.tree, edited={}, lines={}):
            return Search(tree, self.jobs, self._database)
        found = copy(self)
        for name in ("page_files", "strangers", "headers_saying_page", "_saying_page"):
            found.__dict__.pop(name, None)
        found.tree = tree
        return found

    def _list(self) -> None:
        files = self.tree.files()
        self._stamps = dict(stamps(self.tree, files))
        aside = [path for path in files if path.startswith(PROGRAMS)]
        makefiles = {path: found for path in aside if (found := _makefile(self.tree, path))}
        new = sorted({*makefiles.values()} - self._stamps.keys())
        self._stamps.update(stamps(self.tree, new))
        modules = set(self.mentions(_MODULES, new))
        programs = {path for path in aside if makefiles.get(path) not in modules}
        self.kernel = tuple(path for path in files if path not in programs)
        self.programs = tuple(path for path in aside if path in programs)

    @cached_property
    def page_files(self) -> tuple[str, ...]:
        """The files of the kernel proper that name ``struct page``."""
        return tuple(self.mentions(TOKEN, self._saying_page))

    @cached_property
    def strangers(self) -> tuple[str, ...]:
        """Those that say "page" and never ``struct page``."""
        named = set(self.page_files)
        return tuple(path for path in self._saying_page if path not in named)

    @cached_property
    def headers_saying_page(self) -> tuple[str, ...]:
        """Those of the kernel proper."""
        return tuple(path for path in self._saying_page if path.endswith(".h"))

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Documents and scripts, of which some tell or show what is in the kernel's structs."""
        files = self.tree.files(TEXTS)
        self._stamps.update(stamps(self.tree, files))
        return tuple(files)

    def saying(self, needle: Needle, words: Collection[str] = ()) -> list[str]:
        """The files of the kernel proper that say "page" and hold ``needle``; see mentions()."""
        return self.mentions(needle, self._saying_page, words)

    @cached_property
    def _saying_page(self) -> list[str]:
        return self.mentions(b"page", self.kernel)

    @cached_property
    def headers(self) -> tuple[str, ...]:
        """Those of the kernel proper."""
        return tuple(path for path in self.kernel if path.endswith(".h"))

    def mentions(
        self, needle: Needle, files: Sequence[str], words: Collection[str] = ()
    ) -> list[str]:
        """Those of ``files`` whose bytes hold ``needle``, in their order.

        ``words``, if there are any, say that a file which holds it has one of these, whole.
        """
        edited = [path for path in files if path in self.tree.edited]
        if not edited:
            return self._on_disk(needle, files, words)
        found = set(self.tree.mentions(needle, edited))
        plain = [path for path in files if path not in self.tree.edited]
        found.update(self._on_disk(needle, plain, words))
        return [path for path in files if path in found]

    def headers_with(self, words: Collection[bytes]) -> list[str]:
        """The headers of the kernel proper in which one of some words stands, or a longer word."""
        return self._with("headers", self.headers, words)

    def files_with(self, words: Collection[bytes]) -> list[str]:
        """As ``headers_with``, of all files of the kernel proper."""
        paged = [word for word in words if b"page" in word]
        others = [word for word in words if b"page" not in word]
        found = {
            *(self._with("saying page", self._saying_page, paged) if paged else ()),
            *(self._with("kernel", self.kernel, others) if others else ()),
        }
        return [path for path in self.kernel if path in found]

    def _with(self, label: str, files: Sequence[str], words: Collection[bytes]) -> list[str]:
        now = {path: self._stamps[path] for path in files}
        with self._cache() as cache:
            rows = holders(self.tree, label, words, now, cache, jobs=self.jobs)
        edited = self.tree.edited
        found = {path for one in rows.values() for path in one if path not in edited}
        mine = [path for path in files if path in edited]
        found.update(self.tree.mentions(tuple(words), mine))
        return [path for path in files if path in found]

    def _on_disk(self, needle: Needle, files: Sequence[str], words: Collection[str]) -> list[str]:
        """As ``mentions``, of files as they are on disk: what was found of them is kept."""
        key = _key(self.tree.root, needle)
        with self._cache() as cache:
            kept = _decode(cache.get((key,)).get(key))
            left = [path for path in files if kept.get(path, -1) >> 1 != self._stamps[path]]
            if left:
                near = left
                if words and len(left) > _FEW:
                    near = self._index.may_hold(words, left, self._stamps)
                hits = set(self.tree.mentions(needle, near, self.jobs))
                kept.update((path, self._stamps[path] << 1 | (path in hits)) for path in left)
                sure = {
                    path: state
                    for path, state in kept.items()
                    if state > 1 and path not in self.tree.skipped
                }
                cache.put({key: msgspec.msgpack.encode(sure)})
        return [path for path in files if kept[path] & 1]

    @cached_property
    def _index(self) -> WordIndex:
        """Of the files that say "page" on disk."""
        with self._cache() as cache:
            return word_index(self.tree, self._saying_page, self._stamps, cache, self.jobs)

    @contextmanager
    def _cache(self) -> Iterator[Cache]:
        with closing(Cache(self._database or cache_path())) as cache:
            yield cache


def _makefile(tree: Tree, path: str) -> str | None:
    """The makefile that a file is built by: that of the nearest directory which has one, where
    Kbuild comes before Makefile, as it does to the kernel's own build."""
    for folder in PurePosixPath(path).parents:
        for name in ("Kbuild", "Makefile"):
            found = str(folder / name)
            if folder.name and tree.has(found):
                return found
    return None


def _key(root: Path, needle: Needle) -> str:
    if isinstance(needle, re.Pattern):
        text = b"re " + needle.pattern
    elif isinstance(needle, frozenset):
        text = b"words " + b" ".join(sorted(needle))
    else:
        text = b"in " + (needle if isinstance(needle, bytes) else b"\0".join(needle))
    digest = hashlib.blake2b(os.fsencode(root) + b"\0" + text, digest_size=20)
    return f"search {digest.hexdigest()}"


def _decode(blob: bytes | None) -> dict[str, int]:
    if blob is None:
        return {}
    try:
        return msgspec.msgpack.decode(blob, type=dict[str, int])
    except msgspec.MsgspecError:
        return {}
