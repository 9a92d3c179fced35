# SPDX-License-Identifier: GPL-2.0-only
"""A user's mask table in: its words work, and its mistakes are one line with file and line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from folioize.cst import Module, load_table, use_table, user_tables
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


def test_words_can_be_taken_out(tmp_path: Path) -> None:
    extra, more = tmp_path / "a.toml", tmp_path / "b.toml"
    extra.write_text('plain = ["container_of", "__init", "skb_queue_walk"]\n')
    more.write_text('attributes = ["__init"]\n')
    table = load_table(extra)
    assert b"container_of" not in table.type_arguments and b"list_entry" in table.type_arguments
    assert b"__init" not in table.attributes and b"skb_queue_walk" not in table.iterators
    assert b"__init" in load_table(extra, more).attributes
    assert b"container_of" in load_table().type_arguments


def test_where_a_users_tables_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, tree = tmp_path / "home", tmp_path / "tree"
    monkeypatch.setenv("HOME", str(home))
    assert user_tables(tree) == ()
    for place in (home, tree):
        (place / ".folioize").mkdir(parents=True)
        (place / ".folioize/masktable.toml").write_text("")
    assert user_tables(tree) == tuple(p / ".folioize/masktable.toml" for p in (home, tree))


def test_the_table_in_use_masks_what_names_none(tmp_path: Path) -> None:
    extra = tmp_path / "mine.toml"
    extra.write_text('attributes = ["my_attr"]\n')
    text = b"int my_attr x;\n"
    try:
        use_table(load_table(extra))
        assert b"my_attr" not in mask(text).data
    finally:
        use_table(None)
    assert b"my_attr" in mask(text).data


@pytest.mark.parametrize("odd", ["pipe", "zeros", "large", "latin-1", "folder"])
def test_what_is_no_table_is_said(tmp_path: Path, odd: str) -> None:
    extra = tmp_path / "mine.toml"
    match odd:
        case "pipe":
            os.mkfifo(extra)
        case "zeros":
            extra.symlink_to("/dev/zero")
        case "large":
            extra.write_bytes(b"#" * 1_000_001)
        case "latin-1":
            extra.write_bytes(b"# \xe9\n")
        case _:
            extra.mkdir()
    with pytest.raises(KindError, match=r"mine\.toml:1: cannot read the mask table: ") as caught:
        load_table(extra)
    assert "\n" not in str(caught.value)


def test_a_missing_table_is_said(tmp_path: Path) -> None:
    with pytest.raises(KindError, match="cannot read"):
        load_table(tmp_path / "none.toml")
