# SPDX-License-Identifier: GPL-2.0-only
"""Takes a tree and kinds; writes the conversion as a branch and patches, prints the account."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from folioize.cli import options, stages, summary, terminal
from folioize.cli.progress import Reporter


@click.command(short_help="Convert kinds of pages: a git branch, and patches.")
@options.tree
@options.convert
@options.design
@options.layout
@click.option(
    "-o",
    "--out",
    required=True,
    metavar="OUT",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the patches, the cover letter, series.mbox and series.json.",
)
@click.option(
    "--branch", metavar="NAME", help="The branch to make; folioize/KIND, or DESIGN, if not said."
)
@options.force
@options.keep_names
@options.behaviour
@options.paths
@options.decisions
@options.kind_dirs
@options.jobs
@options.exit_code
def command(
    tree_path: Path,
    kinds: tuple[str, ...],
    design: str | None,
    layout: str | None,
    out: Path,
    branch: str | None,
    force: bool,
    keep_names: bool,
    behaviour: str,
    paths: tuple[str, ...],
    decisions: Path | None,
    kind_dirs: tuple[str, ...],
    jobs: int | None,
    exit_code: bool,
) -> int:
    """Convert one kind of page in TREE, or several: a git branch, and patches in OUT.

    TREE is a clean git repository of a kernel. Its work tree is not touched: the branch is made
    beside it, and neither branch nor OUT is there if anything fails. What was decided in
    OUT/decisions.toml counts.
    """
    from folioize.git import identity, open_repo, require_ready
    from folioize.plan import missing_kinds
    from folioize.series import (
        default_branch,
        find_target,
        make_series,
        other_tip,
        require_top,
        told_replaced,
    )

    tree = options.open_tree(tree_path, committed=True)
    repo = open_repo(tree.root)
    # Before the long part, not only after it.
    require_top(repo, tree.root)
    require_ready(repo, tree.tracked.changed if tree.tracked is not None else None)
    identity(repo)
    wanted = options.chosen(tree, kinds, design, kind_dirs, layout)
    for warning in repo.warnings:
        terminal.note(warning)
    if decisions is None and (out / "decisions.toml").is_file():
        decisions = out / "decisions.toml"
        terminal.note(f"as {decisions} says; --decisions takes another file")
    asked = options.gather(tree, paths, jobs, decisions, kind_dirs, keep_names, behaviour)
    # Where nothing is left to do, the branch of what was done may well be checked out.
    missing_kinds(tree, wanted, asked)
    before = other_tip(find_target(repo, out, branch or default_branch(wanted.series), force))
    with Reporter() as progress:
        plan = stages.make_plan(tree, wanted, asked, progress)
        committing = partial(progress, "committing")
        record = make_series(tree.root, plan, out, branch=branch, force=force, progress=committing)
    with terminal.telling(f"the series is in {out}"):
        summary.print_series(record, out)
    if note := told_replaced(record, before, out):
        terminal.note(note)
    options.tell_skipped(tree)
    summary.print_unedited(plan)
    return 1 if exit_code and record.patches else 0
