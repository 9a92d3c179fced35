# SPDX-License-Identifier: GPL-2.0-only
"""Kinds go in; the whole conversion as edits, grouped into steps, comes out."""

from __future__ import annotations

from folioize.facts.store import Progress
from folioize.kinds import Analysis, design_of
from folioize.model import Options, Plan
from folioize.plan.design import asked_for, missing_kinds, plan_design
from folioize.tree import Tree

__all__ = ["asked_for", "make_plan", "missing_kinds", "plan_design", "plan_of"]


def make_plan(
    tree: Tree, kind_name: str, options: Options, progress: Progress | None = None
) -> Plan:
    """Plan the conversion of a tree to one kind.

    Raises ConvertedAlready if the tree has the kind's type, TreeError and KindError as the
    stages before do.
    """
    return plan_design(tree, design_of((kind_name,)), options, progress)


def plan_of(analysis: Analysis, options: Options, layout: str = "overlay") -> Plan:
    """Plan the conversion of a tree to the one kind that it was analysed for already."""
    (solution,) = analysis.solutions
    design = design_of((solution.kind.kind.name,), layout)
    return plan_design(analysis.tree, design, options, analysis=analysis)
