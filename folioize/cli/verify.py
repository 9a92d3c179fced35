# SPDX-License-Identifier: GPL-2.0-only
"""Takes a tree and a series; proves the series patch by patch, and prints what was shown."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from folioize.cli import options, stages, terminal
from folioize.cli.progress import Reporter
from folioize.errors import FolioizeError, PartialError

if TYPE_CHECKING:
    from folioize.verify import VerifyOptions, VerifyReport

_SHOWN = 40  # lines of what is not proven; verify.json has them all


@click.command(short_help="Prove a series, patch by patch.")
@options.tree
@click.argument("out", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "-c",
    "--config",
    "configs",
    metavar="NAME",
    multiple=True,
    help="Only this configuration, or this fragment file; may be repeated. 'touched' is defconfig "
    "with the switches that the series' files need.",
)
@options.jobs
@click.option("--boot", is_flag=True, help="Also boot before and after, under qemu.")
@click.option(
    "--by-part",
    is_flag=True,
    help="Build only after the last patch of each part of a design, beside the state before it.",
)
@click.option(
    "--work",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Scratch folder for builds; one in the user's cache if not said.",
)
@click.option("--fresh", is_flag=True, help="Try everything again, also what was tried before.")
@click.option("--keep-messages", is_flag=True, help="Do not write the proof into the patches.")
def command(
    tree_path: Path,
    out: Path,
    configs: tuple[str, ...],
    jobs: int | None,
    boot: bool,
    by_part: bool,
    work: Path | None,
    fresh: bool,
    keep_messages: bool,
) -> int:
    """Prove the series in OUT: every patch applies, builds and keeps its claims.

    Machine code is compared before and after, checkpatch.pl of the tree is run, and what the
    compiler must refuse is shown to be refused. A run that was stopped goes on where it was.
    Exits with 3 if anything is not proven; OUT/verify.json has it all. What a patch has earned
    is written into its message, in OUT and on the branch; --by-part shows nothing of a patch
    alone, so it writes nothing.
    """
    from folioize.verify import VerifyOptions

    asked = VerifyOptions(
        configs=configs,
        jobs=jobs or os.cpu_count() or 1,
        boot=boot,
        work=work,
        resume=not fresh,
        by_part=by_part,
    )
    return prove(tree_path, out, asked, amend=not (keep_messages or by_part))


def prove(tree: Path, series: Path, asked: VerifyOptions, *, amend: bool = True) -> int:
    """Verify the series in a folder, print the report, write the proof; gives the exit code."""
    from folioize.series import require_amendable
    from folioize.verify import exit_code

    if amend:
        require_amendable(tree, series)  # before the long part, not after it
    with Reporter() as progress:
        report = stages.verify(tree, series, asked, progress)
    try:
        if report.complete and amend:
            _amend(tree, series, report)
    finally:
        with terminal.telling(f"what was found is in {series / 'verify.json'}"):
            print_report(report)
    return exit_code(report)


def print_report(report: VerifyReport) -> None:
    """Print a row for each patch, which type is taken for which, how large the objects are, what
    holds only in a sense, and what is not proven."""
    from folioize.verify import columns, matrix, problems, remarks, rows, size_table

    terminal.table(columns(report), [row.cells for row in rows(report)])
    terminal.line()
    heads, pairs = matrix(report.negatives)
    if pairs:
        terminal.table(heads, pairs)
        terminal.line()
    if report.sizes:
        terminal.table(*size_table(report))
        terminal.line()
    for text in remarks(report):
        terminal.line(text)
    unproven = problems(report)
    for text in unproven[:_SHOWN]:
        terminal.line(f"NOT PROVEN: {text}", bold=True)
    if len(unproven) > _SHOWN:
        more = terminal.count(len(unproven) - _SHOWN, "thing")
        terminal.line(f"NOT PROVEN: {more} more, all in verify.json")
    held = sum(one.outcome == "holds" for one in report.negatives)
    terminal.line(
        f"{terminal.count(len(report.patches), 'patch', 'patches')}, "
        f"{terminal.count(len(report.configurations), 'configuration')}, "
        f"{terminal.count(held, 'negative compile holds', 'negative compiles hold')}, "
        f"{terminal.count(len(unproven), 'thing')} not proven ({report.compiler})"
    )


def _amend(tree: Path, out: Path, report: VerifyReport) -> None:
    """Write the proofs into the messages; a patch that lost its proof loses the paragraph.

    Raises PartialError where the series has changed since it was looked at.
    """
    from folioize.series import amend_messages
    from folioize.verify import proof_lines

    earned = proof_lines(report)
    proofs = {patch.number: earned.get(patch.number) for patch in report.patches}
    try:
        amend_messages(tree, out, proofs, summary=_summary(report), tip=report.tip)
    except FolioizeError as err:
        raise PartialError(f"the proofs stand in verify.json only: {err}") from err


def _summary(report: VerifyReport) -> str | None:
    """The cover letter's paragraph on what was shown, or None where not all was."""
    from folioize.verify import problems

    if problems(report) or not report.configurations:
        return None
    same = sum("identical" in patch.claims for patch in report.patches)
    titles = "; ".join(one.title for one in report.configurations)
    text = (
        f"Each patch applies with git am and builds without a new warning with {report.compiler} "
        f"under {titles}. {same} of the {len(report.patches)} only change types and leave machine "
        f"code as it was, as their messages say."
    )
    if any(one.outcome == "holds" for one in report.negatives):
        text += " The compiler refuses to mix the types up, which was tried."
    if report.boot is not None:
        text += " The kernels before and after the series boot and report the same."
        if report.boot.worked:
            text += (
                f" In both, {' and '.join(report.boot.worked)} was mounted, written, mapped, "
                f"truncated, mounted again and compared."
            )
    return text
