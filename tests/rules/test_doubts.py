# SPDX-License-Identifier: GPL-2.0-only
"""Names in a rule that look like forgotten metavariables are told of, as spatch tells of them."""

from __future__ import annotations

import re

import pytest

from folioize.rules import compile_file, read_rules


def doubted(text: str) -> list[tuple[int, str]]:
    """The lines and names that are told of."""
    told = compile_file(read_rules("r.cocci", text)).doubts
    found = [re.fullmatch(r"r\.cocci:(\d+):\d+: should (\w+) be .*", one) for one in told]
    return [(int(one[1]), one[2]) for one in found if one is not None]


def test_names_that_nothing_declares() -> None:
    args = "e, x, flags, E, K, NN, ab1, dev->name, NULL, EINVAL, __GFP_X, true, x"
    names = ("x", "flags", "E", "K", "NN", "ab1", "dev")
    assert doubted(f"@@\nexpression e;\n@@\n- foo({args})\n+ bar(e, y)\n") == [
        (4, name) for name in names
    ]


@pytest.mark.parametrize(
    "text",
    [
        "@@\nsymbol x;\n@@\n- foo(x)\n",
        "@@\nsymbol x;\n@@\n- foo()\n@@\n@@\n- bar(x)\n",
        "@@\n@@\n- foo\n+ bar\n",
        "@@\nexpression e;\n@@\n- \\(foo\\|bar\\)(e)\n",
        "@@\n@@\n struct s {\n- int a;\n ...\n };\n",
        "@@\n@@\n enum s {\n ...,\n- a,\n ...\n };\n",
        "@@\niterator name for_each;\nexpression a;\n@@\n- for_each(a) { ... }\n",
        "@@\nidentifier s;\n@@\n- struct ops s = { .a = 1, };\n",
    ],
)
def test_names_that_can_be_no_other(text: str) -> None:
    assert doubted(text) == []


def test_variables_and_labels() -> None:
    text = "@@\n@@\n f(int par)\n{\n- int i = n;\n- goto out;\n- p->a.b = c[0];\n ...\n}\n"
    names = [(3, "par"), (5, "i"), (5, "n"), (6, "out"), (7, "p"), (7, "c")]
    assert doubted(text) == names


def test_rules_that_do_not_run_are_passed_over() -> None:
    text = "virtual a, b;\n@depends on a@\n@@\n- f(x)\n\n@depends on b@\n@@\n- f(y)\n"
    program = compile_file(read_rules("r.cocci", text), frozenset(("b",)))
    assert [one.split(" be ")[0] for one in program.doubts] == ["r.cocci:8:5: should y"]


def test_rules_that_only_look() -> None:
    program = compile_file(read_rules("r.cocci", "@@\n@@\n f()\n"))
    assert program.doubts[0].startswith("r.cocci:1:1: no rule that can apply here changes or finds")
