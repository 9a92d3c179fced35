# SPDX-License-Identifier: GPL-2.0-only
"""Takes a tree and designs; prints what they would cost and give, and writes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from folioize.cli import options, summary, tabular, terminal
from folioize.cli.progress import Reporter

if TYPE_CHECKING:
    from folioize.churn import Design
    from folioize.model import Options
    from folioize.tree import Tree

SHOWN = ("cost", "benefit", "lines", "rules", "directories")
"""The tables that a reader sees unless others are asked for."""
COMPARED = ("designs", "steps", "frontier")


@click.command(short_help="Count what a conversion would churn, and what it would give.")
@options.tree
@click.argument("names", metavar="[DESIGN]...", nargs=-1)
@click.option("-k", "--kind", metavar="KIND", help="The kind to convert, in place of a design.")
@click.option("--compare", is_flag=True, help="Set the designs side by side.")
@click.option(
    "--against",
    metavar="REF",
    help="Merge each patch with this ref (next/master), and count what conflicts.",
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
    kind: str | None,
    compare: bool,
    against: str | None,
    form: str,
    tables: tuple[str, ...],
    keep_names: bool,
    paths: tuple[str, ...],
    decisions: Path | None,
    kind_dirs: tuple[str, ...],
    jobs: int | None,
    exit_code: bool,
) -> int:
    """Count what a DESIGN would churn in TREE, and what it would give; nothing is written.

    A DESIGN is a set of kinds: a file of transforms/designs (slab, net, slab+net), a kind, or any
    of these joined by +. The numbers are git's, of the very patches that 'folioize series' would
    write, one kind after the other.

    Example: folioize stats TREE --compare slab net slab+net
    """
    names = (*names, kind) if kind is not None else names
    if not names or (len(names) > 1 and not compare):
        raise click.UsageError("name one design or --kind, or several with --compare")
    if compare and against is not None:
        raise click.UsageError("--against is for one design, without --compare")
    tree = options.open_tree(tree_path)
    asked = options.gather(paths, jobs, decisions, kind_dirs, keep_names)
    designs = find_designs(tree, asked, names)
    patches = _compare(tree, asked, designs, form, tables) if compare else _show(
        tree, asked, designs[0], against, form, tables
    )  # fmt: skip
    options.tell_skipped(tree)
    return 1 if exit_code and patches else 0


def find_designs(tree: Tree, asked: Options, names: tuple[str, ...]) -> list[Design]:
    """The designs by their names; raises KindError for one that there is not."""
    from folioize.churn import Designs
    from folioize.kinds import Catalog

    known = Designs(Catalog(tree.root, asked.kind_dirs))
    return [known.find(name) for name in dict.fromkeys(names)]


def _show(
    tree: Tree,
    asked: Options,
    design: Design,
    against: str | None,
    form: str,
    tables: tuple[str, ...],
) -> int:
    from folioize import churn
    from folioize.churn import stage

    with Reporter() as progress, stage(tree, asked, progress) as rehearsals:
        made = rehearsals.design(design.name, design.kinds)
        progress("counting")
        cost, benefit = churn.cost_of(made), churn.benefit_of(made)
        found = [*churn.cost_tables(cost), churn.benefit_table(benefit)]
        if against is not None:
            found += churn.conflict_tables(churn.conflicts_with(made, against, progress))
    shown = (*SHOWN, "risk", "conflicts") if against is not None else SHOWN
    tabular.print_tables(found, form, tables, shown)
    if form == "table" and not tables:
        for part in made.parts:
            terminal.line()
            if len(made.parts) > 1:
                terminal.line(f"{part.kind}:", bold=True)
            summary.print_account(part.run.record.account)
    for name, why in made.converted.items():
        terminal.note(f"{name}: {why}")
    return len(cost.patches)


def _compare(
    tree: Tree, asked: Options, designs: list[Design], form: str, tables: tuple[str, ...]
) -> int:
    from folioize.churn import Entry, benefit_of, compare_tables, cost_of, stage

    entries = []
    with Reporter() as progress, stage(tree, asked, progress) as rehearsals:
        for number, design in enumerate(designs):
            made = rehearsals.design(design.name, design.kinds)
            progress("counting", number, len(designs))
            entries.append(Entry(design.name, cost_of(made), benefit_of(made)))
            rehearsals.forget(later.kinds for later in designs[number + 1 :])
    tabular.print_tables(compare_tables(entries), form, tables, COMPARED)
    return sum(len(entry.cost.patches) for entry in entries)
