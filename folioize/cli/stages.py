# SPDX-License-Identifier: GPL-2.0-only
"""Takes what commands know; calls the stages, each imported only when it is called."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from folioize.cli import terminal

if TYPE_CHECKING:
    from folioize.churn import Entry, Risk
    from folioize.cli.progress import Reporter
    from folioize.kinds import Design
    from folioize.model import Declaration, Options, Plan
    from folioize.tree import Tree
    from folioize.verify import VerifyOptions, VerifyReport


def infer(tree: Tree, kinds: tuple[str, ...], options: Options) -> Iterable[Declaration]:
    """Every declaration of the tree with its kind; ``kinds`` () stands for all there are."""
    from folioize import kinds as stage
    from folioize.typegen import require_fields, unknown_fields, warn_of_fields

    for kind in stage.Catalog(tree.root, options.kind_dirs).find_all(kinds):
        if kinds:
            told = require_fields(tree, kind)
        else:
            told = warn_of_fields(kind, unknown_fields(tree, kind))
        for line in told:
            terminal.note(line)
    return stage.infer(tree, kinds, options, terminal.note)


def explain(tree: Tree, file: str, line: int, name: str | None, options: Options) -> str:
    """Why a declaration has its kind, or has none, as lines of text."""
    from folioize import kinds as stage

    return stage.explain(tree, file, line, name, options, terminal.note)


def make_plan(tree: Tree, design: Design, options: Options, progress: Reporter) -> Plan:
    """The conversion of the tree to the kinds of ``design``."""
    from folioize import plan as stage

    return stage.plan_design(
        tree, design, options, lambda done, total: progress("reading", done, total)
    )


def measure(
    tree: Tree,
    design: Design,
    options: Options,
    against: str | None,
    progress: Reporter,
    told: Callable[[str], None] | None = None,
) -> tuple[Entry, Risk | None]:
    """What a design costs and gives; with ``against`` what conflicts, for which it is rehearsed."""
    from folioize import churn

    if against is None:
        return churn.measure(tree, design, options, progress, told), None
    with churn.rehearsed(tree, design, options, progress, told) as made:
        progress("counting")
        entry = churn.Entry.of(made)
        return entry, churn.conflicts_with(made, against, progress)


def verify(tree: Path, series: Path, options: VerifyOptions, progress: Reporter) -> VerifyReport:
    """What can be shown of the series in the folder ``series``."""
    from folioize.verify import verify_series

    return verify_series(tree, series, options, progress)
