# SPDX-License-Identifier: GPL-2.0-only
"""The page→folio map as rules: marked, compiled, and doing what each line says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from folioize.rules import RuleError, compile_file, run
from folioize.rules.own import Own, for_heads
from folioize.rules.shipped import EFFECTS, Shipped, read_shipped, shipped_rules

ALL = shipped_rules("folio", effects=EFFECTS)


def test_what_changes_behaviour_is_off_unless_asked_for() -> None:
    assert {one.effect for one in shipped_rules("folio")} == {"preserves"}
    assert {one.effect for one in ALL} == set(EFFECTS)


def test_names_that_a_kernel_does_not_have_are_left_out() -> None:
    old = shipped_rules("folio", "6.1.192", EFFECTS)
    new = shipped_rules("folio", "7.2.13", EFFECTS)
    assert {one.since for one in old} == {"6.1"}
    assert {"6.12", "7.2"} <= {one.since for one in new}
    assert shipped_rules("folio", "5.10.262", EFFECTS) == ()


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_what_is_not_the_same_says_what_differs(one: Shipped) -> None:
    """Each function of a file that is right for some pages only has its sentence."""
    told = set(one.differs)
    if one.effect == "preserves":
        assert told <= one.calls
        assert one.heads == "preserves"
    else:
        members = {old.removeprefix("p") for old, _ in _pairs(one.path) if old.startswith("p->")}
        assert told == one.calls | members
    assert all(why.endswith(".") and not why[0].isupper() for why in one.differs.values())
    # What differs of a tail page only is nothing to tell of a folio's own.
    assert bool(one.notes) == (bool(told) and one.heads == one.effect)
    assert one.looks <= one.calls


def test_rules_for_a_page_that_is_a_folios_own_look_for_nothing() -> None:
    for one in ALL:
        rules = for_heads(one, Own("folio", "page_folio", "page"))
        program = compile_file(rules)
        body = "".join(
            f"\t{_of(old, page)};\n" for old, _ in _pairs(one.path) for page in ("q", "&f->page")
        )
        head = "void g(struct page *q, struct folio *f, int first, int more)\n{\n"
        out = run(program, "x.c", (head + body + "}\n").encode()).data.decode()
        for old, new in _pairs(one.path):
            if one.last or not re.search(r"\bp\b", old):
                continue
            assert f"\t{_of(old, 'q')};\n" in out
            assert f"\t{_of(new.replace('page_folio(p)', 'f'), '&f->page')};\n" in out


def _of(text: str, page: str) -> str:
    held = f"({page})" if text.startswith("p->") and page.startswith("&") else page
    return re.sub(r"\bp\b", held, text)


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_every_line_converts_its_call(one: Shipped) -> None:
    program = compile_file(one.rules)
    pairs = _pairs(one.path)
    assert pairs
    body = "".join(f"\t{old};\n" for old, _ in pairs)
    head = "void f(struct page *p, struct folio *f, int first, int more)\n{\n"
    out = run(program, "x.c", (head + body + "}\n").encode()).data.decode()
    for _, new in pairs:
        assert f"\t{new};\n" in out


def _pairs(path: Path) -> list[tuple[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    old = [line[2:] for line in lines if line.startswith("- ")]
    new = [line[2:] for line in lines if line.startswith("+ ")]
    return list(zip(old, new, strict=True))


def test_no_call_is_in_two_files() -> None:
    calls = [old for one in ALL for old, _ in _pairs(one.path)]
    assert len(calls) == len(set(calls))
    assert len(calls) > 150


def test_marks_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.cocci"
    for mark, says in (("heads: sometimes", "heads"), ("differs: f() goes", "differs")):
        path.write_text(f"// effect: changes\n// since: 6.1\n// {mark}\n@@\n@@\n- f(1)\n")
        with pytest.raises(RuleError, match=f"x.cocci:1:1: .*{says}"):
            read_shipped(path)


@pytest.mark.parametrize(
    ("head", "says"),
    [("// since: 6.1\n", "effect"), ("// effect: preserves\n", "since"), ("", "effect")],
)
def test_a_file_without_marks_is_refused(tmp_path: Path, head: str, says: str) -> None:
    path = tmp_path / "x.cocci"
    path.write_text(head + "@@\n@@\n- f(1)\n", encoding="utf-8")
    with pytest.raises(RuleError, match=f"x.cocci:1:1: .*{says}"):
        read_shipped(path)
