# SPDX-License-Identifier: GPL-2.0-only
"""Sources that no configuration builds go in; how each compares when compiled alone comes out.

Such a source is compiled with the flags of its nearest neighbour and the CONFIG symbols that its
Makefile and its own #if lines ask for. That is no configuration that anybody runs, but it is the
same before and after, and it reaches the lines that changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from folioize.errors import FolioizeError
from folioize.verify.bench import Bench
from folioize.verify.build import BuiltObject, Command, retarget
from folioize.verify.coverage import PREPROCESS, left_out
from folioize.verify.identity import ObjectDigest, compare, digest
from folioize.verify.recheck import kept_stamps
from folioize.verify.records import AloneVerdict

_CONDITION = re.compile(rb"^[ \t]*#[ \t]*(?:el)?if.*$", re.MULTILINE)
_SYMBOL = re.compile(rb"\bCONFIG_\w+")


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One source as it can be compiled: in which configuration, like which, with what set."""

    file: str
    bench: Bench
    like: BuiltObject
    symbols: tuple[str, ...]

    def arguments(self, output: Path) -> tuple[str, ...]:
        """The compiler's command line."""
        command = self.bench.command(self.like.path)
        source = str(self.bench.area.src / self.file)
        defined = (f"-D{symbol}=1" for symbol in self.symbols)
        return (*retarget(command, str(output), source), *defined)

    def compile(self, output: Path) -> ObjectDigest | None:
        """The object of what is checked out, None where it does not compile."""
        argv = self.arguments(output)
        done = self.bench.area.runner.run(argv, self.bench.command(self.like.path).cwd)
        return digest(output) if done.code == 0 else None


def judge_alone(
    benches: Iterable[Bench],
    files: Sequence[str],
    commits: tuple[str, str],
    written: Mapping[str, Sequence[int]],
) -> tuple[AloneVerdict, ...]:
    """Compile each of ``files`` before and after; one that can't be is not in the answer.

    The second of ``commits`` is checked out, at the start and at the end, with files' times kept.
    """
    attempts = [one for file in files if (one := _attempt(list(benches), file)) is not None]
    if not attempts:
        return ()
    area = attempts[0].bench.area
    scratch = area.scratch("alone")
    after = {one.file: one.compile(scratch / "after.o") for one in attempts}
    left = {one.file: _left_out(one, written.get(one.file, ()), scratch) for one in attempts}
    with kept_stamps(area, *commits):
        before = {one.file: one.compile(scratch / "before.o") for one in attempts}
    found = []
    for one in attempts:
        old, new = before[one.file], after[one.file]
        if old is not None and new is not None:
            state, config = compare(old, new).state, one.bench.config.name
            missed = left[one.file]
            found.append(AloneVerdict(one.file, config, one.like.path, one.symbols, state, missed))
    return tuple(found)


def _attempt(benches: Sequence[Bench], file: str) -> _Attempt | None:
    """The last configuration, which has most set, that builds something beside the file."""
    if not file.endswith(".c"):
        return None
    for bench in reversed(benches):
        try:
            like = bench.neighbour(str(PurePosixPath(file).parent))
        except FolioizeError:
            continue
        return _Attempt(file, bench, like, _symbols(bench, file))
    return None


def _symbols(bench: Bench, file: str) -> tuple[str, ...]:
    """The symbols that the file's build and its #if lines ask for and that are not set."""
    path = bench.area.src / file
    lines = [match[0] for match in _CONDITION.finditer(path.read_bytes())]
    name = f"{path.stem}.o".encode()
    for makefile in ("Makefile", "Kbuild"):
        if (path.parent / makefile).is_file():
            rows = (path.parent / makefile).read_bytes().replace(b"\\\n", b" ").split(b"\n")
            lines += [row for row in rows if name in row.split() and row.startswith(b"obj-")]
    asked = {symbol.decode() for line in lines for symbol in _SYMBOL.findall(line)}
    config = bench.out / ".config"
    text = config.read_text(encoding="utf-8") if config.is_file() else ""
    return tuple(sorted(one for one in asked if f"\n{one}=" not in text))


def _left_out(one: _Attempt, lines: Sequence[int], scratch: Path) -> tuple[int, ...]:
    command = one.bench.command(one.like.path)
    output = scratch / "text.i"
    command = Command((*one.arguments(output), *PREPROCESS), command.cwd)
    return left_out(one.bench.area, command, output, one.file, lines)
