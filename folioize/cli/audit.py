# SPDX-License-Identifier: GPL-2.0-only
"""Takes a tree; prints which part of the kernel uses what of struct page, and whose that is."""

from __future__ import annotations

from pathlib import Path

import click

from folioize.cli import options, tabular
from folioize.cli.progress import Reporter

SHOWN = ("groups", "members", "flags")
"""The tables that a reader sees unless others are asked for."""


@click.command(short_help="Which part of the kernel uses what of struct page.")
@options.tree
@click.option(
    "--group-by",
    "by",
    type=options.choices("directory", "subsystem", "kind"),
    default="directory",
    help="Top directory, entry of MAINTAINERS, or what the page is; directory if not said.",
)
@tabular.form
@tabular.names
@options.paths
@options.decisions
@options.kind_dirs
@options.jobs
def command(
    tree_path: Path,
    by: str,
    form: str,
    tables: tuple[str, ...],
    paths: tuple[str, ...],
    decisions: Path | None,
    kind_dirs: tuple[str, ...],
    jobs: int | None,
) -> None:
    """Count the members, flags, functions and constants of struct page that each part of TREE
    uses, and say whose each is: a kind's own, mm's own (nobody outside mm/ and the headers uses
    it), one directory's own, or shared.

    Read are the files that name struct page, and others that reach for a kind's fields.
    """
    from folioize.churn import Owners, audit, audit_tables, groupings
    from folioize.kinds import Catalog, analyse

    tree = options.open_tree(tree_path)
    asked = options.gather(tree, paths, jobs, decisions, kind_dirs)
    with Reporter() as progress:
        kinds = Catalog(tree.root, asked.kind_dirs).find_all()
        analysis = analyse(tree, kinds, asked, lambda done, total: progress("reading", done, total))
        progress("counting")
        uses = audit(analysis, groupings(Owners(tree))[by], asked.paths)
    tabular.print_tables(audit_tables(uses, by), form, tables, SHOWN)
    options.tell_skipped(tree)
