# SPDX-License-Identifier: GPL-2.0-only
"""Takes a tree and designs; prints what they would cost and give, and writes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from folioize.cli import options, stages, summary, tabular, terminal
from folioize.cli.progress import Reporter

if TYPE_CHECKING:
    from folioize.kinds import Design
    from folioize.model import Options
    from folioize.tree import Tree

SHOWN = ("cost", "benefit", "lines", "rules", "directories")
"""The tables that a reader sees unless others are asked for."""
COMPARED = ("designs", "steps", "frontier")


@click.command(short_help="Count what a conversion would churn, and what it would give.")
@options.tree
@options.designs
@options.convert
@options.design
@options.layout
@click.option("--compare", is_flag=True, help="Set the designs side by side.")
@click.option(
    "--against",
    metavar="REF",
    help="Merge each patch with this ref (next/master), and count what conflicts.",
)
@click.option(
    "--verified",
    metavar="OUT",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Tell how large objects are before and after, as verify built the series in OUT.",
)
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
    names: tuple[str, ...],
    kinds: tuple[str, ...],
    design: str | None,
    layout: str | None,
    compare: bool,
    against: str | None,
    verified: Path | None,
    form: str,
    tables: tuple[str, ...],
    keep_names: bool,
    paths: tuple[str, ...],
    decisions: Path | None,
    kind_dirs: tuple[str, ...],
    jobs: int | None,
    exit_code: bool,
) -> int:
    """Count what converting kinds of pages in TREE would churn, and what it would give; no branch
    and no file is made.

    The numbers are git's, of the very patches that 'folioize series' would write. With --compare
    several DESIGNs are set side by side: 'folioize kinds designs' lists them.

    Example: folioize stats TREE --compare slab net slab+net
    """
    if compare and (against is not None or verified is not None):
        told = "--against" if against is not None else "--verified"
        raise click.UsageError(f"{told} is for one design, without --compare")
    tree = options.open_tree(tree_path, committed=True)
    asked = options.gather(tree, paths, jobs, decisions, kind_dirs, keep_names)
    wanted = options.all_chosen(tree, names, kinds, design, kind_dirs, layout)
    if len(wanted) > 1 and not compare:
        raise click.UsageError("name one design, or several with --compare")
    patches = _compare(tree, asked, wanted, form, tables) if compare else _show(
        tree, asked, wanted[0], (against, verified), form, tables
    )  # fmt: skip
    options.tell_skipped(tree)
    return 1 if exit_code and patches else 0


def _show(
    tree: Tree,
    asked: Options,
    design: Design,
    beside: tuple[str | None, Path | None],
    form: str,
    tables: tuple[str, ...],
) -> int:
    from folioize import churn

    against, verified = beside
    told = None if form == "table" else terminal.note
    with Reporter() as progress:
        entry, risk = stages.measure(tree, design, asked, against, progress, told)
    shown: tuple[str, ...] = SHOWN
    found = [*churn.cost_tables(entry.cost), churn.benefit_table(entry.benefit)]
    if risk is not None:
        found += churn.conflict_tables(risk)
        shown += ("risk", "conflicts")
    if verified is not None:
        found.append(churn.built_table(entry, verified))
        shown += ("sizes",)
    tabular.print_tables(found, form, tables, shown)
    if form == "table" and not tables:
        terminal.line()
        summary.print_account(entry.account)
    summary.print_notes(entry)
    return len(entry.cost.patches)


def _compare(
    tree: Tree, asked: Options, designs: list[Design], form: str, tables: tuple[str, ...]
) -> int:
    from folioize.churn import compare_tables, measure_all

    with Reporter() as progress:
        entries = measure_all(tree, designs, asked, progress, terminal.note)
    tabular.print_tables(compare_tables(entries), form, tables, COMPARED)
    summary.print_notes(*entries)
    return sum(len(entry.cost.patches) for entry in entries)
