# SPDX-License-Identifier: GPL-2.0-only
"""A header and a place in it go in; whether struct page is defined by there comes out."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from folioize.errors import TreeError
from folioize.tree import Tree

_INCLUDE = re.compile(rb"^[ \t]*#[ \t]*include[ \t]*([<\"])([^>\"\n]+)[>\"]", re.MULTILINE)


class Includes:
    """What the headers of a tree include, each read once; #if is not looked at."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._known: dict[tuple[str, str], tuple[tuple[int, str], ...]] = {}

    def defines_page(self, path: str, offset: int) -> bool:
        """Whether an include that stands before ``offset`` leads to the header of struct page."""
        parts = path.split("/")
        arch = parts[1] if parts[0] == "arch" else ""
        pending = [name for at, name in self._of(path, arch) if at < offset]
        seen = set(pending)
        while pending:
            name = pending.pop()
            if name == self._tree.page_header:
                return True
            for _, other in self._of(name, arch):
                if other not in seen:
                    seen.add(other)
                    pending.append(other)
        return False

    def _of(self, path: str, arch: str) -> tuple[tuple[int, str], ...]:
        key = (path, arch)
        if key not in self._known:
            self._known[key] = tuple(self._read(path, arch))
        return self._known[key]

    def _read(self, path: str, arch: str) -> Iterator[tuple[int, str]]:
        try:
            data = self._tree.read(path)
        except TreeError:
            return
        for found in _INCLUDE.finditer(data):
            name = found[2].decode("latin-1")
            for place in _places(path, found[1] == b'"', name, arch):
                if (self._tree.root / place).is_file():
                    yield found.start(), place
                    break


def _places(path: str, quoted: bool, name: str, arch: str) -> Iterator[str]:
    """Where an included file may lie, the likeliest first."""
    if quoted:
        yield posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
    if arch:
        yield f"arch/{arch}/include/{name}"
    yield f"include/{name}"
    if name.startswith("asm/"):
        yield f"include/asm-generic/{name.removeprefix('asm/')}"
