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

_NOWHERE = (-1, -1)


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
        delta = self.delta
        return self.data[node.start_byte + delta : node.end_byte + delta].decode("latin-1")

    def read(self, start: int, end: int) -> bytes:
        """The original bytes between two of a node's offsets."""
        return self.data[start + self.delta : end + self.delta]

    def span(self, node: Node) -> tuple[int, int]:
        """A node's offsets into the file."""
        delta = self.delta
        return node.start_byte + delta, node.end_byte + delta

    def spec(self, node: Node) -> Specifier:
        """A declaration's specifiers, offsets into the file."""
        found = specifier(node, self.read)
        if "@" in found.base:
            return found.moved(f"{found.base} {self.path}", 0)
        return found.moved(found.base, self.delta) if self.delta else found

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
        if what.params is None or role == "return":
            return -1 if spec.token is None else self._page(spec, what, role, whole, index)
        inner = self._signature(spec, what, whole)
        if all(i < 0 for i in inner):
            return -1
        pointer = Decl(
            name=self.text(what.name) if what.name is not None else "",
            role=role,
            function=self.owner,
            index=index,
            base="fn",
            depth=0,
            array=what.array,
            const=False,
            token=_NOWHERE,
            named=self.span(what.name) if what.name is not None else _NOWHERE,
            whole=self.span(whole),
            scope=self.scope,
            fn=self.fn,
            macro=self.macro,
            owner=-1,
            signature=tuple(inner),
        )
        owner = self.add(pointer)
        for i in inner:
            if i >= 0:
                self.decls[i] = msgspec.structs.replace(self.decls[i], owner=owner)
        return owner

    def _signature(self, spec: Specifier, what: Declarator, whole: Node) -> list[int]:
        """The declarations of a function pointer's result and parameters, -1 for no page."""
        assert what.params is not None
        result = -1
        if spec.token is not None:
            bare = Declarator(None, what.depth, False, None, False, None, what.node)
            result = self._page(spec, bare, "return", whole, -1)
        inner = [result]
        for position, node in enumerate(parameters(what.params)):
            inner_what = declarator(node.child_by_field_name("declarator"))
            inner.append(self.declare(self.spec(node), inner_what, "param", node, position))
        return inner

    def _page(self, spec: Specifier, what: Declarator, role: str, whole: Node, index: int) -> int:
        assert spec.token is not None
        return self.add(
            Decl(
                name=self.text(what.name) if what.name is not None else "",
                role=role,
                function=self.owner,
                index=index,
                base=PAGE,
                depth=what.depth,
                array=what.array,
                const=spec.const,
                token=spec.token,
                named=self.span(what.name) if what.name is not None else _NOWHERE,
                whole=self.span(whole),
                scope=self.scope,
                fn=self.fn,
                macro=self.macro,
            )
        )

    def flow(self, source: Term, span: tuple[int, int], sink: Term) -> None:
        """Record that a value moves, if it may be a page."""
        self.flows.append(Flow(source, span[0], span[1], sink, self.fn, self.macro))

    def _referred(self) -> dict[int, Call]:
        """The calls that matter: most give or return nothing that may be a page."""
        wanted: set[int] = set()
        terms = [flow.source for flow in self.flows] + [one.base for one in self.accesses]
        for flow in self.flows:
            if flow.sink[0] in ("a", "ia"):
                wanted.add(flow.sink[-2])
            terms.append(flow.sink)
        terms += [term for macro in self.macros for term in macro.results]
        while terms:
            term = terms.pop()
            if term[0] in ("c", "i"):
                wanted.add(term[2])
            terms += [part for part in term[1:] if isinstance(part, tuple)]
        return {index: self.calls[index] for index in sorted(wanted)}

    def freeze(self) -> FileFacts:
        """The finished facts."""
        return FileFacts(
            path=self.path,
            decls=tuple(self.decls),
            funcs=tuple(self.funcs),
            members=tuple(self.members),
            globals=tuple(self.globals),
            calls=self._referred(),
            flows=tuple(self.flows),
            accesses=tuple(self.accesses),
            tests=tuple(self.tests),
            uses=tuple(self.uses),
            macros=tuple(self.macros),
            tokens=tuple(self.tokens),
            includes=tuple(self.includes),
            unclean=tuple(self.unclean),
        )


def parameters(node: Node) -> list[Node]:
    """The parameters of a parameter list, ``...`` and a lone ``void`` left out."""
    out = [child for child in node.named_children if child.type == "parameter_declaration"]
    if len(out) == 1 and out[0].child_by_field_name("declarator") is None:
        kind = out[0].child_by_field_name("type")
        if kind is not None and kind.type == "primitive_type" and kind.text == b"void":
            return []
    return out
