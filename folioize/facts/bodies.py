# SPDX-License-Identifier: GPL-2.0-only
"""The body of a struct or union goes in; its members go into the Builder."""

from __future__ import annotations

from tree_sitter import Node

from folioize.facts.builder import Builder
from folioize.facts.declarators import Specifier, declarator, declarators
from folioize.facts.records import Member

PREPROC = ("preproc_if", "preproc_ifdef", "preproc_else", "preproc_elif", "preproc_elifdef")


class StructBodies:
    """Reads struct and union bodies into members, anonymous ones folded into their parent.

    ``definitions`` are the spans of ``struct page`` where the type itself is defined.
    """

    def __init__(self, builder: Builder) -> None:
        self.b = builder
        self.definitions: list[tuple[int, int]] = []

    def read(self, spec: Specifier) -> None:
        """The members of one struct or union with a body."""
        assert spec.body is not None
        if spec.base == "struct page":
            start = self.b.data.rfind(b"struct", 0, spec.body.start_byte + self.b.delta)
            self.definitions.append((start, spec.body.start_byte + self.b.delta))
        outer, self.b.owner = self.b.owner, spec.base.split(" ", 1)[1]
        scope, self.b.scope = self.b.scope, self.b.span(spec.body)
        self._fields(spec.body, spec.base)
        self.b.owner, self.b.scope = outer, scope

    def _fields(self, body: Node, tag: str) -> None:
        for node in body.named_children:
            if node.type in PREPROC:
                self._fields(node, tag)
            elif node.type == "field_declaration":
                self._field(node, tag)

    def _field(self, node: Node, tag: str) -> None:
        spec = self.b.spec(node)
        names = declarators(node)
        if spec.body is not None and not names and "@" in spec.base:
            self._fields(spec.body, tag)
            return
        if spec.body is not None:
            self.read(spec)
        for child in names:
            what = declarator(child)
            if what.name is None:
                continue
            index = self.b.declare(spec, what, "field", node)
            base, depth = ("fn", 0) if what.params is not None else (spec.base, what.depth)
            self.b.members.append(Member(tag, self.b.text(what.name), base, depth, index))
