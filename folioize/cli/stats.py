# SPDX-License-Identifier: GPL-2.0-only
"""Takes a tree and a kind; prints what the conversion would cost, and writes nothing."""

from __future__ import annotations

from pathlib import Path

import click

from folioize.cli import options, summary, tabular, terminal
from folioize.cli.progress import Reporter

SHOWN = ("cost", "benefit", "lines", "rules", "directories")
"""The tables that a reader sees unless others are asked for."""


@click.command(short_help="Count what a conversion would churn.")
@options.tree
@options.kind
@tabular.form
@tabular.names
@options.keep_names
@options.paths
@options.decisions
@options.kind_dirs
@options.jobs
@options.exit_code
def command(
    tree_path: Path,
    kind: str,
    form: str,
    tables: tuple[str, ...],
    keep_names: bool,
    paths: tuple[str, ...],
    decisions: Path | None,
    kind_dirs: tuple[str, ...],
    jobs: int | None,
    exit_code: bool,
) -> int:
    """Count what converting one kind in TREE would churn; no branch and no file is made.

    The numbers are git's, of the very patches that 'folioize series' would write.
    """
    from folioize.churn import benefit_of, benefit_table, cost_of, cost_tables, stage

    tree = options.open_tree(tree_path)
    asked = options.gather(paths, jobs, decisions, kind_dirs, keep_names)
    with Reporter() as progress, stage(tree, asked, progress) as rehearsals:
        design = rehearsals.design(kind, (kind,))
        progress("counting")
        cost, benefit = cost_of(design), benefit_of(design)
        account = design.parts[0].run.record.account
    tabular.print_tables([*cost_tables(cost), benefit_table(benefit)], form, tables, SHOWN)
    if form == "table" and not tables:
        terminal.line()
        summary.print_account(account)
    options.tell_skipped(tree)
    return 1 if exit_code and cost.patches else 0
