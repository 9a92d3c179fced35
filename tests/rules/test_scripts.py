# SPDX-License-Identifier: GPL-2.0-only
"""Blocks of Python run only where that is allowed, and say, set and drop what they should."""

from __future__ import annotations

from pathlib import Path

import pytest

from folioize.rules import Job, Outcome, RuleError, apply_rules, compile_file, read_rules, run

CODE = b"int f(void)\n{\n\tput_page(a);\n\tput_page(b);\n}\n"
FIND = "@r@\nposition p;\nexpression e;\n@@\n put_page@p(e)\n"


def apply(rule: str, *defined: str) -> Outcome:
    program = compile_file(read_rules("r.cocci", rule), frozenset(defined), scripts=True)
    return run(program, "x.c", CODE)


def test_a_report_names_file_line_and_columns() -> None:
    script = '@script:python@\np << r.p;\n@@\ncoccilib.report.print_report(p[0], "here")\n'
    assert apply(FIND + script).said == ("x.c:3:1-9: here", "x.c:4:1-9: here")


def test_a_script_names_what_a_later_rule_writes() -> None:
    script = '@script:python s@\ne << r.e;\nn;\n@@\ncoccinelle.n = e + "_folio"\n'
    change = "@@\nidentifier s.n;\nexpression r.e;\n@@\n- put_page(e)\n+ folio_put(n)\n"
    data = apply(FIND + script + change).data
    assert b"folio_put(a_folio);\n\tfolio_put(b_folio);" in data


def test_a_match_that_is_not_kept_goes_no_further() -> None:
    script = '@script:python@\ne << r.e;\n@@\ncocci.include_match(e == "b")\n'
    change = "@@\nexpression r.e;\n@@\n- put_page(e);\n"
    data = apply(FIND + script + change).data
    assert b"put_page(a)" in data
    assert b"put_page(b)" not in data


def test_a_constraint_asks_a_function_of_the_first_block() -> None:
    first = "@initialize:python@\n@@\ndef far(p):\n    return p[0].line == '4'\n"
    rule = "@@\nposition p : script:python() { far(p) };\nexpression e;\n@@\n- put_page@p(e);\n"
    data = apply(first + rule).data
    assert b"put_page(a)" in data
    assert b"put_page(b)" not in data


def test_a_constraint_needs_no_block() -> None:
    rule = "@@\nexpression e : script:python() { e == 'a' };\n@@\n- put_page(e);\n"
    assert b"put_page(a)" not in apply(rule).data


def test_a_script_may_end_the_run() -> None:
    ends = '@script:python@\ne << r.e;\n@@\nif e == "b": cocci.exit()\n'
    change = "@@\nexpression r.e;\n@@\n- put_page(e);\n+ put(e);\n"
    assert b"\tput(" in apply(FIND + change + ends).data
    outcome = apply(FIND + ends + change)
    assert b"\tput(" not in outcome.data
    assert not outcome.gaps


def test_a_value_that_is_missing_has_its_text_or_keeps_the_script_from_running() -> None:
    other = "@q@\nexpression d;\n@@\n no_such_call(d)\n"
    without = '@script:python@\ne << r.e;\nd << q.d = "none";\n@@\nprint(e, d)\n'
    assert apply(FIND + other + without).said == ("a none", "b none")
    asked = "@script:python@\ne << r.e;\nd << q.d;\n@@\nprint(e, d)\n"
    assert apply(FIND + other + asked).said == ()


def test_a_script_that_fails_is_told_of_with_its_line() -> None:
    script = "@script:python@\ne << r.e;\n@@\nprint(e.no_such_thing)\n"
    (gap,) = apply(FIND + script).gaps
    assert "script on line 6 of the rules failed" in gap.text


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("@script:python@\n@@\nprint(\n", "3:1", "no Python"),
        ("@finalize:python@\n@@\nprint(1)\n", "1:1", "finalize blocks are not supported"),
        ("@script:python@\nx << r.y;\n@@\nprint(1)\n", "2:8", "no rule before this one"),
        ("@script:ocaml@\n@@\n()\n", "1:1", "OCaml are not supported"),
    ],
)
def test_what_cannot_run_is_refused(text: str, place: str, says: str) -> None:
    with pytest.raises(RuleError) as caught:
        compile_file(read_rules("r.cocci", text), scripts=True)
    assert str(caught.value).startswith(f"r.cocci:{place}: ")
    assert says in str(caught.value)


@pytest.mark.parametrize("body", ["import sys\nsys.exit(5)\n", "raise GeneratorExit\n"])
def test_a_script_that_ends_is_a_script_that_failed(body: str) -> None:
    (gap,) = apply(FIND + "@script:python@\ne << r.e;\n@@\n" + body).gaps
    assert "script on line 6 of the rules failed" in gap.text


@pytest.mark.parametrize(
    "rule",
    [
        FIND + "@script:python@\ne << r.e;\n@@\nwhile True:\n  pass\n",
        FIND
        + "@script:python@\ne << r.e;\n@@\nwhile True:\n  try:\n    int()\n  except:\n    pass\n",
        "@@\nexpression e : script:python() { [0 for _ in iter(int, 1)] };\n@@\n- put_page(e);\n",
    ],
)
def test_a_script_without_end_is_out_of_time(
    rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "a.c").write_bytes(CODE)
    program = compile_file(read_rules("r.cocci", rule), scripts=True)
    applied = apply_rules(Job(program, b"", tmp_path, None, 1), ["a.c"])
    assert applied.files["a.c"].gaps == ((0, "the rules of r.cocci took more than 1 seconds"),)


def test_a_term_that_a_script_makes_is_put_in_parentheses() -> None:
    script = '@script:python s@\ne << r.e;\nn;\n@@\ncoccinelle.n = "1 + %s" % e\n'
    change = "@@\nexpression s.n;\nexpression r.e;\n@@\n- put_page(e)\n+ put(-n)\n"
    assert b"put(-(1 + a));\n\tput(-(1 + b));" in apply(FIND + script + change).data
