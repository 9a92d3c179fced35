# SPDX-License-Identifier: GPL-2.0-only
"""A parsed file goes in, its facts come out: declarations, uses, flows, tests, macros, tokens."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Sequence
from typing import ParamSpec

from tree_sitter import Node

from folioize.cst import Module
from folioize.facts.builder import Builder, parameters
from folioize.facts.context import Context
from folioize.facts.declarators import Declarator, Specifier, declarator, declarators, plain
from folioize.facts.hits import FileHits
from folioize.facts.lean import lean
from folioize.facts.leftovers import TOKEN, leftovers
from folioize.facts.macros import Macros
from folioize.facts.names import Names, encoded
from folioize.facts.records import FileFacts, Func, Global, Term
from folioize.facts.statements import Statements
from folioize.facts.unread import masked_names, unread

__all__ = ["TOKEN", "extract", "extract_module"]

P = ParamSpec("P")

_READ = frozenset(("struct_specifier", "union_specifier", "expression_statement"))
_NOTHING = frozenset(("enum_specifier", "preproc_call", "preproc_def", "preproc_function_def"))
_INCLUDED = re.compile(rb'[ \t]*([<"])([^>"\n]+)[>"]')


def extract(path: str, data: bytes, names: Names) -> FileFacts:
    """The facts of one file; ``names`` are those that pages go by anywhere in the tree."""
    hits = FileHits(data, encoded(names.words))
    thin = lean(data, hits)
    module = Module.parse(path, thin.text)
    if any(module.is_hidden(function.start) for function in thin.told):
        # An arm that is never compiled, or only without another one: the parse tells which.
        return extract_module(Module.parse(path, data), names)
    return _extract(module, names, hits, thin.told)


def extract_module(module: Module, names: Names) -> FileFacts:
    """The facts of a file that is parsed already, as ``extract``."""
    return _extract(module, names, FileHits(module.data, encoded(names.words)))


def _extract(module: Module, names: Names, hits: FileHits, told: Sequence[Func] = ()) -> FileFacts:
    """The facts; where something is nested too deep for Python, those of all the rest."""
    first = _Extractor(module, names, hits)
    facts = first.run(told)
    if not first.met_deep:
        return facts
    return _Extractor(module, names, hits, frozenset(first.met_deep)).run(told)


class _Extractor:
    """Reads one file. Items of which the start is in ``deep`` are left out as not understood;
    where there turn out to be others (``met_deep``), the facts are of no use.
    """

    def __init__(
        self, module: Module, names: Names, hits: FileHits, deep: frozenset[int] = frozenset()
    ) -> None:
        self.deep = deep
        self.met_deep: set[int] = set()
        self.module = module
        self.hits = hits
        self.b = Builder(module.path, module.data)
        self.c = Context(self.b, names)
        self.walk = Statements(self.c)
        self.macros = Macros(self.c, module)
        self.c.header = self._header
        self.c.scopes.push()

    def run(self, told: Sequence[Func]) -> FileFacts:
        """The facts; the functions ``told``, which are in order, are known already."""
        b = self.b
        left = deque(told)
        for item in self.module.items():
            while left and left[0].start < item.start:
                b.funcs.append(left.popleft())
            if not item.clean or not self._walk(item.start, self._node, item.node):
                b.unclean.append((item.start, item.end))
        b.funcs += left
        b.unclean += self._other_arms()
        for define in self.module.defines:
            if not self._walk(define.start, self.macros.read, define, self._node):
                b.unclean.append((define.start, define.end))
        for line in self.module.masked.directives:
            match = line.word == "include" and _INCLUDED.match(b.data, line.body, line.end)
            if match:
                form = '"' if match.group(1) == b'"' else "<"
                b.includes.append((form + match.group(2).decode("latin-1"), line.start))
        b.unread += unread(b.data, b.unclean)
        self._masked_names(self.module)
        taken = {decl.token[0] for decl in b.decls}
        b.tokens += leftovers(self.module, taken, self.walk.records.definitions, b.unclean)
        self.c.close()
        return b.freeze()

    def _walk(self, start: int, walk: Callable[P, None], *args: P.args, **kw: P.kwargs) -> bool:
        """Read what starts there; False if it is nested too deep."""
        if start in self.deep:
            return False
        b, c = self.b, self.c
        before = b.fn, b.macro, b.owner, b.scope, b.delta, c.hits
        try:
            walk(*args, **kw)
        except RecursionError:
            b.fn, b.macro, b.owner, b.scope, b.delta, c.hits = before
            self.met_deep.add(start)
            return False
        return True

    def _other_arms(self) -> list[tuple[int, int]]:
        """Read the items that look different with other arms of exclusive #ifs; return the arms
        that were not understood in any variant."""
        if self.module.variants < 2:
            return []
        left = [span for span in self.module.masked.hidden if self.hits.within(span)]
        for number in range(1, self.module.variants if left else 1):
            self.b.repeat()
            other = Module.parse(self.module.path, self.module.data, variant=number)
            self._masked_names(other)
            hidden = set(other.masked.hidden)
            shown = [span for span in left if span not in hidden]
            for item in other.items():
                mine = [span for span in shown if span[0] < item.end and item.start < span[1]]
                if mine and not (item.clean and self._walk(item.start, self._node, item.node)):
                    shown = [span for span in shown if span not in mine]
            left = [span for span in left if span not in shown]
        return left

    def _masked_names(self, module: Module) -> None:
        """Note the names that masking took out, but in functions that cannot matter."""
        text = lean(module.data, self.hits).text
        masked = module.masked
        self.b.unread += masked_names(text, masked.data, masked.marks, self.b.seen)

    # -- top-level items ------------------------------------------------------------------------

    def _node(self, node: Node) -> None:
        if node.type == "function_definition":
            self.walk.function(node)
        elif node.type == "declaration":
            self._declaration(node)
        elif node.type == "type_definition":
            self._typedef(node)
        elif node.type in _READ:
            self.walk.statement(node)
        elif node.type not in _NOTHING:
            self.b.unread += unread(self.b.data, [self.b.span(node)])

    def _declaration(self, node: Node) -> None:
        spec = self.b.spec(node)
        if spec.body is not None:
            self.walk.records.read(spec)
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
                self.walk.expressions.initialisers.initialise(what.value, target)

    def _typedef(self, node: Node) -> None:
        spec = self.b.spec(node)
        if spec.body is not None:
            self.walk.records.read(spec)
        for child in declarators(node):
            what = declarator(child)
            if what.name is None:
                continue
            index = self.b.declare(spec, what, "typedef", node)
            base = "fn" if what.params is not None else spec.base
            self.b.globals.append(
                Global("typedef", self.b.text(what.name), base, what.depth, index, False)
            )

    def _header(self, spec: Specifier, what: Declarator, node: Node, body: Node | None) -> None:
        """A prototype or definition: its result, its parameters, then its body."""
        assert what.name is not None and what.params is not None
        b = self.b
        start, end = b.span(node)
        name = b.text(what.name)
        if self.c.scopes.find(name) is not None and b.macro >= 0:
            name = f"##{name}"  # the macro is told the name: no identifier of the tree
        fn, owner, scope, hits = b.fn, b.owner, b.scope, self.c.hits
        b.fn, b.owner, b.scope = b.function_at(b.span(what.name)), name, (start, end)
        result = b.declare(spec, what, "return", node)
        if body is not None and b.macro < 0:
            self.c.hits = self.hits.function(start, end, result >= 0)
        self.c.scopes.push()
        params = tuple(
            self._parameter(parameter, position)
            for position, parameter in enumerate(parameters(what.params))
        )
        function = Func(
            name=name,
            static=spec.static,
            defined=body is not None,
            start=start,
            end=end,
            body=b.span(body)[0] if body is not None else -1,
            named=b.span(what.name),
            result=(spec.base, what.depth),
            result_decl=result,
            params=params,
            variadic=b"..." in b.data[slice(*b.span(what.params))],
            clean=True,
        )
        if b.fn == len(b.funcs):
            b.funcs.append(function)
        if body is not None and (self.c.hits is None or self.c.hits):
            self.walk.block(body)
        self.c.scopes.pop()
        b.fn, b.owner, b.scope, self.c.hits = fn, owner, scope, hits

    def _parameter(self, node: Node, position: int) -> tuple[str, str, int, int]:
        simple = plain(self.b.data[slice(*self.b.span(node))])
        if simple is not None:
            base, depth, name = simple
            self.c.bind(name, ("v", base, depth))
            return name, base, depth, -1
        spec = self.b.spec(node)
        what = declarator(node.child_by_field_name("declarator"))
        index = self.b.declare(spec, what, "param", node, position)
        name = self.b.text(what.name) if what.name is not None else ""
        base = "fn" if what.params is not None else spec.base
        if name:
            self.c.bind(name, ("d", index) if index >= 0 else ("v", base, what.depth))
        return name, base, what.depth, index
