# SPDX-License-Identifier: GPL-2.0-only
"""Two texts of a file become the places that differ; layout and comments are none."""

from __future__ import annotations

import pytest

from bench.hunks import Hunk, hunks

OLD = b"""int f(int x)
{
\tget(x);	/* first */
\tif (x)
\t\tput(x);
\treturn 0;
}
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"\tget(x);	/* first */", b"\tget( x );"),
        (b"\tif (x)\n\t\tput(x);", b"\tif (x) put(x);"),
        (b"return 0;", b"return\n\t\t0; // none"),
    ],
)
def test_layout_is_no_change(old: bytes, new: bytes) -> None:
    assert hunks(OLD, OLD.replace(old, new)) == set()


def test_a_change_has_its_lines_and_both_texts() -> None:
    new = OLD.replace(b"get(x)", b"get_folio(x)").replace(b"return 0", b"return -1")
    assert hunks(OLD, new) == {
        Hunk(3, 3, b"get(x);", b"get_folio(x);"),
        Hunk(6, 6, b"return0;", b"return-1;"),
    }


def test_what_is_added_or_taken_away_is_a_hunk() -> None:
    added = OLD.replace(b"\treturn 0;", b"\trest();\n\treturn 0;")
    assert {(hunk.old, hunk.new) for hunk in hunks(OLD, added)} == {(b"", b"rest();")}
    gone = OLD.replace(b"\tget(x);	/* first */\n", b"")
    assert {(hunk.line, hunk.old, hunk.new) for hunk in hunks(OLD, gone)} == {(3, b"get(x);", b"")}


def test_directives_end_with_their_lines() -> None:
    old = b"#define A 1\n#define B 2\n"
    assert hunks(old, old.replace(b"2", b"3")) == {Hunk(2, 2, b"#defineB2", b"#defineB3")}
