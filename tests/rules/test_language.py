# SPDX-License-Identifier: GPL-2.0-only
"""Each language/NAME.cocci makes NAME.c into NAME.after.c, and spatch agrees on its tokens."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from folioize.cst import check_reparse
from folioize.plan.layout import relayout
from folioize.rules import compile_file, git_diff, read_rules, run
from tests.rules.conftest import Apply

FOLDER = Path(__file__).parent / "language"
NAMES = sorted(path.stem for path in FOLDER.glob("*.cocci"))

OTHERWISE = {
    "added_behind_choice": "spatch finds no token that the + line could go with",
    "address_in_choice": "spatch 1.1.1 takes any & that begins a line for a conjunction",
    "attribute_gone": "spatch 1.1.1 does not read an attribute between type and name",
    "choice_of_names": "spatch finds no token that the + line could go with",
    "bracket_attribute": "spatch 1.1.1 does not read attributes in brackets",
    "head_without_braces_goes": "spatch puts braces around what an if is left with",
    "label_left": "a label must stand before a statement, or the code would not compile",
    "nested_f": "spatch gives up where a match lies inside another; both are made here",
    "p2a": "(*p).f is p->f in a - line too, which spatch's isomorphism leaves out",
    "parentheses_around": "spatch does not look at what stands around the term it replaces",
    "prototype_without_names": "spatch leaves out the names that the definition has",
    "proto": "spatch has no value for a type whose only place is a prototype",
    "ret_type": "spatch does not read 'bool' as a type without a typedef line",
    "type_in_prototype_without_names": "spatch leaves out the name that the definition has",
    "strconst": "spatch does not read a string beside a metavariable in a + line",
}
"""Cases in which we want another result than spatch's, and why."""

_TOKEN = re.compile(rb'\w+|"(?:\\.|[^"\\])*"|[^\w\s]')
_COMMENT = re.compile(rb"/\*.*?\*/|//[^\n]*", re.DOTALL)


def defined(text: str) -> tuple[str, ...]:
    """The virtual rules in force: patch, where a case has it."""
    return ("patch",) if "virtual patch" in text else ()


def tokens(code: bytes) -> list[bytes]:
    return _TOKEN.findall(_COMMENT.sub(b" ", code))


@pytest.mark.parametrize("name", NAMES)
def test_case(name: str) -> None:
    text = (FOLDER / f"{name}.cocci").read_text(encoding="utf-8")
    before = (FOLDER / f"{name}.c").read_bytes()
    program = compile_file(read_rules(f"{name}.cocci", text), frozenset(defined(text)))
    outcome = run(program, f"{name}.c", before, relayout)
    after = (FOLDER / f"{name}.after.c").read_bytes()
    assert git_diff([(name, after, outcome.data)]).decode() == ""
    assert not outcome.gaps
    assert check_reparse(name, before, outcome.data) == []


@pytest.mark.kernel  # slow, and needs spatch beside us, as the kernel tests do
@pytest.mark.parametrize("name", NAMES)
def test_spatch_agrees(name: str, tmp_path: Path) -> None:
    if shutil.which("spatch") is None:
        pytest.skip("spatch is not installed")
    rule = FOLDER / f"{name}.cocci"
    made = tmp_path / "x.c"
    shutil.copy(FOLDER / f"{name}.c", made)
    virtual = [part for one in defined(rule.read_text()) for part in ("-D", one)]
    command = ["spatch", "--very-quiet", "--in-place", "--sp-file", str(rule), *virtual, str(made)]
    subprocess.run(command, check=False, capture_output=True, cwd=tmp_path)
    same = tokens(made.read_bytes()) == tokens((FOLDER / f"{name}.after.c").read_bytes())
    assert same != (name in OTHERWISE)


@pytest.mark.parametrize(
    ("term", "taken"),
    [
        *((text, True) for text in ("-EINVAL", "- -1", "(int)-1", "(gfp_t)A", "sizeof(int)")),
        *((text, True) for text in ("sizeof(x)", "-sizeof(x)", "-1.0", "(struct s *)NULL")),
        *((text, False) for text in ("+1", "~1", "-x", "(int)x", "(1)", "A | B", "-(1)")),
    ],
)
def test_what_a_constant_is(apply: Apply, term: str, taken: bool) -> None:
    code = f"int f(void)\n{{\n\tfoo({term});\n}}\n"
    outcome = apply("@@\nconstant C;\n@@\n- foo(C);\n+ bar(C);\n", code)
    assert outcome.data.decode() == (code.replace("foo", "bar") if taken else code)


@pytest.mark.parametrize(
    ("rule", "lines"),
    [
        ("@@\nexpression E;\nstatement S;\n@@\n* if (E) S\n", [3, 4, 5, 6]),
        ("@@\nexpression E;\nstatement S;\n@@\n* if (E)\n S\n", [3]),
        ("@@\nexpression E;\n@@\n use(E)\n ...\n* return ...;\n", [5, 8]),
    ],
)
def test_which_lines_are_told(apply: Apply, rule: str, lines: list[int]) -> None:
    code = "void f(int a)\n{\n\tif (a) {\n\t\tuse(a);\n\t\treturn;\n\t}\n\tuse(a);\n}\n"
    outcome = apply(rule, code)
    assert sorted({line for _, line in outcome.found}) == lines


def test_a_rule_beside_one_that_looks_asks_for_some_path(apply: Apply) -> None:
    code = "void f(int a)\n{\n\tone(a);\n\tif (a)\n\t\ttwo(a);\n\tthree(a);\n}\n"
    first = "@r@\nexpression E;\nposition p;\n@@\n one@p(E);\n ...\n two(E);\n\n"
    head = "@@\nexpression E;\nposition r.p;\n@@\n"
    assert [line for _, line in apply(first + head + "* one@p(E);\n", code).found] == [3]
    assert apply(first + head + "- one@p(E);\n", code).data.decode() == code
