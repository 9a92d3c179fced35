# SPDX-License-Identifier: GPL-2.0-only
"""Each kind's series of the mini kernel goes in; it is proven in every configuration."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from folioize.kinds import Catalog, find_design
from folioize.kinds.kindfile import Kind
from folioize.model import Options, SeriesRecord
from folioize.plan import make_plan, plan_design
from folioize.series import make_series
from folioize.tree import open_tree
from folioize.verify import VerifyOptions, verify_series
from folioize.verify.matrix import matrix
from folioize.verify.table import problems
from tests.e2e.conftest import repository

pytestmark = pytest.mark.build


@pytest.mark.parametrize("kind", ["slab_page", "net_page", "page_table", "folio", "mappable"])
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


@pytest.mark.parametrize("layout", ["overlay", "union"])
def test_a_design_is_proven_and_mixes_nothing_up(layout: str, tmp_path: Path) -> None:
    tree = repository(tmp_path / "tree")
    design = replace(find_design("ultra", Catalog()), layout=layout)
    plan = plan_design(open_tree(tree), design, Options())
    record = make_series(tree, plan, tmp_path / "out")
    assert record.account.not_understood == 0
    options = VerifyOptions(work=tmp_path / "work", jobs=2)
    report = verify_series(tree, tmp_path / "out", options, lambda *_: None)
    assert problems(report) == ()
    assert report.complete
    heads, rows = matrix(report.negatives)
    kinds = [kind for kind in Catalog().find_all(design.kinds) if has_part(record, kind)]
    types = {kind.kind.type for kind in kinds if kind.supertype is None}
    assert {name.removeprefix("for ") for name in heads[1:]} == {*types, "page", "mappable_page"}
    cells = {
        (row[0], head.removeprefix("for ")): cell
        for row in rows
        for head, cell in zip(heads[1:], row[1:], strict=True)
    }
    for given in types | {"page", "folio"}:
        for takes in types | {"page"}:
            word = "taken " if given == takes else "refused "
            assert cells[given, takes].startswith(word), (given, takes)
    members = {kind.kind.type for kind in Catalog().find_all() if kind.kind.mappable}
    for given in types | members - {"mappable_page"} | {"page", "folio"}:
        word = "taken " if given in members | {"page", "folio"} else "refused "
        assert cells[given, "mappable_page"].startswith(word), given


def has_part(record: SeriesRecord, kind: Kind) -> bool:
    """Whether something of the mini kernel is of that kind."""
    return any(part.kind == kind.kind.name for part in record.parts)
