# SPDX-License-Identifier: GPL-2.0-only
"""Takes a tree, a verb and places; keeps what a person decided, and tells what follows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from folioize.cli import options, terminal
from folioize.cli.progress import Reporter
from folioize.errors import FolioizeError

if TYPE_CHECKING:
    from folioize.decisions import Journal
    from folioize.decisions.verbs import Effect
    from folioize.kinds.pins import Decision
    from folioize.model import SeriesRecord

VERBS = ("accept", "reject", "pin", "generic", "note")
_SHOWN = 20  # lines of what follows; infer has them all


@click.command(short_help="Overrule what was inferred, or agree with it.")
@options.tree
@click.argument("action", metavar="ACTION", type=click.Choice([*VERBS, "list", "undo"]))
@click.argument("targets", metavar="[TARGET]...", nargs=-1)
@click.option("--as", "to", metavar="KIND", default="", help="The kind to pin to.")
@click.option("-m", "--note", metavar="TEXT", default="", help="Why; kept with the decision.")
@click.option(
    "-o", "--out", metavar="OUT", type=click.Path(path_type=Path, file_okay=False),
    help="The series' folder: decisions are kept in OUT/decisions.toml.",
)  # fmt: skip
@options.decisions
@options.kinds
@options.kind_dirs
@options.jobs
def command(
    tree_path: Path,
    action: str,
    targets: tuple[str, ...],
    to: str,
    note: str,
    out: Path | None,
    decisions: Path | None,
    kinds: tuple[str, ...],
    kind_dirs: tuple[str, ...],
    jobs: int | None,
) -> None:
    """Decide about declarations of TREE, for 'series' and all else that takes --decisions.

    ACTION is accept (what was inferred is right and stays), reject (keep struct page), pin (to
    the kind that --as names), generic (the function takes pages of any kind), note, list or undo.

    TARGET is FILE:LINE[:NAME], FILE:FUNCTION[:NAME], FILE, or the number of a patch in OUT. It is
    kept by file, function and name, never by line, so that it holds after a rebase.
    """
    from folioize.decisions import Journal

    path = decisions or (out / "decisions.toml" if out is not None else None)
    if path is None:
        raise click.UsageError("say where decisions are kept: -o OUT, or --decisions FILE")
    journal = Journal(path)
    if action == "list":
        _list(journal.decisions())
        return
    if action == "undo":
        undone = journal.undo()
        terminal.line(f"undone: {undone}" if undone else "nothing to undo")
        return
    if not targets:
        raise click.UsageError(f"what to {action}? Name a TARGET: mm/slub.c:1234:page")
    _decide(tree_path, journal, Order(action, targets, to, note), out, kinds, kind_dirs, jobs)


class Order(NamedTuple):
    """What is asked for: the verb, the targets, the kind to pin to, and a note."""

    verb: str
    targets: tuple[str, ...]
    to: str
    note: str


def _decide(
    tree_path: Path,
    journal: Journal,
    order: Order,
    out: Path | None,
    kinds: tuple[str, ...],
    kind_dirs: tuple[str, ...],
    jobs: int | None,
) -> None:
    """Decide about each target; nothing is kept unless all can be."""
    from folioize.decisions import Desk
    from folioize.decisions.verbs import decisions_of, effect, said, tell
    from folioize.series import kinds_of

    tree = options.open_tree(tree_path)
    record = _record(out)
    names = kinds or (kinds_of(record) if record is not None else ())
    asked = options.gather(tree, (), jobs, None, kind_dirs)
    with Reporter() as progress:
        desk = Desk(
            tree, names, asked, journal.decisions(),
            lambda done, total: progress("reading", done, total),
        )  # fmt: skip
    if order.to and order.to not in desk.known:
        raise FolioizeError(f"no kind {order.to!r}: there is {', '.join(sorted(desk.known))}")
    found = [desk.find(text, record) for text in order.targets]
    new = [decisions_of(order.verb, one, order.to, order.note) for one in found]
    for target, decided in zip(found, new, strict=True):
        before = desk.rows
        what = said(order.verb, target, order.to)
        journal.decide(decided, what)
        came = effect(before, desk.look(journal.decisions()), target, decided)
        terminal.line(f"{what}: {tell(came)}")
        _print(came)
    options.tell_skipped(tree)


def _record(out: Path | None) -> SeriesRecord | None:
    from folioize.series import read_series

    if out is None or not (out / "series.json").is_file():
        return None
    return read_series(out)


def _print(came: Effect) -> None:
    rows = [("follows", change) for change in came.follow]
    rows += [("does not obey", change) for change in came.refused]
    for what, change in rows[:_SHOWN]:
        one = change.declaration
        where = f"{one.file}:{one.line}"
        why = f": {change.why}" if what != "follows" and change.why else ""
        terminal.line(f"  {what}: {where} {one.name or one.role}: {one.kind} -> {change.kind}{why}")
    if len(rows) > _SHOWN:
        terminal.line(f"  and {len(rows) - _SHOWN} more")


def _list(decisions: tuple[Decision, ...]) -> None:
    rows = []
    for one in decisions:
        place = ":".join(part for part in (one.file, one.function, one.name or one.role) if part)
        what = {"pin": "reject" if one.kind == "page" else "pin"}.get(one.verdict, one.verdict)
        rows.append((what, place, one.kind if what != "reject" else "page", one.note))
    terminal.table(("decision", "on", "kind", "note"), rows)
