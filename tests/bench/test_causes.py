# SPDX-License-Identifier: GPL-2.0-only
"""Differences between folioize and spatch have the cause that evidence tells, and are counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.causes import UNEXPLAINED, Evidence
from bench.cocci import Compared, Difference, compare, report
from bench.hunks import Hunk
from bench.spatch import Dropped, Theirs
from folioize.rules import FileResult, compile_file, git_diff, read_rules, run

RULE = "@@\nexpression e;\n@@\n- old(e)\n+ new(e)\n"

FILE = b"""#define BOTH(x) do { old(x); } while (0)

int unused(void)
{
#if 0
	rest(old(1));
#endif
	return 0;
}

TRACE_EVENT(some,
	TP_PROTO(int x),
	TP_fast_assign(
		__entry->x = old(2);
	),
	TP_printk("%d", 1)
);

int plain(void)
{
	return old(3);
}

int wrapped(void)
{
	if (one &&
		old(4)) {
		two();
	}
}
"""


def evidence(tmp_path: Path, theirs: Theirs, gaps: tuple[tuple[int, str], ...] = ()) -> Evidence:
    rule = tmp_path / "r.cocci"
    rule.write_text(RULE)
    (tmp_path / "a.c").write_bytes(FILE)
    program = compile_file(read_rules("r.cocci", RULE), frozenset())
    made = run(program, "a.c", FILE).data
    ours = FileResult(data=made, gaps=gaps)
    found = Evidence(tmp_path, rule, "a.c", program, FILE, ours, theirs)
    found.__dict__["flowless"] = ()  # no spatch is run
    return found


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        (1, "body of a macro, which spatch does not change"),
        (14, "statements in a macro's argument, which spatch does not look into"),
        (21, UNEXPLAINED),
        (27, UNEXPLAINED),
    ],
)
def test_where_a_hunk_stands_tells_why_spatch_does_not_make_it(
    tmp_path: Path, line: int, cause: str
) -> None:
    found = evidence(tmp_path, Theirs(FILE))
    (hunk,) = [one for one in found.mine if one.line <= line <= one.last]
    assert found.ours_only(hunk) == cause


def test_code_under_if_0_is_dead(tmp_path: Path) -> None:
    found = evidence(tmp_path, Theirs(FILE))
    cause = found.ours_only(Hunk(6, 6, b"rest(old(1));", b"rest(new(1));"))
    assert cause == "under #if 0, which spatch does not read"


def test_spatch_itself_tells_what_it_dropped(tmp_path: Path) -> None:
    found = evidence(tmp_path, Theirs(FILE, (Dropped(19, 22, 20, "{"),)))
    (hunk,) = [one for one in found.mine if one.line == 21]
    assert found.ours_only(hunk) == "spatch dropped it silently (cannot read line 20: {)"


def test_a_spatch_that_gives_no_answer_is_the_cause_of_all(tmp_path: Path) -> None:
    found = evidence(tmp_path, Theirs(FILE, said="no answer within 60 seconds"))
    told = {found.ours_only(hunk) for hunk in found.mine}
    assert told == {"spatch gave up: no answer within 60 seconds"}


def test_a_const_that_spatch_moves_is_told(tmp_path: Path) -> None:
    hunk = Hunk(21, 21, b"T*constx=(T*)y;", b"constT*x=y;")
    assert "constant pointer" in evidence(tmp_path, Theirs(FILE)).theirs_only(hunk)


def test_what_we_say_we_left_is_the_cause(tmp_path: Path) -> None:
    found = evidence(tmp_path, Theirs(FILE), ((20, "not parsed whole: int plain(void)"),))
    cause = found.theirs_only(Hunk(21, 21, b"x", b"y"))
    assert (
        cause == "not read or changed by folioize, which says so: not parsed whole: int plain(void)"
    )


def test_hunks_of_both_and_of_one_are_counted(tmp_path: Path) -> None:
    both = FILE.replace(b"return old(3)", b"return new(3)")
    found = evidence(tmp_path, Theirs(both))
    made = compare("r", "patch", [found])
    assert (made.files, made.same, made.count("theirs")) == (1, 1, 0)
    assert made.count("ours") == len(found.mine) - 1
    assert made.lines[1] == 2
    assert git_diff([("a.c", FILE, both)]).count(b"\n+\t") == 1


def test_the_table_shows_what_has_no_cause_and_some_of_the_rest() -> None:
    hunk = Hunk(3, 3, b"a", b"b")
    causes = [UNEXPLAINED, *["isomorphism x, which spatch does not apply here"] * 3]
    told = [Difference("ours", "a.c", hunk, cause) for cause in causes]
    rows = list(report(Compared("r", "patch", 2, 5, (1, 1), told), 1))
    assert rows[0].split() == ["r", "patch", "2", "0", "5", "4", "0", "1"]
    assert rows[1:3] == ["  ours: a.c:3: 'a' -> 'b'", f"    {UNEXPLAINED}"]
    assert rows[-1].startswith("  ours: … more: isomorphism x")
    assert list(report(Compared("r", error="no such rule"), 1)) == [f"{'r':<36}  no such rule"]
