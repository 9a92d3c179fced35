# SPDX-License-Identifier: GPL-2.0-only
"""Takes a tree and a kind; writes its conversion as a branch and patches, prints the account."""

from __future__ import annotations

from pathlib import Path

import click

from folioize.cli import options, stages, summary, terminal
from folioize.cli.progress import Reporter
from folioize.errors import FolioizeError


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
@options.force
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
    from folioize.series import default_branch, find_target, make_series

    tree = options.open_tree(tree_path)
    repo = open_repo(tree.root)
    require_ready(repo)  # before the long part, not after it
    identity(repo)
    try:
        find_target(repo, out, branch or default_branch(kind), force)
    except FolioizeError:
        # Where the series is what is checked out, that is the better thing to say.
        stages.require_unconverted(tree, kind, kind_dirs)
        raise
    for warning in repo.warnings:
        terminal.note(warning)
    asked = options.gather(paths, jobs, decisions, kind_dirs, keep_names)
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
    with terminal.telling(f"the series is in {out}"):
        summary.print_series(record, out)
    summary.print_unedited(plan)
    options.tell_skipped(tree)
    return 1 if exit_code and record.patches else 0
