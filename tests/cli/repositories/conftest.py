# SPDX-License-Identifier: GPL-2.0-only
"""The mini kernel as a repository, a copy of it for each test, and the series that it gives."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from folioize.cli import app
from tests.cli.repositories.made import Ran, Series, git
from tests.conftest import MINIKERNEL

DATE = "1700000000 +0130"


@pytest.fixture(scope="package", autouse=True)
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An identity and a cache of the tests' own."""
    config = tmp_path_factory.mktemp("config") / "gitconfig"
    config.write_text(
        "[user]\n\tname = Zo\u00eb Tester\n\temail = zoe@example.org\n"
        '[protocol "file"]\n\tallow = always\n',
        encoding="utf-8",
    )
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("GIT_")]:
            patch.delenv(name)
        patch.setenv("GIT_CONFIG_GLOBAL", str(config))
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        patch.setenv("GIT_AUTHOR_DATE", DATE)
        patch.setenv("GIT_COMMITTER_DATE", DATE)
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="package")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The mini kernel as a repository that no test changes."""
    where = tmp_path_factory.mktemp("pristine") / "linux"
    shutil.copytree(MINIKERNEL, where)
    git(where, "init", "-q", "-b", "main")
    git(where, "add", "-Af")
    git(where, "commit", "-qm", "mini kernel")
    return where


@pytest.fixture
def linux(pristine: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(pristine, tmp_path / "linux", symlinks=True))


@pytest.fixture
def series(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Series:
    """Run ``folioize series`` on a tree."""

    def make(tree: Path, *more: str) -> Ran:
        out = tmp_path / "out"
        shutil.rmtree(out, ignore_errors=True)
        capfd.readouterr()
        code = app.run(["series", str(tree), "-k", "slab_page", "-o", str(out), *more])
        files = {path.name: path.read_bytes() for path in out.glob("*")}
        return Ran(code, *capfd.readouterr(), files)

    return make


@pytest.fixture(scope="package")
def usual(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The series of a plain clone."""
    where = tmp_path_factory.mktemp("usual")
    shutil.copytree(pristine, where / "linux", symlinks=True)
    out = where / "out"
    assert app.run(["series", str(where / "linux"), "-k", "slab_page", "-o", str(out)]) == 0
    return {path.name: path.read_bytes() for path in out.glob("*")}
