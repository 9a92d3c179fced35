# SPDX-License-Identifier: GPL-2.0-only
"""Lines of hunks go in; the function that each stands in comes out."""

from __future__ import annotations

from folioize.review.diffs import Hunk, Line
from folioize.review.screen.content import FILE_SCOPE, Row, function_at, widened
from folioize.review.screen.wrapping import BECAUSE, fitted


def hunk(text: str, function: str = "static void git_says(void)") -> Hunk:
    old = new = 7
    lines = []
    for line in text.strip("\n").split("\n"):
        mark, rest = line[:1], line[1:]
        lines.append(Line(mark, rest, 0 if mark == "+" else old, 0 if mark == "-" else new))
        old += mark != "+"
        new += mark != "-"
    return Hunk(1, "mm/a.c", function, 7, 7, tuple(lines))


RETYPED = """
 }

-void first(struct page *page,
-           int order)
+void first(struct slab *slab,
+           int order)
 {
 }
 /* of the next one */
"""


def test_a_line_that_goes_stands_in_the_function_whose_head_it_is() -> None:
    one = hunk(RETYPED)
    assert [function_at(one, at) for at in range(len(one.lines))] == [
        "git_says()",
        FILE_SCOPE,
        *["first()"] * 6,
        FILE_SCOPE,
    ]
    assert function_at(one, -1) == "first()"


def test_a_struct_is_named_as_a_function_is() -> None:
    one = hunk(
        " struct cache {\n \tint size;\n-\tstruct page *page;\n+\tstruct slab *slab;\n", "enum x {"
    )
    assert function_at(one, -1) == "struct cache"
    assert function_at(one, 2) == "struct cache"


def test_wider_context_has_the_name_of_what_stands_above_it() -> None:
    old = ["static int above(void)", "{", "\treturn 1;", "}", "", "", "void git_says(void)", "\tx;"]
    one = Hunk(1, "mm/a.c", "void git_says(void)", 8, 8, (Line("-", "\tx;", 8, 0),))
    assert widened(one, old, 1, 1, 9).function == "static int above(void)"
    assert widened(one, old, 0, 1, 9).function == "void git_says(void)"
    assert widened(one, old, 9, 1, 9).function == ""


def test_no_end_of_a_step_of_evidence_is_cut() -> None:
    text = "mm/slab.c:4148: slab_cache belongs to slab_page"
    for width in range(len(text), len(text) + len(BECAUSE)):
        rows = [*fitted([Row("step", text)], width)]
        assert " ".join(row.text for row in rows) == text
        assert len(BECAUSE + rows[0].text) <= width
