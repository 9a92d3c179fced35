# SPDX-License-Identifier: GPL-2.0-only
"""Takes a tree and designs; writes what they would cost and give as one HTML page."""

from __future__ import annotations

import os
import shlex
import tempfile
from pathlib import Path

import click

from folioize.cli import options, terminal
from folioize.cli.progress import Reporter
from folioize.cli.stats import find_designs
from folioize.errors import FolioizeError


@click.command(short_help="One HTML page of what a conversion would cost and give.")
@options.tree
@click.argument("names", metavar="[DESIGN]...", nargs=-1)
@click.option("-k", "--kind", metavar="KIND", help="The kind to convert, in place of a design.")
@click.option(
    "-o",
    "--out",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The page to write, such as report.html; one that is there is replaced.",
)
@click.option(
    "--against", metavar="REF", help="Merge each patch with this ref, and show what conflicts."
)
@options.keep_names
@options.paths
@options.decisions
@options.kind_dirs
@options.jobs
def command(
    tree_path: Path,
    names: tuple[str, ...],
    kind: str | None,
    out: Path,
    against: str | None,
    keep_names: bool,
    paths: tuple[str, ...],
    decisions: Path | None,
    kind_dirs: tuple[str, ...],
    jobs: int | None,
) -> None:
    """Write what the first DESIGN would churn in TREE, and what it would give, as a page; if more
    are named, all are compared.

    The page needs no network and no JavaScript, is readable in light and dark and on paper, and
    has a table for each drawing. Nothing else is written.

    Example: folioize report TREE slab+net slab net -o report.html
    """
    from folioize.churn import Entry, benefit_of, conflicts_with, cost_of, stage
    from folioize.churn.report import Measured, write_report

    named = (*names, kind) if kind is not None else names
    if not named:
        raise click.UsageError("name a design or --kind")
    tree = options.open_tree(tree_path)
    asked = options.gather(paths, jobs, decisions, kind_dirs, keep_names)
    first, *others = find_designs(tree, asked, named)
    with Reporter() as progress, stage(tree, asked, progress) as rehearsals:
        made = rehearsals.design(first.name, first.kinds)
        progress("counting")
        entries = [Entry(first.name, cost_of(made), benefit_of(made))]
        risk = conflicts_with(made, against, progress) if against is not None else None
        rehearsals.forget([one.kinds for one in others])
        for number, other in enumerate(others):
            progress("comparing", number, len(others))
            more = rehearsals.design(other.name, other.kinds)
            entries.append(Entry(other.name, cost_of(more), benefit_of(more)))
            rehearsals.forget([one.kinds for one in others[number + 1 :]])
    told = shlex.join(["folioize", "report", "TREE", *named])
    page = write_report(
        Measured(first, made, entries[0].cost, entries[0].benefit, entries, risk, told)
    )
    _write(out, page.encode("utf-8", "backslashreplace"))
    terminal.line(f"wrote {out}")
    options.tell_skipped(tree)


def _write(out: Path, data: bytes) -> None:
    """Put the page in place whole: it is the old one or the new one, never half of one."""
    folder = out.resolve().parent
    if not folder.is_dir():
        raise FolioizeError(f"no directory {folder}: make it first")
    with tempfile.NamedTemporaryFile(dir=folder, prefix=f".{out.name}.", delete=False) as made:
        try:
            made.write(data)
            made.flush()
            mask = os.umask(0)
            os.umask(mask)
            Path(made.name).chmod(0o666 & ~mask)
            Path(made.name).replace(out)
        except BaseException:
            Path(made.name).unlink(missing_ok=True)
            raise
