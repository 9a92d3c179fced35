# SPDX-License-Identifier: GPL-2.0-only
"""Gives the tests the mini kernel in a repository, and designs rehearsed on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from folioize.churn.rehearsed import Stage, stage
from folioize.model import Options
from folioize.tree import open_tree
from tests.e2e.conftest import environment, repository

__all__ = ["environment"]


@pytest.fixture(scope="package")
def tree(tmp_path_factory: pytest.TempPathFactory, environment: None) -> Path:
    return repository(tmp_path_factory.mktemp("churn") / "tree")


@pytest.fixture(scope="package")
def rehearsals(tree: Path) -> Iterator[Stage]:
    with stage(open_tree(tree), Options()) as opened:
        yield opened
