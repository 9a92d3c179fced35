# SPDX-License-Identifier: GPL-2.0-only
"""Facts and kind files go in; the kind of each declaration, with its evidence, comes out."""

from __future__ import annotations

from collections.abc import Iterable

from folioize.kinds.analysis import Analysis, analyse, solve_again
from folioize.kinds.catalog import Catalog
from folioize.kinds.declared import declarations
from folioize.kinds.explain import explain_place
from folioize.model import Declaration, Options
from folioize.tree import Tree

__all__ = ["Analysis", "Catalog", "analyse", "explain", "infer", "solve_again"]


def infer(tree: Tree, kinds: tuple[str, ...], options: Options) -> Iterable[Declaration]:
    """Every declaration of a page in the tree, with its kind; ``kinds`` () is all there are."""
    found = Catalog(tree.root, options.kind_dirs).find_all(kinds)
    return declarations(analyse(tree, found, options), options.paths)


def explain(tree: Tree, file: str, line: int, name: str | None, options: Options) -> str:
    """Why the declaration at ``file``:``line`` has its kind, or has none."""
    found = Catalog(tree.root, options.kind_dirs).find_all()
    return explain_place(analyse(tree, found, options), file, line, name)
