# SPDX-License-Identifier: GPL-2.0-only
"""Edits that take names out of declarations of several go in; they come out as one for each run.

Where no name is left the whole declaration goes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from folioize.model import Edit
from folioize.rules.ctree import C
from folioize.rules.removal import removal


def declarator_start(split: C) -> int:
    """Where the name of one declaration begins, with the stars before it."""
    name = split.kids[-2]
    ctype = next((kid for kid in split.kids if kid.kind == "ctype"), None)
    stars = [kid.start for kid in ctype.kids if kid.kind == "*"] if ctype is not None else []
    return min([name.start, *stars])


def fewer_names(
    edits: Iterable[Edit], tree_at: Callable[[int], C | None], data: bytes
) -> list[Edit]:
    """The edits, with those of names of one declaration made one."""
    kept: list[Edit] = []
    gone: dict[int, tuple[C, set[int]]] = {}
    for edit in edits:
        node = None if edit.new else _declaration(tree_at(edit.start), edit)
        names = [] if node is None else _names(node, edit)
        if node is None or not names:
            kept.append(edit)
        else:
            gone.setdefault(node.start, (node, set()))[1].update(names)
    for node, removed in gone.values():
        if len(removed) == len(node.splits):
            kept = [*_whole(node, kept, data)]
        else:
            kept += _runs(node, removed)
    return kept


def _declaration(tree: C | None, edit: Edit) -> C | None:
    """The declaration of several names that an edit lies in."""
    while tree is not None:
        if tree.splits:
            return tree
        tree = next(
            (kid for kid in tree.kids if kid.start <= edit.start and edit.end <= kid.end), None
        )
    return None


def _names(node: C, edit: Edit) -> list[int]:
    """The names that an edit takes out."""
    return [
        at
        for at, split in enumerate(node.splits)
        if edit.start <= declarator_start(split) and split.end <= edit.end
    ]


def _runs(node: C, removed: set[int]) -> list[Edit]:
    """One deletion for each run of names: with the comma before it, or the one after the first."""
    spans = [(declarator_start(split), split.end) for split in node.splits]
    out = []
    at = 0
    while at < len(spans):
        last = at
        while last in removed:
            last += 1
        if last > at:
            start = spans[at - 1][1] if at else spans[0][0]
            end = spans[last - 1][1] if at else spans[last][0]
            out.append(Edit(start, end, b""))
        at = last + 1
    return out


def _whole(node: C, kept: list[Edit], data: bytes) -> list[Edit]:
    """The edits and the removal of a declaration, in whose place is what comes behind it."""
    behind = [edit for edit in kept if edit.start == edit.end == node.end]
    if not behind:
        return [*kept, removal(data, node.start, node.end)]
    text = b"".join(edit.new for edit in behind).lstrip()
    rest = [edit for edit in kept if edit not in behind]
    return [*rest, Edit(node.start, node.end, text)]
