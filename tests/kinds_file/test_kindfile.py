# SPDX-License-Identifier: GPL-2.0-only
"""Kind files go in; records, or one line that names file and line, come out."""

from __future__ import annotations

from pathlib import Path

import pytest

from folioize.errors import KindError
from folioize.kinds.kindfile import load_kind, parse_kind

ROOT = Path(__file__).parents[2]

GOOD = """\
[kind]
name = "zs"
type = "zs_page"
variable = "zs"
title = "t"
why = "w"

[layout]
fields = ["freelist", "units"]
shared = ["flags"]

[evidence]
ambiguous = ["units"]
containers = ["pool.first", "pages_of_pool"]

[bridges]
from_page = "page_zs"
to_page = "zs_page"

[accessors]
header = "mm/zs.h"

[[accessors.function]]
name = "zs_nid"
of = "page_to_nid"

[[borrower]]
field = "freelist"
use = "index"
"""


def mistake(text: str) -> str:
    with pytest.raises(KindError) as caught:
        parse_kind(text, "k.toml", "zs")
    line = str(caught.value)
    assert "\n" not in line
    return line


def test_the_kinds_of_the_project_load() -> None:
    for folder in sorted((ROOT / "transforms").iterdir()):
        if (folder / "kind.toml").exists():
            assert load_kind(folder).kind.name == folder.name


def test_the_slab_kind() -> None:
    kind = load_kind(ROOT / "transforms" / "slab_page")
    assert kind.evidence.fields == kind.layout.fields
    assert kind.accessor("slab_nid").of == "page_to_nid"
    assert {b.field: b.use for b in kind.borrower} == {"freelist": "index", "units": "page_type"}
    assert not kind.kind.mappable
    assert kind.path.endswith("transforms/slab_page/kind.toml")


def test_default_evidence_leaves_out_the_ambiguous() -> None:
    assert parse_kind(GOOD, "k.toml", "zs").evidence.fields == ("freelist",)


def test_no_such_accessor() -> None:
    with pytest.raises(KindError, match=r"k\.toml:20: add .*'nope'"):
        parse_kind(GOOD, "k.toml", "zs").accessor("nope")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('title = "t"', 'titel = "t"', 5, "remove or correct 'titel'"),
        ('title = "t"\n', "", 1, "add 'title' to [kind]"),
        ('title = "t"', "title = 4", 5, "expected str, got int"),
        ('title = "t"', 'title = "t', 5, "mend the TOML"),
        ('name = "zs"', 'name = "zsm"', 2, "call the kind 'zs'"),
        ('shared = ["flags"]', 'shared = ["units"]', 10, "remove it from one"),
        ('shared = ["flags"]', "shared = [1]", 10, "expected str, got int"),
        ('shared = ["flags"]', 'shared = ["flags", "flags"]', 10, "twice"),
        ('"freelist", "units"]', '"free list", "units"]', 9, "write a C name"),
        ('ambiguous = ["units"]', 'ambiguous = ["pages"]', 13, "'pages' is no owned field"),
        ('"pool.first"', '"a.b.c"', 14, "struct_tag.field"),
        ('to_page = "zs_page"', 'to_page = "page_zs"', 18, "is bridges.from_page as well"),
        ('header = "mm/zs.h"', 'header = "mm/zs.h"\nafter = "("', 22, "regular expression"),
        ('of = "page_to_nid"', 'off = "page_to_nid"', 25, "'off'"),
        ('of = "page_to_nid"', 'of = "page to nid"', 25, "write a C name"),
        ('use = "index"', 'use = "units"', 29, "goes away too"),
        ("[[borrower]]", "[[borrowers]]", 27, "'borrowers'"),
        ("[bridges]", "[bridge]", 16, "'bridge'"),
        ('type = "zs_page"', 'type = "page"', 3, "struct page is what it is to be told apart from"),
        ('type = "zs_page"', 'type = "int"', 3, "'int', a word of C's own"),
        ('type = "zs_page"', 'type = "z\u00e9_page"', 3, "write a C name"),
        ('variable = "zs"', 'variable = "default"', 4, "'default', a word of C's own"),
        ('variable = "zs"', 'variable = "2s"', 4, "write a C name"),
        ('from_page = "page_zs"', 'from_page = "sizeof"', 17, "'sizeof', a word of C's own"),
        ('to_page = "zs_page"', 'to_page = "zs-page"', 18, "write a C name"),
        ('name = "zs_nid"', 'name = "while"', 24, "'while', a word of C's own"),
        ('name = "zs_nid"', 'name = "zs_page"', 24, "'zs_page' is bridges.to_page as well"),
        ('name = "zs_nid"', 'name = "page_to_nid"', 25, "'page_to_nid' would call itself"),
        ('use = "index"\n', "", 27, "add 'use' to [borrower]"),
        ('header = "mm/zs.h"', 'header = "./mm/zs.h"', 21, "name files as the tree does"),
        ("ambiguous =", 'owners = ["mm//"]\nambiguous =', 13, "name files as the tree does"),
        ('title = "t"', 'title = "t */ int x;"', 5, "without the end of a comment"),
        ('title = "t"', 'title = "a\\nb"', 5, "in one line"),
        ("[kind]", 'path = "x"\n[kind]', 1, "remove 'path': there is no such key"),
    ],
)
def test_mistakes_name_the_line(old: str, new: str, line: int, words: str) -> None:
    assert old in GOOD
    text = mistake(GOOD.replace(old, new))
    assert text.startswith(f"k.toml:{line}: "), text
    assert words in text


def test_the_second_of_several_tables_is_told() -> None:
    more = GOOD + '[[borrower]]\nfield = "units"\n[[borrower]]\nfield = "units"\nuse = "index"\n'
    assert mistake(more).startswith("k.toml:30: add 'use' to [borrower]")


def test_places_of_keys() -> None:
    kind = parse_kind(GOOD, "k.toml", "zs")
    assert kind.place("borrower[0].use") == "k.toml:29"
    assert kind.place("kind.type") == "k.toml:3"
    assert kind.place_of(kind.accessor("zs_nid")) == "k.toml:23"


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(KindError, match=r"kind\.toml:1: cannot read the kind: No such file"):
        load_kind(tmp_path)
    (tmp_path / "kind.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(KindError, match="UTF-8"):
        load_kind(tmp_path)


def test_unfinished_file_is_reported_at_its_end() -> None:
    assert mistake("[kind]\nname = [\n\n").startswith("k.toml:2: mend the TOML: ")


def test_a_kind_is_known_by_something() -> None:
    text = (
        '[kind]\nname = "a"\ntype = "a"\nvariable = "a"\ntitle = "a"\nwhy = "a"\n'
        '[layout]\nfields = []\n[bridges]\nfrom_page = "b"\nto_page = "c"\n'
    )
    with pytest.raises(KindError, match=r"kind.toml:8: name the fields .* or functions"):
        parse_kind(text, "kind.toml", "a")
    parse_kind(text + '[evidence]\nfunctions = ["f"]\n', "kind.toml", "a")
