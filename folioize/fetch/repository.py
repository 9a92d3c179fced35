# SPDX-License-Identifier: GPL-2.0-only
"""Takes a directory of sources; makes it a git repository with one commit of all that is in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from folioize.git import Scratch

BRANCH = "master"
_AUTHOR = "folioize <folioize@localhost>"


def make_repository(
    tree: Path, message: str, progress: Callable[[str, int, int], None]
) -> str | None:
    """Commit every file of ``tree``, also ignored ones; return the commit's id.

    The id depends on names, contents, the Makefile's date and ``message`` only. The repository is
    moved in when it is whole. Returns None if ``tree`` is a repository already.
    """
    if (tree / ".git").exists():
        return None
    progress("committing", 0, 0)
    stage = tree.with_name(f".{tree.name}.git")
    shutil.rmtree(stage, ignore_errors=True)  # left by a run that was stopped here
    stage.mkdir()
    store = Scratch(stage)
    store.run("init", "--quiet", "--template=", f"--initial-branch={BRANCH}", "--bare")
    # Whatever is over core.bigFileThreshold goes straight to one pack: much quicker than 70,000
    # files of one object each.
    store.run(
        *("-C", str(tree), "-c", "core.bigFileThreshold=1", "-c", "core.compression=1"),
        *("-c", "core.autocrlf=false", "-c", "core.bare=false", f"--work-tree={tree}"),
        *("add", "--all", "--force", "."),
    )
    listing = store.run("write-tree").decode().strip()
    date = int((tree / "Makefile").stat().st_mtime)
    text = (
        f"tree {listing}\nauthor {_AUTHOR} {date} +0000\n"
        f"committer {_AUTHOR} {date} +0000\n\n{message}\n"
    )
    commit = store.run("hash-object", "-t", "commit", "-w", "--stdin", stdin=text.encode())
    name = commit.decode().strip()
    store.run("update-ref", f"refs/heads/{BRANCH}", name)
    store.run("config", "core.bare", "false")
    stage.rename(tree / ".git")
    return name
