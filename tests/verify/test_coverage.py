# SPDX-License-Identifier: GPL-2.0-only
"""Patches with #if arms go in; the lines that no configuration compiles are told."""

from __future__ import annotations

from collections.abc import Callable

from folioize.verify import problems, proof_lines, remarks
from folioize.verify.coverage import ranges, written_lines
from tests.verify.conftest import Series

ARMS = """\
/*
 * A comment is no code.
 */
#ifdef DEBUG
#define GROW(i) \\
	((i) + 1)
#else
#define GROW(i) ((i) + 1)
#endif
#ifdef NEVER
#define SHRINK(i) \\
	((i) - 1)

static int shrink(int i)
{
	return SHRINK(i);	// at last
}
#endif
int b(int i)
"""


def test_a_line_that_no_configuration_compiles(series: Callable[[], Series]) -> None:
    one = series()
    one.patch("mm/b.c", "int b(int i)\n", ARMS, "identical")
    one.patch("mm/b.c", "return i + 1", "return GROW(i)", "identical")
    report = one.verify()
    assert problems(report) == ()
    assert remarks(report) == ("patch 1: compiled in no configuration: mm/b.c:11-12, 14-17",)
    proofs = proof_lines(report)
    assert proofs[1].endswith(" None of them compiles mm/b.c:11-12, 14-17.")
    assert "compiles" not in proofs[2]


def test_a_header_is_looked_at_through_those_that_read_it(series: Callable[[], Series]) -> None:
    one = series()
    text = "#ifdef DEBUG\nint more;\n#endif\n#ifdef NEVER\nint less;\n#endif\nint count_of"
    one.patch("include/page.h", "int count_of", text)
    assert "patch 1: compiled in no configuration: include/page.h:7" in remarks(one.verify())


def test_the_lines_of_a_diff() -> None:
    diff = (
        "diff --git a/mm/a.c b/mm/a.c\n--- a/mm/a.c\n+++ b/mm/a.c\n@@ -3 +3,4 @@ int f\n"
        "-old\n+int a;\n+\n+++ i;\n+#endif\n@@ -9,2 +11 @@\n-x\n-y\n+z;\n"
        "diff --git a/doc.rst b/doc.rst\n--- a/doc.rst\n+++ b/doc.rst\n@@ -1 +1 @@\n-x\n+y\n"
    )
    assert written_lines(diff) == {"mm/a.c": [3, 5, 11]}
    assert ranges([1, 2, 3, 5, 7, 8]) == "1-3, 5, 7-8"
