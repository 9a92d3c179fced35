# SPDX-License-Identifier: GPL-2.0-only
"""The parts of a pattern go in; the tree that is matched against trees of C comes out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from folioize.rules.records import Meta


@dataclass(slots=True, eq=False)
class P:
    """A node of a pattern.

    ``kind`` is that of a C node, or: meta, dots, nest, choice, bare (an expression anywhere in a
    statement), empty. ``at`` is the place of its token in the rule's body, ``close`` of the
    token that closes it. ``branches`` are those of a choice, each a sequence; a nest has one.
    ``also`` are metavariables that stand for the same term. ``owner`` is, of a break or continue,
    the first token of the loop or switch it is in.
    """

    kind: str
    at: int = -1
    kids: list[P] = field(default_factory=list)
    text: str | None = None
    meta: Meta | None = None
    branches: list[list[P]] = field(default_factory=list)
    whens: list[tuple[str, list[P]]] = field(default_factory=list)
    conjunction: bool = False
    once: bool = False
    close: int = -1
    loose: bool = False
    optional: bool = False
    first: int = 1 << 30
    last: int = -1
    owner: int = -1
    also: tuple[Meta, ...] = ()

    def walk(self) -> list[P]:
        """This node and all below, branches and nests included."""
        out = [self]
        for kid in self.kids:
            out += kid.walk()
        for branch in self.branches:
            for one in branch:
                out += one.walk()
        return out

    def leaves(self) -> list[P]:
        """Its tokens and specials, in order."""
        return [node for node in self.walk() if node.at >= 0]


class Pattern(NamedTuple):
    """What a rule matches: ``shape`` is "sequence" (statements, bare expressions), "toplevel"
    (functions and what stands beside them), "type" or "initialiser"."""

    shape: str
    elements: list[P]


def metas_of(elements: list[P]) -> frozenset[str]:
    """The names of the metavariables in a row of elements."""
    found = (inside.meta for one in elements for inside in one.walk())
    return frozenset(meta.name for meta in found if meta is not None)
