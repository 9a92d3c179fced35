# SPDX-License-Identifier: GPL-2.0-only
"""Functions without a type, which the parser does not know, are matched, changed and added."""

from __future__ import annotations

from folioize.rules import compile_file, read_rules
from folioize.rules.implicit import MARK, typed
from folioize.rules.why import explain
from tests.rules.conftest import Apply

ENTER = "@@\nidentifier f;\n@@\n\nf(...) {\n+ enter();\n  ...\n}\n"
CODE = (
    "one()\n{\n\tfirst();\n}\n\nstatic two(int x)\n{\n\treturn x;\n}\n\n"
    "int three(void)\n{\n\twork();\n}\n"
)


def test_they_are_functions_as_others(apply: Apply) -> None:
    outcome = apply(ENTER, CODE)
    assert outcome.data.decode() == CODE.replace("{\n", "{\n\tenter();\n")
    assert outcome.gaps == ()


def test_one_may_be_added(apply: Apply) -> None:
    rule = "@@\n@@\n\n+ zero() { return 0; }\n+\n  int three(void) { ... }\n"
    assert b"zero() { return 0; }" in apply(rule, CODE).data


def test_why_tells_of_them() -> None:
    program = compile_file(read_rules("r.cocci", ENTER))
    assert explain(program, "x.c", CODE.encode(), 1)[0].text == "it matches"


def test_macros_and_what_has_a_type_stay_as_they_are() -> None:
    for code in ("DEFINE_THIS(x)\n{\n\treturn;\n}\n", "int\none(int x)\n{\n\treturn x;\n}\n"):
        assert typed("x.c", code.encode()) == code.encode()


def test_a_file_that_has_the_mark_itself_keeps_it(apply: Apply) -> None:
    code = MARK.decode() + "one(void)\n{\n}\n\ntwo()\n{\n}\n"
    assert MARK in apply(ENTER, code).data


def test_a_type_on_the_line_above_is_one() -> None:
    for above in ("struct page *", "unsigned long", "static inline bool __init"):
        code = f"{above}\none(int x)\n{{\n}}\n".encode()
        assert typed("x.c", code) == code
    for above in ("#endif", "// an old one", "/* an old one */", "int x;"):
        code = f"{above}\none(int x)\n{{\n}}\n".encode()
        assert typed("x.c", code).count(MARK) == 1, above
