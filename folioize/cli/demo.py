# SPDX-License-Identifier: GPL-2.0-only
"""Takes nothing; runs the main job on the mini kernel that folioize carries, and shows it."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from folioize.cli import stages, stats, summary, terminal
from folioize.cli.progress import Reporter
from folioize.errors import FolioizeError, TreeError

_MARK = ".folioize-demo"


@click.command(short_help="Convert the slab pages of a small kernel.")
@click.option(
    "-o",
    "--out",
    metavar="OUT",
    default=Path("out/demo"),
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the tree and the series; out/demo if not said.",
)
def command(out: Path) -> None:
    """Convert the slab pages of a kernel of a few thousand lines, and show what came of it."""
    from folioize.model import Options
    from folioize.series import dry_run, make_series
    from folioize.tree import open_tree

    tree = open_tree(prepare(out))
    series = out / "series"
    with Reporter() as progress:
        plan = stages.make_plan(tree, "slab_page", Options())
        record = make_series(
            tree.root, plan, series, progress=lambda done, total: progress("series", done, total)
        )
    stats.print_stats(dry_run(tree.root, plan))
    summary.print_series(record, series)
    root = out / "minikernel"
    terminal.line()
    terminal.line("Next:", bold=True)
    for what, how in (
        ("read the cover letter", f"less {series}/0000-cover-letter.patch"),
        ("read the series", f"git -C {root} log -p --reverse HEAD..{record.branch}"),
        ("prove it", f"folioize verify {root} {series}"),
        ("ask why", f"folioize infer {root} --kind slab_page; folioize why {root} FILE:LINE"),
        ("the real thing", "folioize fetch 5.10 --git; folioize series TREE -k slab_page -o OUT"),
    ):
        terminal.line(f"  {what + ':':24}{how}")


def prepare(out: Path) -> Path:
    """Copy the mini kernel into ``out`` as a git repository; return its path.

    What an earlier demo left there is replaced; anything else is not, with a FolioizeError.
    """
    from folioize.fetch.repository import make_repository
    from folioize.git import identity, open_repo
    from folioize.paths import data_dir

    if out.is_dir() and any(out.iterdir()) and not (out / _MARK).is_file():
        raise FolioizeError(f"{out} holds other things than a demo: name another folder with -o")
    out.mkdir(parents=True, exist_ok=True)
    (out / _MARK).touch()
    tree = out.resolve() / "minikernel"
    for left in (tree, tree.with_name("series")):
        shutil.rmtree(left, ignore_errors=True)
    shutil.copytree(data_dir("fixtures") / "minikernel", tree)
    make_repository(tree, "The mini kernel", lambda _what, _done, _total: None)
    repo = open_repo(tree)
    try:
        identity(repo)
    except TreeError:  # a machine on which git was never set up can run the demo too
        repo.run("config", "user.name", "folioize demo")
        repo.run("config", "user.email", "demo@localhost")
    return tree
