# SPDX-License-Identifier: GPL-2.0-only
"""A Module and a tree-sitter node in, a small typed view of what the node means out.

A view is cheap and holds nothing but its module and node. ``view(module, node)`` picks the class;
a node no class is written for is a plain ``View``. Use it through ``folioize.cst.views``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from tree_sitter import Node

from folioize.cst.module import Module

# Classes by the type of node they view; each class adds itself.
_CLASSES: dict[str, type[View]] = {}


class View:
    """Any node: ``start`` and ``end`` are offsets, ``text`` the file's own bytes, decoded."""

    types: ClassVar[tuple[str, ...]] = ()

    __slots__ = ("module", "node")

    def __init_subclass__(cls) -> None:
        _CLASSES.update(dict.fromkeys(cls.__dict__.get("types", ()), cls))

    def __init__(self, module: Module, node: Node) -> None:
        self.module = module
        self.node = node

    @property
    def start(self) -> int:
        """Offset of the first byte."""
        return self.node.start_byte

    @property
    def end(self) -> int:
        """Offset after the last byte."""
        return self.node.end_byte

    @property
    def text(self) -> str:
        """The file's text of the node, not the masked one."""
        return self.module.text(self.node).decode("utf-8", "replace")

    @property
    def position(self) -> tuple[int, int]:
        """Line and column of the start, from 1."""
        return self.module.line(self.start), self.module.column(self.start)

    @property
    def parent(self) -> View | None:
        """The view of the node around, or None for the root."""
        above = self.node.parent
        return None if above is None else view(self.module, above)

    def children(self) -> Iterator[View]:
        """Yield the views of the named nodes directly below."""
        for child in self.node.named_children:
            yield view(self.module, child)

    def walk(self) -> Iterator[View]:
        """Yield this view and all below it, in the order of the text."""
        stack = [self.node]
        while stack:
            node = stack.pop()
            yield view(self.module, node)
            stack.extend(reversed(node.named_children))

    def child(self, field: str) -> View | None:
        """Return the view of the grammar's field ``field``."""
        node = self.node.child_by_field_name(field)
        return None if node is None else view(self.module, node)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, View) and (self.start, self.end, self.node.type) == (
            other.start,
            other.end,
            other.node.type,
        )

    def __hash__(self) -> int:
        return hash((self.start, self.end, self.node.type))

    def __repr__(self) -> str:
        line, column = self.position
        return f"<{type(self).__name__} {self.module.path}:{line}:{column} {self.text[:40]!r}>"


class Name(View):
    """An identifier, a field's name or a type's name."""

    types = ("identifier", "field_identifier", "type_identifier")

    @property
    def name(self) -> str:
        """The identifier."""
        return self.text


def view(module: Module, node: Node) -> View:
    """Return the view of ``node`` with the most to say about it."""
    kind = node.type
    if kind in ("while_statement", "if_statement"):
        loop = module.iterator_at(node.start_byte)
        if loop is not None and loop.start == node.start_byte:
            kind = "macro loop"
    return _CLASSES.get(kind, View)(module, node)
