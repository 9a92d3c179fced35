# SPDX-License-Identifier: GPL-2.0-only
"""Takes nothing; runs the main job on the mini kernel that folioize carries, and shows it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import click

from folioize.cli import options, summary, tabular, terminal, verify
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
@click.option("--no-verify", is_flag=True, help="Do not build anything; leave the proof out.")
def command(out: Path, no_verify: bool) -> int:
    """Convert the slab pages of a kernel of a few thousand lines, and prove it.

    Exits with 3 if anything is not proven.
    """
    from folioize.series import held

    out.mkdir(parents=True, exist_ok=True)
    with held(out):
        return _show(out, no_verify)


def _show(out: Path, no_verify: bool) -> int:
    from folioize.churn import cost_of, cost_tables, rehearsed
    from folioize.kinds import design_of
    from folioize.model import Options
    from folioize.series import make_series
    from folioize.verify import VerifyOptions

    tree = options.open_tree(prepare(out))
    series = out / "series"
    design = design_of(("slab_page",))
    with Reporter() as progress:
        with rehearsed(tree, design, Options(), progress) as made:
            plan, tables = made.plan, cost_tables(cost_of(made))
        record = make_series(
            tree.root, plan, series, progress=lambda done, total: progress("series", done, total)
        )
    tabular.print_tables(tables, "table", (), ("cost", "directories"))
    terminal.line()
    summary.print_series(record, series)
    terminal.line()
    asked = VerifyOptions(jobs=os.cpu_count() or 1, work=out.resolve() / "work")
    code = 0 if no_verify else verify.prove(tree.root, series, asked)
    print_next(out / "minikernel", series, record.branch)
    return code


def print_next(root: Path, series: Path, branch: str) -> None:
    """Print what somebody who has seen the demo may want to do."""
    terminal.line()
    terminal.line("Next:", bold=True)
    for what, how in (
        ("read the cover letter", f"less {series}/0000-cover-letter.patch"),
        ("read the series", f"git -C {root} log -p --reverse HEAD..{branch}"),
        ("prove it again", f"folioize verify {root} {series} --fresh"),
        ("see every declaration", f"folioize infer {root} --kind slab_page"),
        ("ask why", f"folioize why {root} mm/slub.c:{_line(root)}"),
        ("get a real kernel", "folioize fetch 5.10 --git"),
        ("convert that", "folioize series TREE --kind slab_page -o OUT"),
    ):
        terminal.line(f"  {what + ':':24}{how}")


def _line(root: Path) -> int:
    """A line of mm/slub.c that declares a page, to ask about."""
    lines = (root / "mm" / "slub.c").read_text(encoding="utf-8").splitlines()
    return next((n for n, text in enumerate(lines, 1) if "struct page *page" in text), 1)


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
    for left in (tree, tree.with_name("series"), tree.with_name("work")):
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
