# SPDX-License-Identifier: GPL-2.0-only
"""A node of a pattern and a term of C go in; every state in which they match comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from folioize.rules.chains import chained, dotted
from folioize.rules.ctree import C
from folioize.rules.declared import Declared
from folioize.rules.formats import formatted, is_pattern
from folioize.rules.integers import same_type
from folioize.rules.isonames import same_number
from folioize.rules.isos import Isos, unbare
from folioize.rules.jumps import leaves_same
from folioize.rules.kinds import EXPRESSIONS, STATEMENTS, Kinds, is_expression, position_allowed
from folioize.rules.lists import Lists
from folioize.rules.nodes import P
from folioize.rules.records import Meta, Rule
from folioize.rules.types import parted
from folioize.rules.typeterms import TypeTerms, alike
from folioize.rules.values import State, Value

LISTS = frozenset(
    (
        "argument_list",
        "parameter_list",
        "initializer_list",
        "field_declaration_list",
        "enumerator_list",
    )
)
_DECLARING = frozenset(
    ("declaration", "field_declaration", "parameter_declaration", "type_definition")
)
_TYPES = ("ctype", "type_arg", "type_descriptor")
_ANYTHING = EXPRESSIONS | STATEMENTS

MAX_STEPS = 3_000_000

States = Iterator[State]
Blocks = Callable[[P, C, State], States]
Miss = Callable[[P, C, State, str], None]


class TooLongError(Exception):
    """Matching a rule takes more steps than it may."""


class Terms:
    """Matches the patterns of one rule against the terms of one file.

    ``blocks`` matches braces with statements in them, which is the business of control flow.
    ``shared`` are the metavariables that later rules ask for.
    """

    def __init__(
        self,
        rule: Rule,
        data: bytes,
        kinds: Kinds,
        anchors: frozenset[int] = frozenset(),
        replaced: frozenset[int] = frozenset(),
    ) -> None:
        self.anchors = anchors
        self.replaced = replaced
        self.rule = rule
        self.data = data
        self.kinds = kinds
        self.disabled = rule.disabled
        self.shared = frozenset[str]()
        self.isos = Isos(self)
        self.lists = Lists(self)
        self.types = TypeTerms(self)
        self.declared = Declared(self)
        self.blocks: Blocks = lambda _pattern, _block, _state: iter(())
        self.miss: Miss | None = None
        self.steps = 0

    def count(self) -> None:
        """One more step; raises TooLongError after too many for one item of a file."""
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise TooLongError

    def node(self, p: P, c: C, st: State) -> States:
        """Every way in which ``p`` matches ``c``."""
        if not p.also:
            yield from self._node(p, c, st)
            return
        for state in self._node(p, c, st):
            whole = [_around(c, meta) for meta in p.also]
            yield from self.kids([P("meta", meta=meta) for meta in p.also], whole, state)

    def _node(self, p: P, c: C, st: State) -> States:
        self.count()
        handler = _HANDLERS.get("chain" if dotted(p) else p.kind)
        if handler is not None:
            yield from handler(self, p, c, st)
            return
        if p.text is not None:
            yield from self._text(p, p.text, c, st)
            return
        matched = False
        if p.kind == c.kind or alike(p, c):
            for state in self._same_kind(p, c, st):
                matched = True
                yield state
        elif p.kind == "type_arg" and c.kind == "ident" and len(p.kids) == 1:
            yield from self.node(p.kids[0], c, st)
            return
        elif p.kind == "ctype" and c.kind in _TYPES:
            yield from self.types.ctype(p, c, st)
            return
        if not matched:
            if self.miss is not None and p.kind != c.kind:
                self.miss(p, c, st, f"{_spoken(p.kind)} is expected, not {shown(c)!r}")
            yield from self.isos.other(p, c, st)

    def _text(self, p: P, text: str, c: C, st: State) -> States:
        """A token of the rule that stands for itself, or a string with formats in it."""
        state: State | None = None
        if c.text is not None and p.kind == "string" == c.kind and is_pattern(text):
            state = formatted(self.rule, text, c.text, st)
        elif c.text is not None and (text == c.text or same_number(text, c.text, self.disabled)):
            state = st
        if state is not None:
            yield from self.leaf(p, c, state)
        elif self.miss is not None:
            self.miss(p, c, st, f"{text!r} is expected, not {shown(c)!r}")

    def leaf(self, p: P, c: C, st: State) -> States:
        """A token: bind its place, and the positions attached to it."""
        state = self.place(p.at, c.start, c.end, st)
        if state is not None:
            yield state

    def place(self, at: int, start: int, end: int, st: State) -> State | None:
        """Bind the token ``at`` of the rule; None where a position does not agree."""
        if at < 0:
            return st
        state = st.bind(at, start, end)
        for name in self.rule.body[at].positions:
            key = (str(start),)
            known = state.env.get(name)
            if known is not None and known.key != key:
                return None
            meta = self.rule.metas[name]
            if known is None or meta.source is not None:
                value = Value("position", key, b"", start, end)
                if not position_allowed(meta, value, self.kinds, state.env):
                    return None
                state = state if known is not None else state.put(name, value)
        return state

    # -- by kind ----------------------------------------------------------------------------------

    def _same_kind(self, p: P, c: C, st: State) -> States:
        if p.kind in LISTS:
            yield from self.lists.bracketed(p, c, st)
        elif p.kind == "type_arg" and len(p.kids) == 1 and p.kids[0].kind == "meta":
            yield from self.node(p.kids[0], c, st)
        elif p.kind == "ctype":
            yield from self.types.ctype(p, c, st)
        elif p.kind == "compound_statement":
            yield from self.blocks(p, c, st)
        elif p.owner >= 0 and not leaves_same(p, c, st):
            return
        elif p.kind == "struct_specifier" and p.loose:
            yield from self.types.defined(p, c, st)
        elif p.kind == "function_definition":
            yield from self.declared.function(p, c, st)
        elif p.kind in _DECLARING:
            yield from self.declared.whole(p, c, st)
        elif p.kind == "sizeof_expression" and len(p.kids) == 4 and len(c.kids) == 2:
            yield from self.types.sizeof(p, c, st)
        else:
            yield from self.kids(p.kids, c.kids, st)

    def kids(self, ps: list[P], cs: list[C], st: State) -> States:
        """Two rows of as many kids, one by one."""
        if len(ps) != len(cs):
            return
        if not ps:
            yield st
            return
        if len(ps) == 1:
            yield from self.node(ps[0], cs[0], st)
            return
        for state in self.node(ps[0], cs[0], st):
            yield from self.kids(ps[1:], cs[1:], state)

    # -- what is no C -----------------------------------------------------------------------------

    def _meta(self, p: P, c: C, st: State) -> States:
        """A metavariable, and those attached to it, which stand for the same term."""
        also = self.rule.body[p.at].also if p.at >= 0 else ()
        if not also:
            yield from self._one_meta(p, c, st)
            yield from self.isos.tested(p, c, st)
            return
        for state in self._one_meta(p, c, st):
            rows = [P("meta", meta=self.rule.metas[name]) for name in also]
            yield from self.kids(rows, [c] * len(rows), state)

    def _one_meta(self, p: P, c: C, st: State) -> States:
        meta = p.meta
        assert meta is not None
        if meta.name in st.env:
            yield from self._known_meta(p, meta, c, st)
            return
        if meta.kind == "type" and c.kind in ("struct_specifier", "union_specifier", "prim"):
            c = c.parent if c.parent is not None and c.parent.kind == "ctype" else c
        if not self.kinds.accepts(meta, c, st.env):
            if self.miss is not None:
                self.miss(p, c, st, self.kinds.refusal(meta, c))
            yield from self._typed_by_meta(p, meta, c, st)
            return
        bound = self.value(meta, c)
        state = self.place(p.at, c.start, c.end, st.put(meta.name, bound))
        if state is not None:
            yield state

    def _known_meta(self, p: P, meta: Meta, c: C, st: State) -> States:
        """A metavariable that has a value stands for the same again."""
        known = st.env[meta.name]
        if meta.kind == "type" and c.kind in ("struct_specifier", "union_specifier", "prim"):
            c = c.parent if c.parent is not None and c.parent.kind == "ctype" else c
        same = known.key == c.key() or (meta.kind == "type" and same_type(known.key, c.key()))
        same = same and self._fits(meta, c)
        if not same or not self.kinds.same_variables(meta, known.node, c):
            if self.miss is not None:
                value = " ".join(known.key)
                self.miss(p, c, st, f"{meta.name} is {value!r} already, not {shown(c)!r}")
            return
        if meta.source is not None and not self.kinds.constrained(meta, c, st.env):
            return
        state = self.place(p.at, c.start, c.end, st)
        if state is not None:
            yield state

    def _fits(self, meta: Meta, c: C) -> bool:
        """Whether the place is one where a bound metavariable may stand again."""
        return meta.kind not in ("expression", "idexpression") or c.kind in EXPRESSIONS

    def _typed_by_meta(self, p: P, meta: Meta, c: C, st: State) -> States:
        """``T *x`` where T is free: the expression's type binds it."""
        if len(meta.types) != 1 or c.kind not in EXPRESSIONS:
            return
        base, stars = parted(meta.types[0])
        tag, _, name = base.rpartition(" ")
        declared = self.rule.metas.get(name)
        wanted = "identifier" if tag else "type"
        if declared is None or declared.kind != wanted or name in st.env:
            return
        known = self.kinds.typer.type_of(c)
        every = iter(()) if known is None else self.kinds.typer.forms(known)
        fits = (one for one in every if one.endswith(stars) and one.startswith(tag))
        found = next(fits, None)
        if found is None:
            return
        base = found.removesuffix(stars).removeprefix(tag).strip()
        key = tuple(base.replace("*", " * ").split())
        if tag and len(key) != 1:
            return
        state = st.put(name, Value(wanted, key, base.encode()))
        if self.kinds.accepts(meta, c, state.env):
            placed = self.place(p.at, c.start, c.end, state.put(meta.name, self.value(meta, c)))
            if placed is not None:
                yield placed

    def value(self, meta: Meta, c: C) -> Value:
        """The value of a metavariable that stands for ``c``."""
        return Value(meta.kind, c.key(), self.data[c.start : c.end], c.start, c.end, 1, c)

    def _choice(self, p: P, c: C, st: State) -> States:
        if p.conjunction:
            yield from self._all_of(p.branches, c, st, p)
            return
        for branch in p.branches:
            if len(branch) != 1:
                continue
            found = False
            for state in self.node(unbare(branch[0]), c, st):
                found = True
                placed = self.place(p.close, c.start, c.end, state)
                if placed is not None:
                    yield placed
            if found:
                return

    def _all_of(self, branches: list[list[P]], c: C, st: State, p: P) -> States:
        if not branches:
            placed = self.place(p.close, c.start, c.end, st)
            if placed is not None:
                yield placed
            return
        if len(branches[0]) == 1:
            for state in self.node(unbare(branches[0][0]), c, st):
                yield from self._all_of(branches[1:], c, state, p)

    def _dots(self, p: P, c: C, st: State) -> States:
        """``...`` where one expression stands."""
        if c.kind in _ANYTHING or c.kind in ("initializer_list", "slot"):
            if c.kind == "slot" and not c.kids:
                yield st
                return
            yield from self.leaf(p, c, st)

    def _nest(self, p: P, c: C, st: State) -> States:
        """``<... P ...>`` in an expression: every P inside."""
        found = False
        state = st
        pattern = unbare(p.branches[0][0]) if p.branches[0] else None
        for inside in list(c.walk()):
            if pattern is not None and is_expression(inside):
                one = next(self.node(pattern, inside, state), None)
                if one is not None:
                    found = True
                    state = one
        if found or not p.once:
            yield from self.leaf(p, c, state)

    def _bare(self, p: P, c: C, st: State) -> States:
        yield from self.node(p.kids[0], c, st)

    def _slot(self, p: P, c: C, st: State) -> States:
        if c.kind != "slot":
            return
        if len(p.kids) == 1 and p.kids[0].kind == "dots" and not c.kids:
            yield st
        else:
            yield from self.kids(p.kids, c.kids, st)


def _around(c: C, meta: Meta) -> C:
    """What an attached metavariable stands for: of a statement, that which a term is in."""
    if meta.kind == "type" and c.kind not in _TYPES:
        base = C("ctype", c.start, c.end, [c])  # without the stars behind it
        base.parent = c.parent
        return base
    if meta.kind != "statement":
        return c
    node: C | None = c
    while node is not None and node.kind not in STATEMENTS:
        node = node.parent
    return c if node is None else node


def shown(c: C) -> str:
    """A term for a message, not too much of it."""
    text = " ".join(c.key())
    return text if len(text) <= 60 else text[:57] + "..."


def _spoken(kind: str) -> str:
    return "a " + kind.replace("_", " ")


_HANDLERS: dict[str, Callable[[Terms, P, C, State], States]] = {
    "chain": chained,
    "meta": Terms._meta,
    "choice": Terms._choice,
    "dots": Terms._dots,
    "nest": Terms._nest,
    "bare": Terms._bare,
    "slot": Terms._slot,
}
