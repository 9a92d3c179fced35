# SPDX-License-Identifier: GPL-2.0-only
"""A user's mask table in: its words work, and its mistakes are one line with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from folioize.cst import Module, load_table
from folioize.cst.language import parse_bytes
from folioize.cst.mask import mask
from folioize.errors import KindError


def test_a_users_words_are_added(tmp_path: Path) -> None:
    extra = tmp_path / "mine.toml"
    extra.write_text('attributes = ["my_attr"]\n[type_arguments]\nmy_entry = [0]\n')
    text = b"int my_attr f(void)\n{\n\treturn my_entry(unsigned int, 3);\n}\n"
    table = load_table(extra)
    assert not Module.parse("a.c", text, table).root.has_error
    assert parse_bytes(mask(text).data).root_node.has_error
    assert table.fingerprint != load_table().fingerprint
    assert b"container_of" in table.type_arguments


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('\nattribute = ["x"]\n', 2, "unknown key attribute"),
        ("attributes = 3\n", 1, "must be a list"),
        ('attributes = [\n  "ok",\n  "not a word",\n]\n', 3, "not a C identifier"),
        ("\n\n[members]\nFIELD = -1\n", 4, "a place is a number"),
        ("[unwrap]\nTHING = [1]\n", 2, "needs two places"),
        ("[type_arguments]\nthing = []\n", 2, "needs a list of places"),
        ("members = [1]\n", 1, "must be a table"),
        ("\nattributes = [\n", 2, "not valid TOML"),
    ],
)
def test_mistakes_name_file_and_line(tmp_path: Path, text: str, line: int, what: str) -> None:
    extra = tmp_path / "mine.toml"
    extra.write_text(text)
    with pytest.raises(KindError) as caught:
        load_table(extra)
    message = str(caught.value)
    assert "\n" not in message and what in message
    if "TOML" not in what:
        assert message.startswith(f"{extra}:{line}: ")


def test_a_missing_table_is_said(tmp_path: Path) -> None:
    with pytest.raises(KindError, match="cannot read"):
        load_table(tmp_path / "none.toml")
