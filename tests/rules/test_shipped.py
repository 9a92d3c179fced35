# SPDX-License-Identifier: GPL-2.0-only
"""The page→folio map as rules: marked, compiled, and doing what each line says."""

from __future__ import annotations

from pathlib import Path

import pytest

from folioize.rules import RuleError, compile_file, run
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


@pytest.mark.parametrize(
    ("head", "says"),
    [("// since: 6.1\n", "effect"), ("// effect: preserves\n", "since"), ("", "effect")],
)
def test_a_file_without_marks_is_refused(tmp_path: Path, head: str, says: str) -> None:
    path = tmp_path / "x.cocci"
    path.write_text(head + "@@\n@@\n- f(1)\n", encoding="utf-8")
    with pytest.raises(RuleError, match=f"x.cocci:1:1: .*{says}"):
        read_shipped(path)
