# SPDX-License-Identifier: GPL-2.0-only
"""Kinds go in; the whole conversion as edits, grouped into steps, comes out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from folioize.facts.store import Progress
from folioize.kinds import Catalog, analyse
from folioize.model import Options, Plan
from folioize.plan.account import account_of
from folioize.plan.conversion import Conversion, Snapshot
from folioize.plan.steps import make_steps
from folioize.plan.unedited import unedited
from folioize.tree import Tree
from folioize.typegen import derive_layout, negatives

__all__ = ["Planned", "make_plan", "prepare"]


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan with what it was made of: the conversion, and the tree's last state in it (None if
    there is nothing to convert)."""

    plan: Plan
    conversion: Conversion
    last: Snapshot | None


def make_plan(
    tree: Tree, kind_name: str, options: Options, progress: Progress | None = None
) -> Plan:
    """Plan the conversion of a tree to one kind.

    Raises ConvertedAlready if the tree has the kind's type, TreeError and KindError as the
    stages before do.
    """
    return prepare(tree, kind_name, options, progress).plan


def prepare(
    tree: Tree, kind_name: str, options: Options, progress: Progress | None = None
) -> Planned:
    """Plan as make_plan() does, and keep what the plan was made of."""
    kind = Catalog(tree.root, options.kind_dirs).find(kind_name)
    layout = derive_layout(tree.read(tree.page_header), tree.page_header, kind)
    analysis = analyse(tree, [kind], options, progress)
    conversion = Conversion(analysis, analysis.solutions[0], layout, options.keep_names)
    steps, last = make_steps(conversion)
    functions = [name for name in kind.evidence.functions if conversion.signature(name)]
    plan = Plan(
        kind.kind.name,
        kind.kind.type,
        tuple(steps),
        account_of(conversion, last, options.paths),
        negatives(kind, signatures=conversion.signature, functions=functions[:4]),
        unedited(conversion, last),
        str(Path(kind.path).parent),
    )
    return Planned(plan, conversion, last)
