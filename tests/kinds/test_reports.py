# SPDX-License-Identifier: GPL-2.0-only
"""Decisions and places go in; what a person is told of them comes out."""

from __future__ import annotations

import json

import msgspec
import pytest

from folioize.errors import FolioizeError
from folioize.kinds import explain, infer
from folioize.model import Options
from tests.kinds.trees import Small

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


def test_a_result_is_returned_and_not_passed(small: Small) -> None:
    """And nothing is passed to the function that it is in."""
    small.write(
        a=TEXT
        + "struct page *get(struct page *p)\n{\n\treturn p;\n}\n"
        + "void g(struct page *p)\n{\n\tclose(get(p));\n}\n"
        + "struct page *only(int x)\n{\n\tstruct page *made = alloc_page(x);\n\n"
        + "\treturn made;\n}\nvoid h(void)\n{\n\tonly(0)->lid = NULL;\n\tonly(1)->depth = 1;\n}\n"
    )
    told = small.why("mm/a.c", "*made = alloc")
    assert "is tin_page" in told
    assert "is returned by only()" in told
    assert "is passed to only()" not in told


def test_a_question_is_told_by_its_name(small: Small) -> None:
    small.write(
        a=TEXT
        + "void g(struct page *p)\n{\n\tif (PageTin(p))\n\t\tp->lid = NULL;\n}\n"
        + "void h(struct page *q)\n{\n\tif (PageTin(q))\n\t\tclose(q);\n}\n"
        + "void k(struct page *r)\n{\n\tclose(r);\n\tif (!PageTin(r))\n\t\tPageJar(r);\n}\n"
    )
    for text in ("*p)", "*q)"):
        told = small.why("mm/a.c", text)
        assert "used as one only after PageTin() has been asked" in told
    told = small.why("mm/a.c", "*r)")
    assert "where PageTin() says no, it goes to PageJar()" in told


def test_uses_are_near_too(small: Small) -> None:
    small.write(a=TEXT + "int x;\n")
    with pytest.raises(FolioizeError, match="the nearest are on lines 12, 14, 15"):
        explain(small.tree, "mm/a.c", 17, None, Options(jobs=1))
    with pytest.raises(FolioizeError, match="the nearest are on lines 7, 9, 12"):
        explain(small.tree, "mm/a.c", 10, None, Options(jobs=1))


def test_why_none_was_given(small: Small) -> None:
    told = small.write(a=TEXT).why("mm/a.c", "void f", "other")
    assert "stays struct page" in told
    assert "tin_page" in told
    assert "goes to mm/a.c:15: other -> put_page()" in told


def test_why_an_answered_question_gives_none(small: Small) -> None:
    small.write(a="void f(struct page *page)\n{\n\tif (PageTin(page))\n\t\tpage->lid = NULL;\n}\n")
    told = small.why("mm/a.c", "void f")
    assert "not tin_page" in told
    assert "after PageTin() has been asked" in told


@pytest.mark.parametrize("name", [None, "other"])
def test_why_of_a_line_that_uses_a_variable(small: Small, name: str | None) -> None:
    """It is about what that line has, not about what happens to be declared near it."""
    told = small.write(a=TEXT).why("mm/a.c", "put_page(other)", name)
    assert told.splitlines()[0] == "mm/a.c:12: struct page *other, a param of f"
    assert told.count(", a ") == 1


def test_why_of_a_line_with_two_variables_of_a_name(small: Small) -> None:
    text = "void f(struct page *page)\n{\n\t{\n\t\tstruct page *page = NULL;\n\n"
    small.write(a=text + "\t\tput_page(page);\n\t}\n\tpage->lid = NULL;\n}\n")
    assert small.why("mm/a.c", "put_page").startswith("mm/a.c:5: struct page *page, a local of f")
    assert small.why("mm/a.c", "->lid").startswith("mm/a.c:2: struct page *page, a param of f")


def test_why_of_both_on_one_line(small: Small) -> None:
    told = small.write(a=TEXT).why("mm/a.c", "void f")
    assert told.count("a param of f") == 2


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        ("struct shelf", None, "mm/a.c:2 declares and uses no struct page; the nearest are on"),
        ("void f", "nobody", "nobody"),
        ("put_page", "mine", "mm/a.c:15 declares and uses no struct page named mine"),
    ],
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
