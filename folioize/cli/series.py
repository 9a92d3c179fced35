# SPDX-License-Identifier: GPL-2.0-only
"""Takes a tree and a kind; writes its conversion as a branch and patches, prints the account."""

from __future__ import annotations

from pathlib import Path

import click

from folioize.cli import options, stages, summary, terminal
from folioize.cli.progress import Reporter


@click.command(short_help="Convert one kind: a git branch, and patches.")
@options.tree
@options.kind
@click.option(
    "-o",
    "--out",
    required=True,
    metavar="OUT",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the patches, the cover letter, series.mbox and series.json.",
)
@click.option("--branch", metavar="NAME", help="The branch to make; folioize/KIND if not said.")
@click.option("--force", is_flag=True, help="Replace a branch that folioize did not make.")
@options.keep_names
@options.paths
@options.decisions
@options.kind_dirs
@options.jobs
@options.exit_code
def command(
    tree_path: Path,
    kind: str,
    out: Path,
    branch: str | None,
    force: bool,
    keep_names: bool,
    paths: tuple[str, ...],
    decisions: Path | None,
    kind_dirs: tuple[str, ...],
    jobs: int | None,
    exit_code: bool,
) -> int:
    """Convert one kind of page in TREE: a git branch, and patches in OUT.

    TREE is a clean git repository of a kernel. Its work tree is not touched: the branch is made
    beside it, and neither branch nor OUT is there if anything fails.
    """
    from folioize.git import identity, open_repo, require_ready
    from folioize.series import make_series

    tree = options.open_tree(tree_path, committed=True)
    repo = open_repo(tree.root)
    # Before the long part, not only after it.
    require_ready(repo, tree.tracked.changed if tree.tracked is not None else None)
    identity(repo)
    for warning in repo.warnings:
        terminal.note(warning)
    asked = options.gather(tree, paths, jobs, decisions, kind_dirs, keep_names)
    with Reporter() as progress:
        plan = stages.make_plan(tree, kind, asked, progress)
        record = make_series(
            tree.root,
            plan,
            out,
            branch=branch,
            force=force,
            progress=lambda done, total: progress("committing", done, total),
        )
    summary.print_series(record, out)
    summary.print_unedited(plan)
    options.tell_skipped(tree)
    return 1 if exit_code and record.patches else 0
