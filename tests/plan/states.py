# SPDX-License-Identifier: GPL-2.0-only
"""A small tree goes in; each of its units alone, and all but it, are converted and compiled."""

from __future__ import annotations

from collections.abc import Iterator

from folioize.cst.edits import apply_edits
from folioize.kinds import Catalog, analyse
from folioize.model import Options
from folioize.plan.conversion import Conversion, Snapshot
from folioize.plan.state import State
from folioize.plan.units import Unit, Units, find_units
from folioize.typegen import derive_layout
from tests.kinds.trees import Small, c


def conversion(small: Small, kind: str = "tin_page", keep_names: bool = False) -> Conversion:
    """What make_plan() works with."""
    tree = small.tree
    analysis = analyse(tree, Catalog().find_all((kind,)), Options(jobs=1))
    (solution,) = analysis.solutions
    layout = derive_layout(tree.read(tree.page_header), tree.page_header, solution.kind)
    return Conversion(analysis, solution, layout, Options(keep_names=keep_names))


def texts_of(small: Small, snapshot: Snapshot) -> dict[str, str]:
    """The files of a state that differ from the pristine tree."""
    return {
        path: apply_edits((small.root / path).read_bytes(), edits).decode()
        for path, edits in snapshot.edits.items()
    }


def states(units: Units) -> Iterator[tuple[str, frozenset[Unit]]]:
    """Each unit alone, and all without it."""
    everything = frozenset(units.slots)
    for unit in sorted(everything):
        name = ":".join(unit)
        yield f"{name} alone", frozenset({unit})
        yield f"all but {name}", everything - {unit}
    yield "all", everything


def compile_every_state(small: Small) -> int:
    """Compile all of them; returns how many there were."""
    made = conversion(small)
    units = find_units(made.analysis.graph, made.labels)
    count = 0
    for name, chosen in states(units):
        slots = frozenset(slot for unit in chosen for slot in units.slots[unit])
        snapshot = made.snapshot(State(slots, frozenset()), {}, False)
        assert not [t for item in snapshot.rendered.values() for t in item.troubles], name
        small.compile(texts_of(small, snapshot), name)
        count += 1
    return count


def after(small: Small, text: str, keep_names: bool = False) -> str:
    """What becomes of mm/a.c; every state on the way and every other has been compiled."""
    small.write(a=c(text))
    compile_every_state(small)
    return small.converted(keep_names=keep_names)["mm/a.c"]
