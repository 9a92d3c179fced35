# SPDX-License-Identifier: GPL-2.0-only
"""A tree and kinds go in; what a conversion would cost, in git's own numbers, comes out."""

from folioize.churn.audit import audit, groupings
from folioize.churn.audit_tables import audit_tables
from folioize.churn.benefit import Benefit, benefit_of, benefit_table
from folioize.churn.built import built_table
from folioize.churn.compare import Entry, compare_tables
from folioize.churn.conflicts import Risk, conflict_tables, conflicts_with
from folioize.churn.cost import Cost, cost_of, directory
from folioize.churn.figures import cost_tables
from folioize.churn.owners import Owners
from folioize.churn.recall import keep, measure, measure_all
from folioize.churn.rehearsed import Rehearsed, rehearsed
from folioize.churn.tables import Table, as_csv, as_json

__all__ = [
    "Benefit",
    "Cost",
    "Entry",
    "Owners",
    "Rehearsed",
    "Risk",
    "Table",
    "as_csv",
    "as_json",
    "audit",
    "audit_tables",
    "benefit_of",
    "benefit_table",
    "built_table",
    "compare_tables",
    "conflict_tables",
    "conflicts_with",
    "cost_of",
    "cost_tables",
    "directory",
    "groupings",
    "keep",
    "measure",
    "measure_all",
    "rehearsed",
]
