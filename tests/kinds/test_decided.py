# SPDX-License-Identifier: GPL-2.0-only
"""Decisions go in: what was accepted holds, a nearer one wins, a generic function mixes none."""

from __future__ import annotations

from pathlib import Path

import pytest

from folioize.errors import FolioizeError
from folioize.kinds import Catalog, analyse, solve_again
from folioize.kinds.declared import declarations
from folioize.kinds.pins import load_decisions
from folioize.model import Options
from tests.kinds.test_pins import TEXT, pins
from tests.kinds.trees import Small

SAME = """
static struct page *same(struct page *page)
{
	struct page *head = page;

	return head;
}

void tins(struct page *p)
{
	struct page *q = same(p);

	q->lid = NULL;
}

void any(struct page *p)
{
	put_page(same(p));
}
"""


def test_what_was_accepted_holds(small: Small, tmp_path: Path) -> None:
    small.write(a=TEXT)
    reject: dict[str, object] = {"file": "mm/a.c", "function": "close", "kind": "page"}
    accept: dict[str, object] = {
        "file": "mm/a.c", "function": "f", "kind": "tin_page", "verdict": "accept",
    }  # fmt: skip
    assert small.tins(decisions=pins(tmp_path, reject)) == set()
    both = pins(tmp_path, reject, accept)
    assert small.tins(decisions=both) == {"f.mine"}, "what no evidence spoke for is not accepted"
    row = next(one for one in small.declarations(decisions=both) if one.name == "mine")
    assert "accepted" in row.evidence[0].what
    assert row.evidence[1].file == "mm/a.c"
    small.plan(decisions=str(both))


def test_accepting_alone_changes_nothing(small: Small, tmp_path: Path) -> None:
    small.write(a=TEXT)
    before = small.declarations()
    decisions = pins(tmp_path, {"file": "mm/a.c", "kind": "tin_page", "verdict": "accept"})
    assert small.declarations(decisions=decisions) == before


def test_accepting_what_nothing_shows_is_stale(small: Small, tmp_path: Path) -> None:
    small.write(a=TEXT)
    rows = {"file": "mm/a.c", "function": "f", "name": "other", "kind": "tin_page"}
    path = pins(tmp_path, {**rows, "verdict": "accept"})
    options = Options(jobs=1, decisions=str(path))
    found = analyse(small.tree, Catalog().find_all(("tin_page",)), options)
    assert [one.name for one in found.stale] == ["other"]


@pytest.mark.parametrize("turned", [False, True])
def test_the_nearer_decision_wins(small: Small, tmp_path: Path, turned: bool) -> None:
    small.write(a=TEXT)
    rows: list[dict[str, object]] = [
        {"file": "mm/a.c", "function": "f", "name": "other", "kind": "tin_page"},
        {"file": "mm/a.c", "kind": "page"},
    ]
    decisions = pins(tmp_path, *(rows[::-1] if turned else rows))
    assert small.tins(decisions=decisions) == {"f.other"}
    small.plan(decisions=str(decisions))


def test_what_is_rejected_says_so_and_why_it_was_inferred(small: Small, tmp_path: Path) -> None:
    small.write(a=TEXT)
    decisions = pins(tmp_path, {"file": "mm/a.c", "function": "close", "kind": "page"})
    row = next(
        one
        for one in small.declarations(decisions=decisions)
        if one.function == "close" and one.name == "page"
    )
    assert row.why_not is not None
    assert "a decision keeps it struct page, though lid belongs to tin_page" in row.why_not


def test_a_generic_function_mixes_none(small: Small, tmp_path: Path) -> None:
    small.write(a=SAME)
    assert small.tins() == {"tins.q"}
    decisions = pins(tmp_path, {"file": "mm/a.c", "function": "same", "verdict": "generic"})
    assert small.tins(decisions=decisions) == {"tins.q", "tins.p"}
    plan = small.plan(decisions=str(decisions))
    assert plan.steps


def test_a_generic_function_is_never_of_the_kind(small: Small, tmp_path: Path) -> None:
    small.write(a=TEXT)
    decisions = pins(tmp_path, {"file": "mm/a.c", "function": "close", "verdict": "generic"})
    assert small.tins(decisions=decisions) == set()


@pytest.mark.parametrize(
    "row",
    [
        {"file": "mm/a.c", "verdict": "generic"},
        {"file": "mm/a.c", "function": "f", "name": "mine", "verdict": "generic"},
        {"file": "mm/a.c", "verdict": "accept"},
        {"file": "mm/a.c", "verdict": "perhaps", "kind": "page"},
    ],
)
def test_parts_that_do_not_fit_are_told(tmp_path: Path, row: dict[str, object]) -> None:
    path = pins(tmp_path, row)
    with pytest.raises(FolioizeError, match=r"decisions\.toml:\d+: ") as told:
        load_decisions(str(path), tmp_path, {"page", "tin_page"})
    assert "\n" not in str(told.value)


def test_solving_again_is_as_solving_anew(small: Small, tmp_path: Path) -> None:
    small.write(a=TEXT, b=SAME)
    kinds = Catalog().find_all(("tin_page",))
    path = pins(
        tmp_path,
        {"file": "mm/a.c", "function": "close", "kind": "page"},
        {"file": "mm/b.c", "function": "same", "verdict": "generic"},
    )
    decisions = load_decisions(str(path), small.root, {"page", "tin_page"})
    again = solve_again(analyse(small.tree, kinds, Options(jobs=1)), kinds, decisions)
    anew = analyse(small.tree, kinds, Options(jobs=1, decisions=str(path)))
    assert again is not None
    assert list(declarations(again)) == list(declarations(anew))


def test_solving_again_does_not_do_where_more_has_to_be_read(small: Small, tmp_path: Path) -> None:
    # mm/b.c never writes struct page, but it calls what is given the kind.
    small.write(a=TEXT)
    caller = "void *get_page(void);\nvoid f(void *a, void *b);\n"
    small.put("mm/b.c", caller + "void h(void)\n{\n\tf(get_page(), 0);\n}\n")
    kinds = Catalog().find_all(("tin_page",))
    path = pins(tmp_path, {"file": "mm/a.c", "function": "close", "kind": "page"})
    base = analyse(small.tree, kinds, Options(jobs=1, decisions=str(path)))
    assert "mm/b.c" not in base.facts.files
    assert solve_again(base, kinds, ()) is None
