# SPDX-License-Identifier: GPL-2.0-only
"""Rows under named columns go in; the same rows as CSV or as plain objects come out."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import msgspec

Cell = str | int | float | None


class Table(msgspec.Struct, frozen=True):
    """One table of numbers: ``name`` is what a program asks for, ``title`` what a reader sees."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def objects(self) -> list[dict[str, Any]]:
        """The rows, each with its columns' names."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def as_json(tables: Sequence[Table]) -> dict[str, list[dict[str, Any]]]:
    """All tables by their names."""
    return {table.name: table.objects() for table in tables}


def as_csv(tables: Sequence[Table]) -> str:
    """The tables as CSV; of several, each begins with a column that names it, and an empty line
    stands between them, because their columns differ."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    several = len(tables) > 1
    for number, table in enumerate(tables):
        if number:
            out.write("\n")
        name = (table.name,) if several else ()
        writer.writerow((*(("table",) if several else ()), *table.columns))
        writer.writerows((*name, *row) for row in table.rows)
    return out.getvalue()
