# SPDX-License-Identifier: GPL-2.0-only
"""Decisions and places go in; what a person is told of them comes out."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from folioize.errors import FolioizeError
from folioize.kinds import Catalog, analyse, infer
from folioize.model import Options
from tests.kinds.trees import JAR, Small

TEXT = """\
struct shelf {
	struct page *first;
};
struct page *last;

static void close(struct page *page)
{
	page->lid = NULL;
}

void f(struct page *mine, struct page *other)
{
	close(mine);
	put_page(other);
}
"""

FIELDS = {
    "file", "line", "column", "function", "role", "index", "name", "type", "kind", "confidence",
    "evidence",
}  # fmt: skip


def pins(where: Path, *rows: dict[str, object]) -> Path:
    path = where / "decisions.toml"
    tables = ["\n".join(f"{key} = {json.dumps(row[key])}" for key in row) for row in rows]
    path.write_text("".join(f"[[decision]]\n{table}\n" for table in tables))
    return path


# -- pins ---------------------------------------------------------------------------------------


def test_a_pin_gives_a_kind_and_it_spreads(small: Small, tmp_path: Path) -> None:
    small.write(a=TEXT + "void g(struct page *p)\n{\n\tf(NULL, p); /* page */\n}\n")
    decisions = pins(
        tmp_path, {"file": "mm/a.c", "function": "f", "name": "other", "kind": "tin_page"}
    )
    assert small.tins(decisions=decisions) == {"close.page", "f.mine", "f.other", "g.p"}
    row = next(one for one in small.declarations(decisions=decisions) if one.name == "other")
    assert row.confidence == 1.0
    assert row.evidence[0].file == "decisions.toml"
    assert "pinned" in row.evidence[0].what


def test_a_pin_to_page_keeps_struct_page(small: Small, tmp_path: Path) -> None:
    small.write(a=TEXT)
    decisions = pins(tmp_path, {"file": "mm/a.c", "function": "close", "kind": "page"})
    assert small.tins(decisions=decisions) == set()


def test_a_pin_to_another_kind(small: Small, tmp_path: Path) -> None:
    small.kind(JAR).write(a=TEXT)
    decisions = pins(
        tmp_path,
        {"file": "mm/a.c", "function": "f", "role": "param", "index": 0, "kind": "jar_page"},
    )
    given = small.given("tin_page", "jar_page", decisions=decisions)
    assert given == {"close.page": "conflict", "f.mine": "jar_page"}


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ({"function": "shelf", "role": "field", "name": "first"}, "shelf.first"),
        ({"role": "global", "name": "last"}, ".last"),
    ],
)
def test_pins_of_fields_and_globals(
    small: Small, tmp_path: Path, row: dict[str, object], name: str
) -> None:
    small.write(a=TEXT)
    decisions = pins(tmp_path, {"file": "mm/a.c", "kind": "tin_page", **row})
    assert name in small.tins(decisions=decisions)


def test_a_pin_survives_lines_that_move(small: Small, tmp_path: Path) -> None:
    decisions = pins(
        tmp_path, {"file": "mm/a.c", "function": "f", "name": "other", "kind": "tin_page"}
    )
    small.write(a="\n\n/* more */\n" + TEXT)
    assert "f.other" in small.tins(decisions=decisions)


def test_stale_pins_are_told(small: Small, tmp_path: Path) -> None:
    small.write(a=TEXT)
    gone: list[dict[str, object]] = [
        {"file": "mm/a.c", "function": "gone", "kind": "tin_page"},
        {"file": "mm/gone.c", "kind": "page"},
    ]
    path = pins(tmp_path, *gone, {"file": "mm/a.c", "function": "f", "kind": "page"})
    options = Options(jobs=1, decisions=str(path))
    stale = analyse(small.tree, Catalog().find_all(("tin_page",)), options).stale
    assert [(one.file, one.function) for one in stale] == [("mm/a.c", "gone"), ("mm/gone.c", None)]


@pytest.mark.parametrize(
    "text",
    [
        "[[decision]\n",
        '[[decision]]\nfile = "mm/a.c"\n',
        '[[decision]]\nfile = "mm/a.c"\nkind = "page"\nline = 3\n',
        '[[decision]]\nfile = "mm/a.c"\nkind = 4\n',
        "decision = 1\n",
    ],
)
def test_a_broken_file_of_decisions_is_one_line(small: Small, tmp_path: Path, text: str) -> None:
    path = tmp_path / "decisions.toml"
    path.write_text(text)
    with pytest.raises(FolioizeError) as caught:
        small.write(a=TEXT).tins(decisions=path)
    assert str(caught.value).startswith(f"{path}:")
    assert "\n" not in str(caught.value)


def test_decisions_that_are_no_text_or_absent(small: Small, tmp_path: Path) -> None:
    path = tmp_path / "decisions.toml"
    with pytest.raises(FolioizeError, match=r"decisions\.toml: No such file"):
        small.write(a=TEXT).tins(decisions=path)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(FolioizeError):
        small.tins(decisions=path)


def test_a_pin_to_a_kind_that_is_not_there(small: Small, tmp_path: Path) -> None:
    """A misspelt kind must not silently keep struct page."""
    small.write(a=TEXT)
    decisions = pins(tmp_path, {"file": "mm/a.c", "function": "close", "kind": "tinpage"})
    with pytest.raises(FolioizeError, match="tinpage"):
        small.tins(decisions=decisions)


# -- infer and why ------------------------------------------------------------------------------


def test_json_has_the_fields_that_were_promised(small: Small) -> None:
    small.write(
        a=TEXT
        + "typedef struct page *page_handle;\n"
        + "struct page *make(void)\n{\n\tstruct page *page = alloc_page(0);\n\n"
        + "\tpage->depth = 0;\n\treturn page;\n}\n"
        + "#define take(x) do { struct page *__p = (x); put_page(__p); } while (0)\n"
    )
    rows = [json.loads(msgspec.json.encode(one)) for one in small.declarations()]
    assert all(row.keys() >= FIELDS for row in rows)
    mine = {(r["function"], r["role"], r["name"]): r for r in rows if r["file"] == "mm/a.c"}
    assert mine.keys() == {
        ("shelf", "field", "first"),
        (None, "global", "last"),
        ("close", "param", "page"),
        ("f", "param", "mine"),
        ("f", "param", "other"),
        (None, "typedef", "page_handle"),
        ("make", "return", ""),
        ("make", "local", "page"),
        ("take", "macro", "__p"),
    }
    other = mine["f", "param", "other"]
    assert (other["index"], other["line"], other["column"]) == (1, 12, 40)
    assert (other["type"], other["kind"], other["confidence"]) == ("struct page *", "page", 0)
    assert mine["make", "local", "page"]["index"] is None
    result = mine["make", "return", ""]
    assert result["kind"] == "tin_page"
    assert 0 < result["confidence"] <= 1


def test_evidence_is_the_path_from_the_seed(small: Small) -> None:
    small.write(a=TEXT)
    row = next(one for one in small.declarations() if one.name == "mine")
    assert [(e.file, e.line) for e in row.evidence] == [("mm/a.c", 9), ("mm/a.c", 14)]
    assert "lid" in row.evidence[0].what
    assert "close()" in row.evidence[1].what
    seed = next(one for one in small.declarations() if one.function == "close")
    assert seed.confidence == 1.0 > row.confidence


def test_declarations_are_in_order_and_kept_to_paths(small: Small) -> None:
    small.write(b=TEXT.replace("close", "shut").replace("f(", "g("), a=TEXT)
    rows = [(one.file, one.line, one.column) for one in small.declarations()]
    assert rows == sorted(rows)
    some = list(infer(small.tree, ("tin_page",), Options(jobs=1, paths=("mm/b.c",))))
    assert {one.file for one in some} == {"mm/b.c"}
    assert some == [one for one in small.declarations() if one.file == "mm/b.c"]


def test_the_number_of_processes_changes_nothing(small: Small) -> None:
    for name in "abcdefghijklmnopqrs":
        small.write(**{name: TEXT.replace("close", f"close_{name}").replace("f(", f"f_{name}(")})
    once = small.declarations(jobs=1)
    (small.root.parent / "cache").rename(small.root.parent / "old-cache")
    assert small.declarations(jobs=2) == once
    assert small.declarations(jobs=2) == once, "and from the cache"


def test_why_a_kind_was_given(small: Small) -> None:
    told = small.write(a=TEXT).why("mm/a.c", "void f", "mine")
    assert told.splitlines()[0] == "mm/a.c:12: struct page *mine, a param of f"
    assert "is tin_page" in told
    assert "mm/a.c:9: lid belongs to tin_page" in told
    assert "mm/a.c:14: is passed to close()" in told


def test_why_none_was_given(small: Small) -> None:
    told = small.write(a=TEXT).why("mm/a.c", "void f", "other")
    assert "stays struct page" in told
    assert "tin_page" in told
    assert "goes to mm/a.c:15: other -> put_page()" in told


def test_why_an_answered_question_gives_none(small: Small) -> None:
    small.write(a="void f(struct page *page)\n{\n\tif (PageTin(page))\n\t\tpage->lid = NULL;\n}\n")
    told = small.why("mm/a.c", "void f")
    assert "not tin_page" in told
    assert "question" in told


def test_why_of_both_on_one_line(small: Small) -> None:
    told = small.write(a=TEXT).why("mm/a.c", "void f")
    assert told.count("a param of f") == 2


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [("put_page", None, "mm/a.c:15 declares no struct page"), ("void f", "nobody", "nobody")],
)
def test_why_of_a_place_that_declares_nothing(
    small: Small, text: str, name: str | None, says: str
) -> None:
    with pytest.raises(FolioizeError) as caught:
        small.write(a=TEXT).why("mm/a.c", text, name)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_why_of_a_file_without_pages(small: Small) -> None:
    small.put("mm/none.c", "int x;\n")
    with pytest.raises(FolioizeError, match=r"mm/none\.c has no struct page"):
        small.why("mm/none.c", "int x")


def test_a_kind_that_is_not_there(small: Small) -> None:
    with pytest.raises(FolioizeError, match=r"no kind 'cup_page': there is .*tin_page"):
        small.write(a=TEXT).declarations("cup_page")
