# SPDX-License-Identifier: GPL-2.0-only
"""A compiled rule and a parsed file go in; the states of all its matches there come out."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

from folioize.cst.module import Item
from folioize.rules.attributes import wanted, with_attributes
from folioize.rules.compiled import Compiled
from folioize.rules.ctree import C
from folioize.rules.defines import defined
from folioize.rules.ends import at_end, may_be_end
from folioize.rules.flow import Flow
from folioize.rules.index import Clauses, clauses, holds
from folioize.rules.inner import outside_in
from folioize.rules.kinds import EXPRESSIONS, Kinds, may_be_bare
from folioize.rules.lines import lines
from folioize.rules.nodes import P
from folioize.rules.parsed import Parsed, flow_of
from folioize.rules.paths import Paths
from folioize.rules.places import labelled
from folioize.rules.scripts import Scripting
from folioize.rules.terms import Terms
from folioize.rules.typeterms import defines_struct
from folioize.rules.values import Env, State, Value

_VALUED = EXPRESSIONS | {"init_declarator"}
_STRUCTS = ("struct_specifier", "union_specifier", "enum_specifier")


class Search:
    """Looks for one rule in one file."""

    def __init__(
        self,
        one: Compiled,
        parsed: Parsed,
        inherited: Callable[[str], list[Value]],
        scripting: Scripting | None = None,
    ) -> None:
        self.one = one
        self.parsed = parsed
        kinds = Kinds(parsed.typer, inherited, scripting)
        self.terms = Terms(one.rule, parsed.data, kinds, one.anchors, one.replaced)
        self.terms.shared = one.exports
        self.missed: list[Item] = []

    def run(self, env: Env) -> Iterator[State]:
        """All matches with the inherited metavariables of ``env``."""
        asked = wanted(self.one.rule)
        found = self._run(env)
        yield from with_attributes(found, asked, self.parsed.data) if asked else found

    def _run(self, env: Env) -> Iterator[State]:
        if not self.one.pattern.elements:
            yield State(env)
            return
        if self.one.pattern.shape in ("include", "define"):
            yield from self._directives(State(env))
            return
        needed = self.one.needs
        if env:
            needed = (*needed, *clauses(self.one.pattern, env))
        if not holds(needed, self.parsed.data):
            return
        for item in self.parsed.module.items():
            if holds(needed, self.parsed.data[item.start : item.end]):
                if item.clean:
                    yield from self.item(item, State(env))
                else:
                    self.missed.append(item)
        if self.one.pattern.shape in ("sequence", "type"):
            yield from self._in_macros(needed, env)

    def _in_macros(self, needed: Clauses, env: Env) -> Iterator[State]:
        """Matches in the bodies of #defines."""
        data = self.parsed.data
        for define in self.parsed.module.defines:
            if holds(needed, data[define.body_start : define.body_end]):
                tree = self.parsed.macro(define)
                if tree is not None:
                    yield from self._tree(tree, None, State(env))

    def _directives(self, st: State) -> Iterator[State]:
        """The lines of the preprocessor that the rule asks for."""
        if self.one.pattern.shape == "include":
            yield from lines(self.one, self.parsed.module, self.terms, st)
            return
        for define in self.parsed.module.defines:
            every = (
                list(defined(one, self.terms, define, self.parsed.macro, st))
                for one in self.one.pattern.elements
            )
            yield from next(filter(None, every), [])

    def item(self, item: Item, st: State) -> Iterator[State]:
        """All matches in one item."""
        tree = self.parsed.tree(item)
        yield from self._tree(tree, self.parsed.flow(item), st)

    def _tree(self, tree: C, flow: Flow | None, st: State) -> Iterator[State]:
        """All matches in the tree of an item or of a macro's body."""
        elements = self.one.pattern.elements
        self.terms.steps = 0
        flow = flow or flow_of(tree)
        paths = None
        if flow is not None:
            paths = Paths(self.terms, flow, self.one.exists)
            self.terms.blocks = paths.block
        else:
            self.terms.blocks = lambda _pattern, _block, _state: iter(())
        shape = self.one.pattern.shape
        if shape == "toplevel":
            if tree.kind == elements[0].kind:
                for state in self.terms.node(elements[0], tree, st):
                    yield state
                    yield from self._prototypes(elements[0], state, st)
        elif shape == "type":
            for node in tree.walk():
                if node.kind in ("ctype", "type_arg", "sizeof_expression"):
                    yield from self.terms.types.begins(elements[0], node, st)
        elif shape != "sequence" or (len(elements) == 1 and _single(elements[0])):
            yield from self._alone(elements[0], tree, flow, st)
        elif paths is not None:
            yield from paths.matches(elements, st)

    def _alone(self, p: P, tree: C, flow: Flow | None, st: State) -> Iterator[State]:
        """A pattern of one element; a return, where there is any, is the function's end too."""
        found = False
        for state in self._each(p, tree, st):
            found = True
            yield state
        if found and flow is not None and flow.falls_off and may_be_end(p):
            ended = at_end(self.terms, p, flow.body, st)
            yield from () if ended is None else (ended,)

    def _each(self, p: P, tree: C, st: State) -> Iterator[State]:
        """A pattern of one element, at every term where it may stand."""
        names = self.one.rule.term == "identifier"
        wanted = _name if names else _wanted(p)
        nodes = (labelled(p, node, self.one.rule) for node in tree.walk() if wanted(node))
        if p.kind == "compound_statement" and self.one.rule.body[p.kids[0].at].minus:
            nodes = (node for node in nodes if not _body(node))  # a function keeps its braces
        yield from outside_in(self.terms, p, nodes, st)

    def _prototypes(self, p: P, found: State, st: State) -> Iterator[State]:
        """Where a definition's header is changed, so are the prototypes of the file."""
        body = next((kid for kid in p.kids if kid.kind == "compound_statement"), None)
        if body is None or not self._header_changes(body):
            return
        brace = body.kids[0] if body.kids else P("{")
        replaced = brace.at >= 0 and self.one.rule.body[brace.at].minus
        semicolon = P(";", brace.at if replaced else -1, text=";")
        proto = P("declaration", kids=[kid for kid in p.kids if kid is not body] + [semicolon])
        keep = {
            name: value
            for name, value in found.env.items()
            if name in st.env or self._names_function(p, name) or value.kind == "type"
        }
        for item in self.parsed.module.items():
            if item.clean and item.node.type == "declaration":
                tree = self.parsed.tree(item)
                made = [
                    State({**one.env, **found.env}, one.binds)
                    for one in self.terms.declared.function(proto, tree, State(keep))
                ]
                # What is added has the definition's names, as where a prototype has none.
                yield from made or self._without_names(proto, tree, found.env)

    def _without_names(self, proto: P, tree: C, env: Env) -> Iterator[State]:
        """The same for prototypes without names: what a name goes with ends its type there."""
        body = self.one.rule.body
        pairs = [one.kids for one in proto.walk() if _names_parameter(one)]
        gone = [
            (ctype, name)
            for ctype, name in pairs
            if all(body[leaf.at].minus for leaf in (*ctype.leaves(), name))
        ]
        for found in self.terms.declared.function(_unnamed(proto), tree, State(env)):
            state, ends = found, {bind.at: bind.end for bind in found.chain()}
            for ctype, name in gone:
                end = max((ends.get(leaf.at, -1) for leaf in ctype.leaves()), default=-1)
                state = state.bind(name.at, end, end) if end >= 0 else state
            yield state

    def _header_changes(self, body: P) -> bool:
        return any(token.mark in ("-", "+") for token in self.one.rule.body[: body.first])

    def _names_function(self, p: P, name: str) -> bool:
        for kid in p.kids:
            if kid.kind == "function_declarator" and kid.kids[0].meta is not None:
                return kid.kids[0].meta.name == name
        return False


def _unnamed(p: P) -> P:
    """A prototype whose parameters have no names."""
    kids = [_unnamed(kid) for kid in p.kids]
    return dataclasses.replace(p, kids=kids[:1] if _names_parameter(p) else kids)


def _names_parameter(p: P) -> bool:
    """Whether a parameter of the pattern is a type and a name."""
    if p.kind != "parameter_declaration" or len(p.kids) != 2:
        return False
    return p.kids[0].kind == "ctype" and p.kids[1].kind in ("meta", "ident")


def _single(p: P) -> bool:
    """Whether one element is matched by itself, without control flow around it."""
    if p.kind in ("dots", "nest"):
        return False
    if p.kind == "choice":
        return all(len(branch) == 1 and _single(branch[0]) for branch in p.branches)
    return True


def _name(node: C) -> bool:
    """Whether a node is an identifier: the tag of a struct is none of its own."""
    tagged = node.parent is not None and node.parent.kind in _STRUCTS
    return node.kind == "ident" and not tagged


def _body(node: C) -> bool:
    """Whether a node is the body of a function."""
    return node.parent is not None and node.parent.kind == "function_definition"


def _wanted(p: P) -> Callable[[C], bool]:
    """Which terms are worth a try for a pattern."""
    names = _called(p)
    if names is not None:
        return lambda node: node.kind == "call_expression" and node.kids[0].text in names
    kinds = _kinds(p)
    if kinds is None:
        return lambda node: True
    expressions = bool(kinds & EXPRESSIONS)
    if expressions:
        return lambda node: may_be_bare(node) if node.kind in _VALUED else node.kind in kinds
    return lambda node: node.kind in kinds


def _called(p: P) -> frozenset[str] | None:
    """The functions of which a pattern is a call; None if it may be anything else."""
    if p.kind == "bare":
        return _called(p.kids[0])
    if p.kind == "choice" and not p.conjunction:
        branches = [_called(branch[0]) for branch in p.branches]
        known = [names for names in branches if names is not None]
        return frozenset().union(*known) if len(known) == len(branches) else None
    if p.kind == "call_expression" and p.kids[0].kind == "ident":
        return frozenset((p.kids[0].text or "",))
    return None


def _kinds(p: P) -> frozenset[str] | None:
    """The kinds of terms that a pattern may match; None for any."""
    if p.kind == "bare":
        return EXPRESSIONS
    if p.kind == "choice":
        found: frozenset[str] = frozenset()
        for branch in p.branches:
            kinds = _kinds(branch[0])
            if kinds is None:
                return None
            found |= kinds
        return found
    if p.kind in ("meta", "compound_statement"):
        return None
    more = {"ctype": ("type_arg",), "declaration": ("type_definition",) * defines_struct(p)}
    return frozenset((p.kind, *more.get(p.kind, ())))
