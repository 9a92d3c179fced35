# SPDX-License-Identifier: GPL-2.0-only
"""Gives the tests the mini kernel in a repository, and designs rehearsed on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest

from folioize.churn import Rehearsed, rehearsed
from folioize.kinds import Design
from folioize.model import Options
from folioize.tree import open_tree
from tests.e2e.conftest import environment, repository

__all__ = ["environment"]

Rehearse = Callable[..., Rehearsed]


@pytest.fixture(scope="package")
def tree(tmp_path_factory: pytest.TempPathFactory, environment: None) -> Path:
    return repository(tmp_path_factory.mktemp("churn") / "tree")


@pytest.fixture(scope="package")
def rehearse(tree: Path) -> Iterator[Rehearse]:
    """Rehearses the kinds it is given on the mini kernel, each design once."""
    with ExitStack() as stack:

        @cache
        def made(*kinds: str, layout: str = "overlay") -> Rehearsed:
            design = Design("+".join(kinds), kinds, layout=layout)
            opened = open_tree(tree, committed=True)
            return stack.enter_context(rehearsed(opened, design, Options()))

        yield made
