# SPDX-License-Identifier: GPL-2.0-only
"""A series of the mini kernel is verified; what it does to sizes stands in stats and the report."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from folioize.cli import app
from folioize.verify import VerifyReport
from tests.e2e.conftest import environment, repository

__all__ = ["environment"]


@pytest.mark.build
def test_sizes_of_what_verify_built(
    environment: None, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    tree, out = repository(tmp_path / "tree"), tmp_path / "out"
    base = ["-k", "slab_page"]
    assert app.run(["series", str(tree), *base, "-o", str(out)]) == 0
    assert app.run(["stats", str(tree), *base, "--verified", str(out)]) == 2
    assert "verify.json: No such file or directory: run folioize verify" in capfd.readouterr().err
    work = ["--work", str(tmp_path / "work")]
    assert app.run(["verify", str(tree), str(out), "-c", "slub", *work]) == 3  # slab.c is not built
    assert re.search(r"^slub +\d+ +\d+ +-?\d+ ", capfd.readouterr().out, re.MULTILINE)
    report = msgspec.json.decode((out / "verify.json").read_bytes(), type=VerifyReport)
    one = report.sizes[0]
    changes = [new.text - old.text for old, new in one.changed.values()]
    assert one.after.text - one.before.text == sum(changes)
    assert one.before.text > 1000
    asked = ["stats", str(tree), *base, "--verified", str(out), "--table", "sizes"]
    assert app.run([*asked, "--format", "csv"]) == 0
    row = capfd.readouterr().out.splitlines()[-1].split(",")
    assert row[-9:-5] == ["slub", str(one.objects), str(one.before.text), str(sum(changes))]
    page = tmp_path / "report.html"
    assert app.run(["report", str(tree), *base, "--verified", str(out), "-o", str(page)]) == 0
    assert f">{one.before.text}</td>" in page.read_text()
    other = ["stats", str(tree), "-k", "net_page", "--verified", str(out)]
    assert app.run(other) == 2
    assert "verify.json is of another series than net_page" in capfd.readouterr().err
