# SPDX-License-Identifier: GPL-2.0-only
"""The uses that an audit found go in; tables of them come out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from folioize.churn.audit import (
    CATEGORIES,
    CONSTANT,
    CORE,
    FLAG,
    FUNCTION,
    MEMBER,
    SHARED,
    Use,
)
from folioize.churn.tables import Cell, Table

WIDE = 25
"""With more groups than this a table has a row for each use, not a column for each group."""

_PLURAL = {MEMBER: "members", FLAG: "flags", FUNCTION: "functions", CONSTANT: "constants"}


def audit_tables(uses: Sequence[Use], by: str) -> list[Table]:
    """One table of the groups, then one of members, flags, functions and constants each."""
    groups = sorted({use.group for use in uses})
    return [_groups(uses, groups, by)] + [
        _names([use for use in uses if use.what == what], groups, by, what) for what in CATEGORIES
    ]


def _groups(uses: Sequence[Use], groups: Sequence[str], by: str) -> Table:
    """How many names of each sort a group uses, and how many uses are of names not its own."""
    names: Counter[tuple[str, str]] = Counter((use.group, use.what) for use in uses)
    total: Counter[str] = Counter()
    core: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for use in uses:
        total[use.group] += use.uses
        if use.owner == CORE:
            core[use.group] += use.uses
        elif use.what == MEMBER and use.owner != SHARED:
            kinds[use.group] += use.uses
    return Table(
        "groups",
        f"What each {by} uses of struct page",
        (by, *_PLURAL.values(), "uses", "of mm's own", "of a kind's own"),
        tuple(
            (
                group,
                *(names[group, what] for what in CATEGORIES),
                total[group],
                core[group],
                kinds[group],
            )
            for group in groups
        ),
    )


def _names(uses: Sequence[Use], groups: Sequence[str], by: str, what: str) -> Table:
    title = f"Uses of {_PLURAL[what]} by {by}"
    if len(groups) > WIDE:
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (use.name, use.owner, use.group, use.uses) for use in sorted(uses, key=_order)
        )
        return Table(_PLURAL[what], title, (what, "whose", by, "uses"), rows)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    owner: dict[str, str] = {}
    for use in uses:
        counts[use.name][use.group] += use.uses
        owner[use.name] = use.owner
    ordered = sorted(counts, key=lambda name: (-counts[name].total(), name))
    return Table(
        _PLURAL[what],
        title,
        (what, "whose", *groups, "all"),
        tuple(
            (name, owner[name], *(counts[name][group] for group in groups), counts[name].total())
            for name in ordered
        ),
    )


def _order(use: Use) -> tuple[str, int, str]:
    return use.group, -use.uses, use.name
