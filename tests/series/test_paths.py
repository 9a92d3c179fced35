# SPDX-License-Identifier: GPL-2.0-only
"""Where data folders are found: the environment first, then a wheel's own or the checkout's."""

from __future__ import annotations

from pathlib import Path

import pytest

from folioize import paths
from folioize.errors import FolioizeError


def test_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FOLIOIZE_PATH", raising=False)
    assert (paths.data_dir("templates") / "cover.j2").is_file()


def test_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a/templates").mkdir(parents=True)
    (tmp_path / "b/transforms/x/templates").mkdir(parents=True)
    monkeypatch.setenv("FOLIOIZE_PATH", f"{tmp_path / 'a'}:{tmp_path / 'b'}:{tmp_path / 'none'}:")
    assert paths.data_dir("templates") == tmp_path / "a/templates"
    assert paths.template_dirs(str(tmp_path / "b/transforms/x"))[:2] == (
        tmp_path / "b/transforms/x/templates",
        tmp_path / "a/templates",
    )
    assert len(paths.template_dirs()) == 2


def test_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FOLIOIZE_PATH", raising=False)
    package = tmp_path / "site-packages/folioize"
    (package / "_data/templates").mkdir(parents=True)
    (tmp_path / "site-packages/templates").mkdir()  # of some other package
    monkeypatch.setattr(paths, "PACKAGE", package)
    assert paths.data_dirs("templates") == (package / "_data/templates",)
    with pytest.raises(FolioizeError, match=r"no folder fixtures in .*: set FOLIOIZE_PATH"):
        paths.data_dir("fixtures")
