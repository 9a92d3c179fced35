# SPDX-License-Identifier: GPL-2.0-only
"""Takes a tree and a place in it; tells a person why what is declared there has its kind."""

from __future__ import annotations

import re
from pathlib import Path

import click

from folioize.cli import options, stages, terminal

_PLACE = re.compile(r"(?P<file>.+?):(?P<line>[1-9]\d*)(?::(?P<name>\w+))?", re.ASCII)


@click.command(short_help="Tell why a declaration has its kind, or none.")
@options.tree
@click.argument("place", metavar="FILE:LINE[:NAME]")
@options.decisions
@options.kind_dirs
@options.jobs
def command(
    tree_path: Path,
    place: str,
    decisions: Path | None,
    kind_dirs: tuple[str, ...],
    jobs: int | None,
) -> None:
    """Tell why the declaration at FILE:LINE of TREE has its kind, or why it was given none.

    Where the line declares none, it is about those of the variables that it uses. NAME picks one
    of several. FILE is as the tree names it: mm/slub.c.
    """

    tree = options.open_tree(tree_path)
    match = _PLACE.fullmatch(place)
    if match is None:
        raise click.UsageError(f"{place!r} is not FILE:LINE or FILE:LINE:NAME, as mm/slub.c:1234")
    file = tree.name(match["file"])
    data = tree.read(file)
    number, lines = int(match["line"]), data.count(b"\n") + (data[-1:] not in (b"\n", b""))
    if number > lines:
        raise click.UsageError(f"{file} has no line {number}; its last is {lines}")
    gathered = options.gather(tree, (), jobs, decisions, kind_dirs)
    for text in stages.explain(tree, file, number, match["name"], gathered).splitlines():
        terminal.line(text)
    options.tell_skipped(tree)
