# SPDX-License-Identifier: GPL-2.0-only
"""The records of a scan: counts of a file, its gaps, and the sums over a tree."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec


class Gap(msgspec.Struct, frozen=True, order=True):
    """A place that was not understood; ``what`` is error, function, token, macro or file.

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
    ``macros`` are the #defines that hold a token, ``bodies`` those whose body was parsed.
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

    def gaps(self) -> tuple[Gap, ...]:
        """Every gap, by file and line; a file that was skipped is one."""
        unread = [Gap(path, 0, "file", reason) for path, reason in sorted(self.skipped.items())]
        return tuple(sorted((*unread, *(gap for one in self.files for gap in one.gaps))))
