# SPDX-License-Identifier: GPL-2.0-only
"""Verdicts on pairs of types go in; a row for each that was given comes out."""

from __future__ import annotations

from folioize.verify.matrix import matrix
from folioize.verify.records import NegativeVerdict


def verdict(given: str, takes: str, outcome: str = "holds", config: str = "a") -> NegativeVerdict:
    expect = "accept" if given == takes else "refuse"
    return NegativeVerdict(f"f_{takes}-{given}", expect, config, outcome, "", given, takes)


def test_each_pair_is_a_cell() -> None:
    verdicts = [
        verdict("tin", "tin"), verdict("jar", "tin"), verdict("page", "tin"),
        verdict("jar", "jar"), verdict("tin", "jar"),
    ]  # fmt: skip
    heads, rows = matrix(verdicts)
    assert heads == ("given", "for tin", "for jar")
    assert rows == [
        ("tin", "taken 1", "refused 1"),
        ("jar", "refused 1", "taken 1"),
        ("page", "refused 1", "-"),
    ]


def test_one_configuration_must_show_it_and_none_the_contrary() -> None:
    absent = [verdict("jar", "tin", "unclear"), verdict("jar", "tin", "holds", "b")]
    assert matrix(absent)[1][1] == ("jar", "refused 1")
    assert matrix(absent[:1])[1][1] == ("jar", "0 of 1 refused")
    wrong = [verdict("jar", "tin"), verdict("jar", "tin", "wrong", "b")]
    assert matrix(wrong)[1][1] == ("jar", "0 of 1 refused")


def test_cases_of_which_the_types_are_not_known_make_no_table() -> None:
    assert matrix([NegativeVerdict("x", "refuse", "a", "holds", "")])[1] == []
