# SPDX-License-Identifier: GPL-2.0-only
"""Lists of a pattern and of C go in (arguments, parameters, members …); matching states come out.

Commas are no elements: the comma after an element of the pattern stands where the one after the
element of the file does, if there is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from folioize.rules.ctree import C
from folioize.rules.nodes import P
from folioize.rules.values import State, Value

if TYPE_CHECKING:
    from folioize.rules.terms import Terms


class _Element(NamedTuple):
    """An element of a pattern's list and the comma after it."""

    node: P
    comma: P | None


class Lists:
    """Matches the lists of one rule."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms

    def bracketed(self, p: P, c: C, st: State) -> Iterator[State]:
        """A list between its brackets."""
        if not p.kids or not c.kids:
            return
        opened = next(self.terms.node(p.kids[0], c.kids[0], st), None)
        if opened is None:
            return
        state = next(self.terms.node(p.kids[-1], c.kids[-1], opened), None)
        if state is None:
            return
        if _ends_with_comma(c) and self.terms.rule.body[p.kids[-1].at].minus:
            start, end = c.kids[-2].start, c.kids[-1].end  # which the brace takes with it
            state = self.terms.place(p.kids[-1].at, start, end, opened) or state
        cs = c.kids[1:-1]
        if p.kind == "initializer_list" and _unordered(p):
            yield from self._unordered(p.kids[1:-1], c.kids[:-1], state)
            return
        yield from self.elements(p.kids[1:-1], cs, state)

    def elements(self, ps: list[P], cs: list[C], st: State) -> Iterator[State]:
        """Rows of elements with commas between them."""
        wanted = _pattern_elements(ps)
        found = [at for at, kid in enumerate(cs) if kid.kind != ","]
        yield from self._walk(wanted, cs, found, st)

    def _walk(
        self, wanted: list[_Element], cs: list[C], found: list[int], st: State
    ) -> Iterator[State]:
        self.terms.count()
        if not wanted:
            if not found:
                yield st
            return
        first, rest = wanted[0], wanted[1:]
        if first.node.kind == "dots" or self._is_list(first.node):
            for count in self._counts(first.node, len(found), st):
                part = found[:count]
                state = self._bind_run(first.node, cs, part, st)
                if state is not None:
                    state = self._comma(first, cs, part, state)
                    if not part and found and first.comma is not None:
                        spot = cs[found[0]].start  # what is added after it begins the list
                        state = self.terms.place(first.comma.at, spot, spot, state) or state
                    yield from self._walk(rest, cs, found[count:], state)
            return
        if first.node.kind == "choice":
            yield from self._choice(wanted, cs, found, st)
            return
        if found:
            for state in self.terms.node(first.node, cs[found[0]], st):
                after = self._comma(first, cs, found[:1], state)
                yield from self._walk(rest, cs, found[1:], after)

    def _choice(
        self, wanted: list[_Element], cs: list[C], found: list[int], st: State
    ) -> Iterator[State]:
        """Branches of a disjunction may be several elements."""
        first = wanted[0]
        if first.node.conjunction:
            if found:
                for state in self.terms.node(first.node, cs[found[0]], st):
                    after = self._comma(first, cs, found[:1], state)
                    yield from self._walk(wanted[1:], cs, found[1:], after)
            return
        for branch in first.node.branches:
            inner = _pattern_elements(
                [kid.kids[0] if kid.kind == "bare" else kid for kid in branch]
            )
            if inner and inner[-1].comma is None:
                inner[-1] = _Element(inner[-1].node, first.comma)
            matched = False
            for state in self._walk([*inner, *wanted[1:]], cs, found, st):
                matched = True
                yield state
            if matched:
                return

    def _is_list(self, node: P) -> bool:
        return node.meta is not None and node.meta.kind.endswith(" list")

    def _counts(self, node: P, most: int, st: State) -> list[int]:
        """How many elements dots or a list may stand for."""
        if node.meta is None:
            return list(range(most + 1))
        known = st.env.get(node.meta.name)
        if known is not None:
            return [known.size] if known.size <= most else []
        length = node.meta.length
        if length is None:
            return list(range(most + 1))
        if length.isdigit():
            return [int(length)] if int(length) <= most else []
        bound = st.env.get(length)
        if bound is not None:
            return [bound.size] if bound.size <= most else []
        return list(range(most + 1))

    def _bind_run(self, node: P, cs: list[C], part: list[int], st: State) -> State | None:
        """Bind dots or a list to a run of elements."""
        if not part:
            empty = Value("list", (), b"", -1, -1, 0)
            return self._bind_list(node, empty, st) if node.meta is not None else st
        run = cs[part[0] : part[-1] + 1]
        start, end = run[0].start, run[-1].end
        if node.meta is None:
            if not self._allowed(node, run, st):
                return None
            return self.terms.place(node.at, start, end, st)
        if not all(
            self.terms.kinds.accepts(node.meta._replace(constraints=()), kid, st.env)
            for kid in run
            if kid.kind != ","
        ):
            return None
        key = tuple(text for kid in run for text in kid.key())
        value = Value("list", key, self.terms.data[start:end], start, end, len(part))
        state = self._bind_list(node, value, st)
        return None if state is None else self.terms.place(node.at, start, end, state)

    def _bind_list(self, node: P, value: Value, st: State) -> State | None:
        meta = node.meta
        assert meta is not None
        known = st.env.get(meta.name)
        if known is not None:
            return st if known.key == value.key else None
        state = st.put(meta.name, value)
        if meta.length is not None and not meta.length.isdigit() and meta.length not in st.env:
            size = (str(value.size),)
            state = state.put(meta.length, Value("length", size, size[0].encode(), size=value.size))
        return state

    def _allowed(self, node: P, run: list[C], st: State) -> bool:
        """Whether what dots pass over is not what ``when !=`` forbids."""
        for kind, elements in node.whens:
            if kind == "!=" and elements:
                pattern = elements[0].kids[0] if elements[0].kind == "bare" else elements[0]
                for kid in run:
                    for inside in kid.walk():
                        if next(self.terms.node(pattern, inside, st), None) is not None:
                            return False
        return True

    def _comma(self, element: _Element, cs: list[C], part: list[int], st: State) -> State:
        """Bind the comma after an element to the one in the file, if there is one."""
        if not part:
            return st
        if element.comma is None:
            return self._own_comma(element.node, cs, part, st)
        at = part[-1] + 1
        if at < len(cs) and cs[at].kind == ",":
            comma = cs[at]
            return self.terms.place(element.comma.at, comma.start, comma.end, st) or st
        # With the last element goes the comma before it.
        at = part[0] - 1
        gone = element.comma.at not in self.terms.replaced  # and nothing comes in its place
        minus = self.terms.rule.body[element.comma.at].minus and not _initial(cs[part[0]])
        if gone and minus and at >= 0 and cs[at].kind == ",":
            return self.terms.place(element.comma.at, cs[at].start, cs[at].end, st) or st
        # What goes with the comma goes to the end of the element where there is none.
        end = cs[part[-1]].end
        return self.terms.place(element.comma.at, end, end, st) or st

    def _own_comma(self, node: P, cs: list[C], part: list[int], st: State) -> State:
        """A last element that goes takes a comma with it that the rule has nowhere, or keeps."""
        body, last = self.terms.rule.body, node.last
        leaves = node.leaves()
        if not leaves or last in self.terms.replaced or not all(body[p.at].minus for p in leaves):
            return st
        before = next((at for at in range(node.first - 1, -1, -1) if body[at].mark != "+"), -1)
        if before >= 0 and body[before].text == "," and body[before].minus:
            return st
        at = part[-1] + 1 if _initial(cs[part[0]]) else part[0] - 1
        if not 0 <= at < len(cs) or cs[at].kind != ",":
            return st
        return self.terms.place(last, cs[at].start, cs[at].end, st) or st

    def _unordered(self, ps: list[P], cs: list[C], st: State) -> Iterator[State]:
        """Initialisers with dots: each element of the pattern stands anywhere."""
        every = _pattern_elements(ps)
        wanted = [one for one in every if one.node.kind != "dots"]
        found = [at for at, kid in enumerate(cs) if at and kid.kind != ","]
        for state, left in self._anywhere(wanted, cs, found, st):
            yield self._at_dots([one for one in every if one.node.kind == "dots"], cs, left, state)

    def _at_dots(self, every: list[_Element], cs: list[C], left: list[int], st: State) -> State:
        """Dots among members stand at the last that is left, or where the brace opens."""
        last = left[-1] if left else 0
        spot = cs[last + 1] if left and cs[last + 1 : last + 2] else cs[last]
        start = spot.end if left else spot.start
        body = self.terms.rule.body
        if every and all(body[one.node.at].minus for one in every):
            return self._all_gone(every[0].node, cs, left, st)
        gone = any(bind.start == spot.start and body[bind.at].minus for bind in st.chain())
        if left and (gone or spot is cs[last]):  # no comma is left: it comes with what is added
            spot, start = cs[last], cs[last].end
        for one in every:
            for at in (one.node.at, one.comma.at if one.comma is not None else -1):
                st = self.terms.place(at, start, spot.end, st) or st
        return st

    def _all_gone(self, dots: P, cs: list[C], left: list[int], st: State) -> State:
        """Dots that go take all other members with them, and their commas."""
        for at in left:
            comma = cs[at + 1] if at + 1 < len(cs) and cs[at + 1].kind == "," else cs[at]
            st = self.terms.place(dots.at, cs[at].start, comma.end, st) or st
        return st

    def _anywhere(
        self, wanted: list[_Element], cs: list[C], found: list[int], st: State
    ) -> Iterator[tuple[State, list[int]]]:
        """The states, and the elements of the file that are left to dots."""
        if not wanted:
            yield st, found
            return
        for at in found:
            for state in self.terms.node(wanted[0].node, cs[at], st):
                after = self._comma(wanted[0], cs, [at], state)
                left = [other for other in found if other != at]
                yield from self._anywhere(wanted[1:], cs, left, after)


def _initial(c: C) -> bool:
    """Whether a term is an element of braces, where a comma may be the last."""
    return c.parent is not None and c.parent.kind in ("initializer_list", "enumerator_list")


def _ends_with_comma(c: C) -> bool:
    return c.kind in ("initializer_list", "enumerator_list") and c.kids[-2].kind == ","


def _unordered(p: P) -> bool:
    """Whether the order of initialisers is open, and others may stand beside: all have a name."""
    named = [kid for kid in p.kids[1:-1] if kid.text != "," and kid.kind != "dots"]
    if len(p.kids) == 2:
        return True  # what is added to "{ }" is added to any
    return bool(named) and all(kid.kind == "initializer_pair" for kid in named)


def _pattern_elements(ps: list[P]) -> list[_Element]:
    out: list[_Element] = []
    for node in ps:
        if node.kind == "," or node.text == ",":
            if out:
                out[-1] = _Element(out[-1].node, node)
        else:
            out.append(_Element(node, None))
    return out
