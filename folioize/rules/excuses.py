# SPDX-License-Identifier: GPL-2.0-only
"""An if goes in; whether its branch for true leaves, as those for errors do, comes out."""

from __future__ import annotations

from collections.abc import Callable

from folioize.rules.flow import Node, branches_of
from folioize.rules.places import LEAVING


def excused(head: Node, here: Callable[[Node], bool], later: Callable[[Node], bool]) -> bool:
    """Whether dots need not get through the branch for true: all its paths leave it by a jump.

    ``here`` and ``later`` tell whether what follows the dots is met at a place, or from it on: a
    branch that has it, or jumps to it, is no error.
    """
    if head.kind not in ("head", "tested") or head.c.kind != "if_statement":
        return False
    branch = branches_of(head.c)[0]
    seen: set[int] = set()
    todo = [head.next[0]]
    while todo:
        place = todo.pop()
        if id(place) in seen:
            continue
        seen.add(id(place))
        inside = branch.start <= place.c.start and place.c.end <= branch.end
        if not inside or here(place):
            return False
        if place.c.kind in LEAVING:
            far = place.c.kind in ("goto_statement", "break_statement")
            if not far or not later(place.next[0]):
                continue
        todo += place.next
    return True
