# SPDX-License-Identifier: GPL-2.0-only
"""Facts and kind files go in; the kind of each declaration, with its evidence, comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from folioize.kinds.standing import standing  # its module has its name
from folioize.lazily import lazily

if TYPE_CHECKING:
    from folioize.kinds.analysis import Analysis, analyse, solve_again
    from folioize.kinds.catalog import Catalog
    from folioize.kinds.designs import Design, design_of, find_design
    from folioize.kinds.spread import consequences
    from folioize.model import Declaration, Options
    from folioize.tree import Tree

Tell = Callable[[str], None]


def quiet(_line: str) -> None:
    """Tell nobody."""


__all__ = [
    "Analysis",
    "Catalog",
    "Design",
    "analyse",
    "consequences",
    "design_of",
    "explain",
    "find_design",
    "infer",
    "solve_again",
    "standing",
]


__getattr__ = lazily(
    __name__,
    {
        "analysis": "Analysis analyse solve_again",
        "catalog": "Catalog",
        "designs": "Design design_of find_design",
        "spread": "consequences",
    },
)


def infer(
    tree: Tree, kinds: tuple[str, ...], options: Options, tell: Tell = quiet
) -> Iterable[Declaration]:
    """Every declaration of a page in the tree, with its kind; ``kinds`` () is all there are.

    ``tell`` is called with each line that the user should know of the decisions.
    """
    from folioize.kinds.analysis import analyse  # noqa: PLC0415 - as all that is slow to import
    from folioize.kinds.catalog import Catalog  # noqa: PLC0415
    from folioize.kinds.declared import declarations  # noqa: PLC0415

    found = Catalog(tree.root, options.kind_dirs).find_all(kinds)
    return declarations(_told(analyse(tree, found, options), tell), options.paths)


def explain(  # noqa: PLR0913, PLR0917 - a place, and what every command has
    tree: Tree, file: str, line: int, name: str | None, options: Options, tell: Tell = quiet
) -> str:
    """Why the declaration at ``file``:``line`` has its kind, or has none; ``tell`` as above."""
    from folioize.kinds.analysis import analyse  # noqa: PLC0415
    from folioize.kinds.catalog import Catalog  # noqa: PLC0415
    from folioize.kinds.explained import explain_place  # noqa: PLC0415

    found = Catalog(tree.root, options.kind_dirs).find_all()
    return explain_place(_told(analyse(tree, found, options), tell), file, line, name)


def _told(analysis: Analysis, tell: Tell) -> Analysis:
    from folioize.kinds.spread import consequences  # noqa: PLC0415

    for note in (*analysis.notes, *consequences(analysis)):
        tell(note)
    return analysis
