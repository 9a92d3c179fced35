# SPDX-License-Identifier: GPL-2.0-only
"""Builds that fail, break off or are made by other tools go in; nothing unproven may pass."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from folioize.errors import FolioizeError
from folioize.verify import exit_code, problems, proof_lines
from tests.verify.conftest import Series, series

__all__ = ["series"]

Make = Callable[[], Series]


# -- make fails without a word of the compiler ---------------------------------------------------


@pytest.mark.parametrize(
    ("makefile", "text"),
    [
        ("$(error this tree is tired)\n", "Makefile:1: *** this tree is tired.  Stop."),
        ("all:\n    echo\n", "Makefile:2: *** missing separator"),
    ],
)
def test_a_makefile_that_stops_is_told(series: Make, makefile: str, text: str) -> None:
    one = series()
    one.patch("Makefile", "O ?= out\n", f"{makefile}O ?= out\n", "identical")
    report = one.verify(configs=("slub",))
    (found,) = [line for line in problems(report) if line.startswith("patch 1")]
    assert found.startswith("patch 1: slub: make ends with 2: ")
    assert text in found
    assert (exit_code(report), proof_lines(report)) == (3, {})


def test_a_rule_that_fails_in_silence_is_told(series: Make) -> None:
    one = series()
    one.patch("Makefile", "\t$(CC) -MMD", "\t@echo out of sorts; false\n\t$(CC) -MMD", "identical")
    one.patch("mm/b.c", "i + 1", "1 + i", "identical")
    report = one.verify(configs=("slub",))
    assert "patch 2: slub: make ends with 2: out of sorts" in problems(report)
    assert proof_lines(report) == {}


@pytest.mark.parametrize("name", ["a b", "a:b", "a$b"])
def test_a_name_that_make_cannot_take_is_refused(series: Make, tmp_path: Path, name: str) -> None:
    one = series()
    one.patch("mm/b.c", "i + 1", "1 + i")
    with pytest.raises(FolioizeError, match=r"make cannot build in .*: its name has"):
        one.verify(work=tmp_path / name)
    assert not (tmp_path / name).exists()


def test_a_tree_with_an_odd_name_is_built(series: Make) -> None:
    one = series()
    one.patch("mm/b.c", "i + 1", "1 + i", "identical")
    one.tree = one.tree.rename(one.tree.with_name("a tree: odd"))
    assert problems(one.verify(configs=("slub",))) == ()
