# SPDX-License-Identifier: GPL-2.0-only
"""Gives the tests the mini kernel, a series on it, and an engine that has read it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from folioize.decisions import Journal
from folioize.kinds import design_of
from folioize.review.engine import Engine
from folioize.review.records import Spec
from folioize.review.screen.app import Review
from folioize.review.session import Session
from tests.e2e.conftest import Converted, convert, git
from tests.review.driven import Desk

__all__ = ["Converted", "git"]


@pytest.fixture(scope="package", autouse=True)
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache, an identity and a clock of the tests' own."""
    config = tmp_path_factory.mktemp("config") / "gitconfig"
    config.write_text("[user]\n\tname = Ann\n\temail = ann@example.org\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", str(config))
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        patch.setenv("GIT_AUTHOR_DATE", "2024-01-02T03:04:05Z")
        patch.setenv("GIT_COMMITTER_DATE", "2024-01-02T03:04:05Z")
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.delenv("NO_COLOR", raising=False)
        yield


@pytest.fixture(scope="package")
def mini(tmp_path_factory: pytest.TempPathFactory, environment: None) -> Converted:
    return convert(tmp_path_factory.mktemp("mini"))


@pytest.fixture(scope="package")
def spec(mini: Converted) -> Spec:
    return Spec(str(mini.tree), design_of(("slab_page",)), "folioize/slab_page", jobs=1)


@pytest.fixture(scope="package")
def engine(spec: Spec) -> Engine:
    return Engine(spec)


@pytest.fixture
def out(mini: Converted, tmp_path: Path) -> Path:
    """A copy of the series, with nothing decided."""
    return Path(shutil.copytree(mini.out, tmp_path / "out"))


@pytest.fixture
def session(out: Path, engine: Engine) -> Session:
    """A session for which the tree has been read."""
    made = Session(out, Journal(out / "decisions.toml"))
    made.take(engine.solve(()))
    return made


@pytest.fixture
def row(session: Session) -> Callable[[str, str], int]:
    """The number of a declaration, by its function and name."""

    def find(function: str, name: str = "page") -> int:
        return next(
            at
            for at, one in enumerate(session.rows)
            if (one.function, one.name or one.role) == (function, name) and one.kind != "page"
        )

    return find


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return Desk(engine)


@pytest.fixture
def app(session: Session, desk: Desk, mini: Converted) -> Review:
    session.tree = mini.tree
    session.outcome = None
    session.reload()
    return Review(session, desk)
