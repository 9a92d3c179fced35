# SPDX-License-Identifier: GPL-2.0-only
"""Takes a tree and designs; writes what they would cost and give as one HTML page."""

from __future__ import annotations

import os
import shlex
import tempfile
from pathlib import Path

import click

from folioize.cli import options, stages, summary, terminal
from folioize.cli.progress import Reporter
from folioize.errors import FolioizeError


@click.command(short_help="One HTML page of what a conversion would cost and give.")
@options.tree
@options.designs
@options.convert
@options.design
@options.layout
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
@click.option(
    "--verified",
    metavar="OUT",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Show how large objects are before and after, as verify built the series in OUT.",
)
@options.keep_names
@options.paths
@options.decisions
@options.kind_dirs
@options.jobs
def command(
    tree_path: Path,
    names: tuple[str, ...],
    kinds: tuple[str, ...],
    design: str | None,
    layout: str | None,
    out: Path,
    against: str | None,
    verified: Path | None,
    keep_names: bool,
    paths: tuple[str, ...],
    decisions: Path | None,
    kind_dirs: tuple[str, ...],
    jobs: int | None,
) -> None:
    """Write what a design would churn in TREE, and what it would give, as a page: the one of
    --design or --kind, or else the first DESIGN. If more are named, all are compared.

    The page needs no network and no JavaScript, is readable in light and dark and on paper, and
    has a table for each drawing. Nothing else is written.

    Example: folioize report TREE --design slab+net slab net -o report.html
    """
    from folioize.churn import built_table, measure_all
    from folioize.churn.report import Measured, write_report

    tree = options.open_tree(tree_path, committed=True)
    asked = options.gather(tree, paths, jobs, decisions, kind_dirs, keep_names)
    first, *others = options.all_chosen(tree, names, kinds, design, kind_dirs, layout)
    with Reporter() as progress:
        entry, risk = stages.measure(tree, first, asked, against, progress)
        entries = [entry, *measure_all(tree, others, asked, progress, terminal.note)]
    told = f"folioize report TREE {entry.asked} {shlex.join(one.name for one in others)}"
    sizes = None if verified is None else built_table(entry, verified)
    page = write_report(Measured(first, tree.version, entry, entries, risk, told.rstrip(), sizes))
    _write(out, page.encode("utf-8", "backslashreplace"))
    terminal.line(f"wrote {out}")
    summary.print_notes(*entries)
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
