# SPDX-License-Identifier: GPL-2.0-only
"""Verdicts on negative compiles go in; a table of which type is taken for which comes out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from folioize.verify.records import NegativeVerdict


def matrix(verdicts: Sequence[NegativeVerdict]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The headings and the rows: a row for each type that is given, a column for each that is
    asked for. No rows if it is not known of the verdicts which types meet in them."""
    known = [one for one in verdicts if one.takes]
    # A kind that takes comes before those that are only given.
    takes = list(dict.fromkeys(one.takes for one in known))
    given = list(dict.fromkeys([*takes, *(one.given for one in known)]))
    rows = [(name, *(_cell(_met(known, name, column)) for column in takes)) for name in given]
    return ("given", *(f"for {name}" for name in takes)), rows


def _met(known: Iterable[NegativeVerdict], given: str, takes: str) -> list[NegativeVerdict]:
    return [one for one in known if (one.given, one.takes) == (given, takes)]


def _cell(verdicts: Sequence[NegativeVerdict]) -> str:
    """What became of the cases of one pair: each must hold in some configuration, and must not
    be wrong in any."""
    if not verdicts:
        return "-"
    names = {one.name for one in verdicts}
    held = {one.name for one in verdicts if one.outcome == "holds"}
    held -= {one.name for one in verdicts if one.outcome == "wrong"}
    word = "refused" if verdicts[0].expect == "refuse" else "taken"
    if held == names:
        return f"{word} {len(names)}"
    return f"{len(held)} of {len(names)} {word}"
