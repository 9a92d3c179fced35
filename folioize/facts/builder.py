# SPDX-License-Identifier: GPL-2.0-only
"""The growing facts of one file: records go in one at a time, a frozen FileFacts comes out."""

from __future__ import annotations

import msgspec
from tree_sitter import Node

from folioize.facts.declarators import Declarator, Specifier, declarator, specifier
from folioize.facts.records import (
    PAGE,
    Access,
    Call,
    Decl,
    FileFacts,
    Flow,
    Func,
    Global,
    Macro,
    Member,
    Term,
    Test,
    Token,
)


class Builder:
    """Collects records; ``delta`` is added to every offset (macro bodies are parsed apart)."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.data = data
        self.delta = 0
        self.fn = -1
        self.macro = -1
        self.scope = (0, len(data))
        self.owner: str | None = None
        self.decls: list[Decl] = []
        self.funcs: list[Func] = []
        self.members: list[Member] = []
        self.globals: list[Global] = []
        self.calls: list[Call] = []
        self.flows: list[Flow] = []
        self.accesses: list[Access] = []
        self.tests: list[Test] = []
        self.uses: list[tuple[int, int, int]] = []
        self.macros: list[Macro] = []
        self.tokens: list[Token] = []
        self.includes: list[tuple[str, int]] = []
        self.unclean: list[tuple[int, int]] = []

    def text(self, node: Node) -> str:
        """The original text of a node."""
        start, end = self.span(node)
        return self.data[start:end].decode("latin-1")

    def read(self, start: int, end: int) -> bytes:
        """The original bytes between two of a node's offsets."""
        return self.data[start + self.delta : end + self.delta]

    def span(self, node: Node) -> tuple[int, int]:
        """A node's offsets into the file."""
        return node.start_byte + self.delta, node.end_byte + self.delta

    def spec(self, node: Node) -> Specifier:
        """A declaration's specifiers, offsets into the file."""
        found = specifier(node, self.read)
        if "@" in found.base:
            base = f"{found.base} {self.path}"
            return Specifier(base, found.const, found.static, None, found.body, found.extern)
        if found.token is None or not self.delta:
            return found
        token = (found.token[0] + self.delta, found.token[1] + self.delta)
        return Specifier(found.base, found.const, found.static, token, found.body, found.extern)

    def add(self, decl: Decl) -> int:
        """Add a declaration and return its index."""
        self.decls.append(decl)
        return len(self.decls) - 1

    def declare(
        self, spec: Specifier, what: Declarator, role: str, whole: Node, index: int = -1
    ) -> int:
        """Add what one declarator declares: a page, or a function pointer that deals in pages.

        Returns the declaration's index, or -1 when neither the type nor a parameter is a page.
        """
        named = self.span(what.name) if what.name is not None else (-1, -1)
        name = self.text(what.name) if what.name is not None else ""
        if what.params is None:
            if spec.token is None:
                return -1
            return self._page(spec, what, role, whole, index, name, named, -1)
        if role == "return":
            return -1 if spec.token is None else self._page(
                spec, what, role, whole, index, name, named, -1
            )
        inner = self._signature(spec, what, whole)
        if all(i < 0 for i in inner):
            return -1
        pointer = Decl(
            name, role, self.owner, index, "fn", 0, what.array, False, (-1, -1), named,
            self.span(whole), self.scope, self.fn, self.macro, -1, tuple(inner),
        )
        owner = self.add(pointer)
        for i in inner:
            if i >= 0:
                self.decls[i] = _owned(self.decls[i], owner)
        return owner

    def _signature(self, spec: Specifier, what: Declarator, whole: Node) -> list[int]:
        assert what.params is not None
        result = -1
        if spec.token is not None:
            bare = Declarator(None, what.depth, False, None, False, None, what.node)
            result = self._page(spec, bare, "return", whole, -1, "", (-1, -1), -1)
        inner = [result]
        for position, node in enumerate(parameters(what.params)):
            inner_spec = self.spec(node)
            inner_what = declarator(node.child_by_field_name("declarator"))
            inner.append(self.declare(inner_spec, inner_what, "param", node, position))
        return inner

    def _page(
        self, spec: Specifier, what: Declarator, role: str, whole: Node, index: int,
        name: str, named: tuple[int, int], owner: int,
    ) -> int:
        assert spec.token is not None
        return self.add(
            Decl(
                name, role, self.owner, index, PAGE, what.depth, what.array, spec.const,
                spec.token, named, self.span(whole), self.scope, self.fn, self.macro, owner,
            )
        )

    def flow(self, source: Term, span: tuple[int, int], sink: Term) -> None:
        """Record that a value moves, if it may be a page."""
        self.flows.append(Flow(source, span[0], span[1], sink, self.fn, self.macro))

    def freeze(self) -> FileFacts:
        """The finished facts."""
        return FileFacts(
            self.path, tuple(self.decls), tuple(self.funcs), tuple(self.members),
            tuple(self.globals), tuple(self.calls), tuple(self.flows), tuple(self.accesses),
            tuple(self.tests), tuple(self.uses), tuple(self.macros), tuple(self.tokens),
            tuple(self.includes), tuple(self.unclean),
        )


def parameters(node: Node) -> list[Node]:
    """The parameters of a parameter list, ``...`` and a lone ``void`` left out."""
    out = [child for child in node.named_children if child.type == "parameter_declaration"]
    if len(out) == 1 and out[0].child_by_field_name("declarator") is None:
        kind = out[0].child_by_field_name("type")
        if kind is not None and kind.type == "primitive_type" and kind.text == b"void":
            return []
    return out


def _owned(decl: Decl, owner: int) -> Decl:
    return msgspec.structs.replace(decl, owner=owner)
