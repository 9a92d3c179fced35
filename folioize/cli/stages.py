# SPDX-License-Identifier: GPL-2.0-only
"""Takes what commands know; calls the stages, each imported only when it is called."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from folioize.cli.progress import Reporter
    from folioize.model import Declaration, Options, Plan
    from folioize.tree import Tree
    from folioize.verify import VerifyOptions, VerifyReport


def infer(tree: Tree, kinds: tuple[str, ...], options: Options) -> Iterable[Declaration]:
    """Every declaration of the tree with its kind; ``kinds`` () stands for all there are."""
    from folioize import kinds as stage

    return stage.infer(tree, kinds, options)


def explain(tree: Tree, file: str, line: int, name: str | None, options: Options) -> str:
    """Why a declaration has its kind, or has none, as lines of text."""
    from folioize import kinds as stage

    return stage.explain(tree, file, line, name, options)


def require_unconverted(tree: Tree, kind: str, kind_dirs: tuple[str, ...]) -> None:
    """Raise ConvertedAlready if the tree has the kind's type, in a moment and not in a minute."""
    from folioize.kinds import Catalog
    from folioize.typegen import derive_layout

    found = Catalog(tree.root, kind_dirs).find(kind)
    derive_layout(tree.read(tree.page_header), tree.page_header, found)


def make_plan(tree: Tree, kind: str, options: Options, progress: Reporter) -> Plan:
    """The conversion of the tree to ``kind``."""
    from folioize import plan as stage

    return stage.make_plan(
        tree, kind, options, lambda done, total: progress("reading", done, total)
    )


def verify(tree: Path, series: Path, options: VerifyOptions, progress: Reporter) -> VerifyReport:
    """What can be shown of the series in the folder ``series``."""
    from folioize.verify import verify_series

    return verify_series(tree, series, options, progress)
