# SPDX-License-Identifier: GPL-2.0-only
"""Facts of many files: a tree and file names go in, facts come out, made once per content."""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import force_setattr

from folioize import __version__
from folioize.cst import current_table
from folioize.errors import TreeError
from folioize.facts.cache import Cache
from folioize.facts.extract import extract
from folioize.facts.names import Names, typedef_names
from folioize.facts.records import FileFacts
from folioize.facts.search import cache_path
from folioize.facts.stamps import Looked, digest, look_at
from folioize.facts.told import Shares, Told, holding, tell
from folioize.facts.vocabulary import FORMAT
from folioize.tree import Tree
from folioize.workers import in_processes

Progress = Callable[[int, int], None]

_POOL_FROM = 16  # files below which processes cost more than they save
_CHUNK = 4  # files that a process takes at a time


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a set of files, what could not be read, and the keys that tell facts apart.

    ``told`` is what files tell of names, by the digest of their bytes, as far as it was asked for;
    ``names`` are those that pages go by in the files, and in what was held before.
    """

    files: dict[str, FileFacts]
    failed: dict[str, str]
    keys: dict[str, str] = field(default_factory=dict, compare=False)
    told: dict[str, Told] = field(default_factory=dict, compare=False)
    names: Names = field(default=Names(), compare=False)

    def holds(self, path: str, key: str) -> bool:
        """Whether these are the facts of the file that the key stands for."""
        return self.keys.get(path) == key


@dataclass(frozen=True, slots=True)
class _Found:
    """The key of each file's facts, and the facts of those that nobody holds already, packed;
    ``names`` and ``told`` as Facts has them, the latter if it was asked for."""

    keys: dict[str, str]
    blobs: dict[str, bytes]
    names: Names
    told: dict[str, Told] = field(default_factory=dict)


class _Listed(msgspec.Struct, frozen=True, array_like=True):
    """The keys of the facts of a set of files, in the order of their paths, and the names."""

    keys: list[str]
    words: list[str]
    macros: list[str]


def load_facts(  # noqa: PLR0913 - what is there already, besides
    tree: Tree,
    paths: Sequence[str],
    jobs: int = 0,
    progress: Progress | None = None,
    *,
    database: Path | None = None,
    held: Facts | None = None,
) -> Facts:
    """The facts of ``paths``, from the cache where the same bytes have been seen before, and from
    ``held`` where they are there.

    The names that pages go by in what is held count as names still: a name less would change
    nothing but what is told of it, in hundreds of files that would have to be read again.
    """
    held = held or Facts({}, {})
    with closing(Cache(database or cache_path())) as store:
        looked = look_at(tree, paths, store)
        failed = looked.failed
        found = _recall(looked.digests, store, held)
        files = _all_of(found, held) if found is not None else None
        if found is None or files is None:
            contents, failed = _read_all(tree, paths, looked)
            digests = {path: digest(data) for path, data in contents.items()}
            work = _Work(tree.root, contents, digests, held, store, jobs, progress)
            found = work.make(trust=True)
            files = _all_of(found, held)
            if files is None:
                found = work.make(trust=False)
                files = _all_of(found, held)
    return Facts(files or {}, failed, found.keys, found.told or held.told, found.names)


def _all_of(found: _Found, held: Facts) -> dict[str, FileFacts] | None:
    """The facts of all files, None if one can't be decoded."""
    fresh = _decode(found.blobs)
    if fresh is None:
        return None
    return {path: fresh[path] if path in fresh else held.files[path] for path in found.keys}


def _decode(blobs: dict[str, bytes]) -> dict[str, FileFacts] | None:
    """The facts, None if one can't be decoded."""
    decoder = msgspec.msgpack.Decoder(FileFacts)
    files: dict[str, FileFacts] = {}
    shared: dict[object, Any] = {}
    enabled = gc.isenabled()
    gc.disable()  # it would look through all that was decoded again and again
    try:
        for path in tuple(blobs):
            facts = decoder.decode(blobs.pop(path))
            same = facts.path == path
            files[path] = facts if same else msgspec.structs.replace(facts, path=path)
            _share(facts, shared)
    except msgspec.MsgspecError:
        return None
    finally:
        if enabled:
            gc.enable()
    return files


def _share(facts: FileFacts, known: dict[object, Any]) -> None:
    """Let equal parts of facts be one object: most functions have the types of others, most
    flows come from the same few terms, and that is a third of all memory."""
    for rows, names in (
        (facts.funcs, ("name", "result", "params")),
        (facts.members, ("tag", "name", "base")),
        (facts.flows, ("source", "sink")),
        (facts.calls.values(), ("name",)),
        (facts.accesses, ("base", "field")),
    ):
        for row in rows:
            for name in names:
                value = getattr(row, name)
                if not isinstance(value, tuple) or not any(type(part) is list for part in value):
                    force_setattr(row, name, known.setdefault(value, value))


def _recall(known: dict[str, str], store: Cache, held: Facts) -> _Found | None:
    """The facts of files with these digests, if they are all in the cache."""
    whole = _whole(known, held.names)
    listed = _listed(store.get((whole,)).get(whole))
    if listed is None or len(listed.keys) != len(known):
        return None
    keys = dict(zip(sorted(known), listed.keys, strict=True))
    wanted = {path: keys[path] for path in known if not held.holds(path, keys[path])}
    found = store.get(wanted.values())
    if len(found) < len(set(wanted.values())):
        return None
    names = Names(frozenset(listed.words), frozenset(listed.macros))
    return _Found(keys, {path: found[key] for path, key in wanted.items()}, names)


def _listed(blob: bytes | None) -> _Listed | None:
    """What was stored, None if there is nothing of use."""
    try:
        return None if blob is None else msgspec.msgpack.decode(blob, type=_Listed)
    except msgspec.MsgspecError:
        return None


def _whole(known: dict[str, str], before: Names) -> str:
    """The key under which the keys of a set of files are kept, by path.

    The keys depend on the names that pages go by in all of the files, and ``before`` in others;
    recalling them saves looking for the names again.
    """
    rows = (f"{path} {one}" for path, one in sorted(known.items()))
    return _digest("\n".join((*rows, _written(before))), _code())


def _written(names: Names) -> str:
    return " ".join((*sorted(names.words), "#", *sorted(names.macros)))


@dataclass(frozen=True, slots=True)
class _Work:
    """The files whose facts are wanted: where they are, their bytes and a digest of each; where
    facts may be already, and where they are put."""

    root: Path
    contents: dict[str, bytes]
    digests: dict[str, str]
    held: Facts
    store: Cache
    jobs: int
    progress: Progress | None

    def make(self, trust: bool) -> _Found:
        """The facts of each file; those that are not in the cache, if that is trusted, are made."""
        told = self._told(trust)
        shares = _shares(self.contents, told, self.held.names)
        names = {path: shares.of(path) for path in told}
        keys = {path: _key(one, names[path]) for path, one in self.digests.items()}
        wanted = {path: key for path, key in keys.items() if not self.held.holds(path, key)}
        found = self.store.get(wanted.values()) if trust else {}
        todo = {path: self.contents[path] for path, key in wanted.items() if key not in found}
        made = _make_all(todo, names, self.jobs, self.progress)
        self.store.put({keys[path]: blob for path, blob in made.items()})
        listed = _Listed([keys[path] for path in sorted(keys)], *map(sorted, shares.names))
        whole = _whole(self.digests, self.held.names)
        self.store.put({whole: msgspec.msgpack.encode(listed)})
        blobs = {p: made[p] if p in made else found[key] for p, key in wanted.items()}
        by_digest = {self.digests[path]: one for path, one in told.items()}
        return _Found(keys, blobs, shares.names, by_digest)

    def _told(self, trust: bool) -> dict[str, Told]:
        """What each file tells, by its path."""
        known = self.held.told if trust else {}
        keys = {one: f"told {_digest(one, _code())}" for one in self.digests.values()}
        kept = self.store.get(key for one, key in keys.items() if one not in known) if trust else {}
        told: dict[str, Told] = {}
        for path, one in self.digests.items():
            found = known[one] if one in known else _told_in(kept.get(keys[one]))
            if found is not None:
                told[path] = found
        made = _tell_all({p: d for p, d in self.contents.items() if p not in told}, self.jobs)
        self.store.put(
            {keys[self.digests[path]]: msgspec.msgpack.encode(one) for path, one in made.items()}
        )
        return told | made


def _told_in(blob: bytes | None) -> Told | None:
    """What was stored, None if there is nothing of use."""
    try:
        return None if blob is None else msgspec.msgpack.decode(blob, type=Told)
    except msgspec.MsgspecError:
        return None


def _key(digest_: str, names: Names) -> str:
    """The key of the facts that a file of this digest gives with these names."""
    return _digest(digest_, _digest(_written(names), _code()))


def _read_all(
    tree: Tree, paths: Sequence[str], looked: Looked
) -> tuple[dict[str, bytes], dict[str, str]]:
    """The bytes of all files, those among them that have been read already; why some have none."""
    contents, failed = {}, {}
    for path in paths:
        try:
            data = looked.contents.get(path)
            contents[path] = tree.read(path) if data is None else data
        except TreeError as error:
            failed[path] = str(error)
    return contents, failed


def _code() -> str:
    """A digest of the code and the words that make facts: those made by others are not ours."""
    return _digest(_code_alone() + current_table().fingerprint + FORMAT)


@cache
def _code_alone() -> str:
    package = Path(__file__).parent.parent
    files = sorted(path for part in ("cst", "facts") for path in (package / part).rglob("*.*"))
    parts = [path.read_bytes() for path in files if path.suffix in (".py", ".toml")]
    return _digest(__version__.encode() + b"".join(parts))


def _digest(data: str | bytes, salt: str = "") -> str:
    data = data.encode() if isinstance(data, str) else data
    return hashlib.blake2b(data, digest_size=20, key=salt.encode()).hexdigest()


class _Worker:
    """What forked workers inherit: the files' bytes, and the names that stand in each."""

    contents: dict[str, bytes]
    names: dict[str, Names]


def _tell_all(contents: dict[str, bytes], jobs: int) -> dict[str, Told]:
    """What each file tells."""
    _Worker.contents = contents
    jobs = _processes(len(contents), jobs)
    shares = [list(contents)[start::jobs] for start in range(0, jobs)]
    return {path: told for part in in_processes(_tell_some, shares, jobs) for path, told in part}


def _tell_some(paths: list[str]) -> list[tuple[str, Told]]:
    return [(path, tell(_Worker.contents[path])) for path in paths]


def _shares(contents: dict[str, bytes], told: dict[str, Told], before: Names) -> Shares:
    """The names that pages go by in all of the files, and in others ``before``."""
    typedefs = frozenset[bytes]().union(*(one.names.typedefs for one in told.values()))
    more = typedef_names((contents[path] for path in holding(typedefs, told)), typedefs)
    return Shares(told, more, before)


def _make_all(
    contents: dict[str, bytes], names: dict[str, Names], jobs: int, progress: Progress | None
) -> dict[str, bytes]:
    """Extract in a pool; the largest files first, so that none is left alone at the end."""
    work = sorted(contents, key=lambda path: (-len(contents[path]), path))
    _Worker.contents, _Worker.names = contents, names
    made: dict[str, bytes] = {}
    for path, blob in in_processes(_make_one, work, _processes(len(work), jobs), _CHUNK):
        made[path] = blob
        if progress is not None:
            progress(len(made), len(work))
    return made


def _make_one(path: str) -> tuple[str, bytes]:
    facts = extract(path, _Worker.contents[path], _Worker.names[path])
    return path, msgspec.msgpack.encode(facts)


def _processes(files: int, jobs: int) -> int:
    return max(1, min(jobs or os.cpu_count() or 1, files // (_POOL_FROM // 2)))
