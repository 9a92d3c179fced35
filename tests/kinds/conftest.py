# SPDX-License-Identifier: GPL-2.0-only
"""Gives the tests a small tree with kinds of its own, and a cache that is nobody's."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kinds.trees import Small, make_small


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    made = make_small(tmp_path)
    monkeypatch.setenv("FOLIOIZE_PATH", str(made.kinds))
    return made
