# SPDX-License-Identifier: GPL-2.0-only
"""Cost and benefit of several designs go in; tables that set them side by side come out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from folioize.churn.benefit import Benefit, benefit_of
from folioize.churn.cost import Cost, cost_of
from folioize.churn.owners import NOBODY
from folioize.churn.rehearsed import Rehearsed
from folioize.churn.tables import Cell, Table
from folioize.model import Account


class Entry(msgspec.Struct, frozen=True):
    """One design, measured, and what of it is told when its series is gone.

    ``notes`` and ``skipped`` are the plan's, ``asked`` the options that ask for it again, ``base``
    the commit that it begins at, ``tree`` what git calls the files at its end. ``unread`` are
    files that were not looked at; ``converted`` says that the tree has all types, "" otherwise.
    """

    name: str
    cost: Cost
    benefit: Benefit
    account: Account = Account(0, 0, 0, 0, 0, ())
    notes: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    asked: str = ""
    base: str = ""
    tree: str = ""
    unread: dict[str, str] = {}
    converted: str = ""

    @classmethod
    def of(cls, design: Rehearsed) -> Entry:
        """Measure a design."""
        plan, record = design.plan, design.run.record
        return cls(
            design.name,
            cost_of(design),
            benefit_of(design),
            record.account,
            plan.notes,
            plan.skipped,
            plan.asked,
            design.base,
            design.store.run("rev-parse", f"{design.tip}^{{tree}}").decode().strip(),
        )

    @property
    def lines(self) -> int:
        """What it costs in one number: lines of the whole diff, added and removed."""
        return self.cost.net

    @property
    def edges(self) -> int:
        """What it gives in one number: call edges that the compiler checks."""
        return self.benefit.checked_edges


_MEASURES: dict[str, Callable[[Entry], Cell]] = {
    "patches": lambda e: len(e.cost.patches),
    "files": lambda e: e.cost.files,
    "functions changed": lambda e: e.cost.touched.functions,
    "insertions": lambda e: e.cost.insertions,
    "deletions": lambda e: e.cost.deletions,
    "net insertions": lambda e: e.cost.net_insertions,
    "net deletions": lambda e: e.cost.net_deletions,
    "transient": lambda e: e.cost.transient,
    "gross to net": lambda e: e.cost.ratio,
    "signatures changed": lambda e: len(e.cost.touched.signatures),
    "exported signatures changed": lambda e: len(e.cost.touched.exported),
    "call sites of these": lambda e: e.cost.touched.call_sites,
    "subsystems": lambda e: sum(one.name != NOBODY for one in e.cost.by_subsystem),
    "maintainers": lambda e: len(e.cost.by_maintainer),
    "largest patch": lambda e: max((patch.size for patch in e.cost.patches), default=0),
    "declarations checked": lambda e: e.benefit.checked_declarations,
    "call edges checked": lambda e: e.edges,
    "percent of all edges": lambda e: share(e.edges, e.benefit.edges),
    "compound_head() calls on typed pages": lambda e: e.benefit.typed_head_calls,
    "fields of struct page closed": lambda e: len(e.benefit.closed_fields),
    "possibly tail pages that remain": lambda e: e.benefit.ambiguous_left,
    "lines for a checked edge": lambda e: rate(e.lines, e.edges),
}


def share(part: int, whole: int) -> float | None:
    """A part in percent."""
    return round(100 * part / whole, 2) if whole else None


def rate(lines: int, edges: int) -> float | None:
    """Lines for each edge; None where there is none."""
    return round(lines / edges, 2) if edges else None


def compare_tables(entries: Sequence[Entry]) -> list[Table]:
    """The designs side by side, what each adds over the one before, and the frontier."""
    names = tuple(entry.name for entry in entries)
    rows = tuple(
        (what, *(measure(entry) for entry in entries)) for what, measure in _MEASURES.items()
    )
    return [
        Table("designs", "Designs compared", ("what", *names), rows),
        _steps(entries),
        _frontier(entries),
    ]


def _within(entry: Entry, before: Sequence[Entry]) -> Entry | None:
    """The largest of the designs before that this one contains, so that it adds to it."""
    mine = set(entry.cost.kinds)
    inside = [one for one in before if set(one.cost.kinds) < mine]
    return max(inside, key=lambda one: one.lines, default=None)


def _steps(entries: Sequence[Entry]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for number, entry in enumerate(entries):
        before = _within(entry, entries[:number])
        lines = entry.lines - (before.lines if before else 0)
        edges = entry.edges - (before.edges if before else 0)
        rows.append(
            (
                entry.name,
                before.name if before else "nothing",
                len(entry.cost.patches) - (len(before.cost.patches) if before else 0),
                lines,
                edges,
                rate(lines, edges) if edges > 0 else None,
            )
        )
    columns = ("design", "over", "patches", "net lines", "checked edges", "lines for an edge")
    title = "What each adds over the largest before that it contains"
    return Table("steps", title, columns, tuple(rows))


def on_frontier(entries: Sequence[Entry]) -> list[Entry]:
    """The designs that no other beats, by rising cost: for their lines nothing gives as many
    edges, and nothing gives their edges for fewer lines."""
    best: list[Entry] = []
    for entry in sorted(entries, key=lambda one: (one.lines, -one.edges)):
        if not best or entry.edges > best[-1].edges:
            best.append(entry)
    return best


def _frontier(entries: Sequence[Entry]) -> Table:
    """Every design by cost; of those on the frontier, what the step from the last one costs."""
    best = on_frontier(entries)
    rows: list[tuple[Cell, ...]] = []
    for entry in sorted(entries, key=lambda one: (one.lines, -one.edges)):
        step: float | None = None
        if entry in best:
            at = best.index(entry)
            lines, edges = (best[at - 1].lines, best[at - 1].edges) if at else (0, 0)
            step = rate(entry.lines - lines, entry.edges - edges)
        rows.append(
            (
                entry.name,
                entry.lines,
                entry.edges,
                rate(entry.lines, entry.edges),
                "yes" if entry in best else "no",
                step,
            )
        )
    columns = ("design", "net lines", "checked edges", "lines for an edge", "frontier")
    return Table("frontier", "Most checked for the fewest lines", (*columns, "next edge"),
                 tuple(rows))  # fmt: skip
