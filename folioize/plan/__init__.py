# SPDX-License-Identifier: GPL-2.0-only
"""Kinds go in; the whole conversion as edits, grouped into steps, comes out."""

from __future__ import annotations

from pathlib import Path

import msgspec

from folioize.contents import keep_returns
from folioize.facts.stamps import digest
from folioize.facts.store import Progress
from folioize.kinds import Catalog, analyse
from folioize.model import Options, Plan, Step
from folioize.plan.account import account_of
from folioize.plan.conversion import Conversion
from folioize.plan.steps import make_steps
from folioize.plan.unedited import unedited
from folioize.tree import Tree
from folioize.typegen import derive_layout, negatives, refuse_clashes

__all__ = ["make_plan"]


def make_plan(
    tree: Tree, kind_name: str, options: Options, progress: Progress | None = None
) -> Plan:
    """Plan the conversion of a tree to one kind.

    Raises ConvertedAlready if the tree has the kind's type, TreeError and KindError as the
    stages before do.
    """
    kind = Catalog(tree.root, options.kind_dirs).find(kind_name)
    layout = derive_layout(tree.read(tree.page_header), tree.page_header, kind)
    analysis = analyse(tree, [kind], options, progress)
    refuse_clashes(kind, analysis.search)
    conversion = Conversion(analysis, analysis.solutions[0], layout, options)
    steps, last = make_steps(conversion)
    touched = sorted({path for step in steps for path in step.files})
    functions = [name for name in kind.evidence.functions if conversion.takes_the_kind(name)]
    return Plan(
        kind.kind.name,
        kind.kind.type,
        tuple(_with_returns(tree, step) for step in steps),
        account_of(conversion, last),
        negatives(kind, signatures=conversion.signature, functions=functions[:4]),
        unedited(conversion, last),
        str(Path(kind.path).parent),
        {path: digest(tree.read_raw(path)) for path in touched},
        analysis.notes,
    )


def _with_returns(tree: Tree, step: Step) -> Step:
    """A step with edits for the files' own bytes."""
    files = {path: keep_returns(tree.read_raw(path), edits) for path, edits in step.files.items()}
    return msgspec.structs.replace(step, files=files)
