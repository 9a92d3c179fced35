# SPDX-License-Identifier: GPL-2.0-only
"""A Module in, for a name and an offset the declarations it may mean out."""

from __future__ import annotations

import functools
from typing import NamedTuple

from tree_sitter import Node

from folioize.cst.module import Module
from folioize.cst.views import Declaration, FunctionDef, Parameter, view

# What a declaration's name is visible in.
_BLOCKS = frozenset(("compound_statement", "for_statement", "function_definition"))


class Binding(NamedTuple):
    """A declared name: visible from ``start`` (its declarator's end) to ``end`` (of its block)."""

    name: str
    start: int
    end: int
    declaration: Declaration | Parameter
    depth: int


class Scopes:
    """The names of a module. Blocks nest; an inner name hides an outer one.

    Both arms of an ``#if`` may declare a name, so a look-up can have several answers; those in an
    arm that excludes the place asked about are left out. Labels, tags and macros are no names here.
    """

    def __init__(self, module: Module) -> None:
        self.module = module
        self._functions: dict[int, tuple[Binding, ...]] = {}

    def lookup(self, name: str, offset: int) -> tuple[Binding, ...]:
        """Return the innermost declarations of ``name`` that ``offset`` sees, often one."""
        item = self.module.item_at(offset)
        local: list[Binding] = []
        if item is not None and item.node.type == "function_definition":
            local = [b for b in self._in_function(item.node) if b.name == name]
        seen = [b for b in local if b.start <= offset < b.end]
        seen = [b for b in seen if not self.module.exclusive(b.start - 1, offset)]
        if seen:
            # The latest start within the smallest block is the innermost.
            inner = min(b.end for b in seen)
            return tuple(b for b in seen if b.end == inner)
        return tuple(b for b in self.globals if b.name == name)

    @functools.cached_property
    def globals(self) -> tuple[Binding, ...]:
        """The names declared at the top level; those of defined functions are not among them."""
        found: list[Binding] = []
        for item in self.module.items():
            if item.node.type == "declaration":
                found += self._bind(item.node, len(self.module.data), 0)
        return tuple(found)

    def _in_function(self, function: Node) -> tuple[Binding, ...]:
        known = self._functions.get(function.start_byte)
        if known is None:
            known = tuple(self._collect(function))
            self._functions[function.start_byte] = known
        return known

    def _collect(self, function: Node) -> list[Binding]:
        whole = FunctionDef(self.module, function)
        found = [
            Binding(one.name, one.end, function.end_byte, one, 1)
            for one in whole.parameters
            if one.name is not None
        ]
        stack = [(function, function.end_byte, 1)]
        while stack:
            node, end, depth = stack.pop()
            for child in node.named_children:
                if child.type == "declaration":
                    found += self._bind(child, end, depth)
                block = child.type in _BLOCKS
                stack.append((child, child.end_byte if block else end, depth + block))
        return found

    def _bind(self, node: Node, end: int, depth: int) -> list[Binding]:
        declaration = view(self.module, node)
        if not isinstance(declaration, Declaration):
            return []
        return [
            Binding(one.name, one.name_node.end_byte, end, declaration, depth)
            for one in declaration.declarators
            if one.name is not None and one.name_node is not None
        ]
