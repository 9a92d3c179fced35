# SPDX-License-Identifier: GPL-2.0-only
"""A file's #ifs and a row of statements go in; the row with each #if as one of its own comes out.

Only groups count whose arms hold whole statements. What is never compiled is no arm: behind
``#if 0`` and ``#if 1`` the statements follow each other as if there were no #if.
"""

from __future__ import annotations

import bisect
import itertools

from folioize.cst.mask.records import Group
from folioize.cst.module import Module
from folioize.rules.ctree import C


class Arms:
    """The groups of a file, for rows of statements."""

    def __init__(self, module: Module) -> None:
        self._module = module
        self._starts = [group.start for group in module.groups]

    def inside(self, block: C, statements: list[C]) -> list[C]:
        """The row; the kids of a "preproc" in it are its arms, an empty one if there is no else."""
        return self._row(statements, len(self._conditions(block)))

    def _row(self, statements: list[C], depth: int) -> list[C]:
        if not statements or not self._any(statements):
            return statements
        out: list[C] = []
        for key, found in itertools.groupby(statements, lambda one: self._group(one, depth)):
            run = list(found)
            out += run if key is None else [self._split(key, run, depth)]
        return out

    def _any(self, statements: list[C]) -> bool:
        """Whether an #if begins or ends within the row: else all of it is in the same arms."""
        first, last = statements[0].start, statements[-1].start
        low, high = bisect.bisect_right(self._starts, first), bisect.bisect_left(self._starts, last)
        if low < high:
            return True
        return self._module.arms_at(first) != self._module.arms_at(last)

    def _conditions(self, one: C) -> list[tuple[int, int]]:
        """The (group, arm) around a statement, all of it, outermost first."""
        groups = self._module.groups
        return [
            (at, arm)
            for at, arm in self._module.arms_at(one.start)
            if one.end <= groups[at].arms[arm][1] and not _open(self._module, groups[at])
        ]

    def _group(self, one: C, depth: int) -> int | None:
        around = self._conditions(one)
        return around[depth][0] if depth < len(around) else None

    def _split(self, at: int, run: list[C], depth: int) -> C:
        """The statements of one group, by arms."""
        group = self._module.groups[at]
        by_arm: dict[int, list[C]] = {arm: [] for arm in range(len(group.arms))}
        for one in run:
            by_arm[self._conditions(one)[depth][1]].append(one)
        hidden = {start for start, _ in self._module.masked.hidden}
        kids = []
        for arm, statements in by_arm.items():
            start, end = group.arms[arm]
            if not statements and (arm in group.dead or start in hidden):
                continue
            kids.append(C("arm", start, end, self._row(statements, depth + 1)))
        if len(group.arms) == 1:  # of several arms Coccinelle takes one to hold
            kids.append(C("arm", group.end, group.end, []))
        return C("preproc", group.start, group.end, kids)


def _open(module: Module, group: Group) -> bool:
    """Whether what a group holds is compiled whatever is configured."""
    if group.dead and len(group.arms) - len(group.dead) <= 1:
        return True
    first = group.directives[0]
    condition = module.data[first.body : first.end].split()
    return condition[:1] == [b"1"] or any(b"__cplusplus" in word for word in condition)
