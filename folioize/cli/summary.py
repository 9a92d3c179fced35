# SPDX-License-Identifier: GPL-2.0-only
"""Takes the record of a series; prints its patches, its account and what is left to a person."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from folioize.cli import terminal
from folioize.errors import PartialError

if TYPE_CHECKING:
    from folioize.churn import Entry
    from folioize.model import Account, Plan, SeriesRecord

_SHOWN = 20  # lines of what was not understood; series.json has them all


def print_series(record: SeriesRecord, out: Path) -> None:
    """Print the patches with their sizes, the totals, the account, and where it all is."""
    if not record.patches:
        terminal.line(f"nothing to convert to {record.type_name}: no patch was made")
    else:
        rows = [
            (p.number, p.subject, len(p.files), f"+{p.insertions}", f"-{p.deletions}")
            for p in record.patches
        ]
        terminal.table(("patch", "subject", "files", "added", "removed"), rows)
        terminal.line()
        if len(record.parts) > 1:
            print_parts(record)
        made = terminal.count(len(record.patches), "patch", "patches")
        terminal.line(f"{made} on {record.branch}, in {out}", bold=True)
        terminal.line(
            f"net +{record.net_insertions} -{record.net_deletions}, "
            f"{terminal.count(record.transient, 'line')} added by one patch and removed by a "
            "later one"
        )
    for text in record.unused:
        terminal.note(text)
    print_account(record.account)


def print_parts(record: SeriesRecord) -> None:
    """Print the part of each kind: its patches, and what it does away with."""
    from folioize.series.messages import c_type

    rows = [
        (number, part.kind, c_type(part.type_name), f"{part.first}-{part.last}", part.converted)
        for number, part in enumerate(record.parts, 1)
    ]
    terminal.table(("part", "kind", "type", "patches", "struct page tokens"), rows)
    terminal.line()


def print_notes(*plans: Plan | Entry) -> None:
    """Print what the user should know of the decisions, and kinds that are left out, each once."""
    for note in dict.fromkeys(note for plan in plans for note in plan.notes):
        terminal.note(note)
    for text in dict.fromkeys(text for plan in plans for text in plan.skipped):
        terminal.note(f"left out: {text}")


def print_unedited(plan: Plan) -> None:
    """Print notes, and the places that the series leaves for a person.

    Raises PartialError where one of them keeps the series from building.
    """
    from folioize.plan.unedited import UNBRIDGED

    print_notes(plan)
    for row in plan.unedited:
        told = "does not build" if row.state == UNBRIDGED else "left for you"
        terminal.note(f"{told}: {row.file}:{row.line}: {row.reason}")
    unbuilt = sum(row.state == UNBRIDGED for row in plan.unedited)
    if unbuilt:
        raise PartialError(
            f"{unbuilt} {'place does' if unbuilt == 1 else 'places do'} not build in this series: "
            "decide the same of what stands there together, or edit it by hand"
        )


def print_account(account: Account) -> None:
    """Print where every ``struct page`` went, and the first places that were not understood."""
    terminal.line(
        f"struct page: {account.tokens} = {account.converted} converted + {account.generic} "
        f"generic + {account.left} left with a reason + {account.not_understood} not understood"
    )
    unclear = [row for row in account.rows if row.state == "not understood"]
    for row in unclear[:_SHOWN]:
        terminal.note(f"not understood: {row.file}:{row.line}: {row.reason}")
    if len(unclear) > _SHOWN:
        terminal.note(f"not understood: {len(unclear) - _SHOWN} more, all in series.json")
