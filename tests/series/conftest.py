# SPDX-License-Identifier: GPL-2.0-only
"""Gives the tests a small committed tree, a plan over it, and ways to run git."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from folioize.facts.stamps import digest
from folioize.model import Account, Edit, Left, Plan, Step

SLUB = b"".join(
    b"int f%d(struct page *page)\n{\n\treturn page->x%d;\n}\n\n" % (n, n) for n in range(9)
)
DOS = b"/* dos */\r\nstruct page *one(void);\r\nstruct page *two(void);\r\n"
LATIN = b"/* M\xfcller */\nstruct page *latin(void);\n"
SCRIPT = b"#!/bin/sh\necho struct page\n"
ODD = "mm/na\u00efve file.c"

MAINTAINERS = """\
How to read this:
\tM: *Mail* patches to

SLAB ALLOCATOR
M:\tAda Example <ada@example.org>
R:\t"Bob E. Review" <bob@example.org>
L:\tlinux-mm@example.org
S:\tMaintained
F:\tmm/sl?b*

MEMORY MANAGEMENT
M:\tJos\u00e9 Example <jose@example.org>
L:\tlinux-mm@example.org (moderated for non-subscribers)
F:\tmm/

THE REST
M:\tChief <chief@example.org>
L:\tlinux-kernel@example.org
F:\t*
F:\t*/
"""


def git(where: Path, *args: str, check: bool = True) -> str:
    done = subprocess.run(("git", *args), cwd=where, capture_output=True, check=False)
    assert not check or done.returncode == 0, done.stderr.decode()
    return done.stdout.decode(errors="replace")


@pytest.fixture(autouse=True)
def clean_git(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An identity of the tests' own, and settings that must not reach the output."""
    config = tmp_path_factory.mktemp("config") / "gitconfig"
    config.write_text(
        "[user]\n\tname = Zo\u00eb Tester\n\temail = zoe@example.org\n"
        "[diff]\n\tnoprefix = true\n\tmnemonicPrefix = true\n\talgorithm = patience\n"
        "[color]\n\tui = always\n[format]\n\tsignature = hello\n\tcoverLetter = true\n"
        "\tpretty = oneline\n[log]\n\tshowSignature = true\n[core]\n\tabbrev = 5\n"
        "[init]\n\tdefaultBranch = main\n[i18n]\n\tcommitEncoding = latin1\n",
        encoding="utf-8",
    )
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return config


@pytest.fixture
def make_tree() -> Callable[[Path], Path]:
    def make(where: Path) -> Path:
        (where / "mm").mkdir(parents=True)
        (where / "mm/slub.c").write_bytes(SLUB)
        (where / "mm/dos.c").write_bytes(DOS)
        (where / "mm/latin.c").write_bytes(LATIN)
        (where / ODD).write_bytes(LATIN)
        (where / "run.sh").write_bytes(SCRIPT)
        (where / "run.sh").chmod(0o755)
        (where / "MAINTAINERS").write_text(MAINTAINERS, encoding="utf-8")
        git(where, "init", "-q")
        git(where, "add", "-f", ".")
        date = "1700000000 +0130"
        os.environ["GIT_COMMITTER_DATE"] = os.environ["GIT_AUTHOR_DATE"] = date
        git(where, "-c", "i18n.commitEncoding=utf-8", "commit", "-q", "-m", "pristine")
        del os.environ["GIT_COMMITTER_DATE"], os.environ["GIT_AUTHOR_DATE"]
        return where

    return make


@pytest.fixture
def tree(tmp_path: Path, make_tree: Callable[[Path], Path]) -> Path:
    return make_tree(tmp_path / "linux")


def edits(data: bytes, count: int, new: bytes = b"slab_page") -> tuple[Edit, ...]:
    """The first ``count`` of "page *" replaced."""
    found: list[Edit] = []
    at = data.find(b"page *")
    while at >= 0 and len(found) < count:
        found.append(Edit(at, at + 4, new))
        at = data.find(b"page *", at + 1)
    return tuple(found)


def step(number: int, files: dict[str, tuple[Edit, ...]], **more: object) -> Step:
    context = {"functions": [f"f{number}"], "evidence": [f"mm/slub.c:{number}: page->x is read"]}
    return Step(
        slug=f"slub-f{number}",
        template="retype",
        subject=f"mm/slub: use struct slab_page in f{number}()",
        kind="slab_page",
        files=files,
        declarations=(f"mm/slub.c:{number}:page",),
        bridges_added=number,
        claims=("identical",),
        context={**context, **more},
    )


@pytest.fixture
def plan() -> Plan:
    header = (Edit(0, 0, b"struct slab_page;\n"),)
    steps = (
        step(1, {"mm/slub.c": edits(SLUB, 2, b"interim"), "mm/slab_page.h": header}),
        step(2, {"mm/slub.c": edits(SLUB, 4), "mm/dos.c": edits(DOS, 1)}),
        step(3, {ODD: edits(LATIN, 1), "mm/latin.c": edits(LATIN, 1)}, proof=None),
        step(4, {"mm/dos.c": edits(DOS, 2), "run.sh": (Edit(22, 26, b"slab"),)}),
    )
    rows = (Left("mm/slub.c", 1, "left", "in a comment"),)
    account = Account(10, 8, 1, 1, 0, rows)
    files = {"mm/slub.c": SLUB, "mm/dos.c": DOS, "mm/latin.c": LATIN, ODD: LATIN, "run.sh": SCRIPT}
    sources = {path: digest(data) for path, data in files.items()}
    return Plan("slab_page", "slab_page", steps, account, sources=sources)


def state(tree: Path) -> str:
    """All that a failed run must leave alone: refs, work tree and index."""
    shown = git(tree, "for-each-ref"), git(tree, "status", "--porcelain", "--ignored")
    return "\n".join((*shown, git(tree, "rev-parse", "HEAD")))


def contents(folder: Path) -> dict[str, bytes]:
    """The files in a folder and below it, by name."""
    files = (path for path in sorted(folder.rglob("*")) if not path.is_dir())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
