# SPDX-License-Identifier: GPL-2.0-only
"""The growing facts of one file: records go in one at a time, a frozen FileFacts comes out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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
        self.unread: list[tuple[str, int]] = []
        self.met: list[tuple[int, int]] = []
        self.heads: set[int] = set()  # the types of what is declared in the head of a loop
        self.seen: set[int] = set()  # where text begins that masking hid and that was read apart
        self._placed: _Placed | None = None

    def repeat(self) -> None:
        """From here on what is added may be there already: another variant of the same text."""
        self._placed = _Placed(
            {_place(decl): index for index, decl in enumerate(self.decls)},
            {function.named: index for index, function in enumerate(self.funcs)},
            {(call.start, call.end, call.named): index for index, call in enumerate(self.calls)},
        )

    def function_at(self, named: tuple[int, int]) -> int:
        """The function whose name stands there: its index, or the one that the next will have."""
        new = len(self.funcs)
        return new if self._placed is None else self._placed.funcs.get(named, new)

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
        if self._placed is not None:
            index = self._placed.decls.setdefault(_place(decl), len(self.decls))
            if index < len(self.decls):
                return index
        self.decls.append(decl)
        return len(self.decls) - 1

    def call(self, call: Call) -> int:
        """Add a call and return its index."""
        if self._placed is not None:
            place = (call.start, call.end, call.named)
            index = self._placed.calls.setdefault(place, len(self.calls))
            if index < len(self.calls):
                return index
        self.calls.append(call)
        return len(self.calls) - 1

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

    def _join(self) -> None:
        """Let doubles go; declarations that one use may mean share a slot, by an alias."""
        self.members = list(dict.fromkeys(self.members))
        self.globals = list(dict.fromkeys(self.globals))
        self.flows = list(dict.fromkeys(self.flows))
        self.accesses = list(dict.fromkeys(self.accesses))
        self.tests = list(dict.fromkeys(self.tests))
        self.uses = list(dict.fromkeys(self.uses))
        first: dict[tuple[int, int], int] = {}
        for index, start, end in sorted(self.uses):
            before = first.setdefault((start, end), index)
            one, other = self.decls[before], self.decls[index]
            same = (one.role, one.function, one.index) == (other.role, other.function, other.index)
            if before != index and other.alias < 0 and not (same and one.role == "param"):
                self.decls[index] = msgspec.structs.replace(other, alias=before)

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

    def meet(self, terms: Iterable[Term]) -> None:
        """Variables that a macro stores in one another, so that they must be of one type."""
        found = [int(str(term[1])) for term in terms if term[0] == "d"]
        self.met += [(found[0], other) for other in found[1:] if other != found[0]]

    def _bound(self) -> tuple[tuple[int, int], ...]:
        """Declarations of one type that only stand together: those that met, and what cannot
        become a statement of its own in the head of a loop or in a macro; a typedef is not split.
        """
        first: dict[int, int] = {}
        pairs = list(dict.fromkeys(self.met))
        for index, decl in enumerate(self.decls):
            whole = decl.token[0] in self.heads or decl.macro >= 0 or decl.role == "typedef"
            if not (whole and decl.name and decl.token[0] >= 0):
                continue
            before = first.setdefault(decl.token[0], index)
            if before != index:
                pairs.append((before, index))
        return tuple(pairs)

    def freeze(self) -> FileFacts:
        """The finished facts."""
        if self._placed is not None:
            self._join()
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
            unread=tuple(sorted(set(self.unread), key=lambda row: (row[1], row[0]))),
            bound=self._bound(),
        )


@dataclass(frozen=True, slots=True)
class _Placed:
    """What there is already, by its place in the text."""

    decls: dict[tuple[object, ...], int]
    funcs: dict[tuple[int, int], int]
    calls: dict[tuple[int, int, tuple[int, int]], int]


def _place(decl: Decl) -> tuple[object, ...]:
    return decl.role, decl.index, decl.base, decl.token, decl.named, decl.whole


def parameters(node: Node) -> list[Node]:
    """The parameters of a parameter list, ``...`` and a lone ``void`` left out."""
    out = [child for child in node.named_children if child.type == "parameter_declaration"]
    if len(out) == 1 and out[0].child_by_field_name("declarator") is None:
        kind = out[0].child_by_field_name("type")
        if kind is not None and kind.type == "primitive_type" and kind.text == b"void":
            return []
    return out
