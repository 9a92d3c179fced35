# SPDX-License-Identifier: GPL-2.0-only
"""Gives the tests the mini kernel in a repository, a series on it, and ways to build it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from folioize.model import Options, Plan, SeriesRecord
from folioize.plan import make_plan
from folioize.series import make_series
from folioize.tree import open_tree
from folioize.verify.build import KCFLAGS
from folioize.verify.identity import ObjectDigest, digest
from tests.conftest import MINIKERNEL

CONFIGS = ("slub", "slab", "debug")


def git(where: Path, *args: str) -> str:
    done = subprocess.run(("git", *args), cwd=where, capture_output=True, check=False, text=True)
    assert done.returncode == 0, f"git {' '.join(args)}: {done.stdout}{done.stderr}"
    return done.stdout


def repository(where: Path) -> Path:
    """The mini kernel as a repository of one commit, always the same one."""
    shutil.copytree(MINIKERNEL, where)
    git(where, "init", "-q")
    git(where, "add", "-Af")
    git(where, "commit", "-qm", "mini kernel")
    return where


@dataclass(frozen=True)
class Converted:
    """A repository, the plan made of it, the series, and the folder it was written to."""

    tree: Path
    plan: Plan
    series: SeriesRecord
    out: Path


def convert(where: Path, **options: object) -> Converted:
    """Copy the mini kernel to ``where``/tree and make the series in ``where``/out."""
    tree = repository(where / "tree")
    plan = make_plan(open_tree(tree), "slab_page", Options(**options))  # type: ignore[arg-type]
    out = where / "out"
    return Converted(tree, plan, make_series(tree, plan, out), out)


@pytest.fixture(scope="package", autouse=True)
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache, an identity and a clock of the tests' own."""
    config = tmp_path_factory.mktemp("config") / "gitconfig"
    config.write_text("[user]\n\tname = Ann\n\temail = ann@example.org\n")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("GIT_", "FOLIOIZE_"))]:
            patch.delenv(name)
        patch.setenv("GIT_CONFIG_GLOBAL", str(config))
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        patch.setenv("GIT_AUTHOR_DATE", "2024-01-02T03:04:05Z")
        patch.setenv("GIT_COMMITTER_DATE", "2024-01-02T03:04:05Z")
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="package")
def converted(tmp_path_factory: pytest.TempPathFactory, environment: None) -> Converted:
    return convert(tmp_path_factory.mktemp("mini"))


Digests = dict[str, ObjectDigest]


def make(tree: Path, out: Path, config: str, *targets: str, flags: str = "") -> None:
    """Build without debug information; no warning is let pass."""
    words = (f"O={out}", f"CONFIG={config}", f"KCFLAGS={KCFLAGS} -g0 {flags}")
    done = subprocess.run(
        ("make", "-s", "-j2", *words, *targets),
        cwd=tree, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = [line for line in done.stderr.splitlines() if '"__LINE__" redefined' not in line]
    assert not told, "\n".join(told)


def build(tree: Path, out: Path, config: str, before: Digests) -> Digests:
    """Build what changed. ``before`` saves reading what did not."""
    stamps = {path: path.stat().st_mtime_ns for path in out.rglob("*.o")}
    make(tree, out, config, "all")
    objects = {}
    for path in sorted(out.rglob("*.o")):
        name = path.relative_to(out).as_posix()
        same = name in before and stamps.get(path) == path.stat().st_mtime_ns
        objects[name] = before[name] if same else digest(path)
    return objects


def self_test(out: Path) -> str:
    """What the self-test of a build prints."""
    ran = subprocess.run([out / "minikernel"], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
    return ran.stdout
