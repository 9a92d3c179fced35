# SPDX-License-Identifier: GPL-2.0-only
"""A layout goes in; the edits that take the kind's fields out of struct page come out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from folioize.errors import TreeError
from folioize.kinds.kindfile import Kind
from folioize.model import Edit
from folioize.typegen.layout import Layout, dedent, is_pad
from folioize.typegen.members import Node
from folioize.typegen.sizes import Pair, node_size

_WITHIN = re.compile(r"within the(\s+(?:\*\s+)?)struct\b")


@dataclass(frozen=True, slots=True)
class _Removal:
    layout: Layout
    owned: frozenset[str]

    def gone(self, node: Node) -> bool:
        """Tell whether nothing of a node stays."""
        names = [one.name for one in node.fields()]
        own = [name for name in names if name in self.owned]
        return bool(own) and all(name in self.owned or is_pad(name) for name in names)

    def touched(self, node: Node) -> bool:
        """Tell whether something of a node goes."""
        return any(one.name in self.owned for one in node.fields())


def remove_arm_edits(layout: Layout, kind: Kind) -> tuple[Edit, ...]:
    """Delete the kind's arms and members from ``struct page``, and mend the comments about them.

    A union left with one member becomes that member. The size and the other offsets stay.
    Raises TreeError where they would not: an owned field outside a union, or in the only arm
    that is large enough.
    """
    work = _Removal(layout, frozenset(kind.layout.fields))
    edits: list[Edit] = []
    for node in layout.nodes:
        edits += _top(node, work)
    edits += _comments(work, kind)
    return tuple(sorted(edits))


def _top(node: Node, work: _Removal) -> list[Edit]:
    if not work.touched(node):
        return []
    if node.what == "group":
        return [edit for child in node.children for edit in _top(child, work)]
    if node.what != "union" or work.gone(node):
        names = ", ".join(one.name for one in node.fields() if one.name in work.owned)
        raise TreeError(
            f"{work.layout.path}: struct page shares the place of {names} with no other field, "
            f"so removing it would move the others: take it out of layout.fields"
        )
    stay = [child for child in node.children if not work.gone(child)]
    for child in stay:
        if work.touched(child):
            raise TreeError(f"{work.layout.path}: an arm of struct page is only partly the kind's")
    _check_size(node, stay, work.layout)
    if len(stay) == 1 and stay[0].what == "field":
        return [_collapse(node, stay[0], work.layout.text)]
    return _deletions(node, work)


def _check_size(node: Node, stay: list[Node], layout: Layout) -> None:
    sizes = [(child, node_size(child, layout.text)) for child in node.children]
    kept = [size for child, size in sizes if child in stay]
    if any(size is None for size in kept):
        # One of unknown size may be the large one; the assertions on the size tell.
        return
    known = [size for size in kept if size is not None]
    small, large = max(one.small for one in known), max(one.large for one in known)
    for child, size in sizes:
        gone = size or Pair(0, 0)
        if gone.small > small or gone.large > large:
            name = next(child.fields()).name
            raise TreeError(
                f"{layout.path}: struct page would shrink without {name} and its neighbours: "
                f"nothing else in the union is as large"
            )


def _deletions(node: Node, work: _Removal) -> list[Edit]:
    """Delete arms, each run of neighbours with the blank lines that only it needed."""
    text = work.layout.text
    edits: list[Edit] = []
    for child in node.children:
        if not work.gone(child):
            continue
        start, end = child.start, child.end
        if edits and not text[edits[-1].end : start].strip():
            start = edits.pop().start
        before = re.compile(r"\n(?:[ \t]*\n)*\Z").search(text, 0, start)
        if before and before.end() - before.start() > 1:
            after = text[end:]
            if after.lstrip(" \t").startswith("}") or re.match(r"[ \t]*\n", after):
                start = before.start() + 1
        edits.append(Edit(start, end, b""))
    return edits


def _collapse(node: Node, child: Node, text: str) -> Edit:
    lines = dedent(text[child.start : child.end], 1)
    head = text[node.start : text.rfind("\n", 0, node.core) + 1]
    return Edit(node.start, node.end, (head + lines).encode("latin-1"))


def _comments(work: _Removal, kind: Kind) -> list[Edit]:
    """Comments at struct page that say "within the struct" of a field that moved out."""
    text = work.layout.text
    # What describes struct page stands between the code before it and its own end.
    above = max(text.rfind("};\n", 0, work.layout.start), 0)
    edits = []
    for found in re.finditer(r"/\*.*?\*/", text[above : work.layout.end], re.DOTALL):
        if not any(f"'{name}'" in found[0] for name in work.owned):
            continue
        for phrase in _WITHIN.finditer(found[0]):
            start = above + found.start() + phrase.start()
            new = f"within{phrase[1]}struct {kind.kind.type}"
            if "\n" not in phrase[1]:
                new = f"within struct {kind.kind.type}"
            edits.append(Edit(start, start + len(phrase[0]), new.encode("latin-1")))
    return edits
