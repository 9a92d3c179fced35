# SPDX-License-Identifier: GPL-2.0-only
"""A rule that would leave what is no C is an error, and such an edit is not made but told of."""

from __future__ import annotations

import pytest

from folioize.rules import RuleError, compile_file, read_rules
from tests.rules.conftest import Apply

_HEAD = "@@\nexpression e;\n@@\n"


@pytest.mark.parametrize(
    ("body", "place", "says"),
    [
        ("- foo(e);\n+ bar(e\n", "5:6", "'(' is not closed"),
        ("- foo(e);\n+ if (e) {\n+ bar(e);\n", "5:10", "'{' is not closed"),
        ("- foo(\n+ bar(\n  e\n- )\n", "5:6", "'(' is not closed"),
        ("(\n- foo(e)\n+ bar(e\n|\n- baz(e)\n+ bar(e)\n)\n", "6:6", "'(' is not closed"),
        ("- foo(e);\n+ bar(e));\n", "5:9", "')' closes nothing"),
        ("- foo(e);\n+ } else {\n", "5:3", "'}' closes nothing"),
        ("- foo(e)\n+ bar(e,,)\n", "5:9", "a term is missing between ',' and ','"),
        ("- foo(e)\n+ bar(,e)\n", "5:7", "a term is missing between '(' and ','"),
        ("- foo(e)\n+ bar(e,)\n", "5:9", "a term is missing between ',' and ')'"),
        ("- foo(e)\n+ bar(e +)\n", "5:10", "a term is missing between '+' and ')'"),
        ("- foo(e)\n+ bar(== e)\n", "5:7", "a term is missing between '(' and '=='"),
        (" x =\n- e\n ;\n", "4:4", "a term is missing between '=' and ';'"),
        ("- foo(e);\n+ bar(e)\n", "5:8", "what is added has no semicolon"),
        ("- foo(e)\n+ bar(e);\n", "5:9", "what is added is a statement"),
        ("- foo(e);\n+ bar(e);\n+ x y z;\n", "6:5", "'y' is not understood here"),
        ("- foo(e)\n+ bar(e) 3\n", "5:3", "after the change: this is no C"),
    ],
)
def test_a_rule_that_adds_no_c_is_an_error(body: str, place: str, says: str) -> None:
    with pytest.raises(RuleError) as caught:
        compile_file(read_rules("r.cocci", _HEAD + body))
    told = str(caught.value)
    assert told.startswith(f"r.cocci:{place}: "), told
    assert says in told


def test_a_struct_keeps_its_brace() -> None:
    text = "@@\nidentifier s;\n@@\nstruct s {\n...\n+ int x;\n- };\n"
    with pytest.raises(RuleError, match=r"r\.cocci:6:3: .*'\{' is not closed"):
        compile_file(read_rules("r.cocci", text))


@pytest.mark.parametrize(
    "body",
    [
        "- foo(e);\n+ if (e)\n+ bar(e);\n",
        "- foo(e);\n+ DO(e) /* done */;\n",
        "- foo(e)\n+ bar(struct s, (e), (struct t *)&e->x, -1)\n",
        "+ #ifdef CONFIG_A\n- foo(e);\n+ #endif\n",
        "- foo(e);\n",
        "  x = foo(e)\n+ + 1\n ;\n",
        "- foo(e);\n+ list_for_each_entry(e, &head, list) {\n+ bar(e);\n+ }\n",
        "- foo(e);\n+ struct s s = { .x = e, };\n",
    ],
)
def test_a_rule_that_adds_c_is_none(body: str) -> None:
    compile_file(read_rules("r.cocci", _HEAD + body))


_CODE = "int f(int e)\n{\n\tfoo(e);\n\tif (e) {\n\t\tfoo(2);\n\t}\n\treturn 1;\n}\n"


def test_an_edit_after_which_nothing_parses_is_not_made(apply: Apply) -> None:
    code = _CODE.replace("if (e) {", "do {\n\t\tfoo(1);").replace("\t}\n", "\t} while (e);\n")
    outcome = apply("@@\n@@\n- { ... }\n", code)
    assert outcome.data.decode() == code
    assert [gap.line for gap in outcome.gaps] == [4]
    assert "would not parse any more" in outcome.gaps[0].text


def test_what_breaks_only_beside_others_is_left_out_alone(apply: Apply) -> None:
    code = "struct s { int a; };\nint old;\nint f(void)\n{\n\treturn old;\n}\n"
    outcome = apply("@@\nidentifier s;\n@@\n  struct s { ... }\n- ;\n", code)
    assert outcome.data.decode() == code
    assert [gap.line for gap in outcome.gaps] == [1]


def test_a_macro_keeps_a_body_that_parses(apply: Apply) -> None:
    code = "#define ONE(x) do { foo(x); } while (0)\n\nint f(int e)\n{\n\tfoo(e);\n\treturn 0;\n}\n"
    outcome = apply("@@\nexpression e;\n@@\n- foo(e);\n+ bar(e);\n", code)
    assert b"do { bar(x); } while (0)" in outcome.data
    assert not outcome.gaps


def test_an_attribute_behind_a_struct_is_not_left_in_front_of_another(apply: Apply) -> None:
    """There it means nothing: the packing of what comes would be lost without a word."""
    code = "struct s {\n\tint a;\n} __packed;\n\nstruct t {\n\tint a;\n};\n"
    rule = "@@\n@@\n- struct s { int a; }%s;\n+ struct s { long a; }%s;\n"
    outcome = apply(rule % ("", ""), code)
    assert outcome.data.decode() == code
    assert [gap.line for gap in outcome.gaps] == [1] and "__packed" in outcome.gaps[0].text
    outcome = apply(rule % (" __packed", " __packed"), code)
    assert b"struct s { long a; } __packed;\n" in outcome.data and not outcome.gaps
    outcome = apply(rule.replace("struct s", "struct t") % ("", ""), code)
    assert b"struct t { long a; };\n" in outcome.data and not outcome.gaps
