# SPDX-License-Identifier: GPL-2.0-only
"""A slot and a kind's file go in; the reason comes out if the file itself names the slot, or names
where its pages come from and go to as dealing in others."""

from __future__ import annotations

from collections.abc import Set

from folioize.kinds.graph import BESIDE, Graph, called
from folioize.kinds.kindfile import Kind
from folioize.kinds.solution import Reason
from folioize.kinds.values import Slot


def defined(graph: Graph, kind: Kind, slot: Slot) -> Reason | None:
    """A slot that the kind's own file names: a function, an origin, a container, a field."""
    evidence = kind.evidence
    path, index = graph.decls[slot][0]
    at = graph.decl((path, index)).named[0]
    name = slot[1].rsplit(":", 1)[-1].split(" ")[-1] if len(slot) > 1 else ""
    what = None
    if slot[0] in ("param", "return") and name in evidence.functions:
        what = f"{name}() is for this kind alone, as its kind.toml says"
    elif slot[0] == "return" and name in evidence.origins:
        what = f"{name}() makes pages of this kind"
    elif slot[0] == "global" and name in evidence.containers:
        what = f"{name} holds only this kind"
    elif slot[0] == "field" and f"{name}.{slot[2]}" in evidence.containers:
        what = f"{name}.{slot[2]} holds only this kind"
    elif slot[0] == "field" and name == "page" and slot[2] in kind.layout.fields:
        what = f"struct page's {slot[2]} belongs to this kind"
    return None if what is None else Reason(path, at, what, None, 1.0)


def given_back(graph: Graph, others: Set[str], slot: Slot) -> Reason | None:
    """Why a page is another's all its life, if functions that deal in others both make and take
    it: what lies between may look like the kind."""
    ins = [move for move in graph.ins.get(slot, ()) if move.form not in BESIDE]
    made = next((move for move in ins if called(graph.flow(move).source) in others), None)
    back = next((move for move in graph.outs.get(slot, ()) if move.callee in others), None)
    if made is None or back is None:
        return None
    name = called(graph.flow(made).source)
    what = f"it comes from {name}() and goes back to {back.callee}(), which deal in other pages"
    return Reason(made.path, graph.flow(made).start, what, None, 0.5)
