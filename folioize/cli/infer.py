# SPDX-License-Identifier: GPL-2.0-only
"""Takes a tree; prints every declaration of struct page with its kind, and where kinds meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from folioize.cli import options, stages, terminal

if TYPE_CHECKING:
    from folioize.model import Declaration, Evidence

GENERIC, CONFLICT = "page", "conflict"
"""What a declaration is given that holds pages of any kind, and one that several kinds reach."""

_COLUMNS = ("place", "function", "role", "name", "type", "kind", "confidence")


@click.command(short_help="Say what kind of page each declaration holds.")
@options.tree
@options.kinds
@options.design
@click.option("--format", "form", type=options.choices("table", "jsonl"), default="table")
@click.option("--summary", is_flag=True, help="Count them, by directory and kind.")
@click.option("--brief", is_flag=True, help="Leave out those that stay struct page.")
@options.paths
@options.decisions
@options.kind_dirs
@options.jobs
@options.exit_code
def command(
    tree_path: Path,
    kinds: tuple[str, ...],
    design: str | None,
    form: str,
    summary: bool,
    brief: bool,
    paths: tuple[str, ...],
    decisions: Path | None,
    kind_dirs: tuple[str, ...],
    jobs: int | None,
    exit_code: bool,
) -> int:
    """Say of every declaration of struct page in TREE what kind of page it holds.

    All kinds there are, if none is named. Each is looked for as if it were alone: what several of
    them reach is a conflict, and is shown with the evidence of each and what might be done. A kind
    that is decided last, such as folio, takes what others leave; what only its place speaks for,
    and what may be a tail page, is told apart.

    With --format jsonl, each line is a declaration with its evidence: the path from the place
    that gave it away to the declaration.
    """
    import msgspec

    from folioize.kinds import standing

    tree = options.open_tree(tree_path)
    if design is not None:
        kinds = options.chosen(tree, kinds, design, kind_dirs).kinds
    found = list(stages.infer(tree, kinds, options.gather(tree, paths, jobs, decisions, kind_dirs)))
    shown = [one for one in found if not brief or standing(one) != GENERIC]
    if form == "jsonl":
        for row in _counted(shown) if summary else shown:
            terminal.raw(msgspec.json.encode(row) + b"\n")
    else:
        if summary:
            _print_summary(shown)
        else:
            terminal.table(_COLUMNS, [_row(one) for one in shown])
        _print_conflicts([one for one in found if one.rivals])
    options.tell_skipped(tree)
    if not summary and form != "jsonl":  # for people: a program counts its rows
        _tell_count(found)
    return 1 if exit_code and any(one.kind != GENERIC for one in found) else 0


def _row(one: Declaration) -> tuple[object, ...]:
    from folioize.kinds import standing

    kind = standing(one)
    if kind == CONFLICT:
        kind += f": {', '.join(rival.kind for rival in one.rivals)}"
    place, function = f"{one.file}:{one.line}", one.function or ""
    return (place, function, one.role, one.name, one.type, kind, f"{one.confidence:.2f}")


def _tell_count(found: Sequence[Declaration]) -> None:
    """Say how many declarations there are of each kind, and how many stay struct page."""
    from folioize.kinds import standing

    counts = Counter(standing(one) for one in found)
    stay = counts.pop(GENERIC, 0)
    parts = [f"{number} {kind}" for kind, number in sorted(counts.items())]
    total = terminal.count(len(found), "declaration")
    terminal.note(f"{total}: {'; '.join([*parts, f'{stay} stay struct page'])}")


def _counted(found: Sequence[Declaration]) -> list[dict[str, object]]:
    """How many declarations of each kind a directory has, one row a directory and kind."""
    from folioize.churn import directory
    from folioize.kinds import standing

    counts = Counter((directory(one.file), standing(one)) for one in found)
    return [
        {"directory": name, "kind": kind, "declarations": number}
        for (name, kind), number in sorted(counts.items())
    ]


def _print_summary(found: Sequence[Declaration]) -> None:
    """Print a row for each directory, and one for the whole; a column for each kind."""
    from folioize.churn import directory
    from folioize.kinds import standing

    counts = Counter((directory(one.file), standing(one)) for one in found)
    totals = Counter(standing(one) for one in found)
    kinds = sorted(totals, key=lambda kind: (kind in (GENERIC, CONFLICT), kind != CONFLICT, kind))
    rows = [
        (name, *(counts[name, kind] or "" for kind in kinds))
        for name in sorted({name for name, _ in counts})
    ]
    rows.append(("all", *(totals[kind] for kind in kinds)))
    terminal.table(("directory", *kinds), rows)


def _print_conflicts(found: Sequence[Declaration]) -> None:
    """Print each place that several kinds reach, with all their evidence, and the proposal."""
    terminal.line()
    terminal.line(f"reached by more than one kind: {terminal.count(len(found), 'declaration')}")
    for one in found:
        terminal.line()
        inside = f" of {one.function}" if one.function else ""
        name = one.name or one.role
        terminal.line(f"{one.kind}: {one.file}:{one.line}: {name}{inside}", bold=True)
        for rival in one.rivals:
            terminal.line(f"  {rival.kind} reaches it, with confidence {rival.confidence:.2f}:")
            _print_evidence(rival.evidence)
        terminal.line(f"  proposal: {one.proposal}")


def _print_evidence(path: Sequence[Evidence]) -> None:
    for step in path:
        terminal.line(f"    {step.file}:{step.line}: {step.what}")
