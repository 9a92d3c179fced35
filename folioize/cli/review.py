# SPDX-License-Identifier: GPL-2.0-only
"""Takes a tree and a series; lets a person review it on a screen, in a terminal, or as JSON."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from folioize.cli import options, terminal
from folioize.cli.progress import Reporter

if TYPE_CHECKING:
    from folioize.kinds import Design
    from folioize.review.records import Spec
    from folioize.review.session import Other, Session


@click.command(short_help="Read a series, and overrule what was inferred.")
@options.tree
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path, file_okay=False))
@options.convert
@options.design
@options.layout
@click.option("--prompt", is_flag=True, help="Ask hunk by hunk, as git add -p does.")
@click.option(
    "--format", "form", type=click.Choice(["json"]), help="Print all that the screen shows."
)
@click.option("--all", "everything", is_flag=True, help="With json: every declaration.")
@click.option("--branch", metavar="NAME", help="The branch to write to; that of the series.")
@click.option(
    "--against",
    metavar="OTHER",
    help="What the range-diff compares with: another OUT, or a branch; OUT's series if not said.",
)
@options.keep_names
@options.paths
@options.decisions
@options.kind_dirs
@options.jobs
def command(
    tree_path: Path,
    out: Path,
    kinds: tuple[str, ...],
    design: str | None,
    layout: str | None,
    prompt: bool,
    form: str | None,
    everything: bool,
    branch: str | None,
    against: str | None,
    keep_names: bool,
    paths: tuple[str, ...],
    decisions: Path | None,
    kind_dirs: tuple[str, ...],
    jobs: int | None,
) -> None:
    """Review the series in OUT, made of TREE; or what would be written there, with --kind or
    --design.

    Decisions are kept in OUT/decisions.toml (or --decisions FILE) as they are made, and can all
    be undone. Neither TREE nor the patches in OUT change before you ask for it.
    """
    from folioize.decisions import Journal
    from folioize.review.records import Spec
    from folioize.review.session import Session

    journal = Journal(decisions or out / "decisions.toml")
    asked = None
    if kinds or design is not None:
        asked = options.chosen_at(tree_path.resolve(), kinds, design, kind_dirs, layout)
    session = Session(out, journal, asked.series if asked is not None else "", tree_path)
    _tell_moved(session, tree_path)
    session.kind_dirs = kind_dirs
    session.against = None if against is None else _other(tree_path, against)
    spec = Spec(
        tree=str(tree_path.resolve()),
        design=_design(session, tree_path, asked, kind_dirs),
        branch=branch or session.record.branch,
        kind_dirs=kind_dirs,
        jobs=jobs or 0,
        keep_names=keep_names,
        paths=paths,
    )
    if form == "json":
        _print(session, spec, everything)
    elif prompt:
        _prompt(session, spec)
    else:
        _screen(session, spec)


def _tell_moved(session: Session, tree: Path) -> None:
    """Say where the branch of the series in OUT is by now, if that is not the series' end."""
    from folioize.errors import FolioizeError
    from folioize.git import open_repo
    from folioize.series import tip_of

    record = session.written
    if record is None or not record.patches:
        return
    try:
        tip = tip_of(open_repo(tree), record.branch)
    except FolioizeError:  # what the rest says of it is more
        return
    if tip != record.tip:
        now = f"is at {tip[:12]}" if tip else "is gone"
        terminal.note(
            f"branch {record.branch} {now}, not at {record.tip[:12]} as {session.out} says: the "
            "patches in it are shown"
        )


def _design(
    session: Session, tree: Path, asked: Design | None, kind_dirs: tuple[str, ...]
) -> Design:
    """The design of the series in OUT, or the one that was asked for where there is none yet."""
    from msgspec.structs import replace

    from folioize.kinds import Catalog, find_design
    from folioize.kinds.designs import Design, design_files
    from folioize.series import kinds_of

    record, out = session.record, session.out
    if session.written is None:
        if asked is None:
            raise click.UsageError(f"{out} holds no series: name --kind, or a --design")
        return asked
    found = Design(record.kind, kinds_of(record), layout=record.layout)
    if asked is not None and (asked.series, asked.layout) != (found.series, found.layout):
        raise click.UsageError(
            f"{out} holds a series of {found.series}, not of {asked.series}: name another folder"
        )
    catalog = Catalog(tree.resolve(), kind_dirs)
    if asked is None and record.kind in design_files(catalog):
        asked = find_design(record.kind, catalog)
    # With the same kinds it has a title besides; a kind that the tree had is in neither.
    if asked is not None and set(found.kinds) <= set(asked.kinds):
        return replace(asked, layout=found.layout)
    return found


def _other(tree: Path, name: str) -> Other:
    """Another series: that of a folder, or what a branch has since it left HEAD's history."""
    from folioize.errors import TreeError
    from folioize.git import GitError, open_repo
    from folioize.review.session import Other
    from folioize.series import read_series

    folder = Path(name)
    if (folder / "series.json").is_file():
        record = read_series(folder)
        return Other(name, record.base, record.tip)
    repo = open_repo(tree)
    try:
        tip = repo.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        base = repo.run("merge-base", repo.head, tip.decode().strip())
    except GitError as err:
        raise TreeError(f"{name} is neither a folder with a series nor a branch that began in "
                        f"the history of {repo.top}") from err  # fmt: skip
    return Other(name, base.decode().strip(), tip.decode().strip())


def _print(session: Session, spec: Spec, everything: bool) -> None:
    import msgspec

    from folioize.review.engine import Engine
    from folioize.review.export import export

    engine = Engine(spec, session.decisions)
    session.take(engine.solve(session.decisions))
    found = export(session, everything)
    if session.against is not None or (session.written is not None and not session.is_written):
        other = session.other()
        found["range_diff"] = engine.compare(session.decisions, other.base, other.tip)
    terminal.raw(msgspec.json.format(msgspec.json.encode(found)) + b"\n")


def _prompt(session: Session, spec: Spec) -> None:
    from folioize.review.editing import edit_text
    from folioize.review.engine import Engine
    from folioize.review.prompt import Prompt

    with Reporter() as progress:
        engine = Engine(
            spec, session.decisions, lambda done, total: progress("reading", done, total)
        )
        session.take(engine.solve(session.decisions))
    Prompt(session, engine, _ask, _say, edit_text).run()
    if not session.is_written:
        terminal.line(f"to write it: {_series(session, spec)}")


def _ask(question: str) -> str | None:
    click.echo(terminal.escape(question), nl=False)
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line:
        click.echo()  # or what comes next stands in the question's line
        return None
    return line.rstrip("\n")


_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def _say(text: str) -> None:
    for line in text.split("\n"):
        shown = "\t".join(terminal.escape(part) for part in line.split("\t"))
        color = _COLOURS.get(line[:1]) if terminal.colored() else None
        click.echo(click.style(shown, fg=color) if color else shown, color=terminal.colored())


def _screen(session: Session, spec: Spec) -> None:
    from folioize.review.remote import Solver

    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise click.UsageError("this is no terminal: use --prompt or --format json")
    solver = Solver(spec)  # it begins to read the tree while the screen is being made
    try:
        from folioize.review.screen import keys
        from folioize.review.screen.app import Review

        Review(session, solver, keys.load_keys(keys.keys_path())).run()
    finally:
        solver.close()
    if session.decisions and not session.is_written:
        terminal.note(f"not written yet: {_series(session, spec)}")


def _series(session: Session, spec: Spec) -> str:
    """The command that writes what was reviewed."""
    from folioize.plan import asked_for

    return f"folioize series {spec.tree} {asked_for(spec.design)} -o {session.out}"
