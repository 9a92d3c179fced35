# SPDX-License-Identifier: GPL-2.0-only
"""A tree made to break who reads it goes in; every command ends in order and tells what it left."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from folioize.cli.app import run
from folioize.errors import TreeError
from folioize.tree import Tree, open_tree

pytestmark = pytest.mark.slow

USE = "struct page *{0}(struct page *page)\n{{\n\treturn page;\n}}\n"
NAMES = ("mm/new\nline.c", "mm/\x1b[31mred\x1b[0m.c", "mm/\x07\u202eback.c", "mm/-rf.c", "mm/a b.c")
_CHANGING = ("mkdir", "remove", "rename", "rmdir", "link", "symlink", "truncate", "chmod", "utime")
COMMANDS = (
    ("scan", "{0}"),
    ("scan", "{0}", "--all", "--format", "jsonl"),
    ("infer", "{0}", "--format", "jsonl"),
    ("why", "{0}", "mm/crlf.c:1:page"),
    ("kinds", "check", "slab_page", "{0}"),
    ("cocci", "{1}", "{0}"),
)
RULE = "@@\nexpression E;\nstruct page *p;\n@@\n- put_page(p)\n+ put(p)\n"


def filled(command: tuple[str, ...], tree: Path) -> list[str]:
    return [part.format(tree, tree.parent / "rule.cocci") for part in command]


@pytest.fixture
def hostile(minikernel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The mini kernel with all that is odd in it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    mm = minikernel / "mm"
    (tmp_path / "secret.c").write_text(USE.format("secret"))
    (mm / "out.c").symlink_to(tmp_path / "secret.c")
    (mm / "up").symlink_to(tmp_path)
    (mm / "loop").symlink_to(minikernel)
    (mm / "self.c").symlink_to("self.c")
    os.mkfifo(mm / "pipe.c")
    for number, name in enumerate(NAMES):
        (minikernel / name).write_text(USE.format(f"odd{number}") + "struct page ) broken (;\n")
    Path(os.fsdecode(os.fsencode(mm) + b"/\xff.c")).write_text(USE.format("bytes"))
    (mm / "nul.c").write_bytes(b"struct page *a;\0\0\0" + USE.format("nul").encode() + b"\0")
    (mm / "latin.c").write_bytes(b"/* \xe9\xff */\n" + USE.format("latin").encode())
    (mm / "crlf.c").write_bytes(USE.format("crlf").replace("\n", "\r\n").encode())
    (mm / "bom.c").write_bytes(b"\xef\xbb\xbf" + USE.format("bom").encode())
    (mm / "deep.c").write_text("void f(struct page *page)\n{\n" + "{" * 10_000 + "}" * 10_000 + "}")
    (mm / "open.c").write_text("void f(struct page *page)\n{\n" + "{" * 10_000)
    (tmp_path / "rule.cocci").write_text(RULE)
    with (mm / "huge.c").open("wb") as file:
        file.write(b"struct page *huge; void f(void) { put_page(huge); }\n")
        file.truncate(100_000_001)
    return minikernel


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_ends_and_obeys_nothing(
    hostile: Path, capfd: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    code = run(filled(command, hostile))
    out, err = capfd.readouterr()
    assert code in (0, 3), err
    assert (code == 3) == (command[0] == "cocci"), "what it could not read is missing work"
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", out + err)
    assert "secret" not in out, "a link out of the tree was followed"


def test_what_was_left_out_is_told(hostile: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run(["scan", str(hostile)])
    out = capfd.readouterr().out
    for line in (
        "mm/out.c: file: a link out of the tree",
        "mm/up: file: a link out of the tree",
        "mm/self.c: file: a link to nothing",
        "mm/pipe.c: file: not a regular file",
        r"mm/\xff.c: file: its name is not UTF-8",
        "mm/huge.c: file: larger than 100 MB",
        r"mm/new\x0aline.c:5: error: not understood",
        r"mm/\x1b[31mred\x1b[0m.c:5: error: not understood",
    ):
        assert any(found.startswith(line) for found in out.splitlines()), line
    assert "loop" not in out, "a link to a folder of the tree is another name for it"


def test_what_is_odd_but_whole_is_read(hostile: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run(["infer", str(hostile), "--format", "jsonl"])
    out = capfd.readouterr().out
    for name in ("nul", "latin", "crlf", "bom", "odd0", "odd4"):
        assert f'"function":"{name}"' in out.replace('": "', '":"'), name


def test_nothing_is_written_into_a_tree(hostile: Path) -> None:
    """Whoever may write anywhere, as root may, finds a read-only tree no hindrance: so each call
    that would change something there is looked out for."""
    seen: list[str] = []
    state = {"on": True}
    changing = frozenset(f"os.{name}" for name in _CHANGING) | {"sqlite3.connect"}

    def watch(event: str, args: tuple[object, ...]) -> None:
        if not state["on"] or not (event in changing or event == "open"):
            return
        writes = event != "open" or (
            isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        )
        if writes and any(str(hostile) in str(arg) for arg in args):
            seen.append(f"{event} {args}")

    sys.addaudithook(watch)  # it can never be taken away
    try:
        for command in COMMANDS:
            assert run(filled(command, hostile)) in (0, 3)
    finally:
        state["on"] = False
    assert seen == []


# -- files that change while they are read -------------------------------------------------------


Change = Callable[[Path, int], None]


def _grow(path: Path, _turn: int) -> None:
    with path.open("ab") as file:
        file.write(b"int more;\n")


def _shrink(path: Path, _turn: int) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _replace(path: Path, turn: int) -> None:
    path.with_suffix(".new").write_text(f"int whole_{turn};\n" * 400)
    path.with_suffix(".new").rename(path)


def _rewrite(path: Path, turn: int) -> None:
    text = path.read_bytes()
    path.write_bytes(text.replace(b"int", b"inT") if turn else text)
    os.utime(path, ns=(turn + 1, turn + 1))


@pytest.fixture
def changing(minikernel: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Tree, Path, list[Change]]:
    """A tree with one file, and a list: what is put there happens before each read of it."""
    path = minikernel / "mm/changing.c"
    path.write_text("int whole;\n" * 400)
    changes: list[Change] = []
    read = os.read

    def changed(handle: int, size: int) -> bytes:
        if changes:
            changes.pop(0)(path, len(changes))
        return read(handle, size)

    monkeypatch.setattr(os, "read", changed)
    return open_tree(minikernel), path, changes


@pytest.mark.parametrize("change", [_grow, _shrink, _replace, _rewrite])
def test_a_file_that_changes_while_it_is_read_is_read_whole(
    changing: tuple[Tree, Path, list[Change]], change: Change
) -> None:
    tree, path, changes = changing
    before = path.read_bytes()
    changes.append(change)
    found = tree.read("mm/changing.c")
    assert found in (before, path.read_bytes()) and tree.skipped == {}


def test_a_file_that_never_stops_to_change_is_told(
    changing: tuple[Tree, Path, list[Change]],
) -> None:
    tree, _path, changes = changing
    changes += [_grow] * 100
    with pytest.raises(TreeError, match="it changes while it is read"):
        tree.read("mm/changing.c")
    assert tree.skipped == {"mm/changing.c": "it changes while it is read"}


def test_a_file_that_is_gone_when_it_is_read(changing: tuple[Tree, Path, list[Change]]) -> None:
    tree, path, _changes = changing
    files = tree.files()
    path.unlink()
    assert "mm/changing.c" not in tree.mentions(b"int", files, 1)
    assert tree.skipped == {"mm/changing.c": "no such file or directory"}


def test_a_file_that_became_a_link(changing: tuple[Tree, Path, list[Change]]) -> None:
    tree, path, _changes = changing
    path.unlink()
    path.symlink_to("/etc/hostname")
    with pytest.raises(TreeError, match="a link"):
        tree.read("mm/changing.c")


@pytest.mark.slow
def test_a_file_just_below_the_limit_is_read(
    minikernel: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    line = b"static struct page *page_of_a_large_file;\n"
    (minikernel / "mm/large.c").write_bytes(line * (99_000_000 // len(line)))
    assert run(["scan", str(minikernel), "--paths", "mm/large.c"]) == 0
    assert "errors" not in capfd.readouterr().err
