# SPDX-License-Identifier: GPL-2.0-only
"""Decisions go in; the kinds that they give, and what is told of those that do not, come out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from folioize.errors import FolioizeError
from folioize.kinds import infer
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


def pins(where: Path, *rows: Mapping[str, object]) -> Path:
    path = where / "decisions.toml"
    tables = ["\n".join(f"{key} = {json.dumps(row[key])}" for key in row) for row in rows]
    path.write_text("".join(f"[[decision]]\n{table}\n" for table in tables))
    return path


def test_a_pin_gives_a_kind_and_it_spreads(small: Small, tmp_path: Path) -> None:
    small.write(a=TEXT + "void g(struct page *p)\n{\n\tf(NULL, p); /* page */\n}\n")
    decisions = pins(
        tmp_path, {"file": "mm/a.c", "function": "f", "name": "other", "kind": "tin_page"}
    )
    assert small.tins(decisions=decisions) == {"close.page", "f.mine", "f.other", "g.p"}
    row = next(one for one in small.declarations(decisions=decisions) if one.name == "other")
    assert row.confidence == 1.0
    assert row.evidence[0].file == "decisions.toml"
    assert row.evidence[0].what == "pinned by the decision on line 1"


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


def told(small: Small, path: Path, *kinds: str) -> list[str]:
    """What is said of the decisions, without the file's path."""
    lines: list[str] = []
    options = Options(jobs=1, decisions=str(path))
    list(infer(small.tree, kinds or ("tin_page",), options, lines.append))
    return [line.removeprefix(f"{path}:") for line in lines]


def test_pins_of_what_is_not_there_are_told_with_their_line(small: Small, tmp_path: Path) -> None:
    small.write(a=TEXT)
    path = pins(
        tmp_path,
        {"file": "mm/a.c", "function": "gone", "kind": "tin_page"},
        {"file": "mm/a.c", "function": "f", "kind": "page"},
        {"file": "mm/gone.c", "role": "param", "index": 1, "kind": "page"},
    )
    assert told(small, path) == [
        "1: nothing in the tree is mm/a.c gone(): mend or remove it",
        "9: nothing in the tree is mm/gone.c param 1: mend or remove it",
    ]
    plan = small.plan(decisions=str(path))
    assert [line.removeprefix(f"{path}:") for line in plan.notes] == told(small, path)


def test_pins_that_overlap_are_told(small: Small, tmp_path: Path) -> None:
    small.write(a=TEXT)
    path = pins(
        tmp_path,
        {"file": "mm/a.c", "function": "f", "kind": "page"},
        {"file": "mm/a.c", "function": "f", "name": "mine", "kind": "tin_page"},
        {"file": "mm/a.c", "function": "f", "kind": "page", "name": "other"},
    )
    assert told(small, path) == [
        "5: overrules for a part what line 1 says",
        "10: says again what line 1 says",
    ]
    assert small.tins(decisions=path) == {"close.page", "f.mine"}


def test_a_pin_that_cannot_be_is_told(small: Small, tmp_path: Path) -> None:
    small.write(
        a="void g(struct page **pages);\nvoid f(struct page *page)\n{\n\tg(&page);\n}\n"
        "void h(struct page *page)\n{\n\tput_page(page);\n\tg(&page);\n}\n"
    )
    path = pins(tmp_path, {"file": "mm/a.c", "function": "f", "kind": "tin_page"})
    (line,) = told(small, path)
    assert line.startswith("1: mm/a.c f() can't be tin_page: ")


@pytest.mark.parametrize("file", ["./mm//a.c", "mm/../mm/a.c", "{root}/mm/a.c"])
def test_a_file_by_any_name(small: Small, tmp_path: Path, file: str) -> None:
    small.write(a=TEXT)
    path = pins(
        tmp_path, {"file": file.format(root=small.root), "function": "close", "kind": "page"}
    )
    (line,) = told(small, path)
    assert line.startswith("1: mm/a.c close() is kept from tin_page; ")
    assert small.tins(decisions=path) == set()


def test_roles_are_those_that_infer_tells(small: Small, tmp_path: Path) -> None:
    small.write(a="#define take(x) do { struct page *__p = (x); put_page(__p); } while (0)\n")
    path = pins(tmp_path, {"file": "mm/a.c", "function": "take", "role": "macro", "kind": "page"})
    assert told(small, path) == []


BROKEN = {
    "[[decision]\n": "1: mend the TOML: ",
    "x = 1\n": "1: write [[decision]] tables, and nothing else",
    "# none\ndecision = 1\n": "2: write [[decision]] tables, and nothing else",
    '[[decision]]\nfile = "a"\nkind = "page"\n[[decision]]\nfile = "b"\n': (
        "4: add 'kind' to [decision]"
    ),
    '[[decision]]\nfile = "a"\nkind = "page"\nline = 3\n': "4: remove or correct 'line'",
    '[[decision]]\nfile = "a"\nkind = 4\n': "3: decision.kind: expected str, got int",
    '[[decision]]\nfile = "a"\nkind = "jam"\n': "3: no kind 'jam' to pin to: there is ",
    '[[decision]]\nrole = "arg"\nfile = "a"\nkind = "page"\n': "2: no role 'arg': there is param",
    '[[decision]]\nindex = -1\nfile = "a"\nkind = "page"\n': "2: count parameters from 0",
    '[[decision]]\nfile = "./a"\nkind = "page"\n[[decision]]\nfile = "a"\nkind = "tin_page"\n': (
        "4: line 1 pins the same to page: remove one of them"
    ),
}


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_file_of_decisions_is_one_line(small: Small, tmp_path: Path, text: str) -> None:
    path = tmp_path / "decisions.toml"
    path.write_text(text)
    with pytest.raises(FolioizeError) as caught:
        small.write(a=TEXT).tins(decisions=path)
    assert str(caught.value).startswith(f"{path}:{BROKEN[text]}")
    assert "\n" not in str(caught.value)


def test_decisions_that_are_no_text_or_absent(small: Small, tmp_path: Path) -> None:
    path = tmp_path / "decisions.toml"
    with pytest.raises(FolioizeError, match=r"decisions\.toml: No such file"):
        small.write(a=TEXT).tins(decisions=path)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(FolioizeError, match=r"decisions\.toml:1: save the file as UTF-8"):
        small.tins(decisions=path)


def test_what_follows_a_pin_is_told(small: Small, tmp_path: Path) -> None:
    """Where the pin is wrong, so is that; what shows it stands beside it."""
    small.write(a=TEXT + "void g(struct page *p)\n{\n\tp->mapping = NULL;\n\tf(NULL, p);\n}\n")
    path = pins(tmp_path, {"file": "mm/a.c", "function": "f", "name": "other", "kind": "tin_page"})
    (line,) = told(small, path)
    assert line == (
        "1: mm/a.c f() other is pinned to tin_page; 1 declaration follows from that: mm/a.c:17 p; "
        "evidence against it: mm/a.c:19 uses mapping, which is no field of it"
    )
    notes = small.plan(decisions=str(path)).notes
    assert [note.removeprefix(f"{path}:") for note in notes] == [line]


def test_what_loses_its_kind_with_a_pin_is_told(small: Small, tmp_path: Path) -> None:
    small.write(a=TEXT)
    path = pins(tmp_path, {"file": "mm/a.c", "function": "close", "kind": "page"})
    assert told(small, path) == [
        "1: mm/a.c close() is kept from tin_page; 1 declaration follows from that: mm/a.c:12 mine; "
        "evidence against it: mm/a.c:9 lid belongs to tin_page"
    ]


def test_what_follows_is_told_of_the_decision_that_it_follows_from(
    small: Small, tmp_path: Path
) -> None:
    more = "void g(struct page *p)\n{\n\tp->depth = 0;\n}\nvoid h(struct page *q)\n{\n\tg(q);\n}\n"
    small.write(a=TEXT + more)
    keep = {"file": "mm/a.c", "function": "close", "kind": "page"}
    anything = {"file": "mm/a.c", "function": "g", "verdict": "generic"}
    first = (
        "mm/a.c close() is kept from tin_page; 1 declaration follows from that: mm/a.c:12 mine; "
        "evidence against it: mm/a.c:9 lid belongs to tin_page"
    )
    second = (
        "mm/a.c g() takes pages of any kind, and is kept from tin_page; 1 declaration follows from "
        "that: mm/a.c:21 q; evidence against it: mm/a.c:19 depth belongs to tin_page"
    )
    assert told(small, pins(tmp_path, keep, anything)) == [f"1: {first}", f"5: {second}"]
    assert told(small, pins(tmp_path, anything)) == [f"1: {second}"]


def test_what_several_agree_on_is_of_none_of_two_decisions(small: Small, tmp_path: Path) -> None:
    """A result that two places agreed on goes with either of them."""
    text = (
        "struct page *any(struct page *page)\n{\n\tclose(page);\n\treturn page;\n}\n"
        "void g(void)\n{\n\tstruct page *p = any(NULL);\n\n\tclose(p);\n}\n"
    )
    small.write(a=TEXT + text)
    rows = [
        {"file": "mm/a.c", "function": "f", "name": "mine", "kind": "page"},
        {"file": "mm/a.c", "function": "any", "name": "page", "kind": "page"},
    ]
    lines = told(small, pins(tmp_path, *rows))
    assert [line for line in lines if line.startswith("1:") and "follow" in line] == []


def test_a_pin_that_changes_nothing_else_is_not_told(small: Small, tmp_path: Path) -> None:
    small.write(a=TEXT)
    path = pins(tmp_path, {"file": "mm/a.c", "function": "f", "name": "mine", "kind": "tin_page"})
    assert told(small, path) == []
