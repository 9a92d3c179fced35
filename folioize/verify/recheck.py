# SPDX-License-Identifier: GPL-2.0-only
"""Objects that differ go in; whether a pass of the compiler alone made the difference comes out."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from folioize.errors import FolioizeError
from folioize.verify import spelling
from folioize.verify.bench import Bench
from folioize.verify.build import Command, retarget
from folioize.verify.identity import Comparison, ObjectDigest, compare, digest
from folioize.verify.work import WorkArea

# gcc's interprocedural scalar replacement looks at the types through which memory is read, so it
# may split a function in one case and not in the other, though nothing but a type changed. Where
# a word is kept as an integer instead of a pointer, the cast is a statement of its own to the
# passes that move and combine expressions, which may then settle on another order. The strong
# stack protector guards each function with an array among its locals: struct page by value has
# one as soon as any kind's arm does (page pool's dma_addr[2]), a kind's own type need not. Where
# a variable is set from a parameter that was the variable before, registers are no longer named
# after one of them.
_SPLIT = "-fno-ipa-sra"
_GUARD = "-fno-stack-protector"
_NAMES = "-fno-tree-coalesce-vars"
_ORDER = ("-fno-tree-fre", "-fno-tree-pre", "-fno-tree-forwprop")
TYPE_SENSITIVE: tuple[tuple[str, ...], ...] = (
    (_SPLIT,),
    (_GUARD,),
    (_GUARD, _SPLIT),
    (_SPLIT, *_ORDER),
    (_GUARD, _SPLIT, *_ORDER),
    (_NAMES, _SPLIT),
    (_NAMES, _SPLIT, *_ORDER),
)
"""Sets of flags to try in turn, each on both sides, until the objects are the same."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """An object that differs in one configuration."""

    config: str
    path: str


@dataclass(frozen=True, slots=True)
class Settled:
    """How an object compares, and ``how`` both sides were compiled for that."""

    result: Comparison
    how: str


def recheck(
    benches: Mapping[str, Bench],
    doubts: Sequence[Doubt],
    commits: tuple[str, str],
    pool: ThreadPoolExecutor,
) -> dict[Doubt, Settled]:
    """Compile each object before and after with type-sensitive passes off, and compare.

    The second of ``commits`` is checked out, at the start and at the end; files keep their time
    stamps, so that make has nothing to do again. An object that does not compile so is not in
    the answer.
    """
    area = next(iter(benches.values())).area
    commands = _commands(benches, doubts)
    scratch = area.scratch("recheck")
    with kept_stamps(area, *commits):
        old = [
            _compile_all(area, commands, flags, scratch / f"before-{number}", pool)
            for number, flags in enumerate(TYPE_SENSITIVE)
        ]
    found: dict[Doubt, Settled] = {}
    for number, flags in enumerate(TYPE_SENSITIVE):
        left = {doubt: one for doubt, one in commands.items() if not _is_settled(found.get(doubt))}
        new = _compile_all(area, left, flags, scratch / f"after-{number}", pool)
        for doubt in left.keys() & old[number].keys() & new.keys():
            found[doubt] = Settled(compare(old[number][doubt], new[doubt]), " ".join(flags))
    left = {doubt: one for doubt, one in commands.items() if not _is_settled(found.get(doubt))}
    return found | _respelt(area, left, commits, scratch, pool)


def _respelt(
    area: WorkArea,
    commands: dict[Doubt, Command],
    commits: tuple[str, str],
    scratch: Path,
    pool: ThreadPoolExecutor,
) -> dict[Doubt, Settled]:
    """Compare what is the same if addresses of members are spelt as sums, on both sides."""
    members = spelling.members_of(area.diff(*commits))
    if not commands or not members:
        return {}
    paths = area.touched(*commits)
    digests = []
    with kept_stamps(area, *commits):
        for commit, name in zip(commits, ("before", "after"), strict=True):
            area.checkout(commit)
            spelling.rewrite(area, paths, members)
            digests.append(_compile_all(area, commands, (), scratch / f"{name}-spelt", pool))
    old, new = digests
    compared = {doubt: compare(old[doubt], new[doubt]) for doubt in old.keys() & new.keys()}
    return {
        doubt: Settled(result, spelling.how(members))
        for doubt, result in compared.items()
        if result.state != "differs"
    }


@contextlib.contextmanager
def kept_stamps(area: WorkArea, before: str, after: str) -> Iterator[None]:
    """Check out ``before`` for the block and then ``after``, whose files keep their times."""
    saved = _stamps(area, area.touched(before, after))
    area.checkout(before)
    try:
        yield
    finally:
        area.checkout(after)
        _restore(area, saved)


def _is_settled(found: Settled | None) -> bool:
    return found is not None and found.result.state != "differs"


def _commands(benches: Mapping[str, Bench], doubts: Iterable[Doubt]) -> dict[Doubt, Command]:
    found = {}
    for doubt in doubts:
        # Without the command there is nothing to try: the difference stands.
        with contextlib.suppress(FolioizeError):
            found[doubt] = benches[doubt.config].command(doubt.path)
    return found


def _compile_all(
    area: WorkArea,
    commands: dict[Doubt, Command],
    flags: tuple[str, ...],
    to: Path,
    pool: ThreadPoolExecutor,
) -> dict[Doubt, ObjectDigest]:
    to.mkdir()

    def one(numbered: tuple[int, Command]) -> ObjectDigest | None:
        path = to / f"{numbered[0]}.o"
        argv = (*retarget(numbered[1], str(path)), *flags)
        done = area.runner.run(argv, numbered[1].cwd)
        return digest(path) if done.code == 0 else None

    digests = pool.map(one, enumerate(commands.values()))
    pairs = zip(commands, digests, strict=True)
    return {doubt: found for doubt, found in pairs if found is not None}


def _stamps(area: WorkArea, paths: Iterable[str]) -> dict[Path, int]:
    files = [area.src / path for path in paths]
    return {file: file.stat().st_mtime_ns for file in files if file.is_file()}


def _restore(area: WorkArea, saved: dict[Path, int]) -> None:
    for file, stamp in saved.items():
        os.utime(file, ns=(stamp, stamp))
    # git takes a file whose time stamp it does not know for changed, and writes it again.
    area.git("update-index", "-q", "--refresh")
