# SPDX-License-Identifier: GPL-2.0-only
"""The records of a scan: counts of a file, its gaps, and the sums over a tree."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import msgspec


class Gap(msgspec.Struct, frozen=True, order=True):
    """A place not understood; ``what`` is error, function, doubt, token, macro, bytes or file.

    ``doubt`` is a place that parsed without an error into what no kernel code is: a function in
    a function, a type made by a macro's call. ``bytes``: the mask moved or lost some.

    ``line`` counts from 1 and is 0 where the whole file could not be read.
    """

    file: str
    line: int
    what: str
    cause: str


class FileScan(msgspec.Struct, frozen=True):
    """What one file holds. ``tokens`` are ``struct page``, comments and strings included.

    ``code`` are the tokens outside directives, comments, strings and dead arms; ``clean`` those
    of them in top-level items without an error, in any variant of the file's exclusive arms.
    ``functions`` are the bodies that a search for a line that begins with ``{`` finds; ``found``
    those of them that are a function's in the tree, ``whole`` those parsed without an error.
    ``macros`` are the #defines that hold a token, ``bodies`` those whose body was parsed. ``same``
    tells that a parse without an edit gives back the file's bytes, each where it was. ``words``
    are those that no mask table has and that were taken for attributes because of their place.
    """

    path: str
    size: int
    lines: int
    variants: int
    tokens: int
    code: int
    clean: int
    functions: int
    found: int
    whole: int
    macros: int
    bodies: int
    errors: int
    doubts: int
    same: bool
    words: tuple[str, ...]
    gaps: tuple[Gap, ...]


COUNTS = (
    "size",
    "lines",
    "tokens",
    "code",
    "clean",
    "functions",
    "found",
    "whole",
    "macros",
    "bodies",
    "errors",
    "doubts",
    "same",
)


@dataclass(frozen=True, slots=True)
class Scan:
    """All files scanned, sorted by path, and the tree's ``seen`` files that were only searched."""

    files: tuple[FileScan, ...]
    seen: int
    skipped: dict[str, str] = field(default_factory=dict)

    def total(self, name: str) -> int:
        """The sum of one of COUNTS."""
        return sum(getattr(one, name) for one in self.files)

    def words(self) -> dict[str, int]:
        """The words taken for attributes because of their place, with the number of files."""
        found = Counter(word for one in self.files for word in one.words)
        return dict(sorted(found.items()))

    def gaps(self) -> tuple[Gap, ...]:
        """Every gap, by file and line; a file that was skipped is one."""
        unread = [Gap(path, 0, "file", reason) for path, reason in sorted(self.skipped.items())]
        return tuple(sorted((*unread, *(gap for one in self.files for gap in one.gaps))))
