# SPDX-License-Identifier: GPL-2.0-only
"""Takes a tree; prints every declaration of struct page with its kind and confidence."""

from __future__ import annotations

from pathlib import Path

import click

from folioize.cli import options, stages, terminal

GENERIC = "page"
"""What a declaration is given that holds pages of any kind."""

_COLUMNS = ("place", "function", "role", "name", "type", "kind", "confidence")


@click.command(short_help="Say what kind of page each declaration holds.")
@options.tree
@options.kinds
@click.option("--format", "form", type=options.choices("table", "jsonl"), default="table")
@options.paths
@options.decisions
@options.kind_dirs
@options.jobs
@options.exit_code
def command(
    tree_path: Path,
    kinds: tuple[str, ...],
    form: str,
    paths: tuple[str, ...],
    decisions: Path | None,
    kind_dirs: tuple[str, ...],
    jobs: int | None,
    exit_code: bool,
) -> int:
    """Say of every declaration of struct page in TREE what kind of page it holds.

    With --format jsonl, each line is a declaration with its evidence: the path from the place
    that gave it away to the declaration.
    """
    import msgspec

    tree = options.open_tree(tree_path)
    found = stages.infer(tree, kinds, options.gather(tree, paths, jobs, decisions, kind_dirs))
    rows: list[tuple[object, ...]] = []
    typed = 0
    for row in found:
        typed += row.kind != GENERIC
        if form == "jsonl":
            terminal.raw(msgspec.json.encode(row) + b"\n")
        else:
            place = f"{row.file}:{row.line}"
            function = row.function or ""
            rows.append(
                (place, function, row.role, row.name, row.type, row.kind, f"{row.confidence:.2f}")
            )
    if form == "table":
        terminal.table(_COLUMNS, rows)
    options.tell_skipped(tree)
    return 1 if exit_code and typed else 0
