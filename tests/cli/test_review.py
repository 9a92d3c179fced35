# SPDX-License-Identifier: GPL-2.0-only
"""A folder that no review can be of goes in; one line that says what to do comes out."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from folioize.cli import app
from folioize.model import Account, PartRecord, SeriesRecord
from folioize.series import kinds_of, read_series
from tests.e2e.conftest import environment, repository

pytestmark = pytest.mark.slow

__all__ = ["environment"]

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


def test_a_series_of_something_else_is_told(
    minikernel: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    asked = ["review", str(minikernel), str(out), "--format", "json"]
    assert app.run(asked) == 2
    assert "holds no series: name --kind, or a --design" in capsys.readouterr().err
    out.mkdir()
    (out / "series.json").write_bytes(msgspec.json.encode(record("ultra", SLAB, NET)))
    assert app.run([*asked, "--kind", "net_page"]) == 2
    assert "holds a series of ultra, not of net_page" in capsys.readouterr().err


def test_what_to_compare_with_has_to_be_there(
    environment: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tree = repository(tmp_path / "tree")
    asked = ["review", str(tree), str(tmp_path / "out"), "-k", "net_page", "--format", "json"]
    assert app.run([*asked, "--against", "nowhere"]) == 2
    assert "nowhere is neither a folder with a series nor a branch" in capsys.readouterr().err


def test_a_branch_that_another_series_takes_is_told(
    environment: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tree = repository(tmp_path / "tree")
    out, other = tmp_path / "out", tmp_path / "other"
    asked = ["series", str(tree), "-k", "slab_page", "-j", "1", "-o"]
    assert app.run([*asked, str(out)]) == 0
    assert app.run([*asked, str(out), "--keep-names"]) == 0
    assert "replaced" not in capsys.readouterr().err
    tip = read_series(out).tip
    review = ["review", str(tree), str(out), "-j", "1", "--format", "json"]
    assert app.run(review) == 0
    assert "branch" not in capsys.readouterr().err
    assert app.run([*asked, str(other)]) == 0
    assert (
        f"replaced the branch folioize/slab_page, which was at {tip[:12]} and not of a series in "
        f"{other}: --branch NAME keeps both"
    ) in capsys.readouterr().err
    assert app.run(review) == 0
    now = read_series(other).tip
    assert (
        f"branch folioize/slab_page is at {now[:12]}, not at {tip[:12]} as {out} says"
    ) in capsys.readouterr().err
