# SPDX-License-Identifier: GPL-2.0-only
"""A directory goes in; a kernel tree, its file names, bytes and what was skipped come out."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from folioize.errors import TreeError
from folioize.workers import in_processes

MAX_BYTES = 100 * 1000 * 1000
"""A source file larger than this is not read: the kernel's largest is a fifth of it."""

Needle = bytes | Sequence[bytes] | re.Pattern[bytes]

_BATCH = 512
_TRIES = 5  # readings of a file that is written at the same time
_POOL_FROM = 4 * _BATCH  # below this a pool costs more than it saves
_STRUCT_PAGE = re.compile(rb"^struct[ \t]+page[ \t\n]*\{", re.MULTILINE)
_MAKE_LINE = re.compile(rb"^(VERSION|PATCHLEVEL|SUBLEVEL|EXTRAVERSION)[ \t]*=[ \t]*(\S*)", re.M)


@dataclass(frozen=True, slots=True)
class Tree:
    """A kernel source tree.

    ``root`` is absolute; ``version`` is as the kernel names itself, such as "5.10.223";
    ``page_header`` is the header under include/ that defines ``struct page``. ``skipped`` maps
    a relative path to the reason why its contents were not looked at, and grows as files are
    listed and read. ``changed`` are files that read as these bytes, whatever lies on the disk.
    All paths are relative to ``root``, with "/".
    """

    root: Path
    version: str
    page_header: str
    skipped: dict[str, str] = field(default_factory=dict)
    changed: Mapping[str, bytes] = field(default_factory=dict)

    def with_changes(self, changed: Mapping[str, bytes]) -> Tree:
        """This tree as it would be with these files, by path, written into it."""
        return replace(self, changed={**self.changed, **changed})

    def files(
        self, suffixes: tuple[str, ...] = (".c", ".h"), under: Sequence[str] = ()
    ) -> list[str]:
        """The regular files whose names end in ``suffixes``, sorted; ``under`` names files or
        directories to keep to. Links are not followed: what they point to inside the tree is
        listed by its own name. Raises TreeError for an ``under`` that is not in the tree.
        """
        found: set[str] = set()
        for start in under or ("",):
            relative = _inside(start)
            path = self.root / relative
            prefix = f"{relative}/" if relative else ""
            found.update(p for p in self.changed if p.startswith(prefix) and p.endswith(suffixes))
            if path.is_dir():
                found.update(self._walk(prefix, suffixes))
            elif path.is_file() or relative in self.changed:
                found.add(relative)
            else:
                raise TreeError(f"{self.root} has no {start}; name paths as it does, like mm/")
        return sorted(found)

    def read(self, path: str) -> bytes:
        """The bytes of one file; raises TreeError and notes it in ``skipped`` if it can't."""
        if path in self.changed:
            return self.changed[path]
        try:
            return _read(self.root / _inside(path))
        except (OSError, _TooBigError) as err:
            self.skipped[path] = _why(err)
            raise TreeError(f"cannot read {path}: {_why(err)}") from err

    def mentions(self, needle: Needle, files: Sequence[str], jobs: int = 0) -> list[str]:
        """Those of ``files`` whose bytes hold ``needle`` (one of them, if there are several).

        Keeps the order of ``files``. ``jobs`` is the number of processes, 0 for one a core. A
        file that can't be read is left out and noted in ``skipped``.
        """
        plain = [path for path in files if path not in self.changed]
        batches = [(self.root, needle, plain[i : i + _BATCH]) for i in range(0, len(plain), _BATCH)]
        jobs = jobs or os.cpu_count() or 1
        jobs = min(jobs, len(batches)) if len(plain) > _POOL_FROM else 1
        hits = {path for path in files if _holds(self.changed.get(path, b""), needle)}
        for found, skipped in in_processes(_scan, batches, jobs):
            hits.update(found)
            self.skipped.update(skipped)
        return [path for path in files if path in hits]

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
            self.skipped[prefix] = _why(err)
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
        try:
            name.encode()
        except UnicodeEncodeError:
            self.skipped[name] = "its name is not UTF-8"
            return False
        return True

    def _note_link(self, name: str, suffixes: tuple[str, ...]) -> None:
        """Links into the tree are other names of a listed file; all others are worth telling."""
        target = os.path.realpath(self.root / name)
        if os.path.commonpath([self.root, target]) != str(self.root):
            self.skipped[name] = "a link out of the tree"
        elif name.endswith(suffixes) and not os.path.exists(target):  # noqa: PTH110
            self.skipped[name] = "a link to nothing"


def open_tree(path: Path) -> Tree:
    """The kernel tree at ``path``; raises TreeError, in one line, if there is none."""
    if not path.exists():
        raise TreeError(f"no such directory: {path}; 'folioize fetch 5.10' gets a kernel tree")
    if not path.is_dir():
        raise TreeError(f"{path} is not a directory; name the top of a kernel tree")
    root = path.resolve()
    version = _version(root)
    if version is None:
        raise TreeError(
            f"{path} is not the top of a kernel tree: no Makefile with VERSION and PATCHLEVEL"
        )
    header = _page_header(Tree(root, version, ""))
    if header is None:
        raise TreeError(f"{path} has no header under include/ that defines struct page")
    return Tree(root, version, header)


def _version(root: Path) -> str | None:
    try:
        head = _read(root / "Makefile")[:4096]
    except (OSError, _TooBigError):
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
    if not (tree.root / "include").is_dir():
        return None
    names = tree.files((".h",), ("include",))
    for name in [usual, *names] if usual in names else names:
        try:
            if _STRUCT_PAGE.search(tree.read(name)):
                return name
        except TreeError:
            continue
    return None


class _TooBigError(Exception):
    """A file over MAX_BYTES."""


def _read(path: Path | str) -> bytes:
    """All bytes of a regular file. Twice as quick over a kernel as open(), which matters 50,000
    times; O_NONBLOCK keeps a pipe named x.c from stopping the run.

    A file that is written meanwhile is read again, so that what is returned was there at a time.
    """
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        status = os.fstat(handle)
        for _ in range(_TRIES):
            data = _read_whole(handle, status)
            before, status = status, os.fstat(handle)
            if len(data) == status.st_size and before.st_mtime_ns == status.st_mtime_ns:
                return data
            os.lseek(handle, 0, os.SEEK_SET)
        raise OSError(errno.EBUSY, "it changes while it is read")
    finally:
        os.close(handle)


def _read_whole(handle: int, status: os.stat_result) -> bytes:
    """What is there of the file now, up to one byte more than it had."""
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "not a regular file")
    if status.st_size > MAX_BYTES:
        raise _TooBigError(f"larger than {MAX_BYTES // 1_000_000} MB")
    data = os.read(handle, status.st_size + 1)
    while len(data) < status.st_size and (more := os.read(handle, status.st_size)):
        data += more
    return data


def _scan(batch: tuple[Path, Needle, Sequence[str]]) -> tuple[list[str], dict[str, str]]:
    root, needle, files = batch
    hits: list[str] = []
    skipped: dict[str, str] = {}
    top = f"{root}/"
    for name in files:
        try:
            data = _read(top + name)
        except (OSError, _TooBigError) as err:
            skipped[name] = _why(err)
            continue
        if _holds(data, needle):
            hits.append(name)
    return hits, skipped


def _holds(data: bytes, needle: Needle) -> bool:
    if isinstance(needle, bytes):
        return needle in data
    if isinstance(needle, re.Pattern):
        return needle.search(data) is not None
    return any(one in data for one in needle)


def _inside(path: str) -> str:
    """``path`` without "./" and a closing "/"; raises TreeError if it leads out of the tree."""
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts:
        raise TreeError(f"{path} is not a path inside the tree; name paths as it does, like mm/")
    return "" if not pure.parts else str(pure)


def _why(err: Exception) -> str:
    if isinstance(err, OSError):
        if err.errno == errno.ELOOP:
            return "a link"
        return (err.strerror or str(err)).lower()
    return str(err)
