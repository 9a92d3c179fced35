# SPDX-License-Identifier: GPL-2.0-only
"""Verify: a tree and a generated series go in; builds, comparisons and their proof come out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from folioize.lazily import lazily
from folioize.verify.matrix import matrix  # its module has its name

if TYPE_CHECKING:
    from folioize.verify.driver import verify_series
    from folioize.verify.records import VerifyOptions, VerifyReport
    from folioize.verify.table import (
        Row,
        columns,
        exit_code,
        problems,
        proof_lines,
        remarks,
        rows,
        size_table,
    )

__all__ = [
    "Row",
    "VerifyOptions",
    "VerifyReport",
    "columns",
    "exit_code",
    "matrix",
    "problems",
    "proof_lines",
    "remarks",
    "rows",
    "size_table",
    "verify_series",
]

__getattr__ = lazily(
    __name__,
    {
        "driver": "verify_series",
        "records": "VerifyOptions VerifyReport",
        "table": "Row columns exit_code problems proof_lines remarks rows size_table",
    },
)
