# SPDX-License-Identifier: GPL-2.0-only
"""A parsed file goes in, its facts come out: declarations, uses, flows, tests, macros, tokens."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from folioize.cst import Module, parse_macro_body
from folioize.facts.builder import Builder, parameters
from folioize.facts.declarators import Declarator, Specifier, declarator, declarators
from folioize.facts.records import UNKNOWN, FileFacts, Func, Global, Macro, Term, Token
from folioize.facts.statements import Statements

if TYPE_CHECKING:
    from tree_sitter import Node

    from folioize.cst import Define, MacroBody

TOKEN = re.compile(rb"\bstruct\s+page\b")
_PAGELIKE = re.compile(rb"page|Page|PAGE")
_REACHED = re.compile(rb"(?:->|\.)\s*(\w+)|\b(\w+)\s*\(")
_INCLUDE = re.compile(rb'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', re.M)


def extract(
    module: Module,
    names: frozenset[str],
    macros: frozenset[str] = frozenset(),
    reached: frozenset[bytes] | None = None,
) -> FileFacts:
    """The facts of one file.

    ``names`` are those declared with a page somewhere in the tree, ``macros`` those of
    function-like macros that may deal in pages; the file's own are added to both. ``reached``
    are the names of fields, globals and functions among them (None: take ``names``): a function
    that neither says "page" nor has one of these holds none, and is not walked.
    """
    return _Extractor(module, names, macros, reached).run()


class _Extractor:
    def __init__(
        self,
        module: Module,
        names: frozenset[str],
        macros: frozenset[str],
        reached: frozenset[bytes] | None,
    ) -> None:
        self.module = module
        self.b = Builder(module.path, module.data)
        own = {match.decode("latin-1") for match in _NAMES.findall(module.data)}
        self.walk = Statements(self.b, names, frozenset(own))
        mine = {define.name for define in module.defines if define.params is not None}
        self.walk.expressions.macros = macros | mine
        self.walk.scopes.push()
        if reached is None:
            reached = frozenset(name.encode("latin-1") for name in names)
        self.reached = reached
        self.definitions: list[tuple[int, int]] = []

    def run(self) -> FileFacts:
        for item in self.module.items():
            if not item.clean:
                self.b.unclean.append((item.start, item.end))
                continue
            self._node(item.node)
        for define in self.module.defines:
            self._macro(define)
        for match in _INCLUDE.finditer(self.module.data):
            form = '"' if match.group(1) == b'"' else "<"
            self.b.includes.append((form + match.group(2).decode("latin-1"), match.start()))
        self._tokens()
        return self.b.freeze()

    # -- top-level items ------------------------------------------------------------------------

    def _node(self, node: Node) -> None:
        if node.type == "function_definition":
            self._function(node)
        elif node.type == "declaration":
            self._declaration(node)
        elif node.type == "type_definition":
            self._typedef(node)
        elif node.type in ("struct_specifier", "union_specifier"):
            self._record(node)

    def _record(self, node: Node) -> None:
        body = node.child_by_field_name("body")
        name = node.child_by_field_name("name")
        if body is None or name is None:
            return
        tag = self.b.text(name)
        if tag == "page":
            self.definitions.append((node.start_byte, name.end_byte))
        self.walk.records.read(
            Specifier(f"{node.type.split('_')[0]} {tag}", False, False, None, body)
        )

    def _spec_body(self, spec: Specifier, node: Node) -> None:
        if spec.body is not None:
            kind = node.child_by_field_name("type")
            if kind is not None and "@" not in spec.base:
                self._record(kind)
            else:
                self.walk.records.read(spec)

    def _declaration(self, node: Node) -> None:
        spec = self.b.spec(node)
        self._spec_body(spec, node)
        for child in declarators(node):
            what = declarator(child)
            if what.name is None:
                continue
            if what.params is not None and not what.pointer:
                self._header(spec, what, node, None)
                continue
            name = self.b.text(what.name)
            index = self.b.declare(spec, what, "global", node)
            self.b.globals.append(Global("global", name, spec.base, what.depth, index, spec.static))
            if what.value is not None:
                target: Term = ("d", index) if index >= 0 else ("v", spec.base, what.depth)
                self.walk.expressions.initialise(what.value, target)

    def _typedef(self, node: Node) -> None:
        spec = self.b.spec(node)
        self._spec_body(spec, node)
        for child in declarators(node):
            what = declarator(child)
            if what.name is None:
                continue
            index = self.b.declare(spec, what, "typedef", node)
            base = "fn" if what.params is not None else spec.base
            self.b.globals.append(
                Global("typedef", self.b.text(what.name), base, what.depth, index, False)
            )

    def _function(self, node: Node) -> None:
        spec = self.b.spec(node)
        child = node.child_by_field_name("declarator")
        body = node.child_by_field_name("body")
        if child is None:
            return
        what = declarator(child)
        if what.name is None or what.params is None:
            return
        self._header(spec, what, node, body)

    def _header(self, spec: Specifier, what: Declarator, node: Node, body: Node | None) -> None:
        """A prototype or definition: its result, its parameters, then its body."""
        assert what.name is not None and what.params is not None
        b = self.b
        name = b.text(what.name)
        outer, owner = b.scope, b.owner
        b.fn, b.owner = len(b.funcs), name
        b.scope = b.span(node)
        result = b.declare(spec, what, "return", node) if spec.token is not None else -1
        self.walk.scopes.push()
        params = []
        for position, parameter in enumerate(parameters(what.params)):
            params.append(self._parameter(parameter, position))
        start = b.span(node)[0]
        b.funcs.append(
            Func(
                name,
                spec.static,
                body is not None,
                start,
                b.span(node)[1],
                b.span(body)[0] if body is not None else -1,
                b.span(what.name),
                (spec.base, what.depth),
                result,
                tuple(params),
                b"..." in b.data[slice(*b.span(what.params))],
                True,
            )
        )
        if body is not None and self._may_matter(start, b.span(node)[1]):
            self.walk.block(body)
        self.walk.scopes.pop()
        b.fn, b.owner, b.scope = -1, owner, outer

    def _may_matter(self, start: int, end: int) -> bool:
        """Whether a function's text can hold a page: it says so, or it reaches for a field or
        calls a function of a name that is declared with one somewhere."""
        data = self.b.data
        if _PAGELIKE.search(data, start, end):
            return True
        words = _REACHED.findall(data, start, end)
        return any(field in self.reached or called in self.reached for field, called in words)

    def _parameter(self, node: Node, position: int) -> tuple[str, str, int, int]:
        spec = self.b.spec(node)
        what = declarator(node.child_by_field_name("declarator"))
        index = self.b.declare(spec, what, "param", node, position)
        name = self.b.text(what.name) if what.name is not None else ""
        base = "fn" if what.params is not None else spec.base
        if name:
            term: Term = ("d", index) if index >= 0 else ("v", base, what.depth)
            self.walk.scopes.bind(name, term)
        return name, base, what.depth, index

    # -- macros and what is left ----------------------------------------------------------------

    def _macro(self, define: Define) -> None:
        b = self.b
        body = b.data[define.body_start : define.body_end]
        if not _PAGELIKE.search(body) and define.params is None:
            return
        params = tuple(define.params) if define.params is not None else None
        parsed = parse_macro_body(self.module, define) if body.strip() else None
        index = len(b.macros)
        results: tuple[Term, ...] = ()
        if parsed is not None and (params or _PAGELIKE.search(body)):
            b.macro, b.delta, b.owner = index, parsed.delta, define.name
            b.scope = (define.start, define.end)
            results = self._macro_body(parsed, params or ())
            b.macro, b.delta, b.owner, b.scope = -1, 0, None, (0, len(b.data))
        b.macros.append(
            Macro(define.name, params, define.start, define.end, results, parsed is not None)
        )

    def _macro_body(self, parsed: MacroBody, params: tuple[str, ...]) -> tuple[Term, ...]:
        scopes = self.walk.scopes
        scopes.push()
        for position, name in enumerate(params):
            scopes.bind(name, ("p", position))
        results: tuple[Term, ...] = ()
        if parsed.wrap == "expression":
            node = _expression(parsed)
            results = tuple(term for term, _, _ in self.walk.expressions.eval(node)) or (UNKNOWN,)
        elif parsed.wrap in ("statement", "loop", "operand", "initialiser"):
            self.walk.block(_body(parsed.root))
        else:
            for child in parsed.root.named_children:
                self._node(child)
            self.b.macro = len(self.b.macros)
        scopes.pop()
        return results

    def _tokens(self) -> None:
        """Every ``struct page`` that no declaration has, and where it stands."""
        taken = {decl.token[0] for decl in self.b.decls}
        directives = sorted((d.start, d.end) for d in self.module.defines)
        for match in TOKEN.finditer(self.b.data):
            start, end = match.span()
            if start not in taken:
                self.b.tokens.append(Token(start, end, self._where(start, end, directives)))

    def _where(self, start: int, end: int, directives: list[tuple[int, int]]) -> str:
        if _inside(self.module.comments, start):
            return "comment"
        if _inside(directives, start):
            return "directive"
        if any(begin <= start < stop for begin, stop in self.definitions):
            return "definition"
        if self.module.in_if0(start):
            return "disabled"
        if self.b.data[end : end + 16].lstrip().startswith(b";"):
            return "forward"
        if any(begin <= start < stop for begin, stop in self.b.unclean):
            return "unparsed"
        return "hidden"


_NAMES = re.compile(rb"\b(\w+)\s*\([^(){};]*struct\s+page\b")


def _expression(parsed: MacroBody) -> Node:
    """The node of a body that is an expression, without the parentheses of the wrapping."""
    node = _body(parsed.root).named_children[0]
    while node.start_byte < parsed.span[0] and node.named_children:
        node = node.named_children[-1]
    return node


def _body(root: Node) -> Node:
    """The block that a macro's body was wrapped into, or the whole of it."""
    first = root.named_children[0]
    return first.child_by_field_name("body") or first


def _inside(spans: list[tuple[int, int]] | tuple[tuple[int, int], ...], offset: int) -> bool:
    at = bisect_right(spans, (offset, 1 << 60)) - 1
    return at >= 0 and spans[at][0] <= offset < spans[at][1]
