# SPDX-License-Identifier: GPL-2.0-only
"""A type of a pattern and one of C go in; matching states come out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol, TypeVar

from folioize.rules.ctree import C
from folioize.rules.nodes import P
from folioize.rules.values import State, Value

if TYPE_CHECKING:
    from folioize.rules.terms import Terms

States = Iterator[State]


def defines_struct(p: P) -> bool:
    """Whether a pattern is ``struct s { … };`` and something of it stays."""
    if p.kind != "declaration" or len(p.kids) != 2 or p.kids[0].kind != "ctype":
        return False
    struct = p.kids[0].kids[-1]
    return struct.kind.endswith("_specifier") and struct.kids[-1].kind.endswith("_list")


def alike(p: P, c: C) -> bool:
    """Whether nodes of different kinds may match: ``T { … }``, a typedef of ``struct s { … }``."""
    if p.kind == "struct_specifier":
        return p.loose and c.kind == "union_specifier"
    return c.kind == "type_definition" and defines_struct(p)


class _Node(Protocol):
    kind: str
    text: str | None


_Kid = TypeVar("_Kid", bound=_Node)


def _ordered(kids: list[_Kid]) -> list[_Kid]:
    """Qualifiers before what they qualify, in one order: "char const" is "const char"."""
    stars = next((at for at, kid in enumerate(kids) if kid.kind == "*"), len(kids))
    head = kids[:stars]
    quals = sorted((kid for kid in head if kid.kind == "qual"), key=lambda kid: kid.text or "")
    return [*quals, *(kid for kid in head if kid.kind != "qual"), *kids[stars:]]


_INTEGERS = ("prim", "sized_type_specifier")
_SIGNED = {("signed",), ("signed", "int")}
_UNSIGNED = {("unsigned",), ("unsigned", "int")}


_BEFORE_NAMES = ("(", "*", "qual")
_DECLARATORS = ("array_declarator", "function_declarator")


def _declared(c: C) -> C | None:
    """The name that a declarator declares."""
    while c.kids:
        inner = next((kid for kid in c.kids if kid.kind not in _BEFORE_NAMES), None)
        if inner is None:
            return None
        c = inner
    return c if c.kind == "ident" else None


def _key(cs: list[C]) -> tuple[str, ...]:
    return tuple(text for kid in cs for text in kid.key())


class TypeTerms:
    """Matches the types of one rule."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms

    def ctype(self, p: P, c: C, st: State) -> States:
        """A type: qualifiers the pattern does not have may stand in the file."""
        base = next((at for at, kid in enumerate(p.kids) if kid.kind not in ("qual", "*")), None)
        if base is None:
            return
        head = p.kids[base]
        after = p.kids[base + 1 :]
        if head.kind == "choice" and not head.conjunction:
            yield from self._one_of(p, c, st, base)
            return
        if c.kind == "type_descriptor":  # that of a function, say
            if p.kids == [head]:
                yield from self.terms.node(head, c, st)
            return
        if head.kind == "meta" and head.meta is not None and head.meta.kind == "type":
            yield from self._prefix(p, c, st, (base, head, after))
            return
        cs = c.kids
        if "optional_qualifier" not in self.terms.disabled:
            wanted = {kid.text for kid in p.kids if kid.kind == "qual"}
            cs = [kid for kid in cs if kid.kind != "qual" or kid.text in wanted]
        if head.kind == "sized_type_specifier" and head.kids[-1].meta is not None:
            yield from self._signed(p, cs, st, base)
            return
        yield from self._integer(head, p, cs, st)
        yield from self.terms.kids(_ordered(p.kids), _ordered(cs), st)

    def _signed(self, p: P, cs: list[C], st: State, base: int) -> States:
        """``unsigned T``: T is what follows the sign, which must be there."""
        at = next((n for n, kid in enumerate(cs) if kid.kind == "sized_type_specifier"), None)
        if at is None or len(cs[at].kids) < 2 or len(p.kids[base].kids) != 2:
            return
        sign, rest = p.kids[base].kids
        inner = cs[at].kids[1:]
        whole = C("ctype", inner[0].start, inner[-1].end, inner)
        whole.parent = cs[at].parent
        others = [kid for n, kid in enumerate(p.kids) if n != base]
        left = [kid for n, kid in enumerate(cs) if n != at]
        for state in self.terms.node(sign, cs[at].kids[0], st):
            for bound in self.terms.node(rest, whole, state):
                yield from self.terms.kids(_ordered(others), _ordered(left), bound)

    def _integer(self, head: P, p: P, cs: list[C], st: State) -> States:
        """An integer type that is written in another way in the file."""
        whole = next((kid for kid in cs if kid.kind in _INTEGERS), None)
        if whole is None or head.kind not in _INTEGERS:
            return
        leaves = head.leaves()
        if not self._is_same(tuple(leaf.text or "" for leaf in leaves), whole.key()):
            return
        placed = self.terms.place(leaves[0].at, whole.start, whole.end, st)
        for leaf in leaves[1:]:
            placed = placed and self.terms.place(leaf.at, whole.end, whole.end, placed)
        if placed is not None:
            rest = [kid for kid in cs if kid is not whole]
            others = [kid for kid in p.kids if kid is not head]
            yield from self.terms.kids(_ordered(others), _ordered(rest), placed)

    def _is_same(self, wanted: tuple[str, ...], found: tuple[str, ...]) -> bool:
        """Whether two integer types differ in how they are written alone: unsigned is unsigned
        int, and int is signed int, but not the other way round."""
        disabled = self.terms.disabled
        if wanted == ("int",):
            return found in _SIGNED and "add_signed" not in disabled
        if {wanted, found} == _UNSIGNED:
            return len(wanted) > 1 or "add_int1" not in disabled
        return {wanted, found} == _SIGNED and (len(wanted) > 1 or "add_int2" not in disabled)

    def _one_of(self, p: P, c: C, st: State, base: int) -> States:
        """A disjunction of types, with what stands around it: the first that fits."""
        head = p.kids[base]
        for branch in head.branches:
            inner = branch[0].kids if len(branch) == 1 and branch[0].kind == "ctype" else branch
            one = P("ctype", kids=[*p.kids[:base], *inner, *p.kids[base + 1 :]])
            found = False
            for state in self.ctype(one, c, st):
                placed = self.terms.place(head.close, c.end, c.end, state)
                if placed is not None:
                    found = True
                    yield placed
            if found:
                return

    def _prefix(self, p: P, c: C, st: State, parts: tuple[int, P, list[P]]) -> States:
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
        part = cs[first:keep]
        if not part:
            return
        whole = C("ctype", part[0].start, part[-1].end, part)
        whole.parent = c.parent
        for state in self.terms.kids(p.kids[:before], cs[:before], st):
            for bound in self.terms.node(head, whole, state):
                yield from self.terms.kids(after, cs[keep:], bound)

    def defined(self, p: P, c: C, st: State) -> States:
        """``T { … }``: T is the tag's type, or the name that a typedef gives a struct without."""
        head, meta = p.kids[0], p.kids[0].meta
        if meta is None or c.kids[-1].kind != "field_declaration_list":
            return
        tag = c.kids[:-1]
        key = tuple(text for kid in tag for text in kid.key())
        if len(tag) == 1:
            outer = c.parent.parent if c.parent is not None else None
            if outer is None or outer.kind != "type_definition" or outer.kids[-2].text is None:
                return
            key = (outer.kids[-2].text,)
        text = key[0].encode() if len(tag) == 1 else self.terms.data[tag[0].start : tag[-1].end]
        value = Value("type", key, text, tag[0].start, tag[-1].end)
        known = st.env.get(meta.name)
        if known is not None and known.key != key:
            return
        state = self.terms.place(head.at, value.start, value.end, st.put(meta.name, value))
        if state is not None:
            yield from self.terms.node(p.kids[-1], c.kids[-1], state)

    def of_name(self, p: P, cs: list[C], st: State) -> States:
        """``T x;`` where the file has an array, a function or a pointer to one: T is all but x."""
        if len(p.kids) != len(cs):
            return
        at = next((n for n, kid in enumerate(cs) if kid.kind in _DECLARATORS), None)
        typed = next((n for n, kid in enumerate(cs) if kid.kind == "ctype"), None)
        if at is None or typed is None or p.kids[at].kind not in ("ident", "meta"):
            return
        head = p.kids[typed]
        head = head.kids[0] if head.kind == "ctype" and len(head.kids) == 1 else head
        meta, name = head.meta, _declared(cs[at])
        if meta is None or meta.kind != "type" or meta.name in st.env or name is None:
            return
        base, whole, data = cs[typed], cs[at], self.terms.data
        key = (*base.key(), *(leaf.text or "" for leaf in whole.leaves() if leaf is not name))
        around = (data[base.start : name.start], data[name.end : whole.end])
        text = around[0].rstrip() + (b" " if around[1].startswith(b"[") else b"") + around[1]
        value = Value("type", key, text, base.start, base.end, around=around)
        state = self.terms.place(head.at, base.start, base.end, st.put(meta.name, value))
        if state is not None and self.terms.rule.body[head.at].minus:
            for span in ((whole.start, name.start), (name.end, whole.end)):
                state = state.bind(head.at, *span) if span[0] < span[1] else state
        if state is not None:
            rest = [kid for n, kid in enumerate(p.kids) if n != typed]
            found = [name if n == at else kid for n, kid in enumerate(cs) if n != typed]
            yield from self.terms.kids(rest, found, state)

    def _added(self, name: str) -> bool:
        return any(token.mark == "+" and token.text == name for token in self.terms.rule.body)

    def begins(self, p: P, c: C, st: State) -> States:
        """A type is the pattern's, with perhaps more stars after it."""
        ps = p.kids if p.kind == "ctype" else [p]
        if c.kind == "sizeof_expression":
            kids = self._of_name(c) if len(c.kids) == 2 else []
            if len(kids) == 4:
                yield from self.begins(p, kids[2], st)
            return
        wanted = {kid.text for kid in ps if kid.kind == "qual"}
        cs = [kid for kid in c.kids if kid.kind != "qual" or kid.text in wanted]
        if len(ps) == 1 and ps[0].kind == "meta":
            known = st.env.get(ps[0].meta.name) if ps[0].meta is not None else None
            key = () if known is None else known.key
            fits = (n for n in range(1, len(cs)) if _key(cs[:n]) == key)
            most = next(fits, None)  # what is known already may have stars behind it
            if most is not None:
                c = C("ctype", cs[0].start, cs[most - 1].end, cs[:most])
            yield from self.terms.node(ps[0], c, st)
        elif any(kid.kind == "meta" for kid in ps) and p.kind == "ctype":
            yield from self._shortest(p, cs, c, st)
        elif len(cs) >= len(ps):
            if len(ps) == 1:
                yield from self._integer(ps[0], p, cs[:1], st)
            yield from self.terms.kids(ps, cs[: len(ps)], st)

    def _shortest(self, p: P, cs: list[C], whole: C, st: State) -> States:
        """The fewest words of a type that ``const T *`` is, say."""
        for size in range(len(p.kids), len(cs) + 1):
            part = C("ctype", cs[0].start, cs[size - 1].end, cs[:size])
            part.parent = whole.parent
            found = list(self.ctype(p, part, st))
            if found:
                yield from found
                return

    def _of_name(self, c: C) -> list[C]:
        """``sizeof(name)`` with a type's name, which the parser takes for a variable's."""
        inner = c.kids[1]
        if inner.kind != "paren" or len(inner.kids) != 3 or inner.kids[1].kind != "ident":
            return c.kids
        name = inner.kids[1]
        if self.terms.kinds.typer.is_variable(name):
            return c.kids
        ctype = C("ctype", name.start, name.end, [name])
        return [c.kids[0], inner.kids[0], ctype, inner.kids[2]]

    def sizeof(self, p: P, c: C, st: State) -> States:
        """``sizeof(T)`` where the file has ``sizeof`` of a name or of a term of that type."""
        kids = self._of_name(c)
        if len(kids) == 4:
            yield from self.terms.kids(p.kids, kids, st)
        elif "sizeof_type_expr" not in self.terms.disabled:
            yield from self._of_term(p, c, st)

    def _of_term(self, p: P, c: C, st: State) -> States:
        """The term's type is the pattern's, or binds its metavariable."""
        term = c.kids[1]
        found = self.terms.kinds.typer.type_of(term)
        if found is None or self.terms.isos.mixed(p):
            return
        key = tuple(found.replace("*", " * ").split())
        placed = st
        for leaf, part in zip(p.leaves(), (c.kids[0], term, term, term), strict=False):
            start = part.start if part is c.kids[0] else term.start
            placed = self.terms.place(leaf.at, start, part.end, placed) or placed
        head = p.kids[2].kids[0] if len(p.kids[2].kids) == 1 else p.kids[2]
        meta = head.meta
        if meta is not None and meta.kind == "type":
            known = placed.env.get(meta.name)
            if self._added(meta.name):
                return  # what is written down is the type that the file has there
            if known is None:
                yield placed.put(meta.name, Value("type", key, found.encode()))
