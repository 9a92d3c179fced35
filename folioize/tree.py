# SPDX-License-Identifier: GPL-2.0-only
"""A directory goes in; a kernel tree, its file names, bytes and what was skipped come out."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TypeVar

from folioize.contents import (
    Batch,
    Needle,
    UnreadError,
    checked,
    holds,
    read_file,
    search,
    why_not,
    without_returns,
)
from folioize.errors import TreeError
from folioize.git import GitError
from folioize.tracked import Folders, Tracked, find_tracked, read_stored, refuse
from folioize.workers import in_processes

T = TypeVar("T")

_BATCH = 512
_POOL_FROM = 4 * _BATCH  # below this a pool costs more than it saves
STRUCT_PAGE = re.compile(rb"^struct[ \t]+page[ \t\n]*\{", re.MULTILINE)
_MAKE_LINE = re.compile(rb"^(VERSION|PATCHLEVEL|SUBLEVEL|EXTRAVERSION)[ \t]*=[ \t]*(\S*)", re.M)


@dataclass(frozen=True, slots=True)
class Tree:
    """A kernel source tree.

    ``root`` is absolute; ``version`` is as the kernel names itself, such as "5.10.223";
    ``page_header`` is the header under include/ that defines ``struct page``. ``skipped`` maps
    a relative path to the reason why its contents were not looked at, and grows as files are
    listed and read. ``edited`` has the bytes of files that are to be seen otherwise than they are
    on disk, and ``lines`` for each of their lines the number of the one on disk that it stands
    for. All paths are relative to ``root``, with "/".

    ``tracked`` is what git has of it, and then there is no other file; None stands for a tree
    that is no repository, of which every file counts. ``notes`` are what to tell of the whole.
    """

    root: Path
    version: str
    page_header: str
    skipped: dict[str, str] = field(default_factory=dict)
    tracked: Tracked | None = None
    notes: tuple[str, ...] = ()
    _held: dict[str, bytes] = field(default_factory=dict, repr=False)
    edited: Mapping[str, bytes] = field(default_factory=dict)
    lines: Mapping[str, Sequence[int]] = field(default_factory=dict)
    only: tuple[str, ...] = ()

    def keeping(self, paths: Sequence[str]) -> Tree:
        """The tree as if it had only these files and directories, and the headers in include/."""
        return replace(self, only=tuple(sorted({*paths, "include"})))

    def with_edited(self, files: Mapping[str, bytes], lines: Mapping[str, Sequence[int]]) -> Tree:
        """The tree with these bytes in some of its files; on disk all stays as it is."""
        return replace(self, edited={**self.edited, **files}, lines={**self.lines, **lines})

    def line_on_disk(self, path: str, line: int) -> int:
        """The line of a file on disk that a line of it, as it is seen, stands for; from 1."""
        lines = self.lines.get(path, ())
        return lines[line - 1] if 0 < line <= len(lines) else line

    def files(
        self, suffixes: tuple[str, ...] = (".c", ".h"), under: Sequence[str] = ()
    ) -> list[str]:
        """The regular files whose names end in ``suffixes``, sorted; ``under`` names files or
        directories to keep to. Links are not followed: what they point to inside the tree is
        listed by its own name. Raises TreeError for an ``under`` that is not in the tree.
        """
        found: set[str] = set()
        for start in under or self.only or ("",):
            relative = self.name(start)
            if self.tracked is not None:
                found.update(self._kept(self.tracked, relative, suffixes))
                continue
            if (self.root / relative).is_file():
                found.add(relative)
            else:
                found.update(self._walk(f"{relative}/" if relative else "", suffixes))
        return sorted(found)

    def name(self, path: str) -> str:
        """A file or directory as the tree names it: ``./mm/``, ``mm//slub.c`` and what is told
        from the root or from the current directory are taken too; "" is the whole tree.

        Raises TreeError for what is not in the tree.
        """
        hint = "name paths as it does, like mm/"
        here = os.path.relpath(os.path.realpath(path), self.root)
        candidates = [one for one in (posixpath.normpath(path), here) if _is_inside(one)]
        if not candidates or (path.startswith("/") and here not in candidates):
            raise TreeError(f"{path} is not a path inside the tree; {hint}")
        for one in candidates:
            if self._knows(one):
                return "" if one == "." else one
        for one in candidates:
            if os.path.islink(self.root / one):  # noqa: PTH114 - of either kind, or to nothing
                raise TreeError(f"{one} is a link: name what it leads to")
            if os.path.lexists(self.root / one):
                raise TreeError(f"git does not track {one}: run `git add {one}`, and commit it")
        raise TreeError(f"{self.root} has no {path}; {hint}")

    def names(self, paths: Iterable[str]) -> tuple[str, ...]:
        """``name`` of each, once; none where one of them is the whole tree."""
        found = tuple(dict.fromkeys(self.name(path) for path in paths))
        return () if "" in found else found

    def _knows(self, path: str) -> bool:
        if path == ".":
            return True
        if self.tracked is None:
            return (self.root / path).exists()
        below = f"{path}/"
        known = (*self.tracked.files, *self.tracked.modules)
        return path in self.tracked.files or any(
            one.startswith(below) or one == path for one in known
        )

    def has(self, path: str) -> bool:
        """Whether the tree has a plain file of that name."""
        if self.tracked is not None:
            return path in self.tracked.files
        return (self.root / path).is_file()

    def read(self, path: str) -> bytes:
        """The text of one file, in which every line ends in a line feed alone.

        Raises TreeError, and notes the file in ``skipped``, if it can't be read.
        """
        return without_returns(self.read_raw(path))

    def read_raw(self, path: str) -> bytes:
        """The bytes of one file, as ``read`` otherwise."""
        inside = _inside(path)
        if inside in self.edited:
            return self.edited[inside]
        try:
            if self.tracked is not None and inside in self.tracked.stored:
                self.fetch([inside])
                return checked(self._held.get(inside))
            return read_file(self.root / inside)
        except (OSError, UnreadError) as err:
            self.skipped[path] = why_not(err)
            raise TreeError(f"cannot read {path}: {why_not(err)}") from err

    def fetch(self, paths: Sequence[str]) -> None:
        """Have at hand those of ``paths`` that are not read from the disk: many at once is
        quicker than one by one."""
        if self.tracked is not None:
            stored = self.tracked.stored
            wanted = {path: stored[path] for path in paths if path in stored}
            wanted = {path: name for path, name in wanted.items() if path not in self._held}
            if wanted:
                self._held.update(read_stored(self.tracked.repo, wanted))

    def mentions(self, needle: Needle, files: Sequence[str], jobs: int = 0) -> list[str]:
        """Those of ``files`` whose bytes hold ``needle`` (one of them, if there are several).

        Keeps the order of ``files``. ``jobs`` is the number of processes, 0 for one a core. A
        file that can't be read is left out and noted in ``skipped``.
        """
        hits = {path for path in files if path in self.edited and holds(self.edited[path], needle)}
        plain = [path for path in files if path not in self.edited]
        for found in self.looked_through(partial(search, needle), plain, jobs):
            hits.update(found)
        return [path for path in files if path in hits]

    def looked_through(
        self,
        look: Callable[[Batch], tuple[T, dict[str, str]]],
        files: Sequence[str],
        jobs: int = 0,
    ) -> Iterator[T]:
        """What ``look`` makes of some of the files on disk at a time, in any order; it tells why
        it could not read some, which is noted in ``skipped``."""
        shares = [files[start : start + _BATCH] for start in range(0, len(files), _BATCH)]
        jobs = jobs or os.cpu_count() or 1
        jobs = min(jobs, len(shares)) if len(files) > _POOL_FROM else 1
        for made, skipped in in_processes(look, [*map(self._batch, shares)], jobs):
            self.skipped.update(skipped)
            yield made

    def _batch(self, files: Sequence[str]) -> Batch:
        if self.tracked is None:
            return Batch(self.root, files, {})
        ids = self.tracked.stored
        stored = {path: ids[path] for path in files if path in ids}
        return Batch(self.root, files, stored, self.tracked.repo)

    def beside(self, needle: re.Pattern[bytes]) -> tuple[list[str], list[str]]:
        """What lies in the work tree of a repository and is not tracked, so no part of the tree:
        the C files that hold ``needle``, and repositories of their own, by name with a "/"."""
        there = self.tracked.untracked() if self.tracked is not None else []
        found = []
        for path in there:
            try:
                if path.endswith((".c", ".h")) and needle.search(read_file(self.root / path)):
                    found.append(path)
            except (OSError, UnreadError):
                continue
        return found, [path for path in there if path.endswith("/")]

    def _kept(self, tracked: Tracked, start: str, suffixes: tuple[str, ...]) -> Iterator[str]:
        """The files that git tracks at or below ``start``, but for those that can't be read."""
        if start in tracked.files:
            yield start
            return
        prefix = f"{start}/" if start else ""
        below = [
            path
            for path in tracked.files
            if path.endswith(suffixes) and (not prefix or path.startswith(prefix))
        ]
        modules = [path for path in tracked.modules if path == start or path.startswith(prefix)]
        self.skipped.update(dict.fromkeys(modules, "a submodule"))
        for path in tracked.links:
            if path.startswith(prefix) and path in tracked.stored:
                self._note_stored_link(path, tracked, suffixes)
            elif path.startswith(prefix):
                self._note_link(path, suffixes)
        folders = Folders(self.root)
        for path in below:
            if not self._has_a_name(path):
                continue
            if path not in tracked.stored and not folders.has(path):
                self.skipped[path] = "beyond a link"
            elif tracked.stored.get(path) != "":
                yield path

    def _walk(self, prefix: str, suffixes: tuple[str, ...]) -> Iterator[str]:
        pending = [prefix]
        while pending:
            prefix = pending.pop()
            for entry in self._entries(prefix):
                name = prefix + entry.name
                if entry.is_symlink():
                    self._note_link(name, suffixes)
                elif entry.is_dir(follow_symlinks=False):
                    pending.append(f"{name}/")
                elif name.endswith(suffixes) and self._is_plain(name, entry):
                    yield name

    def _entries(self, prefix: str) -> list[os.DirEntry[str]]:
        """What a directory holds, or nothing if it is a repository of its own or unreadable."""
        try:
            with os.scandir(self.root / prefix) as scan:
                entries = list(scan)
        except OSError as err:
            self.skipped[prefix] = why_not(err)
            return []
        if any(entry.name == ".git" for entry in entries):
            if prefix:
                self.skipped[prefix] = "a git checkout of its own"
                return []
            entries = [entry for entry in entries if entry.name != ".git"]
        return entries

    def _is_plain(self, name: str, entry: os.DirEntry[str]) -> bool:
        if not entry.is_file(follow_symlinks=False):
            self.skipped[name] = "not a regular file"
            return False
        return self._has_a_name(name)

    def _has_a_name(self, path: str) -> bool:
        if path.isascii():
            return True
        try:
            path.encode()
        except UnicodeEncodeError:
            self.skipped[path] = "its name is not UTF-8"
            return False
        return True

    def _note_stored_link(self, path: str, tracked: Tracked, suffixes: tuple[str, ...]) -> None:
        """As below, for a link that need not be in the work tree."""
        self.fetch([path])
        written = os.fsdecode(self._held.get(path, b""))
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), written))
        if target.startswith(("../", "/")):
            self.skipped[path] = "a link out of the tree"
        elif path.endswith(suffixes) and target not in tracked.files:
            self.skipped[path] = "a link to nothing"

    def _note_link(self, name: str, suffixes: tuple[str, ...]) -> None:
        """Links into the tree are other names of a listed file; all others are worth telling."""
        target = os.path.realpath(self.root / name)
        if os.path.commonpath([self.root, target]) != str(self.root):
            self.skipped[name] = "a link out of the tree"
        elif name.endswith(suffixes) and not os.path.exists(target):  # noqa: PTH110
            self.skipped[name] = "a link to nothing"


def open_tree(path: Path, committed: bool = False) -> Tree:
    """The kernel tree at ``path``; raises TreeError, in one line, if there is none.

    Of a git repository the tracked files count, as they lie in the work tree; with ``committed``
    those of HEAD, as they are there. TreeError too for a commit of which a part is missing.
    """
    if not path.exists():
        raise TreeError(f"no such directory: {path}; 'folioize fetch 5.10' gets a kernel tree")
    if not path.is_dir():
        raise TreeError(f"{path} is not a directory; name the top of a kernel tree")
    root = path.resolve()
    tracked, notes = _tracked(root, committed)
    bare = Tree(root, "", "", tracked=tracked)
    version = _version(bare)
    if version is None:
        raise TreeError(
            f"{path} is not the top of a kernel tree: no Makefile with VERSION and PATCHLEVEL"
        )
    header = _page_header(bare)
    if header is None:
        raise TreeError(f"{path} has no header under include/ that defines struct page")
    return Tree(root, version, header, tracked=tracked, notes=notes)


def _tracked(root: Path, committed: bool) -> tuple[Tracked | None, tuple[str, ...]]:
    """What git tracks in a tree that is the top of a repository, and what to tell of it.

    A tree that only lies in a repository of something else is none.
    """
    if not os.path.lexists(root / ".git"):
        return None, ()
    try:
        found = find_tracked(root, committed)
    except (TreeError, GitError) as error:
        return None, (f"every file in {root} counts, as git can't tell which it has: {error}",)
    if "Makefile" not in found.files:
        return None, (f"every file in {root} counts, as git does not track its Makefile",)
    if committed:
        refuse(found)
    return found, found.notes


def _version(tree: Tree) -> str | None:
    try:
        head = tree.read("Makefile")[:4096]
    except TreeError:
        return None
    found: dict[str, str] = {}
    for match in _MAKE_LINE.finditer(head):
        found.setdefault(match[1].decode(), match[2].decode("ascii", "replace"))
    if not found.get("VERSION") or not found.get("PATCHLEVEL"):
        return None
    parts = [found["VERSION"], found["PATCHLEVEL"], found.get("SUBLEVEL", "")]
    return ".".join(filter(None, parts)) + found.get("EXTRAVERSION", "")


def _page_header(tree: Tree) -> str | None:
    """Where ``struct page`` is defined: mm_types.h since 2006, else wherever under include/."""
    usual = "include/linux/mm_types.h"
    try:
        names = tree.files((".h",), ("include",))
    except TreeError:
        return None
    for name in [usual, *names] if usual in names else names:
        try:
            if STRUCT_PAGE.search(tree.read(name)):
                return name
        except TreeError:
            continue
    return None


def _is_inside(path: str) -> bool:
    return not path.startswith(("/", "../")) and path != ".."


def within(path: str, names: Sequence[str]) -> bool:
    """Whether one of ``names`` is ``path``, or a directory above it."""
    return any(path == name or path.startswith(name.rstrip("/") + "/") for name in names)


def _inside(path: str) -> str:
    """``path`` without "./" and a closing "/"; raises TreeError if it leads out of the tree."""
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts:
        raise TreeError(f"{path} is not a path inside the tree; name paths as it does, like mm/")
    return "" if not pure.parts else str(pure)
