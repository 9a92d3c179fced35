# SPDX-License-Identifier: GPL-2.0-only
"""A node of a pattern and a term of C go in; every state in which they match comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from folioize.rules.ctree import C
from folioize.rules.isos import Isos
from folioize.rules.kinds import EXPRESSIONS, STATEMENTS, Kinds, is_expression, position_allowed
from folioize.rules.lists import Lists
from folioize.rules.nodes import P
from folioize.rules.records import Meta, Rule
from folioize.rules.values import State, Value, plain

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
_TYPES = ("ctype", "type_arg")
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
    """

    def __init__(
        self,
        rule: Rule,
        data: bytes,
        kinds: Kinds,
        disabled: frozenset[str],
        anchors: frozenset[int] = frozenset(),
    ) -> None:
        self.anchors = anchors
        self.rule = rule
        self.data = data
        self.kinds = kinds
        self.disabled = disabled
        self.isos = Isos(self)
        self.lists = Lists(self)
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
        self.count()
        handler = _HANDLERS.get(p.kind)
        if handler is not None:
            yield from handler(self, p, c, st)
            return
        if p.text is not None:
            if c.text is not None and p.text == c.text:
                yield from self.leaf(p, c, st)
            elif self.miss is not None:
                self.miss(p, c, st, f"{p.text!r} is expected, not {shown(c)!r}")
            return
        matched = False
        if p.kind == c.kind:
            for state in self._same_kind(p, c, st):
                matched = True
                yield state
        elif p.kind == "ctype" and c.kind in _TYPES:
            yield from self._ctype(p, c, st)
            return
        if not matched:
            if self.miss is not None and p.kind != c.kind:
                self.miss(p, c, st, f"{_spoken(p.kind)} is expected, not {shown(c)!r}")
            yield from self.isos.other(p, c, st)

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
            if known is None:
                value = Value("position", key, b"", start, end)
                if not position_allowed(self.rule.metas[name], value, self.kinds, state.env):
                    return None
                state = state.put(name, value)
        return state

    # -- by kind ----------------------------------------------------------------------------------

    def _same_kind(self, p: P, c: C, st: State) -> States:
        if p.kind in LISTS:
            yield from self.lists.bracketed(p, c, st)
        elif p.kind == "ctype":
            yield from self._ctype(p, c, st)
        elif p.kind == "compound_statement":
            yield from self.blocks(p, c, st)
        elif p.kind == "function_definition":
            yield from self._function(p, c, st)
        elif p.kind in _DECLARING:
            yield from self._declaration(p, c, st)
        elif p.kind == "sizeof_expression" and len(p.kids) == 4 and len(c.kids) == 2:
            yield from self.kids(p.kids, self._sizeof(c), st)
        else:
            yield from self.kids(p.kids, c.kids, st)

    def _sizeof(self, c: C) -> list[C]:
        """``sizeof(name)`` with a type's name, which the parser takes for a variable's."""
        inner = c.kids[1]
        if inner.kind != "paren" or len(inner.kids) != 3 or inner.kids[1].kind != "ident":
            return c.kids
        name = inner.kids[1]
        if self.kinds.typer.is_variable(name):
            return c.kids
        ctype = C("ctype", name.start, name.end, [name])
        return [c.kids[0], inner.kids[0], ctype, inner.kids[2]]

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

    def _ctype(self, p: P, c: C, st: State) -> States:
        """A type: qualifiers the pattern does not have may stand in the file."""
        base = next((at for at, kid in enumerate(p.kids) if kid.kind not in ("qual", "*")), None)
        if base is None:
            return
        head = p.kids[base]
        after = p.kids[base + 1 :]
        if head.kind == "meta" and head.meta is not None and head.meta.kind == "type":
            yield from self._type_prefix(p, c, st, (base, head, after))
            return
        cs = c.kids
        if "optional_qualifier" not in self.disabled:
            wanted = {kid.text for kid in p.kids if kid.kind == "qual"}
            cs = [kid for kid in cs if kid.kind != "qual" or kid.text in wanted]
        yield from self.kids(p.kids, cs, st)

    def type_begins(self, p: P, c: C, st: State) -> States:
        """A type is the pattern's, with perhaps more stars after it."""
        ps = p.kids if p.kind == "ctype" else [p]
        if c.kind == "sizeof_expression":
            kids = self._sizeof(c) if len(c.kids) == 2 else []
            if len(kids) == 4:
                yield from self.type_begins(p, kids[2], st)
            return
        wanted = {kid.text for kid in ps if kid.kind == "qual"}
        cs = [kid for kid in c.kids if kid.kind != "qual" or kid.text in wanted]
        if len(ps) == 1 and ps[0].kind == "meta":
            yield from self.node(ps[0], c, st)
        elif len(cs) >= len(ps):
            yield from self.kids(ps, cs[: len(ps)], st)

    def _type_prefix(self, p: P, c: C, st: State, parts: tuple[int, P, list[P]]) -> States:
        """``T *``: the stars of the pattern are the last of the type's, T is all before them."""
        before, head, after = parts
        cs = c.kids
        keep = len(cs) - len(after)
        if keep < 1 or (len(after) and any(kid.kind != "*" for kid in cs[keep:])):
            return
        first = 0
        if before:
            if [kid.text for kid in p.kids[:before]] != [kid.text for kid in cs[:before]]:
                return
            first = before
        elif cs[0].kind == "qual" and keep > 1 and "optional_qualifier" not in self.disabled:
            first = next((at for at, kid in enumerate(cs) if kid.kind != "qual"), 0)
        part = cs[first:keep]
        if not part:
            return
        whole = C("ctype", part[0].start, part[-1].end, part)
        whole.parent = c.parent
        for state in self.kids(p.kids[:before], cs[:before], st):
            for bound in self.node(head, whole, state):
                yield from self.kids(after, cs[keep:], bound)

    def _declaration(self, p: P, c: C, st: State) -> States:
        if c.splits:
            if len(p.kids) == len(c.kids):
                yield from self.kids(p.kids, c.kids, st)
            if not self._touches(p):
                for split in c.splits:
                    yield from self._declaration(p, split, st)
            return
        cs = c.kids
        if "optional_storage" not in self.disabled and not any(
            kid.kind in ("storage", "choice") for kid in p.kids
        ):
            cs = [kid for kid in cs if kid.kind != "storage"]
        found = False
        for state in self.kids(p.kids, cs, st):
            found = True
            yield state
        if not found:
            yield from self.isos.declared(p, cs, st)

    def _touches(self, p: P) -> bool:
        """Whether a declaration of one name changes what it would share with others."""
        shared = [kid for kid in p.kids if kid.kind in ("ctype", "storage", "meta", ";")]
        leaves = [leaf for kid in shared for leaf in kid.leaves()]
        return any(self.rule.body[leaf.at].minus or leaf.at in self.anchors for leaf in leaves)

    def _function(self, p: P, c: C, st: State) -> States:
        """A definition; what the pattern does not say of storage and result is left open."""
        told = {kid.kind for kid in p.kids}
        texts = {kid.text for kid in p.kids if kid.kind == "storage"}
        cs = [
            kid
            for kid in c.kids
            if (kid.kind != "ctype" or "ctype" in told or "meta" in told)
            and (kid.kind != "storage" or kid.text in texts or "choice" in told)
        ]
        yield from self.kids(p.kids, cs, st)

    # -- what is no C -----------------------------------------------------------------------------

    def _meta(self, p: P, c: C, st: State) -> States:
        meta = p.meta
        assert meta is not None
        if meta.kind == "type" and c.kind in ("struct_specifier", "union_specifier", "prim"):
            c = c.parent if c.parent is not None and c.parent.kind == "ctype" else c
        known = st.env.get(meta.name)
        if known is not None:
            if plain(known.key) != plain(c.key()) or not self._fits(meta, c):
                if self.miss is not None:
                    value = " ".join(known.key)
                    self.miss(p, c, st, f"{meta.name} is {value!r} already, not {shown(c)!r}")
                return
            state = self.place(p.at, c.start, c.end, st)
            if state is not None:
                yield state
            return
        if not self.kinds.accepts(meta, c, st.env):
            if self.miss is not None:
                self.miss(p, c, st, self.kinds.refusal(meta, c))
            yield from self._typed_by_meta(p, meta, c, st)
            return
        bound = self.value(meta, c)
        state = self.place(p.at, c.start, c.end, st.put(meta.name, bound))
        if state is not None:
            yield state

    def _fits(self, meta: Meta, c: C) -> bool:
        """Whether the place is one where a bound metavariable may stand again."""
        return meta.kind not in ("expression", "idexpression") or c.kind in EXPRESSIONS

    def _typed_by_meta(self, p: P, meta: Meta, c: C, st: State) -> States:
        """``T *x`` where T is free: the expression's type binds it."""
        if len(meta.types) != 1 or c.kind not in EXPRESSIONS:
            return
        name = meta.types[0].replace("*", "").strip()
        declared = self.rule.metas.get(name)
        if declared is None or declared.kind != "type" or name in st.env:
            return
        found = self.kinds.typer.type_of(c)
        stars = meta.types[0].count("*")
        if found is None or found.count("*") < stars:
            return
        base = found[: len(found) - stars].strip() if stars else found
        key = tuple(base.replace("*", " * ").split())
        state = st.put(name, Value("type", key, base.encode()))
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


def shown(c: C) -> str:
    """A term for a message, not too much of it."""
    text = " ".join(c.key())
    return text if len(text) <= 60 else text[:57] + "..."


def _spoken(kind: str) -> str:
    return "a " + kind.replace("_", " ")


def unbare(p: P) -> P:
    """The expression of a bare one."""
    return p.kids[0] if p.kind == "bare" else p


_HANDLERS: dict[str, Callable[[Terms, P, C, State], States]] = {
    "meta": Terms._meta,
    "choice": Terms._choice,
    "dots": Terms._dots,
    "nest": Terms._nest,
    "bare": Terms._bare,
    "slot": Terms._slot,
}
