# SPDX-License-Identifier: GPL-2.0-only
"""What spatch prints becomes a text, the lines it dropped, and a note for the next run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bench import spatch
from bench.spatch import Dropped, Theirs

LOG = b"""init_defs_builtins: standard.h
parse error
 = File "mm/a.c", line 5, column 3, charpos = 40
  around = 'x',
  whole content = \tfor_each(x)
badcount: 4
bad: int f(void)
bad: {
BAD:!!!!! \tfor_each(x)
bad: \t\tg(x);

 = File "include/b.h", line 9, column 1, charpos = 3
BAD:!!!!! strange
bad: more
"""


def test_what_was_dropped_is_told_of_the_file_alone() -> None:
    assert spatch._dropped(LOG, "mm/a.c") == (Dropped(3, 6, 5, "for_each(x)"),)
    assert spatch._dropped(LOG, "mm/c.c") == ()


def test_a_diff_becomes_the_text_and_the_lines_that_went() -> None:
    old = b"a\nb\nc\nd\n"
    patch = b"--- x.c\n+++ /tmp/y\n@@ -1,4 +1,4 @@\n a\n-b\n+B\n c\n-d\n+D\n"
    assert spatch._patched(old, patch) == (b"a\nB\nc\nD\n", (2, 4))


def test_what_is_kept_is_not_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.c").write_bytes(b"int x; /* \xe9 */\n")
    rule = tmp_path / "r.cocci"
    rule.write_text("@@\n@@\n- x\n+ y\n")
    asked = []

    def once(tree: Path, rule: Path, path: str, options: Sequence[str] = ()) -> Theirs:
        asked.append(path)
        return Theirs(b"int y; /* \xe9 */\n", (Dropped(1, 2, 1, "z"),), "", (1,), ("a.c:1: told",))

    monkeypatch.setattr(spatch, "spatch", once)
    first = spatch.kept(tmp_path, tmp_path, rule, "a.c")
    assert spatch.kept(tmp_path, tmp_path, rule, "a.c") == first
    assert asked == ["a.c"]
    spatch.kept(tmp_path, tmp_path, rule, "a.c", ("-D", "patch"))
    assert len(asked) == 2
