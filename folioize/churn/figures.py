# SPDX-License-Identifier: GPL-2.0-only
"""A design's cost goes in; the tables that show it come out, the same for people and programs."""

from __future__ import annotations

from collections.abc import Sequence

from folioize.churn.cost import GUIDE, Cost, Share
from folioize.churn.lines import COMMENT, LAYOUT, MEANING, RENAME
from folioize.churn.owners import NOBODY
from folioize.churn.tables import Cell, Table

_LINES = {
    MEANING: "a type, a conversion, new or removed code",
    RENAME: "only a variable's name",
    LAYOUT: "the same words on other lines",
    COMMENT: "comments",
}
_SHARES = ("files", "patches", "insertions", "deletions")


def cost_tables(cost: Cost) -> list[Table]:
    """Everything that is known of a design's cost."""
    return [
        Table("cost", "What it costs", ("what", "count"), tuple(_summary(cost))),
        _lines(cost),
        _shares("kinds", "By kind", "kind", cost.by_kind),
        _shares("rules", "By rule", "rule", cost.by_rule),
        _shares("directories", "By directory", "directory", cost.by_directory),
        _shares("subsystems", "By subsystem of MAINTAINERS", "subsystem", cost.by_subsystem),
        _shares("maintainers", "By maintainer and reviewer", "who", cost.by_maintainer),
        _patches(cost),
        Table(
            "signatures",
            "Functions with another signature",
            ("function", "exported"),
            tuple(
                (name, "yes" if name in cost.touched.exported else "no")
                for name in cost.touched.signatures
            ),
        ),
    ]


def _summary(cost: Cost) -> list[tuple[Cell, ...]]:
    sizes = [patch.size for patch in cost.patches]
    return [
        ("patches", len(cost.patches)),
        ("files", cost.files),
        ("functions changed", cost.touched.functions),
        ("hunks", sum(patch.hunks for patch in cost.patches)),
        ("net hunks", cost.net_hunks),
        ("insertions", cost.insertions),
        ("deletions", cost.deletions),
        ("net insertions", cost.net_insertions),
        ("net deletions", cost.net_deletions),
        ("transient", cost.transient),
        ("gross to net", cost.ratio),
        ("places retyped", cost.declarations),
        ("signatures changed", len(cost.touched.signatures)),
        ("exported signatures changed", len(cost.touched.exported)),
        ("call sites of these", cost.touched.call_sites),
        ("subsystems", sum(one.name != NOBODY for one in cost.by_subsystem)),
        ("maintainers", len(cost.by_maintainer)),
        ("bridges added", cost.bridges_added),
        ("bridges removed", cost.bridges_removed),
        ("largest patch", max(sizes, default=0)),
        (f"patches over {GUIDE} lines", sum(size > GUIDE for size in sizes)),
    ]


def _lines(cost: Cost) -> Table:
    rows = tuple(
        (name, added, removed, _LINES[name]) for name, (added, removed) in cost.lines.items()
    )
    return Table("lines", "What the lines are", ("lines", "insertions", "deletions", "is"), rows)


def _shares(name: str, title: str, what: str, shares: Sequence[Share]) -> Table:
    rows = tuple(
        (one.name, one.files, one.patches, one.insertions, one.deletions) for one in shares
    )
    return Table(name, title, (what, *_SHARES), rows)


def _patches(cost: Cost) -> Table:
    columns = ("patch", "kind", "rule", "files", "hunks", "insertions", "deletions", "meaning")
    rows = tuple(
        (
            patch.number,
            patch.kind,
            patch.rule,
            patch.files,
            patch.hunks,
            patch.insertions,
            patch.deletions,
            patch.meaning,
            patch.subject,
        )
        for patch in cost.patches
    )
    return Table("patches", "Patches", (*columns, "subject"), rows)
