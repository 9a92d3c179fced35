# SPDX-License-Identifier: GPL-2.0-only
"""Kinds go in; the whole conversion as edits, grouped into steps, comes out."""

from __future__ import annotations

from pathlib import Path

from folioize.facts.store import Progress
from folioize.kinds import Analysis, Catalog, analyse
from folioize.model import ByHand, Options, Plan
from folioize.plan.account import account_of
from folioize.plan.conversion import Conversion
from folioize.plan.steps import make_steps
from folioize.plan.unedited import unedited
from folioize.tree import Tree
from folioize.typegen import Layout, derive_layout, negatives

__all__ = ["make_plan", "plan_of"]


def make_plan(
    tree: Tree, kind_name: str, options: Options, progress: Progress | None = None
) -> Plan:
    """Plan the conversion of a tree to one kind.

    Raises ConvertedAlready if the tree has the kind's type, TreeError and KindError as the
    stages before do.
    """
    kind = Catalog(tree.root, options.kind_dirs).find(kind_name)
    layout = derive_layout(tree.read(tree.page_header), tree.page_header, kind)
    return plan_of(analyse(tree, [kind], options, progress), layout, options)


def plan_of(analysis: Analysis, layout: Layout, options: Options) -> Plan:
    """Plan the conversion of a tree to the first of the kinds that it was analysed for."""
    solution = analysis.solutions[0]
    kind = solution.kind
    conversion = Conversion(analysis, solution, layout, options.keep_names)
    steps, last = make_steps(conversion)
    functions = [name for name in kind.evidence.functions if conversion.signature(name)]
    return Plan(
        kind.kind.name,
        kind.kind.type,
        tuple(steps),
        account_of(conversion, last, options.paths),
        negatives(kind, signatures=conversion.signature, functions=functions[:4]),
        unedited(conversion, last),
        str(Path(kind.path).parent),
        tuple(
            ByHand(one.file, one.before, one.after)
            for one in analysis.decisions
            if one.verdict == "edit"
        ),
    )
