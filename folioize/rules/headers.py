# SPDX-License-Identifier: GPL-2.0-only
"""The includes of a file go in; what its headers declare comes out, read when it is asked for.

A header is indexed by one look for the names it defines; only the declaration that is asked for
is parsed. Headers are found beside the file, or under the include/ directories of the tree.
"""

from __future__ import annotations

import functools
import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from folioize.cst.module import Module
from folioize.errors import TreeError
from folioize.rules.types import Headers
from folioize.tree import Tree

_INCLUDE = re.compile(rb'^[ \t]*#[ \t]*include[ \t]*(?:"([^"\n]+)"|<([^>\n]+)>)', re.MULTILINE)
_ATTRIBUTE = rb"__\w+(?:\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))?"  # __aligned(8), say
_STRUCT = re.compile(
    rb"\b(struct|union)\s+(?:%b\s+)*(\w+)(?:\s+%b)*\s*\{" % (_ATTRIBUTE, _ATTRIBUTE)
)
_FUNCTION = re.compile(rb"^(?:[A-Za-z_][\w]*[ \t*\n]+)+[*]*(\w+)\s*\(", re.MULTILINE)
_GLOBAL = re.compile(rb"^extern\s[^;(={}]*?(\w+)(?:\[[^\]]*\])*\s*;", re.MULTILINE)
_TYPEDEF = re.compile(rb"^typedef\s[^;{}()]*?(\w+)\s*;", re.MULTILINE)
_TYPEDEF_STRUCT = re.compile(rb"^typedef\s+(?:struct|union)\b[^;{}]*\{", re.MULTILINE)
_NAME = re.compile(rb"\s*(\w+)\s*;")
_BRACES = re.compile(rb"[{}]")
_MAX_FILES = 1500


class _Index:
    """What one header includes and defines: names, and the offsets of their definitions."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.includes = _pairs(data)

    @functools.cached_property
    def structs(self) -> dict[str, int]:
        """Where each struct or union is defined."""
        found: dict[str, int] = {}
        for one in _STRUCT.finditer(self.data):
            found.setdefault(f"{one[1].decode()} {one[2].decode()}", one.start())
        return found

    @functools.cached_property
    def others(self) -> dict[str, int]:
        """Where each function, global and typedef is declared."""
        found: dict[str, int] = {}
        for pattern in (_FUNCTION, _GLOBAL, _TYPEDEF):
            for one in pattern.finditer(self.data):
                found.setdefault(one[1].decode(), one.start())
        for one in _TYPEDEF_STRUCT.finditer(self.data):
            named = _NAME.match(self.data, closing(self.data, one.start()))
            if named is not None:
                found.setdefault(named[1].decode(), one.start())
        return found

    def place(self, name: str) -> int | None:
        """Where ``name`` ("struct page", a function, a global, a typedef) is defined."""
        if name.rpartition(" ")[2].encode() not in self.data:
            return None
        return (self.structs if " " in name else self.others).get(name)


class Library:
    """The headers of one tree; an index is made once and kept. ``edited`` has the bytes of files
    that are to be seen otherwise than they are on disk, relative to the root."""

    def __init__(self, root: Path, edited: Mapping[str, bytes] | None = None) -> None:
        self.root = root
        seen = {str(root / path)[1:]: data for path, data in (edited or {}).items()}
        self._files = Tree(Path("/"), "", "", edited=seen)
        self._indices: dict[str, _Index | None] = {}
        self._tops: dict[str, tuple[str, ...]] = {}
        self._included: dict[tuple[str, tuple[str, ...]], list[str]] = {}

    def of(self, path: str, data: bytes) -> FileHeaders:
        """The headers of the file at ``path``, relative to the root."""
        return FileHeaders(self, str(self.root / path), data)

    def index(self, path: str) -> _Index | None:
        """The index of a header; None if there is no such file."""
        if path not in self._indices:
            self._indices[path] = self._read(os.path.normpath(path))
        return self._indices[path]

    def _read(self, path: str) -> _Index | None:
        if path[1:] not in self._files.edited and not Path(path).is_file():
            return None  # so it is in most places in which it is looked for
        try:
            return _Index(self._files.read(path[1:]))
        except TreeError:
            return None

    def tops(self, folder: str) -> tuple[str, ...]:
        """The include directories that hold for files of ``folder``."""
        known = self._tops.get(folder)
        if known is None:
            known = self._tops[folder] = tuple(str(top) for top in _tops(Path(folder)))
        return known

    def included(self, path: str, tops: tuple[str, ...]) -> list[str]:
        """The headers that a header includes itself."""
        known = self._included.get((path, tops))
        if known is None:
            index = self.index(path)
            pairs = [] if index is None else index.includes
            known = self._included[path, tops] = self.find(path, pairs, tops)
        return known

    def find(self, path: str, pairs: list[tuple[str, str]], tops: tuple[str, ...]) -> list[str]:
        """Where the headers lie that ``path`` includes; those that are nowhere are left out."""
        folder = path.rpartition("/")[0]
        found = []
        for local, system in pairs:
            places = [f"{folder}/{local}"] if local else []
            places += [f"{top}/{local or system}" for top in tops]
            found += [place for place in places if self.index(place) is not None][:1]
        return found


def _tops(folder: Path) -> list[Path]:
    for top in (folder, *folder.parents):
        if (top / "include" / "linux").is_dir():
            inside = folder.relative_to(top).parts
            arch = inside[1] if len(inside) > 1 and inside[0] == "arch" else "x86"
            own = [top / "arch" / arch / "include", top / "include"]
            return [one / part for one in own for part in ("", "uapi", "generated")]
    return []


def header_stamp(root: Path, paths: Iterable[str]) -> str:
    """A digest that changes where a header that these files may include changes."""
    folders = {(root / path).parent for path in paths}
    tops = {top for folder in folders for top in _tops(folder) if top.name == "include"}
    digest = hashlib.blake2b(digest_size=20)
    for folder in sorted(folders):
        _stamp(folder, digest, deep=False)
    for top in sorted(tops):
        _stamp(top, digest, deep=True)
    return digest.hexdigest()


def _stamp(folder: Path, digest: hashlib.blake2b, deep: bool) -> None:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.endswith(".h"):
            state = entry.stat(follow_symlinks=False)
            digest.update(
                f"{entry.path} {state.st_size} {state.st_mtime_ns}\n".encode("utf-8", "replace")
            )
        elif deep and entry.is_dir(follow_symlinks=False):
            _stamp(Path(entry.path), digest, deep)


class FileHeaders(Headers):
    """As Headers, but a name is looked for in the file's headers when it is asked for."""

    def __init__(self, library: Library, path: str, data: bytes) -> None:
        super().__init__()
        self._library = library
        self._path = path
        self._data = data
        self._closure: list[_Index] | None = None
        self._asked: set[str] = set()

    def seek(self, name: str) -> None:
        """Read the declaration of ``name`` ("struct page", a function, a global, a typedef)."""
        if name in self._asked:
            return
        self._asked.add(name)
        tagged = name.startswith(("struct ", "union "))
        for index in self._all():
            at = index.place(name)
            if at is not None:
                self._read(index, at, tagged)
                return

    def paths(self) -> list[str]:
        """Where the headers lie that the file includes, the nearest first."""
        library = self._library
        tops = library.tops(self._path.rpartition("/")[0])
        todo = library.find(self._path, _pairs(self._data), tops)
        seen = set(todo)
        for place in todo:
            if len(seen) > _MAX_FILES:
                break
            fresh = [one for one in library.included(place, tops) if one not in seen]
            seen.update(fresh)
            todo += fresh
        return todo

    def _all(self) -> list[_Index]:
        """The indices of all headers that the file includes, the nearest first."""
        if self._closure is None:
            indices = [self._library.index(place) for place in self.paths()]
            self._closure = [index for index in indices if index is not None]
        return self._closure

    def _read(self, index: _Index, at: int, tagged: bool) -> None:
        """Parse one declaration and keep what it says."""
        data = index.data
        if tagged:
            end = closing(data, at)
            text = data[at:end] + b";"
        else:
            start = closing(data, at) if _TYPEDEF_STRUCT.match(data, at) else at
            stops = [data.find(byte, start) for byte in (b";", b"{")]
            end = min((stop for stop in stops if stop >= 0), default=len(data))
            text = data[at:end] + b";"
        self.read(Module.parse(f"{self._path}:{at}", text))


def _pairs(data: bytes) -> list[tuple[str, str]]:
    """The includes of a file: each a local name and "", or "" and a system one."""
    return [
        ((found[1] or b"").decode("latin-1"), (found[2] or b"").decode("latin-1"))
        for found in _INCLUDE.finditer(data)
    ]


def closing(data: bytes, at: int, pair: re.Pattern[bytes] = _BRACES) -> int:
    """The end of what the first of a ``pair`` from there on opens; the text's own if nothing
    closes it."""
    depth = 0
    for found in pair.finditer(data, at):
        depth += 1 if found.group() in b"({" else -1
        if not depth:
            return found.end()
    return len(data)
