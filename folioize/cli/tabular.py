# SPDX-License-Identifier: GPL-2.0-only
"""Takes tables of numbers; prints those asked for, as a reader or a program wants them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from folioize.cli import options, terminal
from folioize.errors import FolioizeError

if TYPE_CHECKING:
    from folioize.churn import Table

form = click.option(
    "--format", "form", type=options.choices("table", "csv", "json"), default="table"
)

names = click.option(
    "--table",
    "tables",
    metavar="NAME",
    multiple=True,
    help="Only this table; may be repeated. A wrong name lists those that there are.",
)


def print_tables(
    found: Sequence[Table], form: str, names: Sequence[str], first: Sequence[str]
) -> None:
    """Print the tables ``names``, or else all of them; for a reader, only ``first`` of them.

    Raises FolioizeError for a name that there is not.
    """
    known = {table.name: table for table in found}
    for name in names:
        if name not in known:
            raise FolioizeError(f"no table {name!r}: there are {', '.join(known)}")
    wanted = [known[name] for name in names] or list(found)
    _PRINTERS[form](wanted if names or form != "table" else [known[name] for name in first])


def _print_table(tables: Sequence[Table]) -> None:
    for number, table in enumerate(tables):
        if number:
            terminal.line()
        if len(tables) > 1:
            terminal.line(f"{table.title}:", bold=True)
        terminal.table(table.columns, table.rows)


def _print_csv(tables: Sequence[Table]) -> None:
    from folioize.churn import as_csv

    terminal.raw(as_csv(tables).encode())


def _print_json(tables: Sequence[Table]) -> None:
    import msgspec

    from folioize.churn import as_json

    encoded: Any = msgspec.json.encode(as_json(tables))
    terminal.raw(msgspec.json.format(encoded) + b"\n")


_PRINTERS: dict[str, Callable[[Sequence[Table]], None]] = {
    "table": _print_table,
    "csv": _print_csv,
    "json": _print_json,
}
