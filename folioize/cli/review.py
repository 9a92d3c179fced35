# SPDX-License-Identifier: GPL-2.0-only
"""Takes a tree and a series; lets a person review it on a screen, in a terminal, or as JSON."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from folioize.cli import options, terminal
from folioize.cli.progress import Reporter
from folioize.errors import FolioizeError

if TYPE_CHECKING:
    from folioize.review.records import Spec
    from folioize.review.session import Session


@click.command(short_help="Read a series, and overrule what was inferred.")
@options.tree
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path, file_okay=False))
@click.option("-k", "--kind", metavar="KIND", help="The kind; that of the series in OUT.")
@click.option("--prompt", is_flag=True, help="Ask hunk by hunk, as git add -p does.")
@click.option(
    "--format", "form", type=click.Choice(["json"]), help="Print all that the screen shows."
)
@click.option("--all", "everything", is_flag=True, help="With json: every declaration.")
@click.option("--branch", metavar="NAME", help="The branch to write to; that of the series.")
@options.keep_names
@options.paths
@options.decisions
@options.kind_dirs
@options.jobs
def command(
    tree_path: Path,
    out: Path,
    kind: str | None,
    prompt: bool,
    form: str | None,
    everything: bool,
    branch: str | None,
    keep_names: bool,
    paths: tuple[str, ...],
    decisions: Path | None,
    kind_dirs: tuple[str, ...],
    jobs: int | None,
) -> None:
    """Review the series in OUT, made of TREE; or what would be written there, with --kind.

    Decisions are kept in OUT/decisions.toml (or --decisions FILE) as they are made, and can all
    be undone. Neither TREE nor the patches in OUT change before you ask for it.
    """
    from folioize.decisions import Journal
    from folioize.review.records import Spec
    from folioize.review.session import Session
    from folioize.series import kinds_of

    journal = Journal(decisions or out / "decisions.toml")
    session = Session(out, journal, kind or "", tree_path)
    kinds = kinds_of(session.record)
    if len(kinds) > 1:
        raise FolioizeError(
            f"{out} holds a series of {len(kinds)} kinds, and a review is of one: make a series "
            f"of each, in a folder of its own: {', '.join(kinds)}"
        )
    if not session.record.kind or (kind and kind != kinds[0]):
        raise click.UsageError(
            f"{out} holds no series{' of ' + kind if kind else ''}: name the kind with --kind"
        )
    spec = Spec(
        tree=str(tree_path.resolve()),
        kind=kinds[0],
        branch=branch or session.record.branch,
        kind_dirs=kind_dirs,
        jobs=jobs or 0,
        keep_names=keep_names,
        paths=paths,
        layout=session.record.layout,
    )
    if form == "json":
        _print(session, spec, everything)
    elif prompt:
        _prompt(session, spec)
    else:
        _screen(session, spec)


def _print(session: Session, spec: Spec, everything: bool) -> None:
    import msgspec

    from folioize.review.engine import Engine
    from folioize.review.export import export

    session.take(Engine(spec, session.decisions).solve(session.decisions))
    found = export(session, everything)
    terminal.raw(msgspec.json.format(msgspec.json.encode(found)) + b"\n")


def _prompt(session: Session, spec: Spec) -> None:
    from folioize.review.engine import Engine
    from folioize.review.prompt import Prompt

    with Reporter() as progress:
        engine = Engine(
            spec, session.decisions, lambda done, total: progress("reading", done, total)
        )
        session.take(engine.solve(session.decisions))
    Prompt(session, engine, _ask, _say, _edit).run()
    if not session.is_written:
        terminal.line(f"to write it: folioize series {spec.tree} -k {spec.kind} -o {session.out}")


def _ask(question: str) -> str | None:
    click.echo(terminal.escape(question), nl=False)
    sys.stdout.flush()
    line = sys.stdin.readline()
    return line.rstrip("\n") if line else None


def _edit(text: str, suffix: str) -> str:
    return click.edit(text, extension=suffix, require_save=False) or text


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
        terminal.note(
            f"not written yet: folioize series {spec.tree} -k {spec.kind} -o {session.out}"
        )
