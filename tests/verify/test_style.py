# SPDX-License-Identifier: GPL-2.0-only
"""A patch and checkpatch's messages go in; new and inherited ones must be told apart."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from folioize.verify.records import StyleMessage, StyleVerdict
from folioize.verify.run import Runner
from folioize.verify.style import check, places, sort_out, turn

PATCH = """\
Subject: [PATCH] x

---
 a.c | 4 ++--

diff --git a/a.c b/a.c
index 1..2 100644
--- a/a.c
+++ b/a.c
@@ -1,6 +1,7 @@ int f()
 one
-two
+TWO
+more
 three
 four
-five
+FIVE
 six
@@ -20,2 +21,2 @@
-x
+y
 z
--
2.39.5
"""


def number(lines: list[str], text: str) -> int:
    return lines.index(text) + 1


def test_turned_patch_undoes(tmp_path: Path) -> None:
    old = ["one", "two", "three", "four", "five", "six", *map(str, range(7, 20)), "x", "z"]
    new = ["one", "TWO", "more", "three", "four", "FIVE", "six", *map(str, range(7, 20)), "y", "z"]
    turned = "\n".join(turn(PATCH.split("\n")))
    (tmp_path / "a.c").write_text("\n".join(new) + "\n")
    subprocess.run(["git", "apply"], input=turned.encode(), cwd=tmp_path, check=True)
    assert (tmp_path / "a.c").read_text() == "\n".join(old) + "\n"
    assert turn(turned.split("\n")) == PATCH.split("\n")


def test_turned_new_file() -> None:
    head = ["diff --git a/n b/n", "new file mode 100644", "--- /dev/null", "+++ b/n"]
    turned = turn([*head, "@@ -0,0 +1 @@", "+x"])
    assert turned[1:] == [
        "deleted file mode 100644",
        "--- a/n",
        "+++ /dev/null",
        "@@ -1 +0,0 @@",
        "-x",
    ]


def test_places() -> None:
    lines = PATCH.split("\n")
    found = places(lines)
    blocks = [
        (found[number(lines, text)].hunk, found[number(lines, text)].block)
        for text in ("+TWO", "+more", "+FIVE", "+y", " three")
    ]
    assert blocks == [(0, 0), (0, 0), (0, 1), (1, 0), (0, -1)]
    assert number(lines, "2.39.5") not in found


def test_one_old_message_answers_for_one_new() -> None:
    lines = PATCH.split("\n")
    reverse = turn(lines)

    def said(where: list[str], text: str, kind: str = "LONG_LINE") -> StyleMessage:
        return StyleMessage(number(where, text), "WARNING", kind, "t")

    verdict = sort_out(
        [said(lines, "+TWO"), said(lines, "+more"), said(lines, "+y"), said(lines, "+y", "OTHER")],
        places(lines),
        [said(reverse, "+two"), said(reverse, "+x")],
        places(reverse),
    )
    assert [one.line for one in verdict.inherited] == [number(lines, "+TWO"), number(lines, "+y")]
    assert [(one.line, one.type) for one in verdict.new] == [
        (number(lines, "+more"), "LONG_LINE"),
        (number(lines, "+y"), "OTHER"),
    ]
    assert {one.file for one in verdict.new} == {"a.c"}


@pytest.mark.parametrize(
    ("script", "verdict"),
    [
        ("exit 0;", StyleVerdict()),
        ('die "odd perl\\n";', StyleVerdict(failed="checkpatch.pl ends with 255: odd perl")),
        ("exit 1;", StyleVerdict(failed="checkpatch.pl ends with 1: no message")),
        (
            'print "x:9: ERROR:CODE: odd\\n"; exit 1;',
            StyleVerdict(new=(StyleMessage(9, "ERROR", "CODE", "odd"),)),
        ),
    ],
)
def test_a_checkpatch_that_fails_is_told(
    tmp_path: Path, script: str, verdict: StyleVerdict
) -> None:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts/checkpatch.pl").write_text(script)
    patch = tmp_path / "0001-x.patch"
    patch.write_text(PATCH)
    (tmp_path / "scratch").mkdir()
    assert check(tmp_path, patch, tmp_path / "scratch", Runner()) == verdict
