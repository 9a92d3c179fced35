# SPDX-License-Identifier: GPL-2.0-only
"""What the language read here lacks is told with file, line and column, and never passed over."""

from __future__ import annotations

import pytest

from folioize.rules import RuleError, compile_file, compiled, read_rules, rule_text
from folioize.rules.records import Rule
from tests.rules.conftest import Apply


def error(text: str, *defined: str) -> str:
    with pytest.raises(RuleError) as caught:
        compile_file(read_rules("r.cocci", text), frozenset(defined))
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("@@\nexporession e;\n@@\n- f(e)\n+ g(e)\n", "2:1", "no kind of metavariable"),
        ("@@\nunknown_type *e;\n@@\n- f(e)\n", "2:1", "no known type"),
        ("@@\nstatment S;\n@@\n- S\n", "2:1", "no known type"),
        ("@@\nexpression e\n@@\n- f(e)\n", "3:1", "; is expected"),
        ("@@\nexpression e, e;\n@@\n- f(e)\n", "2:15", "declared twice"),
        ('@@\nidentifier f =~ "(";\n@@\n- f(1)\n', "2:17", "no regular expression"),
        ("@@\ncomments c;\n@@\n- f(1)\n", "2:1", "kind comments are not supported"),
        ('@@\n@@\n- f("%@d@")\n', "3:5", "d in a string is no format"),
        ("@r depends on q@\n@@\n- f(1)\n", "1:15", "no rule and no virtual rule is called q"),
        (f"virtual v\n@r depends on {'!' * 20000}v@\n@@\n- f(1)\n", "2:66", "nested too deeply"),
        (f"@r depends on {'(' * 20000}v@\n@@\n- f(1)\n", "1:66", "nested too deeply"),
        ("@@\n@@\n...\n", "3:1", "dots alone match nothing"),
        ("@@\n@@\n<...\n...>\n", "3:1", "dots alone match nothing"),
        ("@@\n@@\n- ... + bar(1)\n+ 1\n", "3:7", "... is no operand of '+'"),
        ("@@\nexpression e;\n@@\n- bar(e ... e)\n", "4:9", "'...' is not understood here"),
        ("@@\nexpression e;\n@@\n- bar(... e)\n", "4:7", "dots stand for no type"),
        ("@@\nexpression e;\n@@\n- foo...(e)\n", "4:6", "dots stand for no name"),
        ("@@\n@@\n- struct ... x;\n", "3:10", "dots stand for no name"),
        ("@@\nexpression e;\n@@\n- e + ...\n", "4:7", "dots as an operand cannot go"),
        ("@@\nexpression e;\n@@\n- f(e)\n+ g(e, ...)\n", "5:8", "... cannot be added"),
        ("@@\n@@\n(\n|\n)\n", "3:1", "this disjunction is empty"),
        ("@@\n@@\n* f();\n- g();\n", "3:3", "a line with * cannot stand beside"),
        ("@@\nposition p;\n@@\n- f(p)\n", "4:5", "the position p stands after @ only"),
        ("@@\nfresh identifier z = y ## 1;\n@@\n- f()\n+ z()\n", "2:18", "y, which z is made of"),
        ("--- a/x.c\n+++ b/x.c\n@@\n@@\n- f()\n", "1:1", "before the first rule"),
        ("@@\n@@\n--- f()\n+++ g()\n", "1:1", "this rule has no body"),
        ('@@\nidentifier f =~ "[[a]";\n@@\n- f(1)\n', "2:17", "no regular expression"),
        ('@r extends "x"@\n@@\n- f(1)\n', "1:12", "a rule's name is expected"),
        ("@r extends q@\n@@\n- f(1)\n", "1:12", "no rule before this one is called q"),
        ('@r using "x.iso"@\n@@\n- f(1)\n', "1:4", "x.iso cannot be read"),
        ("@disable no_such_iso@\n@@\n- f(1)\n", "1:1", "no isomorphism is called no_such_iso"),
        ("@@\nidentifier r.f;\n@@\n- f(1)\n", "2:12", "no rule before this one is called r"),
        ("@r@\n@@\n f(1)\n@@\nidentifier r.x;\n@@\n- x\n", "5:12", "has no metavariable x"),
        ("@@\n@@\n(\n- f(1)\n|\n", "3:1", "not closed"),
        ("@@\n@@\n<... f(1)\n", "3:1", "not closed by ...>"),
        ("@@\n@@\n- f(1]\n", "3:6", "no C that is understood"),
        ("@@\n@@\n- f(1))\n", "3:7", "closes nothing"),
        ("@@\nidentifier f;\n@@\n- static DEFINE_MUTEX(f);\n", "4:3", "'static' is not understood"),
        ("@@\n@@\n- #line 1\n+ #line 2\n", "3:3", "rules on #line are not supported"),
        ("@@\n@@\n- #undef A\n  f(1);\n", "4:3", "a rule with a #undef line may have no other"),
        ("@@\n@@\n- #define A x = 1; y = 2;\n", "3:13", "may be dots or one expression only"),
        ("@@\n@@\n- #define A 1\n  f(1);\n", "4:3", "may have no other line but + lines"),
        ("@@\n@@\n- #define A(1) 1\n", "3:13", "no parameter of a macro"),
        ("@@\n@@\n- #define\n", "3:3", "the name of a macro is expected"),
        ("@@\nexpression e;\n@@\n f(1)\n ... when = e\n g(1)\n", "5:11", "not supported"),
        ("@@\nexpression e, d;\n@@\n- f(e)\n+ g(d)\n", "5:5", "added but never matched"),
        ("@@\n@@\n...\n+ f();\n...\n", "4:3", "nothing beside this + line"),
        ("@script:ocaml@\nx << r.x;\n@@\n", "1:1", "OCaml are not supported"),
        ("@script:python@\n@@\nprint(1)\n", "1:1", "with --allow-scripts only"),
        (
            "@@\nposition p : script:python() { True };\n@@\n f@p(1)\n",
            "2:10",
            "with --allow-scripts only",
        ),
        ("@@\nstatement list S;\n@@\n- S\n", "4:3", "may stand alone between braces only"),
        ("@@\n@@\n! f(1);\n", "3:1", "unique lines"),
        (
            "@@\n@@\n struct s x = {\n- ...,\n .a = 1,\n ...\n };\n",
            "4:3",
            "dots that go beside dots",
        ),
        ("@@\nidentifier i;\n@@\n f(1)@i\n", "4:5", "no term of the kind identifier ends"),
        ("@@\n@@\n f(1)@e\n", "3:7", "e, which stands after @, is no metavariable"),
        ("no rule here\n", "1:1", "outside of a rule"),
        ("", "1:1", "no rule in this file"),
    ],
)
def test_refusal_names_the_place(text: str, place: str, says: str) -> None:
    told = error(text)
    assert told.startswith(f"r.cocci:{place}: "), told
    assert says in told


def test_a_script_that_virtual_rules_exclude_is_none_of_our_business() -> None:
    text = (
        "virtual patch, report\n"
        "@depends on patch@\n@@\n- f(1)\n"
        "@script:python depends on report@\n@@\nprint(1)\n"
    )
    program = compile_file(read_rules("r.cocci", text), frozenset(("patch",)))
    assert len(program.rules) == 1
    assert "would run" in error(text, "patch", "report")


def test_a_rule_that_is_nested_too_deeply_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def deep(_rule: Rule) -> None:
        raise RecursionError

    monkeypatch.setattr(compiled, "compile_rule", deep)
    told = error("@@\n@@\n- f(((1)))\n")
    assert told == "r.cocci:1:1: rule starting on line 1 is nested too deeply"


def test_a_rule_without_a_name_is_called_a_rule_once() -> None:
    assert "3:6: rule starting on line 1: this is no C" in error("@@\n@@\n- f(1]\n")
    assert "3:6: rule r: this is no C" in error("@r@\n@@\n- f(1]\n")


def test_a_virtual_rule_must_be_known() -> None:
    assert "no virtual rule q" in error("virtual p\n@@\n@@\n- f(1)\n", "q")


def test_nothing_to_run_names_the_virtual_rules() -> None:
    told = error("virtual context, patch\n@depends on patch@\n@@\n- f(1)\n")
    assert "-D (context, patch)" in told


def test_a_condition_may_be_as_long_as_it_likes() -> None:
    names = [f"v{at}" for at in range(5000)]
    text = f"virtual {', '.join(names)}\n@r depends on {' && '.join(names)}@\n@@\n- f(1)\n"
    assert compile_file(read_rules("r.cocci", text), frozenset(names)).rules


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff@@\nexpression e;\n@@\n- f(e)\n",
        "@@\rexpression e;\r@@\r- f(e)\r",
        "@@\nexpression e;\n@@\n--- a/x.c\n+++ b/x.c\n- f(e)\n",
        '@@\nidentifier f =~ "^[[:alpha:]_]$";\nexpression e;\n@@\n- f(e)\n',
    ],
)
def test_what_editors_and_others_leave_is_read(text: str, apply: Apply) -> None:
    read = rule_text("r.cocci", text.encode())
    assert apply(read, "void g(void)\n{\n\tf(1);\n\tf2(2);\n}\n").data.count(b"f(1)") == 0


def test_dots_may_be_added_as_parameters(apply: Apply) -> None:
    rule = "@@\n@@\n- int f(int a);\n+ int f(int a, ...);\n"
    assert apply(rule, "int f(int a);\n").data == b"int f(int a, ...);\n"
