# SPDX-License-Identifier: GPL-2.0-only
"""A measured design and the folder of its series, verified, go in; how large the built objects
are before and after it comes out."""

from __future__ import annotations

from pathlib import Path

import msgspec

from folioize.churn.compare import Entry
from folioize.churn.tables import Cell, Table
from folioize.errors import FolioizeError
from folioize.verify import VerifyReport, size_table

VERDICT = "verify.json"


def built_table(entry: Entry, out: Path) -> Table:
    """The bytes of text, data and bss in each configuration that verify has built.

    Raises FolioizeError where that was not done, or was done for another series.
    """
    path = out / VERDICT
    try:
        report = msgspec.json.decode(path.read_bytes(), type=VerifyReport)
    except OSError as error:
        told = f"cannot read {path}: {error.strerror}: run folioize verify TREE {out}"
        raise FolioizeError(told) from error
    except msgspec.MsgspecError as error:
        raise FolioizeError(f"{path}: {error}: run folioize verify again") from error
    if not report.tree:
        raise FolioizeError(f"{path} does not tell of the last patch: run folioize verify again")
    if (report.base, report.tree) != (entry.base, entry.tree):
        raise FolioizeError(
            f"{path} is of another series than {entry.name} on {entry.base[:12]}: name the folder "
            "of this one"
        )
    columns, rows = size_table(report)
    cells: tuple[tuple[Cell, ...], ...] = rows
    return Table("sizes", "Built objects that the series concerns, in bytes", columns, cells)
