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
    from folioize.decisions.targets import Target
    from folioize.decisions.verbs import Change, Effect
    from folioize.kinds import Catalog
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
    if action in ("list", "undo"):
        _require(path, out if decisions is None else None)
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
    from folioize.decisions.targets import require_targets
    from folioize.decisions.verbs import decisions_of, effect, require_sayable, said
    from folioize.kinds import Catalog
    from folioize.series import kinds_of

    record = _record(out)
    # Before the long part, not only after it.
    require_sayable(order.verb, order.to, order.note)
    require_targets(order.targets, record)
    tree = options.open_tree(tree_path)
    catalog = Catalog(tree.root, kind_dirs)
    known = {"page", *catalog.folders}
    if order.to and order.to not in known:
        raise FolioizeError(f"no kind {order.to!r}: there is {', '.join(sorted(known))}")
    names = kinds or (kinds_of(record) if record is not None else ())
    asked = options.gather(tree, (), jobs, None, kind_dirs)
    with Reporter() as progress:
        desk = Desk(
            tree, names, asked, journal.decisions(),
            lambda done, total: progress("reading", done, total),
        )  # fmt: skip
    found = [desk.find(text, record) for text in order.targets]
    new = [decisions_of(order.verb, one, order.to, order.note) for one in found]
    changed = False
    for target, decided in zip(found, new, strict=True):
        before, old = desk.rows, journal.decisions()
        what = said(order.verb, target, order.to)
        journal.decide(decided, what)
        now = journal.decisions()
        came = effect(before, desk.look(now), target, decided)
        _print(what, len(set(now) - set(old)), came, target)
        changed = changed or order.verb not in ("accept", "note") or bool(came.asked or came.follow)
    if changed:
        _tell_again(tree_path, journal.path, out, record, catalog, names)
    options.tell_skipped(tree)


def _record(out: Path | None) -> SeriesRecord | None:
    from folioize.series import read_series

    if out is None or not (out / "series.json").is_file():
        return None
    return read_series(out)


def _require(path: Path, out: Path | None) -> None:
    """Raise FolioizeError where nothing can have been decided, for want of a folder or file."""
    if out is not None and not out.is_dir():
        raise FolioizeError(f"no such folder: {out}")
    if out is None and not path.exists():
        raise FolioizeError(f"no file of decisions: {path}")


def _print(what: str, written: int, came: Effect, target: Target) -> None:
    """Print how many decisions were written for a target, what of it is left out, and what came
    of it."""
    from folioize.decisions.verbs import tell

    kept = terminal.count(written, "decision") + " written" if written else "was decided already"
    terminal.line(f"{what}: {kept}, {tell(came)}")
    rows = [
        f"left out, struct page as was decided otherwise: {one.file}:{one.line} "
        f"{one.name or one.role}"
        for one in target.left
    ]
    rows += [_told("changes", change) for change in came.asked]
    rows += [_told("does not obey", change, change.why) for change in came.refused]
    rows += [_told("follows", change) for change in came.follow]
    for row in rows[:_SHOWN]:
        terminal.line(f"  {row}")
    if len(rows) > _SHOWN:
        terminal.line(f"  and {len(rows) - _SHOWN} more")


def _told(what: str, change: Change, why: str = "") -> str:
    one = change.declaration
    name = f"{one.file}:{one.line} {one.name or one.role}"
    return f"{what}: {name}: {one.kind} -> {change.kind}" + (f": {why}" if why else "")


def _tell_again(
    tree_path: Path,
    path: Path,
    out: Path | None,
    record: SeriesRecord | None,
    catalog: Catalog,
    names: tuple[str, ...],
) -> None:
    """Print the command that writes a series in which the decisions count."""
    from msgspec.structs import replace

    from folioize.kinds import design_of, find_design
    from folioize.kinds.designs import design_files
    from folioize.plan import asked_for

    if not names:
        terminal.line("to have it in a series, run `folioize series` again")
        return
    design = design_of(names, record.layout if record is not None else "overlay")
    if record is not None and record.kind in design_files(catalog):
        design = replace(find_design(record.kind, catalog), layout=record.layout)
    own = out is not None and path == out / "decisions.toml"
    more = "" if own else f" --decisions {path}"
    command = f"folioize series {tree_path} {asked_for(design)} -o {out or 'OUT'}{more}"
    terminal.line(f"to have it in the series: {command}")


def _list(decisions: tuple[Decision, ...]) -> None:
    rows = []
    for one in decisions:
        place = ":".join(part for part in (one.file, one.function, one.name or one.role) if part)
        what = {"pin": "reject" if one.kind == "page" else "pin"}.get(one.verdict, one.verdict)
        rows.append((what, place, one.kind if what != "reject" else "page", one.note))
    terminal.table(("decision", "on", "kind", "note"), rows)
