# SPDX-License-Identifier: GPL-2.0-only
"""The bytes of a file go in; its module, types, trees and flows come out, when asked for."""

from __future__ import annotations

import functools

from folioize.cst.language import parse_bytes
from folioize.cst.macros import parse_macro_body
from folioize.cst.masktable import MaskTable, load_table
from folioize.cst.module import Define, Item, Module
from folioize.rules.arms import Arms
from folioize.rules.ctree import C, build, link, struct_declaration
from folioize.rules.flow import Flow
from folioize.rules.types import Headers, Typer
from folioize.rules.visible import Visible

_MACRO_WRAPS = ("expression", "statement", "loop", "operand")
_STRUCTS = ("struct_specifier", "union_specifier", "enum_specifier")


class Parsed:
    """A file being worked on: its module, types, and trees of items, made when asked for."""

    def __init__(
        self,
        path: str,
        data: bytes,
        headers: Headers | None = None,
        table: MaskTable | None = None,
    ) -> None:
        self.path = path
        self.data = data
        self.table = table or load_table()
        self._headers = headers
        self._trees: dict[int, C] = {}
        self._flows: dict[int, Flow | None] = {}
        self._macros: dict[int, C | None] = {}

    @functools.cached_property
    def module(self) -> Module:
        """The file, parsed: a text that no rule looks at after the last change never is."""
        return Module.parse(self.path, self.data, self.table)

    @functools.cached_property
    def typer(self) -> Typer:
        """The types of its terms."""
        return Typer(self.module, self._headers)

    @functools.cached_property
    def _arms(self) -> Arms:
        """Its #ifs among statements."""
        return Arms(self.module)

    def tree(self, item: Item) -> C:
        """The tree of an item; a struct's own declaration has its semicolon."""
        known = self._trees.get(item.start)
        if known is None:
            known = build(self.module, item.node)
            if known.kind in _STRUCTS:
                known = self._declared(known)
            self._trees[item.start] = known
        return known

    def _declared(self, struct: C) -> C:
        at, masked = struct.end, self.module.masked.data
        while at < len(masked) and masked[at : at + 1] in b" \t\n":
            at += 1
        ended = masked[at : at + 1] == b";"
        out = struct_declaration(struct, C(";", at, at + 1, [], ";") if ended else None)
        link(out)
        return out

    def macro(self, define: Define) -> C | None:
        """The body of a macro as the function it was parsed in; None if it cannot be read."""
        if define.start not in self._macros:
            self._macros[define.start] = _macro_tree(self.module, define, self.typer.scopes)
        return self._macros[define.start]

    def flow(self, item: Item) -> Flow | None:
        """The flow of a function."""
        if item.start not in self._flows:
            self._flows[item.start] = flow_of(self.tree(item), self._arms)
        return self._flows[item.start]


def flow_of(tree: C, arms: Arms | None = None) -> Flow | None:
    """The flow of a function; None for what is none."""
    if tree.kind != "function_definition":
        return None
    body = next((kid for kid in tree.kids if kid.kind == "compound_statement"), None)
    return None if body is None else Flow(body, arms)


def _macro_tree(module: Module, define: Define, scopes: Visible) -> C | None:
    body = parse_macro_body(module, define)
    if body is None or body.wrap not in _MACRO_WRAPS:
        return None
    start, end = body.span
    text = module.data[define.body_start : define.body_start + end - start]
    whole = b" " * start + text + b" " * (len(body.masked.data) - end)
    own = Module(module.path, whole, body.masked, parse_bytes(body.masked.data))
    function = next((n for n in own.root.named_children if n.type == "function_definition"), None)
    if function is None:
        return None
    scopes.add(define.body_start, define.body_end, own, body.delta)
    tree = build(own, function)
    for node in tree.walk():
        node.start += body.delta
        node.end += body.delta
        if node.text is not None and node.text[:1].isspace():  # "##rest" with what is before it
            node.start += len(node.text) - len(node.text.lstrip())
            node.text = node.text.lstrip()
    return tree
