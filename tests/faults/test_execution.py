# SPDX-License-Identifier: GPL-2.0-only
"""A repository full of programs that git would run goes in; no command runs any of them.

Filters are not among them: what they make of a file is what git compares, so without them a clean
work tree is not clean. git takes them from the repository's owner alone (safe.directory).
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from folioize.cli.app import run

pytestmark = pytest.mark.slow

HOOKS = (
    *("applypatch-msg", "pre-applypatch", "post-applypatch", "pre-commit", "prepare-commit-msg"),
    *("commit-msg", "post-commit", "post-checkout", "post-merge", "pre-rebase", "post-rewrite"),
    *("post-index-change", "reference-transaction", "fsmonitor-watchman", "pre-auto-gc"),
)
SETTINGS = (
    *("core.fsmonitor", "core.pager", "core.editor", "core.askPass", "core.sshCommand"),
    *("diff.external", "diff.evil.textconv", "diff.evil.command", "merge.evil.driver"),
    "gpg.program",
    *("sequence.editor", "credential.helper", "pager.log", "pager.diff", "interactive.diffFilter"),
)
RULE = "@@\nexpression p;\n@@\n- put_page(p)\n+ put(p)\n"
COMMANDS = (
    ("scan", "{tree}"),
    ("infer", "{tree}"),
    ("stats", "{tree}", "--kind", "slab_page"),
    ("series", "{tree}", "--kind", "slab_page", "-o", "{out}"),
    ("cocci", "{rule}", "{tree}"),
    ("cocci", "{rule}", "{tree}", "--series", "{out}"),
)


def git(where: Path, *args: str) -> None:
    subprocess.run(("git", *args), cwd=where, check=True, capture_output=True)


@pytest.fixture
def armed(minikernel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The mini kernel as a repository; whatever runs of it leaves a file "ran" beside it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Zo")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "zo@example.org")
    git(minikernel, "init", "-q")
    git(minikernel, "config", "user.name", "Zo")
    git(minikernel, "config", "user.email", "zo@example.org")
    (minikernel / ".gitattributes").write_text("* diff=evil merge=evil\n")
    table = minikernel / ".folioize" / "masktable.toml"
    table.parent.mkdir()
    table.write_text('attributes = ["__a"]\n')
    git(minikernel, "add", "-f", ".")
    git(minikernel, "commit", "-q", "-m", "pristine")
    program = tmp_path / "program"
    program.write_text(f'#!/bin/sh\necho "$0 $@" >> {tmp_path}/ran\ncat\n')
    program.chmod(0o755)
    for name in HOOKS:
        (minikernel / ".git" / "hooks" / name).symlink_to(program)
    for name in SETTINGS:
        git(minikernel, "config", name, str(program))
    git(minikernel, "config", "commit.gpgSign", "true")
    return minikernel


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_nothing_of_a_tree_is_run(armed: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "rule.cocci").write_text(RULE)
    places = {"tree": armed, "out": tmp_path / "out", "rule": tmp_path / "rule.cocci"}
    assert run([part.format(**places) for part in command]) in (0, 3)
    assert not (tmp_path / "ran").exists()


def test_the_trap_would_spring(armed: Path, tmp_path: Path) -> None:
    subprocess.run(("git", "commit", "-q", "--allow-empty", "-m", "x"), cwd=armed, check=False)
    assert (tmp_path / "ran").exists()
