# SPDX-License-Identifier: GPL-2.0-only
"""Designs on a commit go in; what each costs and gives comes out, counted once per content.

What was counted is kept under a digest of all that it depends on: the commit, the design, the
options, every kind and template that there is, folioize's own code and the git that counts. A
tree that is no repository is counted anew each time.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path

import msgspec
from msgspec.structs import replace

from folioize import __version__
from folioize.churn.compare import Entry
from folioize.churn.rehearsed import Progress, rehearsed
from folioize.cst import current_table
from folioize.errors import ConvertedAlready
from folioize.facts.cache import Cache
from folioize.facts.search import cache_path
from folioize.kinds import Design
from folioize.model import Options
from folioize.paths import PACKAGE, data_dirs
from folioize.tree import Tree
from folioize.workers import in_processes

Tell = Callable[[str], None]


def measure(
    tree: Tree, design: Design, options: Options, progress: Progress, told: Tell | None = None
) -> Entry:
    """What a design costs and gives.

    Raises ConvertedAlready if the tree has all of its types; with ``told`` that is told, and the
    design costs nothing.
    """
    key = _key(tree, design, options)
    with closing(Cache(cache_path())) as store:
        entry = _decode(store.get((key,)).get(key)) if key else None
    if entry is None:
        done: list[str] = []
        with rehearsed(tree, design, options, progress, done.append) as made:
            progress(f"counting {design.name}", 0, 0)
            entry = replace(Entry.of(made), converted="".join(done))
        keep(tree, design, options, entry)
    tree.skipped.update(entry.unread)
    if entry.converted and told is None:
        raise ConvertedAlready(entry.converted)
    if entry.converted and told is not None:
        told(entry.converted)
    return entry


def keep(tree: Tree, design: Design, options: Options, entry: Entry) -> None:
    """Remember what a design was found to cost and give, where that can be found again."""
    key = _key(tree, design, options)
    if key:
        with closing(Cache(cache_path())) as store:
            store.put({key: msgspec.msgpack.encode(replace(entry, unread=dict(tree.skipped)))})


def measure_all(
    tree: Tree,
    designs: Sequence[Design],
    options: Options,
    progress: Progress,
    told: Tell | None = None,
) -> list[Entry]:
    """What each design costs and gives, in their order; each in a process of its own, once the
    first of them has made the facts that all need."""
    new = [one for one in designs if not _is_known(tree, one, options)]
    if len(new) > 1:
        jobs = min(options.jobs or os.cpu_count() or 1, len(new) - 1)
        measure(tree, new[0], options, progress, _ignore)
        _Worker.tree, _Worker.options = tree, replace(options, jobs=1) if jobs > 1 else options
        for number, _ in enumerate(in_processes(_one, new[1:], jobs), 2):
            progress("measuring designs", number, len(new))
    return [measure(tree, one, options, progress, told) for one in designs]


class _Worker:
    """What forked workers inherit."""

    tree: Tree
    options: Options


def _one(design: Design) -> None:
    """Measure a design for the one who asks next; errors are the parent's to run into."""
    measure(_Worker.tree, design, _Worker.options, _quiet, _ignore)


def _quiet(what: str, done: int, total: int) -> None:
    """No progress: the screen is the parent's."""


def _ignore(text: str) -> None:
    """What is told is told when it is asked for in turn."""


def _is_known(tree: Tree, design: Design, options: Options) -> bool:
    key = _key(tree, design, options)
    with closing(Cache(cache_path())) as store:
        return not key or key in store.get((key,))


def _decode(blob: bytes | None) -> Entry | None:
    try:
        return None if blob is None else msgspec.msgpack.decode(blob, type=Entry)
    except msgspec.MsgspecError:
        return None


def _key(tree: Tree, design: Design, options: Options) -> str:
    """The key of a design's entry, "" where the tree may change and keep its name."""
    tracked = tree.tracked
    if tracked is None or not tracked.committed or tree.edited:
        return ""
    folders = (
        *data_dirs("transforms", tree.root),
        *data_dirs("templates"),
        *(Path(one).expanduser() for one in options.kind_dirs),
    )
    decided = (Path(options.decisions),) if options.decisions else ()
    parts = (
        os.fsencode(tree.root),
        tracked.repo.head.encode(),
        tracked.repo.run("version"),
        msgspec.json.encode((design, replace(options, jobs=0))),
        current_table().fingerprint.encode(),
        _code(),
        *(part for one in (*folders, *decided) for part in _contents(one)),
    )
    return f"stats {_digest(parts)}"


@cache
def _code() -> bytes:
    """A digest of what counts."""
    return _digest((__version__.encode(), *_contents(PACKAGE, (".py", ".toml")))).encode()


def _contents(where: Path, suffixes: tuple[str, ...] = ("",)) -> Iterator[bytes]:
    """The names and bytes of a file, or of all files below a folder."""
    for path in sorted(where.rglob("*")) if where.is_dir() else [where]:
        if path.name.endswith(suffixes) and "__pycache__" not in path.parts and path.is_file():
            yield os.fsencode(path)
            yield path.read_bytes()


def _digest(parts: Iterable[bytes]) -> str:
    found = hashlib.blake2b(digest_size=20)
    for part in parts:
        found.update(b"%d " % len(part) + part)
    return found.hexdigest()
