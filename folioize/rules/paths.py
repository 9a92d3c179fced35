# SPDX-License-Identifier: GPL-2.0-only
"""A row of statements with dots goes in; the states in which all paths of a function match, out.

Dots mean what they mean in Coccinelle: from here on, every path (or, with exists, some path)
leads to what follows, and on the way there is nothing that matches what stands before or after
the dots, nor what a "when !=" forbids. The branch for true of an if that leaves by return, goto,
break or continue need not get there.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from folioize.rules.blocks import is_whole, whole_block
from folioize.rules.ctree import C
from folioize.rules.ends import at_end, may_be_end
from folioize.rules.excuses import excused
from folioize.rules.flow import Flow, Node, own_parts
from folioize.rules.forbidden import Freed, last_of
from folioize.rules.inner import outside_in
from folioize.rules.isos import unbare
from folioize.rules.kinds import may_be_bare
from folioize.rules.nodes import P, metas_of
from folioize.rules.places import (
    LEAVING,
    anything,
    bare,
    follower,
    is_last,
    labelled,
    late_names,
    outside,
    reachable,
    tested,
    wanted,
)
from folioize.rules.quantified import distinct, held
from folioize.rules.switches import cases, has_cases, heads_of
from folioize.rules.terms import Terms
from folioize.rules.values import State
from folioize.rules.walks import TESTING, Walk, begun, passed, returning


class Paths:
    """Matches rows of statements in one function."""

    def __init__(self, terms: Terms, flow: Flow, exists: bool) -> None:
        self.terms = terms
        self.flow = flow
        self.exists = exists
        self._freed = Freed(terms.rule, terms.shared)
        self._choices: dict[int, P] = {}

    def matches(self, elements: list[P], env: State) -> Iterator[State]:
        """Every match of the row in the function, wherever it begins."""
        first = elements[0]
        starts = list(self.flow.nodes)
        if first.kind in ("dots", "nest"):
            starts = [self.flow.entry]
        for node in sorted(starts, key=lambda node: node.c.start):
            if node.kind in ("statement", "head", "open", "entry", "tail"):
                yield from self.row(elements, node, env, None, None)

    def block(self, p: P, c: C, st: State) -> Iterator[State]:
        """``{ … }`` of a pattern against a block of the function, or a branch without braces."""
        if c.kind != "compound_statement":
            place = self.flow.starts.get(id(c))
            yield from [] if place is None else self.row(p.kids[1:-1], place, st, c, None)
            return
        opened = self.terms.node(p.kids[0], c.kids[0], st)
        inner = p.kids[1:-1]
        start = self.flow.starts.get(id(c))
        for state in opened:
            closed = next(self.terms.node(p.kids[-1], c.kids[-1], state), None)
            if closed is None:
                continue
            if is_whole(inner):
                made = whole_block(self.terms, inner[0], c, closed)
                yield from () if made is None else (made,)
            elif has_cases(inner, c):
                yield from cases(self.row, self.terms, inner, heads_of(self.flow, c), closed)
            elif start is not None:
                yield from self.row(inner, start.next[0], closed, c, None)

    def row(
        self, elements: list[P], node: Node, st: State, block: C | None, before: P | None
    ) -> list[State]:
        """The states of all paths from ``node`` on; none if the row does not match there.

        ``block`` is the block whose end the row must reach, ``before`` the element before it.
        """
        self.terms.count()
        if not elements:
            if node.kind == "tested":
                node = self.flow.follows.get(id(node.c), self.flow.exit)
            gone = before is not None and before.kind in LEAVING
            return [st] if gone else self._ended(node, st, block)
        first, rest = elements[0], elements[1:]
        if first.kind in ("dots", "nest"):
            return self._dots(first, rest, node, st, (block, before))
        if first.kind == "choice":
            return self._choice(elements, node, st, block, before)
        if node.kind == "tested" and first.kind != "mark":
            arms = [self.row(elements, one, st, block, before) for one in node.next]
            return [found for arm in arms for found in arm] if all(arms) or self.exists else []
        out: list[State] = []
        last: P = first
        if first.kind == "mark":
            returned = before is not None and before.kind in LEAVING
            last = before if before is not None and returned else self._choices[first.at]
        flows = block is None and bool(rest)
        for state, after in self._element(first, node, st, flows):
            out += self.row(rest, after, state, block, last)
        if not out and first.optional:
            return self.row(rest, node, st, block, before)
        return out

    def _ended(self, node: Node, st: State, block: C | None) -> list[State]:
        if block is None:
            return [st]
        while node.kind == "after" and node.c.kind == "preproc":
            node = node.next[0]  # but not from the branch of an if: what ends is the whole if
        return [st] if node.kind == "close" and node.c is block else []

    def _choice(
        self, elements: list[P], node: Node, st: State, block: C | None, before: P | None
    ) -> list[State]:
        first, rest = elements[0], elements[1:]
        if first.conjunction:
            states = [st]
            for branch in first.branches[1:]:
                states = [
                    found for state in states for found in self.row(branch, node, state, None, None)
                ]
            main = first.branches[0]
            return [
                found
                for state in states
                for found in self.row([*main, *rest], node, state, block, before)
            ]
        self._choices[first.close] = last_of(first)
        for branch in first.branches:
            marked = [*branch, P("mark", first.close, first=first.at), *rest]
            found = self.row(marked, node, st, block, before)
            if found:
                return found
        return []

    # -- one element ------------------------------------------------------------------------------

    def _element(self, p: P, node: Node, st: State, flows: bool) -> Iterator[tuple[State, Node]]:
        """The element matches at this place: the state, and the place that follows.

        ``flows``: what follows a goto is where it leads, not what stands after it.
        """
        if p.kind == "mark":
            inside = [bind for bind in st.chain() if p.first < bind.at < p.at]
            if inside:
                start = min(bind.start for bind in inside)
                st = st.bind(p.at, start, max(bind.end for bind in inside))
            yield st, node
            return
        for state in self._at(p, node, st):
            tests = p.kind == "bare" and node.kind in ("head", "tail")
            yield state, tested(node) if tests else follower(self.flow, node, flows)

    def _at(self, p: P, place: Node, st: State) -> Iterator[State]:
        if is_last(self.flow, place) and self.flow.falls_off and may_be_end(p):
            ended = at_end(self.terms, p, place.c, st)
            yield from () if ended is None else (ended,)
        elif p.kind == "bare":
            yield from self._anywhere(p.kids[0], place, st)
        elif place.kind in ("statement", "head", "open") and place.c.kind != "preproc":
            yield from self.terms.node(p, labelled(p, place.c, self.terms.rule), st)

    def _anywhere(self, p: P, place: Node, st: State) -> Iterator[State]:
        """An expression in the place's own part."""
        for part in own_parts(place.c, place.kind):
            for inside in part.walk():
                if may_be_bare(inside) or (p.kind == "ctype" and inside.kind == "ctype"):
                    yield from self.terms.node(p, inside, st)

    def _matches_at(self, p: P, place: Node, st: State) -> bool:
        if p.kind == "choice":
            return any(branch and self._matches_at(branch[0], place, st) for branch in p.branches)
        if p.kind in ("dots", "nest", "mark"):
            return False
        return next(self._at(p, place, st), None) is not None

    # -- dots -------------------------------------------------------------------------------------

    def _dots(
        self,
        dots: P,
        rest: list[P],
        node: Node,
        st: State,
        around: tuple[C | None, P | None],
    ) -> list[State]:
        late = late_names(dots, rest, st)
        if late:
            return self._bound_first(late, (dots, rest), node, st, around)
        walk = begun((dots, rest), around, st, self.exists)
        names = held(self.terms.rule, self.terms.shared, dots, rest, st)
        if names and not (walk.exists and walk.any):
            return self._each_value(names, walk, node, around)
        return self._walked(walk, node)

    def _walked(self, walk: Walk, node: Node) -> list[State]:
        """The states of all paths that the dots stand for."""
        dots = walk.dots
        ended = self._until(walk, node)
        if ended is None or (dots.once and not walk.found):
            return []
        out = [*walk.found, *ended]
        if self.terms.rule.body[dots.at].minus:
            outer = walk.block or self.flow.body
            return [passed(dots, node, outer, state) for state in out]
        return out

    def _bound_first(
        self,
        late: frozenset[str],
        row: tuple[P, list[P]],
        node: Node,
        st: State,
        around: tuple[C | None, P | None],
    ) -> list[State]:
        """Dots with a "when" on what only the rest binds: once for each value that it has."""
        dots, rest = row
        kept = [one for one in dots.whens if not (late & metas_of(one[1]))]
        free = self._dots(dataclasses.replace(dots, whens=kept), rest, node, st, around)
        values = {
            tuple((name, found.env[name].key) for name in sorted(late)): found
            for found in free
            if late <= found.env.keys()
        }
        out: list[State] = []
        for found in values.values():
            bound = State({**st.env, **{name: found.env[name] for name in late}}, st.binds)
            out += self._dots(dots, rest, node, bound, around)
        return out

    def _each_value(
        self,
        names: frozenset[str],
        walk: Walk,
        node: Node,
        around: tuple[C | None, P | None],
    ) -> list[State]:
        """Dots before what is to have one value on all paths: once for each that it may have."""
        exists, self.exists = self.exists, True
        places = reachable(node, walk.block)
        values = distinct(names, (one for place in places for one in self._rest(walk, place)))
        self.exists = exists
        out: list[State] = []
        for bound in values:
            state = State({**walk.state.env, **bound}, walk.state.binds)
            if bound:
                out += self._dots(walk.dots, walk.rest, node, state, around)
            else:
                out += self._walked(begun((walk.dots, walk.rest), around, state, exists), node)
        return out if values else self._walked(walk, node)

    def _until(self, walk: Walk, node: Node) -> list[State] | None:
        """All paths from here reach the rest: their states; None if one does not."""
        self.terms.count()
        if id(node) in walk.seen:
            return None if id(node) in walk.failed else []
        walk.seen.add(id(node))
        found = self._from(walk, node)
        if found is None:
            walk.failed.add(id(node))
        return found

    def _from(self, walk: Walk, node: Node) -> list[State] | None:
        """The same, for a place that is seen for the first time."""
        reached = self._rest(walk, node)
        more = walk.any or (walk.rest != [] and anything(walk.rest[0]))
        if reached and not (more and walk.dots.kind == "dots"):
            return reached
        if node.kind == "exit" or outside(node, walk.block):
            return reached or self._at_end(walk, node)
        if node.c.kind == "goto_statement" and returning(walk.rest):
            there = self._by_goto(walk, node)
            if there:
                return there
        if self._forbidden(walk, node):
            if self.terms.miss is not None:
                self.terms.miss(walk.dots, node.c, walk.state, "dots may not pass over this")
            return reached or None
        self._inside_nest(walk, node)
        return self._onward(walk, node, reached)

    def _rest(self, walk: Walk, node: Node) -> list[State]:
        if node.kind in ("entry", "after", "tested") and walk.rest:
            return []
        if not walk.rest:
            ends = walk.block is None or (node.kind == "close" and node.c is walk.block)
            at_exit = walk.block is None and node.kind != "exit"
            return [walk.state] if ends and not at_exit else []
        first, rest = walk.rest[0], walk.rest[1:]
        asked = wanted(first)
        if asked is first:
            return self.row(walk.rest, node, walk.state, walk.block, None)
        # "... ?A B": up to A and B, or up to B; "... ?A ... B": to B where A is not on the way.
        found = self.row([asked, *rest], node, walk.state, walk.block, None)
        later = rest[1:] if rest and rest[0].kind in ("dots", "nest") else rest
        return found or self._rest(dataclasses.replace(walk, rest=later), node)

    def _at_end(self, walk: Walk, node: Node) -> list[State] | None:
        """The function or the block is over and the rest was not met."""
        if all(one.optional for one in walk.rest) and node.kind != "close":
            return [walk.state]
        if self.terms.miss is not None:
            text = "a path from here ends without what follows the dots"
            self.terms.miss(walk.dots, self.flow.body.kids[-1], walk.state, text)
        return None

    def _onward(self, walk: Walk, node: Node, reached: list[State]) -> list[State] | None:
        out = list(reached)
        alive = bool(reached)
        seen = set(walk.seen) if reached else walk.seen
        for at, following in enumerate(node.next):
            barred = self._barred(walk, node, at)
            found = None if barred else self._until(walk, following)
            if found is None and not at and self._excused(walk, node):
                found = []
            if found is None or (walk.exists and not found):
                if walk.exists:
                    continue
                walk.seen = seen  # what lies beyond may still be met on other paths
                return reached or None
            alive = True
            out += found
        return out if alive else None

    def _excused(self, walk: Walk, node: Node) -> bool:
        """Whether the branch for true of an if leaves on all its paths: an error, it is thought."""
        return not walk.strict and excused(
            node,
            lambda place: bool(self._rest(walk, place)),
            lambda place: self._meets(walk, place),
        )

    def _by_goto(self, walk: Walk, node: Node) -> list[State]:
        """The return that is asked for at the end of a block, where the goto there leads to it."""
        last = [] if walk.block is None else [walk.block, *walk.block.kids[-2:-1]]
        if node.c not in last or not outside(node.next[0], walk.block):
            return []
        beyond = dataclasses.replace(
            walk, before=None, block=None, any=True, seen=set(), failed=set(), found=[]
        )
        return self._until(beyond, node.next[0]) or []

    def _barred(self, walk: Walk, node: Node, at: int) -> bool:
        """Whether "when != true E" or "when != false E" forbids a branch: the first is true."""
        word = "true" if at == 0 else "false"
        tests = [elements[0] for kind, elements in walk.dots.whens if kind == word and elements]
        if not tests or node.kind not in ("head", "tested") or node.c.kind not in TESTING:
            return False
        return any(
            next(self.terms.node(unbare(test), condition, walk.state), None) is not None
            for test in tests
            for condition in node.c.kids[2:3]
        )

    def _meets(self, walk: Walk, place: Node) -> bool:
        """Whether what follows the dots is met from a place on, whatever is passed."""
        return bool(self._until(walk.beyond(), place))

    def _forbidden(self, walk: Walk, node: Node) -> bool:
        """Whether dots may not pass over this place."""
        for kind, elements in walk.dots.whens:
            if kind == "!=" and elements and self._matches_at(elements[0], node, walk.state):
                return True
        if walk.any:
            return False
        first = walk.rest[0] if walk.rest and not anything(walk.rest[0]) else None
        if first is not None and self._matches_at(first, node, walk.state):
            return True
        if walk.before is None:
            return False
        return self._matches_at(walk.before, node, self._freed.state(walk.before, walk.state))

    def _inside_nest(self, walk: Walk, node: Node) -> None:
        """Collect what the nest's pattern matches at this place."""
        elements = walk.dots.branches[0] if walk.dots.kind == "nest" else []
        if not elements:
            return
        if len(elements) == 1 and bare(elements[0]):
            for part in own_parts(node.c, node.kind):
                inside = filter(may_be_bare, part.walk())
                walk.found += outside_in(self.terms, unbare(elements[0]), inside, walk.state)
        elif node.kind in ("statement", "head", "open"):
            walk.found += self.row(elements, node, walk.state, None, None)
