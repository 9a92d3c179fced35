# SPDX-License-Identifier: GPL-2.0-only
"""Verify: a tree and a generated series go in; builds, comparisons and their proof come out."""

from folioize.verify.driver import verify_series
from folioize.verify.matrix import matrix
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
