# SPDX-License-Identifier: GPL-2.0-only
"""A tree and paths go in; the scans of its files, made by a pool of processes, come out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence

from folioize.errors import TreeError
from folioize.scan.count import TOKEN, scan_file
from folioize.scan.records import FileScan, Scan
from folioize.tree import Tree
from folioize.workers import in_processes

Progress = Callable[[int, int], None]

_POOL_FROM = 16  # files below which processes cost more than they save


def scan_tree(
    tree: Tree,
    paths: Sequence[str] = (),
    *,
    every: bool = False,
    jobs: int = 0,
    progress: Progress | None = None,
) -> Scan:
    """Scan the C files under ``paths`` ((): the whole tree) that say ``struct page``.

    With ``every`` all C files are scanned. ``jobs`` is the number of processes, 0 for one a core.
    """
    seen = tree.files(under=paths)
    files = seen if every else tree.mentions(TOKEN, tree.mentions(b"page", seen, jobs), jobs)
    scans: list[FileScan] = []
    for done, (path, result) in enumerate(_results(tree, files, jobs), 1):
        if isinstance(result, FileScan):
            scans.append(result)
        else:
            tree.skipped[path] = result
        if progress is not None:
            progress(done, len(files))
    scans.sort(key=lambda one: one.path)
    return Scan(tuple(scans), len(seen), dict(tree.skipped))


class _Worker:
    """What forked workers inherit."""

    tree: Tree


def _results(tree: Tree, files: Sequence[str], jobs: int) -> Iterator[tuple[str, FileScan | str]]:
    tree.fetch(files)
    _Worker.tree = tree
    jobs = min(jobs or os.cpu_count() or 1, len(files) // (_POOL_FROM // 2))
    yield from in_processes(_scan, files, jobs, chunk=4)


def _scan(path: str) -> tuple[str, FileScan | str]:
    try:
        return path, scan_file(path, _Worker.tree.read(path))
    except TreeError:
        return path, _Worker.tree.skipped[path]
