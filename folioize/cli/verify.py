# SPDX-License-Identifier: GPL-2.0-only
"""Takes a tree and a series; proves the series patch by patch, and prints what was shown."""

from __future__ import annotations

import os
from pathlib import Path

import click

from folioize.cli import options, stages
from folioize.cli.progress import Reporter


@click.command(short_help="Prove a series, patch by patch.")
@options.tree
@click.argument("out", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "-c", "--config", "configs", metavar="NAME", multiple=True, help="Only this configuration."
)
@options.jobs
@click.option("--boot", is_flag=True, help="Also boot before and after, under qemu.")
@click.option(
    "--work",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Scratch folder for builds; one in the user's cache if not said.",
)
def command(
    tree_path: Path,
    out: Path,
    configs: tuple[str, ...],
    jobs: int | None,
    boot: bool,
    work: Path | None,
) -> int:
    """Prove the series in OUT: every patch applies, builds and keeps its claims.

    Machine code is compared before and after, checkpatch.pl of the tree is run, and what the
    compiler must refuse is shown to be refused. A run that was stopped goes on where it was.
    Exits with 3 if anything is not proven; OUT/verify.json has it all.
    """
    asked = stages.verify_options(
        configs=configs, jobs=jobs or os.cpu_count() or 1, boot=boot, work=work
    )
    with Reporter() as progress:
        report = stages.verify(tree_path, out, asked, progress)
    return 0 if report else 3
