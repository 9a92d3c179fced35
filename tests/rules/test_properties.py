# SPDX-License-Identifier: GPL-2.0-only
"""Whatever a rule file holds, it is read or refused with a place, quickly; so are its matches."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from folioize.cst import check_reparse
from folioize.plan.layout import relayout
from folioize.rules import RuleError, compile_file, read_rules, run

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).parent / "language"
RULES = [path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.cocci"))]
CODE = (FOLDER / "dots_simple.c").read_bytes() + (FOLDER / "struct_field.c").read_bytes()
WORDS = re.findall(
    r"\S+",
    "@ @@ ... <... ...> <+... ...+> ( | & ) \\( \\| \\) { } [ ] ; , . -> == = + - * ? if else for "
    "while switch return struct enum f x E T S lock when != any strict expression identifier type "
    "statement position depends on disable exists virtual fresh list name int # ## \" ' \\ /* //",
)
PLACE = re.compile(r"r\.cocci:\d+:\d+: \S")

_quick = settings(max_examples=150, deadline=10_000, suppress_health_check=[HealthCheck.too_slow])


def read_and_run(text: str) -> None:
    try:
        program = compile_file(read_rules("r.cocci", text))
    except RuleError as err:
        assert PLACE.match(str(err)), err
        return
    try:
        run(program, "x.c", CODE, relayout)
    except RuleError as err:
        assert PLACE.match(str(err)), err


@_quick
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    read_and_run(text)


@_quick
@given(st.lists(st.sampled_from([*WORDS, "\n", "\n", "\n-", "\n+"]), max_size=60))
def test_any_words(words: list[str]) -> None:
    read_and_run("@@\nexpression x, E; type T; statement S; identifier f;\n@@\n" + " ".join(words))


@_quick
@given(st.sampled_from(RULES), st.data())
def test_a_rule_with_a_piece_cut_out(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 30)))
    word = data.draw(st.sampled_from(["", *WORDS]))
    read_and_run(text[:start] + word + text[end:])


@_quick
@given(st.sampled_from(sorted(FOLDER.glob("*.c"))), st.sampled_from(RULES))
def test_any_rule_on_any_code_leaves_code(path: Path, text: str) -> None:
    before = path.read_bytes()
    try:
        program = compile_file(read_rules("r.cocci", text))
    except RuleError:
        return
    after = run(program, "x.c", before, relayout).data
    assert check_reparse("x.c", before, after) == []
