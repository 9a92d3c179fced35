# SPDX-License-Identifier: GPL-2.0-only
"""A ``#define`` goes in; what its body evaluates to, and the facts in it, come out."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec
from tree_sitter import Node

from folioize.cst import Define, MacroBody, Module, parse_macro_body
from folioize.facts.context import Context
from folioize.facts.parameters import Naming, naming
from folioize.facts.records import UNKNOWN, Macro, Term
from folioize.facts.unread import masked_names, unread

Item = Callable[[Node], None]

_PAGELIKE = re.compile(rb"page|Page|PAGE|->")
_BLOCKS = ("statement", "loop", "operand", "initialiser")


class Macros:
    """Parses the bodies of macros apart."""

    def __init__(self, context: Context, module: Module) -> None:
        self.c = context
        self.b = context.b
        self.module = module

    def read(self, define: Define, item: Item) -> None:
        """One macro; those that take no parameter, talk of no page and reach for no field are left
        out.

        ``item`` walks a body that is a declaration or a function.
        """
        b = self.b
        body = b.data[define.body_start : define.body_end]
        pagelike = _PAGELIKE.search(body) is not None
        if not pagelike and define.params is None:
            return
        parsed = parse_macro_body(self.module, define) if body.strip() else None
        results: tuple[Term, ...] = ()
        if parsed is not None and (define.params or pagelike):
            b.macro, b.delta, b.owner = len(b.macros), parsed.delta, define.name
            b.scope = (define.start, define.end)
            declared = len(b.decls)
            results = self._body(parsed, define.params or (), item)
            for at in range(declared, len(b.decls)):
                if b.decls[at].scope[0] < define.body_start:  # of no block in the body
                    b.decls[at] = msgspec.structs.replace(b.decls[at], scope=b.scope)
            b.macro, b.delta, b.owner, b.scope = -1, 0, None, (0, len(b.data))
            masked = parsed.masked
            b.unread += masked_names(b.data, masked.data, masked.marks, b.seen, parsed.delta)
        elif parsed is None:
            b.unread += unread(b.data, [(define.body_start, define.body_end)])
        whole = parsed is not None or not body.strip()
        how = naming(define.params, body) if define.params else Naming()
        b.macros.append(
            Macro(
                define.name,
                define.params,
                define.start,
                define.end,
                results,
                whole,
                *how,
            )
        )

    def _body(self, parsed: MacroBody, params: tuple[str, ...], item: Item) -> tuple[Term, ...]:
        scopes = self.c.scopes
        scopes.push()
        for position, name in enumerate(params):
            scopes.bind(name, ("p", position))
        results: tuple[Term, ...] = ()
        if parsed.wrap == "expression":
            node = _expression(parsed)
            results = tuple(term for term, _, _ in self.c.eval(node)) or (UNKNOWN,)
        elif parsed.wrap in _BLOCKS:
            self.c.block(_block(parsed.root))
        else:
            for child in parsed.root.named_children:
                item(child)
        scopes.pop()
        return results


def _expression(parsed: MacroBody) -> Node:
    """The node of a body that is an expression, without the parentheses of the wrapping."""
    node = _block(parsed.root).named_children[0]
    while node.start_byte < parsed.span[0] and node.named_children:
        node = node.named_children[-1]
    return node


def _block(root: Node) -> Node:
    """The block that a macro's body was wrapped into, or the whole of it."""
    first = root.named_children[0]
    return first.child_by_field_name("body") or first
