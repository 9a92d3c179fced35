# SPDX-License-Identifier: GPL-2.0-only
"""Takes a tree and kinds; prints what the conversion would cost, and writes nothing."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import click

from folioize.cli import options, stages, summary, terminal
from folioize.cli.progress import Reporter
from folioize.errors import ConvertedAlready

if TYPE_CHECKING:
    from folioize.series import DryRun


@click.command(short_help="Count what a conversion would churn.")
@options.tree
@options.convert
@options.design
@options.layout
@click.option("--format", "form", type=options.choices("table", "json"), default="table")
@options.keep_names
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
    form: str,
    keep_names: bool,
    paths: tuple[str, ...],
    decisions: Path | None,
    kind_dirs: tuple[str, ...],
    jobs: int | None,
    exit_code: bool,
) -> int:
    """Count what converting kinds of pages in TREE would churn; no branch and no file is made.

    The numbers are git's, of the very patches that 'folioize series' would write.
    """
    import msgspec

    from folioize.model import Account, Plan
    from folioize.series import dry_run

    tree = options.open_tree(tree_path, committed=True)
    asked = options.gather(tree, paths, jobs, decisions, kind_dirs, keep_names)
    wanted = options.chosen(tree, kinds, design, kind_dirs, layout)
    with Reporter() as progress:
        try:
            plan = stages.make_plan(tree, wanted, asked, progress)
        except ConvertedAlready as done:
            if form != "json":
                raise
            terminal.note(str(done))
            plan = Plan(wanted.series, "", (), Account(0, 0, 0, 0, 0, ()))
        run = dry_run(
            tree.root, plan, progress=lambda done, total: progress("counting", done, total)
        )
    if form == "json":
        numbers = totals(run) | {"subsystems": subsystems(run)}
        terminal.raw(msgspec.json.format(msgspec.json.encode(numbers)) + b"\n")
    else:
        print_stats(run)
        summary.print_account(run.record.account)
    for note in plan.notes:
        terminal.note(note)
    options.tell_skipped(tree)
    return 1 if exit_code and run.record.patches else 0


def totals(run: DryRun) -> dict[str, Any]:
    """The whole series in numbers, by name."""
    record, churn = run.record, run.churn
    return {
        "kind": record.kind,
        "patches": len(record.patches),
        "files": len(churn.net.files),
        "declarations": sum(len(patch.declarations) for patch in record.patches),
        "insertions": churn.gross_insertions,
        "deletions": churn.gross_deletions,
        "net_insertions": record.net_insertions,
        "net_deletions": record.net_deletions,
        "transient": record.transient,
        "bridges_added": sum(patch.bridges_added for patch in record.patches),
        "bridges_removed": sum(patch.bridges_removed for patch in record.patches),
    }


def subsystems(run: DryRun) -> list[dict[str, Any]]:
    """The churn of each directory; a patch counts in every directory that it touches."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    files: dict[str, set[str]] = defaultdict(set)
    for patch in run.churn.patches:
        for name in {subsystem(path) for path in patch.files}:
            sums[name][0] += 1
        for path, (added, removed) in patch.files.items():
            name = subsystem(path)
            files[name].add(path)
            sums[name][1] += added
            sums[name][2] += removed
    return [
        {
            "subsystem": name,
            "files": len(files[name]),
            "patches": patches,
            "insertions": added,
            "deletions": removed,
        }
        for name, (patches, added, removed) in sorted(sums.items())
    ]


def print_stats(run: DryRun) -> None:
    """Print the totals, and a row for each directory."""
    named = totals(run)
    terminal.line(f"{named.pop('kind')}:", bold=True)
    terminal.table(("what", "count"), [(k.replace("_", " "), v) for k, v in named.items()])
    terminal.line()
    rows = subsystems(run)
    columns = ("subsystem", "files", "patches", "insertions", "deletions")
    terminal.table(columns, [tuple(row[name] for name in columns) for row in rows])
    terminal.line()


def subsystem(path: str) -> str:
    """The directory that stands for a file: mm, include/linux, drivers/net, fs/ext4."""
    return "/".join(PurePosixPath(path).parent.parts[:2]) or "."
