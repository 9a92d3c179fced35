# SPDX-License-Identifier: GPL-2.0-only
"""A struct page and a supertype go in; who is a member, and a type that gcc takes, come out."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from folioize.errors import KindError
from folioize.kinds.kindfile import Kind, parse_kind
from folioize.typegen import members_of, verdicts
from folioize.typegen.offsets import page_spots
from folioize.typegen.supertype import CONST, ONE, SEVERAL, accessors, supertype_edits
from tests.conftest import ROOT

HEADER = b"""\
struct page {
	unsigned long flags;
	union {
		struct {
			struct list_head lru;
			struct address_space *mapping;
			unsigned long private;
		};
		struct {
			unsigned long first;
			union {
				long second;
				struct {
					unsigned low:16;
					unsigned high:16;
				};
			};
#ifdef CONFIG_64BIT
			unsigned int third;
			unsigned int fourth;
#else
			unsigned short third, fourth;
#endif
			spinlock_t lock;
		};
		struct {
			unsigned long pad[3];
			unsigned long last;
		};
	};
	union {
		atomic_t _mapcount;
		unsigned int type;
	};
	atomic_t _refcount;
#ifdef CONFIG_MEMCG
	unsigned long memcg;
#endif
	int after;
};
"""

KIND = """\
[kind]
name = "odd"
type = "odd_page"
variable = "odd"
title = "odd pages"
why = "To see."
mappable = {mappable}
[layout]
fields = {fields}
shared = ["flags", "_refcount"]
[bridges]
from_page = "page_odd"
to_page = "odd_to_page"
"""


def odd(*fields: str, mappable: bool = True) -> Kind:
    rows = "[" + ", ".join(f'"{field}"' for field in fields) + "]"
    return parse_kind(KIND.format(fields=rows, mappable=str(mappable).lower()), "k.toml", "odd")


def mappable() -> Kind:
    text = (ROOT / "transforms/mappable/kind.toml").read_text()
    return parse_kind(text, "mappable/kind.toml", "mappable")


def told(*fields: str, flag: bool = False) -> str:
    (found,) = verdicts(mappable(), [odd(*fields, mappable=flag)], HEADER, "h")
    return found.told


def test_offsets_count_from_the_start_on_both_machines() -> None:
    spots = {(one.name, one.conditions): one.offset for one in page_spots(HEADER, "h")}
    assert spots["mapping", ()] == (12, 24)
    assert spots["low", ()] == spots["high", ()] == (8, 16)
    assert spots["third", ("defined(CONFIG_64BIT)",)].large == 24
    assert spots["third", ("!defined(CONFIG_64BIT)",)].small == 12
    assert spots["last", ()] == (16, 32)
    assert spots["_mapcount", ()] == spots["type", ()] == (20, 40)
    assert spots["_refcount", ()] == (24, 44)
    assert ("after", ()) not in spots, "what is before it is not there in each configuration"


@pytest.mark.parametrize(
    ("field", "says"),
    [
        ("type", "type at offset 40 (20 where a word has 32 bits) lies over _mapcount"),
        ("third", "third at offset 24 with defined(CONFIG_64BIT) lies over mapping; "
                  "third at offset 12 with !defined(CONFIG_64BIT) lies over mapping"),
    ],
)  # fmt: skip
def test_a_field_in_the_way_is_told_with_its_offset(field: str, says: str) -> None:
    assert told(field) == f"odd: no: {says}"
    with pytest.raises(KindError, match=r"k\.toml:7: pages of this kind cannot be mappable: "):
        told(field, flag=True)


def test_what_is_clear_may_be_a_member_and_says_whether_it_is() -> None:
    assert told("first", "low", "last", flag=True) == "odd: yes"
    assert told("first", "last") == "odd: no: its kind.toml says that such pages are never mapped"
    assert "after may lie anywhere" in told("after", flag=True)


def test_the_type_compiles_and_refuses_strangers(tmp_path: Path) -> None:
    kind = mappable()
    members = members_of(kind, [odd("first")], HEADER)
    parts = (ONE, SEVERAL, CONST, "to_page", *accessors(kind))
    (edit,) = supertype_edits(HEADER, "h", members, parts, "_Static_assert")
    given = "struct list_head { void *a, *b; };\ntypedef struct { int c; } atomic_t;\n"
    given += "typedef int spinlock_t;\nstruct address_space;\n"
    text = given.encode() + HEADER[: edit.start] + edit.new + HEADER[edit.end :]
    text += b"int one(union mappable_page m);\nint some(union mappable_pages m);\n"
    text += b"int look(union mappable_const_page m);\nstruct slab_page;\n"
    assert compiles(tmp_path, text, "")
    for tag, fine in (("page", True), ("odd_page", True), ("folio", True), ("slab_page", False)):
        assert compiles(tmp_path, text, f"int f(struct {tag} *p) {{ return one(p); }}") == fine
        assert compiles(tmp_path, text, f"int f(struct {tag} **p) {{ return some(p); }}") == fine
        read = f"int f(const struct {tag} *p) {{ return look(p); }}"
        assert compiles(tmp_path, text, read) == fine
        assert not compiles(tmp_path, text, read.replace("look", "one"))
    whole = "int f(union mappable_page m) { mappable_set_mapping(m, mappable_mapping(m)); "
    assert compiles(tmp_path, text, whole + "return mappable_to_page(m)->flags; }")


def compiles(where: Path, text: bytes, more: str) -> bool:
    (where / "case.c").write_bytes(text + more.encode() + b"\n")
    done = subprocess.run(
        ["gcc", "-fsyntax-only", "-Wall", "-Werror", "-Wno-unused", "case.c"],
        cwd=where, capture_output=True, check=False,
    )  # fmt: skip
    return done.returncode == 0
