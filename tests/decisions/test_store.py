# SPDX-License-Identifier: GPL-2.0-only
"""Decisions go in; a text that keeps what was there comes out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folioize.decisions.store import covers, key, with_decisions, without
from folioize.errors import FolioizeError
from folioize.kinds.pins import Decision, parse

TEXT = '''\
# Mine.

# First slub.
[[decision]]
file = "mm/slub.c"   # see the list
function = "f"
kind = "page"

# Then slab.
[[decision]]
kind = "page"
file = "mm/slab.c"
note = """
[[decision]]

two"""
'''
PIN = Decision("mm/slub.c", "slab_page", "f", "param", "page", 0)


def test_what_was_there_stays() -> None:
    text = with_decisions(TEXT, (PIN,), "d")
    assert text.startswith(TEXT + "\n[[decision]]\n")
    assert parse(text, "d") == (*parse(TEXT, "d"), PIN)
    assert without(text, (PIN,), "d") == TEXT


def test_saying_it_again_changes_it_where_it_stands() -> None:
    again = Decision("mm/slub.c", "slab_page", "f", verdict="accept")
    text = with_decisions(TEXT, (again,), "d")
    assert parse(text, "d")[0] == again
    assert 'file = "mm/slub.c"   # see the list\nfunction = "f"\n' in text
    assert len(parse(text, "d")) == 2


def test_tables_that_are_set_in_and_odd_texts_are_told_apart() -> None:
    slub = Decision("mm/slub.c", "page", "f", note="it's ''' \u2028[[decision]]")
    odd = 'x # """\n  [[decision]]\n file = "a.c"\n kind = "page"\n note = """\n# mine"""\n'
    text = with_decisions("# " + odd, (slub, Decision("mm/slab.c", "page")), "d")
    everything = parse(text, "d")
    assert [one.file for one in everything] == ["a.c", "mm/slub.c", "mm/slab.c"]
    for one in everything:
        left = without(text, (one,), "d")
        assert parse(left, "d") == tuple(other for other in everything if other != one)
        assert without(with_decisions(left, (one,), "d"), (one,), "d") == left
    wider = with_decisions(text, (Decision("mm/slub.c", "slab_page"),), "d")
    assert Decision("mm/slab.c", "page") in parse(wider, "d")
    assert without(text, everything, "d") == '# x # """\n'


def test_a_note_is_added_to_what_is_decided_and_outlives_it() -> None:
    note = Decision("mm/slub.c", "", "f", note="ask", verdict="note")
    text = with_decisions(TEXT, (note,), "d")
    assert parse(text, "d")[0] == Decision("mm/slub.c", "page", "f", note="ask")
    wider = with_decisions(text, (Decision("mm/slub.c", "page"),), "d")
    assert [(one.function, one.verdict, one.note) for one in parse(wider, "d")[::2]] == [
        ("f", "note", "ask"),
        (None, "pin", ""),
    ]


def test_what_a_wider_decision_covers_goes_and_comments_stay() -> None:
    text = with_decisions(TEXT, (PIN, Decision("mm/slub.c", "page")), "d")
    assert [one.file for one in parse(text, "d")] == ["mm/slab.c", "mm/slub.c"]
    assert "# First slub.\n# Then slab.\n[[decision]]\n" in text


def test_another_form_of_table_is_told() -> None:
    text = 'decision = [{file = "mm/a.c", kind = "page"}]\n'
    with pytest.raises(FolioizeError, match=r"^d: write each decision as a table"):
        with_decisions(text, (PIN,), "d")


words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=6)
decisions = st.builds(
    Decision,
    file=st.sampled_from(("a.c", "b.c")) | words,
    kind=st.sampled_from(("page", "slab_page")),
    function=st.none() | st.sampled_from(("f", "g")),
    name=st.none() | st.sampled_from(("page", "p")),
    note=st.just("") | words,
    verdict=st.sampled_from(("pin", "accept")),
)


@settings(deadline=None)
@given(st.lists(decisions, max_size=6))
def test_whatever_is_decided_is_read_back(rows: list[Decision]) -> None:
    text = with_decisions(TEXT, tuple(rows), "d")
    found = parse(text, "d")
    assert len({key(one) for one in found}) == len(found)
    if rows:
        last = next(one for one in found if key(one) == key(rows[-1]))
        assert (last.kind, last.verdict) == (rows[-1].kind, rows[-1].verdict)
        assert not any(covers(rows[-1], one) for one in found)
    assert "# Mine." in text
    assert "# Then slab." in text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (TEXT + "x = [\n", r"^d:\d+: mend the TOML: "),
        ('[[decision]]\nfile = "a"\n[[decision]]\nfile = 3\n', r"^d:4: decision.file: expected"),
        (
            '[[decision]]\nfile = "a"\n[[decision]]\nfile = "b"\nverdict = "nope"\n',
            r"^d:5: no verdict 'nope': there is pin, accept, generic, note, edit$",
        ),
    ],
)
def test_a_broken_text_is_told_with_its_line(text: str, told: str) -> None:
    with pytest.raises(FolioizeError, match=told):
        parse(text, "d")
