# SPDX-License-Identifier: GPL-2.0-only
"""Paragraphs are wrapped as a whole; lists, trailers, tables and code keep their lines."""

from __future__ import annotations

from folioize.review.screen.content import Row
from folioize.review.screen.wrapping import filled, fitted

PROSE = [
    "The page of a cache is one of slabs, which the",
    "compiler can know.",
    "",
    "Use the type there.",
]


def texts(lines: list[str], width: int) -> list[str]:
    return [row.text for row in filled([Row("text", one) for one in lines], width)]


def test_a_paragraph_is_filled_anew() -> None:
    assert texts(PROSE, 30) == [
        "The page of a cache is one of",
        "slabs, which the compiler can",
        "know.",
        "",
        "Use the type there.",
    ]


def test_what_fits_stays_as_it_was_written() -> None:
    assert texts(PROSE, 60) == PROSE


def test_lines_that_are_no_prose_are_not_joined() -> None:
    lines = [
        "Some words that are wider than the room:",
        "  first of a list",
        "- second of a list",
        "Signed-off-by: A <a@x>",
        "Link: somewhere",
        "---",
        " mm/a/long/name.c | 4 ++++++--",
    ]
    assert texts(lines, 30) == ["Some words that are wider than", "the room:", *lines[1:]]


def test_code_is_never_wrapped() -> None:
    row = Row("line", "x" * 90)
    assert list(filled([row, row], 30)) == [row, row]


def test_rows_that_are_no_mail_are_not_joined() -> None:
    rows = [Row("text", "changes a declaration of somewhere"), Row("text", "follows another one")]
    assert [row.text for row in fitted(rows, 20)] == [
        "changes a",
        "declaration of",
        "somewhere",
        "follows another one",
    ]
