# SPDX-License-Identifier: GPL-2.0-only
"""Types that are replaced where declarations stand in columns: the names keep theirs."""

from __future__ import annotations

import pytest

from folioize.model import Edit
from folioize.rules.columns import columned
from tests.rules.conftest import Apply

TYPE = "@@\n@@\n- struct page\n+ struct folio_batch\n"
MEMBER = "@@\nidentifier s;\n@@\n struct s {\n ...\n- atomic_t n;\n+ {} n;\n ...\n };\n"
OTHER = MEMBER.replace("identifier s", "identifier s, x").replace(" n;", " x;")


@pytest.mark.parametrize("rule", [MEMBER, OTHER])
@pytest.mark.parametrize(
    ("new", "kept"),
    [
        ("refcount_t", "\trefcount_t\t\tn;\t/* how many */\n"),
        ("int", "\tint\t\t\tn;\t/* how many */\n"),
        ("unsigned long long", "\tunsigned long long\tn;\t/* how many */\n"),
        ("struct somewhat_longer", "\tstruct somewhat_longer\tn;\t/* how many */\n"),
        ("struct very_much_longer_yet", "\tstruct very_much_longer_yet n;\t/* how many */\n"),
    ],
)
def test_a_declaration_replaced(rule: str, new: str, kept: str, apply: Apply) -> None:
    code = "struct s {\n\tint\t\t\tm;\n\tatomic_t\t\tn;\t/* how many */\n};\n"
    made = apply(rule.replace("{}", new), code).data.decode()
    assert made == code.replace("\tatomic_t\t\tn;\t/* how many */\n", kept)


@pytest.mark.parametrize(
    ("line", "made"),
    [
        ("\tstruct page\t\t*p;\n", "\tstruct folio_batch\t*p;\n"),
        ("\tstruct page\t\t  *p[4];\n", "\tstruct folio_batch\t  *p[4];\n"),
        ("\tconst struct page\t\t*p = q;\n", "\tconst struct folio_batch\t*p = q;\n"),
        ("\tstruct page\t*p;\n", "\tstruct folio_batch\t*p;\n"),  # no column to keep
        ("\tstruct page *p;\t/* a page */\n", "\tstruct folio_batch *p;\t/* a page */\n"),
        ("\treturn\t(struct page *)x;\n", "\treturn\t(struct folio_batch *)x;\n"),
    ],
)
def test_a_type_replaced(line: str, made: str, apply: Apply) -> None:
    code = f"void f(void)\n{{\n{line}}}\n"
    assert apply(TYPE, code).data.decode() == code.replace(line, made)


def test_two_edits_of_one_line_are_left_to_their_makers(apply: Apply) -> None:
    rule = "@@\n@@\n- struct page\n+ struct folio_batch\n\n@@\n@@\n- old\n+ older_still\n"
    code = "void f(void)\n{\n\tstruct page\t\t*p = old(old);\n\tstruct page\t\t*q;\n}\n"
    made = apply(rule, code).data.decode()
    assert "older_still(older_still)" in made
    assert "\tstruct folio_batch\t*q;\n" in made


def test_edits_that_share_lines_are_found_in_any_order() -> None:
    data = b"a\t\tb;\nstruct page\t\tx;\nc\td;\ne\tf;\n"
    second = data.index(b"struct")
    edits = [
        Edit(second + 5, second + 6, b" "),
        Edit(0, 1, b"longer_one"),
        Edit(second, second + 5, b"union"),
    ]
    assert columned(data, edits) == [edits[0], Edit(0, 3, b"longer_one\t"), edits[2]]
