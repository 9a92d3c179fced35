# SPDX-License-Identifier: GPL-2.0-only
"""Takes a semantic patch and paths; prints what it would change, as git shows a change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from folioize.cli import inplace, options, terminal
from folioize.cli.chosen import files_of, root_of
from folioize.cli.progress import Reporter
from folioize.cli.semantic import write_series
from folioize.errors import FolioizeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from folioize.model import Edit
    from folioize.rules import Applied, Program


@click.command(short_help="Apply a semantic patch (Coccinelle's language).")
@click.argument("rule_file", metavar="FILE.cocci", type=click.Path(path_type=Path))
@click.argument(
    "paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "-D",
    "defined",
    metavar="NAME[=VALUE]",
    multiple=True,
    help="Choose a virtual rule; repeatable.",
)
@click.option("--in-place", is_flag=True, help="Change the files, and print no diff.")
@click.option(
    "--series",
    "series",
    metavar="OUT",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write a branch, and patches to OUT, as 'folioize series' does.",
)
@options.force
@click.option("--why", metavar="FILE:LINE", help="Say which part of which rule fails there.")
@click.option("--allow-scripts", is_flag=True, help="Run its blocks in Python.")
@click.option(
    "--timeout", type=click.IntRange(min=1), default=60, help="Seconds that one file may take."
)
@options.jobs
@click.option("--exit-code", is_flag=True, help="Exit with 1 if anything changes or is found.")
def command(
    rule_file: Path,
    paths: tuple[Path, ...],
    defined: tuple[str, ...],
    in_place: bool,
    series: Path | None,
    force: bool,
    why: str | None,
    allow_scripts: bool,
    timeout: int,
    jobs: int | None,
    exit_code: bool,
) -> int:
    """Run the semantic patch FILE.cocci over C files and directories.

    The diff goes to standard output; matches of rules with * lines as FILE:LINE: RULE. What could
    not be read goes to standard error, and makes the exit code 3.
    """
    from folioize.rules import Job, apply_rules

    if in_place and series is not None:
        raise click.UsageError("--in-place and --series exclude each other")
    if why is not None and (in_place or series is not None):
        raise click.UsageError("--why changes nothing: give it without --in-place and --series")
    text = _read(rule_file)
    program = _compile(rule_file, text, defined, allow_scripts)
    for told in program.left_out:
        click.echo(f"folioize: rule left out: {told}", err=True)
    for told in program.doubts:
        click.echo(f"folioize: {told}", err=True)
    if why is not None:
        return _explain(program, why, root_of(paths, repository=False))
    root = root_of(paths, series is not None)
    files, unread = files_of(root, paths)
    job = Job(program, text, root, _layout, timeout)
    with Reporter() as progress:
        applied = apply_rules(
            job, files, jobs or 0, lambda done, total: progress("matching", done, total)
        )
    missed = 0
    if series is not None:
        write_series(root, applied, series, rule_file, program, force)
    elif in_place:
        missed = inplace.write(root, applied)
    else:
        _print(applied)
    changed = any(one.data is not None or one.found for one in applied.files.values())
    gaps = _tell(applied, unread) + missed
    return 3 if gaps else 1 if exit_code and changed else 0


def _layout(data: bytes, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits that keep the layout, too; loaded with the first file that changes."""
    from folioize.plan.layout import relayout

    return relayout(data, edits)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as err:
        reason = (err.strerror or str(err)).lower()
        raise FolioizeError(f"cannot read {path}: {reason}") from err


def _compile(path: Path, text: bytes, defined: tuple[str, ...], scripts: bool) -> Program:
    from folioize.rules import compile_file, read_rules, rule_text

    names = frozenset(one for one in defined if "=" not in one)
    values = dict(one.split("=", 1) for one in defined if "=" in one)
    source = read_rules(str(path), rule_text(str(path), text))
    return compile_file(source, names, values, scripts)


def _print(applied: Applied) -> None:
    from folioize.rules import git_diff

    rows = [
        (path, applied.before[path], one.data)
        for path, one in applied.files.items()
        if one.data is not None
    ]
    terminal.diff(git_diff(rows))
    for path, one in applied.files.items():
        for rule, line in one.found:
            terminal.line(f"{path}:{line}: {rule}")
        for text in one.said:
            terminal.line(text)


def _tell(applied: Applied, unread: dict[str, str]) -> int:
    """Say on standard error what was not read or not changed; return how much that is."""
    count = 0
    for path, reason in {**unread, **applied.unread}.items():
        terminal.note(f"{path}: cannot be read: {reason}")
        count += 1
    for path, one in applied.files.items():
        for line, text in one.gaps:
            terminal.note(f"{path}:{line}: {text}" if line else f"{path}: {text}")
            count += 1
    for left in applied.left:
        terminal.note(f"{left.path}:{left.line}: {left.text}")
        count += 1
    return count


def _explain(program: Program, where: str, root: Path) -> int:
    """Print, for each rule, what of it does not match at FILE:LINE, told from here or from
    ``root``, as the diff tells it."""
    from folioize.rules.headers import Library
    from folioize.rules.why import explain

    name, _, number = where.rpartition(":")
    if not name or not (number.isascii() and number.isdigit()):
        raise click.UsageError(f"--why wants FILE:LINE, not {where!r}")
    path = Path(name) if Path(name).exists() or not (root / name).exists() else root / name
    data = _read(path)
    headers = Library(Path.cwd()).of(str(path), data) if program.typed else None  # as in a run
    try:
        reasons = explain(program, name, data, int(number), headers)
    except IndexError as err:
        raise FolioizeError(f"{name} has no line {number}") from err
    for reason in reasons:
        terminal.line(f"{where}: {reason.rule}: {reason.text}")
    return 0
