# SPDX-License-Identifier: GPL-2.0-only
"""The user's editor, as it may be set or behave, goes in; a text or one line comes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from folioize.errors import FolioizeError
from folioize.review.editing import command, edit_text


def editor(tmp_path: Path, script: str) -> str:
    path = tmp_path / "editor"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_what_the_editor_leaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", editor(tmp_path, 'echo more >> "$2"'))
    assert edit_text("text\n", ".c") == "text\nmore\n"


def test_an_editor_that_takes_the_file_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", editor(tmp_path, 'rm "$2"'))
    with pytest.raises(FolioizeError, match="left no file: nothing was edited"):
        edit_text("text\n", ".c")


@pytest.mark.parametrize(
    ("script", "why"),
    [('echo more >> "$2"; exit 3', "ended with 3: nothing was edited"), (None, "No such file")],
)
def test_an_editor_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str | None, why: str
) -> None:
    made = editor(tmp_path, script) if script is not None else str(tmp_path / "none")
    monkeypatch.setenv("VISUAL", made)
    with pytest.raises(FolioizeError, match=why):
        edit_text("text\n", ".c")


def test_an_editor_with_half_a_quotation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", 'vim "+x')
    with pytest.raises(FolioizeError, match=r"No closing quotation: set \$EDITOR"):
        command(Path("a.c"), 3)


def test_a_blank_is_no_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", " ")
    assert command(Path("a.c"), 3, editor=True) == ["vi", "+3", "a.c"]
