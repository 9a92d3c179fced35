# SPDX-License-Identifier: GPL-2.0-only
"""Two outcomes go in; what a decision changes, in numbers and in one line, comes out."""

from __future__ import annotations

import msgspec

from folioize.decisions.verbs import Effect, effect, tell
from folioize.model import SeriesRecord
from folioize.review.records import Outcome
from folioize.review.session import Proposal


class Churn(msgspec.Struct, frozen=True):
    """A series in numbers; ``bridges`` are those that stand at its end."""

    patches: int
    files: int
    declarations: int
    insertions: int
    deletions: int
    net_insertions: int
    net_deletions: int
    transient: int
    bridges: int


class Consequence(msgspec.Struct, frozen=True):
    """What follows from a proposal: for the kinds of declarations, and for the series."""

    kinds: Effect
    before: Churn
    after: Churn


def churn_of(record: SeriesRecord) -> Churn:
    """The numbers of a series."""
    rows = record.patches
    return Churn(
        len(rows),
        len({path for one in rows for path in one.files}),
        sum(len(one.declarations) for one in rows),
        sum(one.insertions for one in rows),
        sum(one.deletions for one in rows),
        record.net_insertions,
        record.net_deletions,
        record.transient,
        sum(one.bridges_added - one.bridges_removed for one in rows),
    )


def churn_parts(churn: Churn) -> list[str]:
    """The numbers in words, those that matter most first."""
    return [
        _count(churn.patches, "patch", "patches"),
        _count(churn.files, "file"),
        f"+{churn.insertions} -{churn.deletions}",
        f"(net +{churn.net_insertions} -{churn.net_deletions})",
        f"{churn.transient} transient",
        _count(churn.bridges, "bridge"),
        _count(churn.declarations, "declaration"),
    ]


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def consequence(proposal: Proposal, before: Outcome, after: Outcome) -> Consequence:
    """What follows from a proposal that was solved."""
    kinds = effect(before.rows, after.rows, proposal.target, proposal.new)
    return Consequence(kinds, churn_of(before.record), churn_of(after.record))


def told(one: Consequence) -> list[str]:
    """What follows, in lines: first kinds, then the series."""
    parts = []
    for name, single in (
        ("bridges", "bridge"), ("patches", "patch"), ("files", "file"),
    ):  # fmt: skip
        delta = getattr(one.after, name) - getattr(one.before, name)
        if delta:
            word = single if abs(delta) == 1 else name
            go = ("goes" if delta < 0 else "comes") if abs(delta) == 1 else (
                "go" if delta < 0 else "come"
            )  # fmt: skip
            parts.append(f"{abs(delta)} {word} {go}")
    old, new = one.before, one.after
    lines = [tell(one.kinds) + (", " + ", ".join(parts) if parts else "")]
    net = [f"+{one.net_insertions} -{one.net_deletions}" for one in (old, new)]
    if net[0] != net[1]:
        lines.append(f"net {net[0]} becomes {net[1]}")
    if old.transient != new.transient:
        lines.append(f"{old.transient} transient lines become {new.transient}")
    return lines
