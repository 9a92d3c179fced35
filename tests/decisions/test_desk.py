# SPDX-License-Identifier: GPL-2.0-only
"""Two looks at a tree go in; what did not change is there once."""

from __future__ import annotations

from pathlib import Path

import pytest

from folioize.decisions import Desk
from folioize.kinds.pins import Decision
from folioize.model import Options
from tests.kinds.trees import make_small


def test_rows_that_stay_the_same_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    small = make_small(tmp_path)
    monkeypatch.setenv("FOLIOIZE_PATH", str(small.kinds))
    small.write(a="void f(struct page *one, struct page *other)\n{\n\tone->lid = other->lid;\n}\n")
    desk = Desk(small.tree, ("tin_page",), Options(jobs=1))
    before = desk.rows
    after = desk.look((Decision("mm/a.c", "page", function="f", name="one"),))
    same = [one is other for one, other in zip(before, after, strict=True)]
    changed = [one.name for one, other in zip(before, after, strict=True) if one is not other]
    assert changed == ["one"]
    assert same.count(True) == len(before) - 1
