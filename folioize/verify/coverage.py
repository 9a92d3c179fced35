# SPDX-License-Identifier: GPL-2.0-only
"""The lines that a patch writes go in; those that a configuration does not compile come out.

An object that is identical proves nothing of what its ``#if`` left out. gcc's preprocessor with
-fdirectives-only gives each line that is left as it stands, with the file and line it is from.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from folioize.errors import FolioizeError
from folioize.verify.bench import Bench
from folioize.verify.build import BuiltObject, Command, retarget
from folioize.verify.work import WorkArea

PREPROCESS = ("-E", "-fdirectives-only")

Lines = Mapping[str, Sequence[int]]
"""Line numbers, from 1, by the path of the file."""

_HUNK = re.compile(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@")
_MARKER = re.compile(rb'^# (\d+) "((?:[^"\\\n]|\\.)*)".*$', re.MULTILINE)
# A comment's line, an empty one, or a directive that leaves nothing behind.
_NO_CODE = re.compile(r"\s*(?:/?\*+/?(?:\s|$)|//|#(?!\s*define\b)|$)")
_LOOKED_AT = 4  # of the objects that read a header; more seldom show another arm of an #if


def written_lines(diff: str) -> dict[str, list[int]]:
    """The lines of C code that a diff without context (-U0) writes."""
    found: dict[str, list[int]] = {}
    path, line, end = "", 0, 0
    for row in diff.split("\n"):
        if line < end and row.startswith("+"):
            if path and not _NO_CODE.match(row[1:]):
                found.setdefault(path, []).append(line)
            line += 1
        elif hunk := _HUNK.match(row):
            line = int(hunk[1])
            end = line + int(hunk[2] or 1)
        elif row.startswith("+++ "):
            path = row[6:] if row.startswith("+++ b/") and row.endswith((".c", ".h")) else ""
    return found


def uncompiled(bench: Bench, wanted: Lines) -> dict[str, list[int]]:
    """Those of the ``wanted`` lines of what is checked out that no object has, as built last."""
    left = {path: _heads(bench.area.src / path, lines) for path, lines in wanted.items()}
    built = bench.build.objects(bench.out)
    scratch = bench.area.scratch(f"coverage-{bench.config.name}") / "text.i"
    for path in wanted:
        for one in _readers(path, built):
            if not left[path]:
                break
            seen = _seen(bench, one, scratch, frozenset(left))
            left = {
                name: {line: head for line, head in heads.items() if head not in seen[name]}
                for name, heads in left.items()
            }
    return {path: sorted(heads) for path, heads in left.items() if heads}


def left_out(
    area: WorkArea, command: Command, output: Path, path: str, lines: Sequence[int]
) -> tuple[int, ...]:
    """Those of one file's ``lines`` that are not left by ``command``, which preprocesses it."""
    heads = _heads(area.src / path, lines)
    seen = _preprocessed(area, command, output, frozenset((path,)))[path]
    return tuple(sorted(line for line, head in heads.items() if head not in seen))


def _heads(path: Path, lines: Sequence[int]) -> dict[int, int]:
    """For each line the one by which the preprocessor knows it: the first of a macro's."""
    try:
        text = path.read_bytes().split(b"\n")
    except OSError:
        return {}
    heads = {}
    for line in lines:
        head = line
        while head > 1 and text[head - 2].endswith(b"\\"):
            head -= 1
        heads[line] = head if text[head - 1].lstrip().startswith(b"#") else line
    return heads


def _readers(path: str, built: Sequence[BuiltObject]) -> list[BuiltObject]:
    """The objects to look at for a file, its own first."""
    own = f"{path[:-2]}.o"
    readers = [one for one in built if path in one.sources]
    return sorted(readers, key=lambda one: (one.path != own, one.path))[:_LOOKED_AT]


def _seen(
    bench: Bench, one: BuiltObject, scratch: Path, paths: frozenset[str]
) -> dict[str, set[int]]:
    """The lines of ``paths`` that are left when an object's source is preprocessed."""
    try:
        command = bench.command(one.path)
        argv = (*retarget(command, str(scratch)), *PREPROCESS)
    except FolioizeError:
        return {path: set() for path in paths}
    return _preprocessed(bench.area, Command(argv, command.cwd), scratch, paths)


def _preprocessed(
    area: WorkArea, command: Command, output: Path, paths: frozenset[str]
) -> dict[str, set[int]]:
    """The lines of ``paths`` in the preprocessor's output; none where it fails: they are told."""
    seen: dict[str, set[int]] = {path: set() for path in paths}
    prefix = f"{os.path.normpath(area.src)}/"
    if area.runner.run(command.argv, command.cwd).code == 0:
        for name, first, text in _blocks(output.read_bytes()):
            path = os.path.normpath(command.cwd / name).removeprefix(prefix)
            if path in seen:
                rows = enumerate(text.split(b"\n"), first)
                seen[path].update(number for number, row in rows if row.strip())
    return seen


def _blocks(data: bytes) -> Iterator[tuple[str, int, bytes]]:
    """The parts of a preprocessor's output: file, number of the first line, text."""
    markers = list(_MARKER.finditer(data))
    ends = [marker.start() for marker in markers[1:]] + [len(data)]
    for marker, end in zip(markers, ends, strict=True):
        yield os.fsdecode(marker[2]), int(marker[1]), data[marker.end() + 1 : end]


def ranges(lines: Sequence[int]) -> str:
    """Line numbers as a person writes them: "12-15, 20"."""
    runs: list[list[int]] = []
    for line in lines:
        if runs and line == runs[-1][1] + 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    return ", ".join(f"{a}-{b}" if b > a else f"{a}" for a, b in runs)
