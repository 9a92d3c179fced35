# SPDX-License-Identifier: GPL-2.0-only
"""Each kind's series of the mini kernel goes in; it is proven in every configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from folioize.model import Options
from folioize.plan import make_plan
from folioize.series import make_series
from folioize.tree import open_tree
from folioize.verify import VerifyOptions, verify_series
from folioize.verify.table import problems
from tests.e2e.conftest import repository

pytestmark = pytest.mark.build


@pytest.mark.parametrize("kind", ["slab_page", "net_page", "page_table"])
def test_a_series_is_proven(kind: str, tmp_path: Path) -> None:
    tree = repository(tmp_path / "tree")
    plan = make_plan(open_tree(tree), kind, Options())
    record = make_series(tree, plan, tmp_path / "out")
    assert record.patches
    assert record.account.not_understood == 0
    options = VerifyOptions(work=tmp_path / "work", jobs=2)
    report = verify_series(tree, tmp_path / "out", options, lambda *_: None)
    assert problems(report) == ()
    assert report.complete
