# SPDX-License-Identifier: GPL-2.0-only
"""A folder that no review can be of goes in; one line that says what to do comes out."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from folioize.cli import app
from folioize.model import Account, PartRecord, SeriesRecord
from folioize.series import kinds_of

SLAB = PartRecord("slab_page", "slab_page", "slab pages", 1, 2, 9)
NET = PartRecord("net_page", "net_page", "pages of pools", 3, 4, 9)
UNION = PartRecord("union", "page", "a union of these types", 5, 5, 0)


def record(kind: str, *parts: PartRecord) -> SeriesRecord:
    account = Account(0, 0, 0, 0, 0, ())
    return SeriesRecord(1, kind, kind, "", "", "", (), 0, 0, 0, account, parts=parts)


def test_a_design_is_of_the_kinds_that_its_parts_are_of() -> None:
    assert kinds_of(record("ultra", SLAB, NET, UNION)) == ("slab_page", "net_page")
    assert kinds_of(record("slab", SLAB)) == ("slab_page",)
    assert kinds_of(record("slab_page")) == ("slab_page",)


def test_a_review_is_of_one_kind(
    minikernel: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "series.json").write_bytes(msgspec.json.encode(record("ultra", SLAB, NET)))
    assert app.run(["review", str(minikernel), str(out), "--format", "json"]) == 2
    told = capsys.readouterr().err
    assert "holds a series of 2 kinds, and a review is of one" in told
    assert told.endswith("slab_page, net_page\n")
