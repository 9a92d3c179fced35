# SPDX-License-Identifier: GPL-2.0-only
"""A tree of a few files goes in; who uses what of struct page comes out, counted by hand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from folioize.churn import Owners, audit, audit_tables, groupings
from folioize.cli import app
from folioize.errors import TreeError
from folioize.kinds import Analysis, analyse
from folioize.kinds.catalog import Catalog
from folioize.model import Options
from folioize.tree import open_tree
from tests.conftest import MINIKERNEL

TREE = {
    "Makefile": "VERSION = 5\nPATCHLEVEL = 10\n",
    "MAINTAINERS": "FIRST FS\nM:\tAnn <ann@example.org>\nF:\tfs/one/\n",
    "include/linux/mm_types.h": "struct page {\n\tunsigned long flags;\n\tunsigned long index;\n"
    "\tvoid *freelist;\n\tint _mapcount;\n\tunion {\n\t\tvoid *s_mem;\n"
    "\t\tstruct {\n\t\t\tunsigned inuse:16, objects:15;\n\t\t\tunsigned frozen:1;\n\t\t};\n"
    "\t};\n};\n",
    "include/linux/page-flags.h": "enum pageflags { PG_locked, PG_slab };\n"
    "#define TEST(u, l) static inline int Page##u(struct page *page) "
    "{ return page->flags >> PG_##l & 1; }\nTEST(Locked, locked)\nTEST(Slab, slab)\n",
    "mm/core.c": "int map(struct page *page)\n{\n\tpage->_mapcount++;\n"
    "\tif (PageLocked(page))\n\t\treturn page->flags == PG_slab; /* PG_slab */\n"
    "\treturn page->index;\n}\n",
    "mm/slub.c": "void *head(struct page *page)\n{\n\treturn page->freelist;\n}\n"
    "int used(struct page *page)\n{\n\treturn page->inuse - page->objects;\n}\n"
    "void ice(struct page *page)\n{\n\tpage->frozen = 1;\n}\n",
    "fs/one/a.c": "int one(struct page *page)\n{\n\tif (PageLocked(page) && PageLocked(page))\n"
    "\t\treturn page->index;\n\treturn map(page);\n}\n",
    "fs/two/b.c": "int two(struct page *page)\n{\n"
    '\treturn page->index + one(page) + say("PG_slab");\n'
    "}\nstruct index { int index; };\nint no(struct index *page)\n{\n\treturn page->index;\n}\n",
}


@pytest.fixture
def analysis(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Analysis:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name, text in TREE.items():
        path = tmp_path / "linux" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    tree = open_tree(tmp_path / "linux")
    return analyse(tree, Catalog().find_all(("slab_page",)), Options())


def test_uses_are_counted_by_directory(analysis: Analysis) -> None:
    uses = audit(analysis, groupings(Owners(analysis.tree))["directory"])
    found = {(use.group, use.what, use.name): (use.owner, use.uses) for use in uses}
    assert found == {
        ("mm", "member", "_mapcount"): ("mm", 1),
        ("mm", "member", "flags"): ("mm", 1),
        ("include", "member", "flags"): ("mm", 1),
        ("mm", "member", "index"): ("shared", 1),
        ("mm", "member", "freelist"): ("slab_page", 1),
        ("mm", "member", "inuse"): ("slab_page", 1),
        ("mm", "member", "objects"): ("slab_page", 1),
        ("mm", "member", "frozen"): ("slab_page", 1),
        ("fs", "member", "index"): ("shared", 2),
        ("mm", "flag", "PG_locked"): ("shared", 1),
        ("fs", "flag", "PG_locked"): ("shared", 2),
        ("mm", "function", "PageLocked"): ("shared", 1),
        ("fs", "function", "PageLocked"): ("shared", 2),
        ("fs", "function", "map"): ("fs", 1),
        ("fs", "function", "one"): ("fs", 1),
        ("mm", "constant", "PG_slab"): ("mm", 1),
        ("include", "constant", "PG_slab"): ("mm", 1),
        ("include", "constant", "PG_locked"): ("mm", 1),
    }


def test_paths_keep_the_judgement_of_the_whole_tree(analysis: Analysis) -> None:
    by = groupings(Owners(analysis.tree))["subsystem"]
    uses = audit(analysis, by, ("fs/",))
    assert {use.group for use in uses} == {"FIRST FS", "(none named)"}
    assert {use.owner for use in uses if use.name == "index"} == {"shared"}
    (table, *_) = audit_tables(uses, "subsystem")
    assert table.columns[0] == "subsystem"
    assert table.rows == (("(none named)", 1, 0, 1, 0, 2, 0, 0), ("FIRST FS", 1, 1, 2, 0, 6, 0, 0))


def test_pages_are_told_apart_by_kind(analysis: Analysis) -> None:
    uses = audit(analysis, groupings(Owners(analysis.tree))["kind"])
    assert {use.group for use in uses if use.name == "freelist"} == {"slab_page"}
    assert {use.group for use in uses if use.name == "index"} == {"page"}


def test_a_tree_without_page_flags_is_refused(analysis: Analysis) -> None:
    (analysis.tree.root / "include/linux/page-flags.h").write_text("int nothing;\n")
    tree = open_tree(analysis.tree.root)
    with pytest.raises(TreeError, match="no enum pageflags"):
        audit(analyse(tree, [], Options()), groupings(Owners(tree))["kind"])


@pytest.mark.parametrize("by", ["directory", "subsystem", "kind"])
def test_the_command_has_the_same_rows_in_each_format(
    by: str, capfd: pytest.CaptureFixture[str]
) -> None:
    asked = ["audit", str(MINIKERNEL), "--group-by", by]
    assert app.run([*asked, "--format", "json"]) == 0
    found = msgspec.json.decode(capfd.readouterr().out)
    assert list(found) == ["groups", "members", "flags", "functions", "constants"]
    assert app.run([*asked, "--format", "csv", "--table", "members"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert lines[0].split(",") == list(found["members"][0])
    assert len(lines) == 1 + len(found["members"])
    assert app.run([*asked, "--table", "members"]) == 0
    assert len(capfd.readouterr().out.splitlines()) == len(lines)
    assert app.run([*asked, "--table", "nonsense"]) == 2
    assert "no table 'nonsense': there are groups, members" in capfd.readouterr().err


def test_nobody_reads_the_output() -> None:
    command = f"{sys.executable} -m folioize audit {MINIKERNEL} --format csv | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stderr == ""
