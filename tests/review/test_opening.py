# SPDX-License-Identifier: GPL-2.0-only
"""The user's editor, as it may be set or behave, goes in; a text or one line comes out."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from folioize.errors import FolioizeError
from folioize.review.screen.opening import command, edit_text

APP: Any = SimpleNamespace(suspend=nullcontext)


def editor(tmp_path: Path, script: str) -> str:
    path = tmp_path / "editor"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_what_the_editor_leaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", editor(tmp_path, 'echo more >> "$2"'))
    assert edit_text(APP, "text\n", ".c") == "text\nmore\n"


def test_an_editor_that_takes_the_file_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", editor(tmp_path, 'rm "$2"'))
    with pytest.raises(FolioizeError, match="left no file: nothing was edited"):
        edit_text(APP, "text\n", ".c")


def test_an_editor_with_half_a_quotation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", 'vim "+x')
    with pytest.raises(FolioizeError, match=r"No closing quotation: set \$EDITOR"):
        command(Path("a.c"), 3)


def test_a_blank_is_no_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", " ")
    assert command(Path("a.c"), 3, editor=True) == ["vi", "+3", "a.c"]
