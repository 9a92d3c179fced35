# SPDX-License-Identifier: GPL-2.0-only
"""Parts of a C file go in; a node of the tree that is made for matching comes out."""

from __future__ import annotations

from collections.abc import Iterator


class C:
    """A node: ``kids`` in the order of the text; a leaf has ``text``; ``splits`` are the single
    declarations that a declaration of several names stands for."""

    __slots__ = ("end", "field", "kids", "kind", "parent", "splits", "start", "text")

    def __init__(
        self, kind: str, start: int, end: int, kids: list[C], text: str | None = None
    ) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.kids = kids
        self.text = text
        self.field = ""
        self.parent: C | None = None
        self.splits: tuple[C, ...] = ()

    def leaves(self) -> Iterator[C]:
        """Every token, in order."""
        if self.text is not None:
            yield self
        for kid in self.kids:
            yield from kid.leaves()

    def walk(self) -> Iterator[C]:
        """This node and all below it."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.kids))

    def key(self) -> tuple[str, ...]:
        """The texts of its tokens: equal for terms that differ in layout only."""
        return tuple(leaf.text or "" for leaf in self.leaves())

    def __repr__(self) -> str:
        return f"<{self.kind} {self.start}:{self.end} {' '.join(self.key())[:60]!r}>"


def link(top: C) -> None:
    """Set the parents of all nodes below ``top``."""
    for node in top.walk():
        for kid in node.kids:
            kid.parent = node
        for split in node.splits:
            split.parent = node.parent
