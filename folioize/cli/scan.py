# SPDX-License-Identifier: GPL-2.0-only
"""Takes a tree; prints how much of it was understood, and each place that was not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from folioize.cli import options, terminal
from folioize.cli.progress import Reporter

if TYPE_CHECKING:
    from folioize.scan import Scan


@click.command(short_help="Say how much of the tree was understood, and what not.")
@options.tree
@click.option("--format", "form", type=options.choices("table", "jsonl"), default="table")
@click.option("--all", "every", is_flag=True, help="Every C file, not only those with struct page.")
@options.paths
@options.jobs
@click.option("--exit-code", is_flag=True, help="Exit with 1 if something was not understood.")
def command(
    tree_path: Path,
    form: str,
    every: bool,
    paths: tuple[str, ...],
    jobs: int | None,
    exit_code: bool,
) -> int:
    """Parse TREE and count what was understood; list the rest with file, line and cause.

    With --format jsonl, each line is a file with its counts and its gaps.
    """
    import msgspec

    from folioize.scan import scan_tree

    tree = options.open_tree(tree_path)
    with Reporter() as progress:
        scan = scan_tree(
            tree,
            paths,
            every=every,
            jobs=jobs or 0,
            progress=lambda done, total: progress("parsing", done, total),
        )
    if form == "jsonl":
        for one in scan.files:
            terminal.raw(msgspec.json.encode(one) + b"\n")
        options.tell_skipped(tree)
    else:
        for gap in scan.gaps():
            place = f"{gap.file}:{gap.line}" if gap.line else gap.file
            terminal.line(f"{place}: {gap.what}: {gap.cause}")
        print_counts(scan)
        options.tell_left_out(tree)
    return 1 if exit_code and scan.gaps() else 0


def print_counts(scan: Scan) -> None:
    """Print what there is of each thing, and how much of it was understood."""
    total = scan.total
    rows = (
        ("files", f"{len(scan.files)} of {scan.seen}", len(scan.files), ""),
        ("struct page", total("tokens"), "", "comments, strings and directives included"),
        ("  in code", total("code"), total("clean"), "in items parsed without an error"),
        ("functions", total("functions"), total("whole"), _lost(scan)),
        ("macros with struct page", total("macros"), total("bodies"), "bodies parsed"),
        ("places with an error", total("errors"), "", ""),
        ("places in doubt", total("doubts"), "", "no error, but hardly what the code says"),
        ("same bytes", len(scan.files), total("same"), "files that a parse without an edit keeps"),
        ("files skipped", len(scan.skipped), "", ""),
    )
    words = scan.words()
    for word, files in words.items():
        where = terminal.count(files, "file")
        terminal.line(f"{word}: word: taken for an attribute by its place, in {where}")
    if scan.gaps() or words:
        terminal.line()
    terminal.table(("what", "all", "understood", ""), rows)


def _lost(scan: Scan) -> str:
    lost = scan.total("functions") - scan.total("found")
    return f"parsed whole; {lost} that a plain search finds were not found"
