# SPDX-License-Identifier: GPL-2.0-only
"""The graph and a supertype go in; the parameters that take it come out, each with its reason.

A supertype is for parameters alone: there the compiler checks it. Pages come in where the kind's
file says, and go down into what is called. A function on the way takes the supertype if what it
is given ends in a use of one of the fields that all members leave free; one that does the same to
pages of every kind (get_page() is one) does not. Where a question about the page has been
answered first, what follows is for some kind alone, and is not the supertype's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field

from folioize.facts.records import PAGE, Test
from folioize.kinds.graph import BESIDE, TYPED, Graph, Move, call_it
from folioize.kinds.kindfile import Kind
from folioize.kinds.solution import DECISIONS, Orders, Reason, Solution
from folioize.kinds.values import Slot

_HOP = 0.97
_QUESTION = re.compile(r"_*Page[A-Z]\w*\Z|is_\w+_page\Z|page_(?:is|has)_\w+\Z")
"""What the kernel calls functions that ask what a page is; others that are asked (whether it is
locked, or has references) say nothing of that."""

_ARRAY = 2  # a pointer to an array of pages


@dataclass(frozen=True, slots=True)
class Strangers:
    """The kinds that are no members: the slots that hold them, and the questions that ask for one
    of them."""

    held: Mapping[Slot, Reason] = field(default_factory=dict)
    questions: frozenset[str] = frozenset()


def solve_supertype(
    graph: Graph, kind: Kind, blocked: Set[Slot], orders: Orders, strangers: Strangers
) -> Solution:
    """Give the supertype to the parameters that it is for; ``blocked`` never take it.

    A function that ``strangers`` get to, or that asks of its page whether it is one, takes pages
    of any kind.
    """
    work = _Reach(graph, kind, blocked, orders, strangers)
    reached = work.reached()
    solution = Solution(kind)
    for slot, reason in work.needed(reached).items():
        if slot[0] != "param":
            continue
        why = work.any_kind(slot) or _unfit(graph, slot)
        if slot in orders.kept:
            why = f"{orders.kept[slot]}, though {reason.what}"
        if why:
            solution.refused[slot] = Reason(reason.path, reason.at, why, None, 0.5)
        else:
            solution.labels[slot] = reason
    return solution


class _Reach:
    def __init__(
        self, graph: Graph, kind: Kind, blocked: Set[Slot], orders: Orders, strangers: Strangers
    ) -> None:
        assert kind.supertype is not None
        self.g = graph
        self.kind = kind
        self.blocked = blocked
        self.orders = orders
        self.free = frozenset(kind.supertype.free)
        self.generic = frozenset(kind.evidence.predicates)
        self.questions = strangers.questions
        self.strange = self._spread(dict(strangers.held))

    def reached(self) -> dict[Slot, Reason]:
        """Where the pages get to, from where they come in."""
        return self._spread(dict(self._seeds()))

    def any_kind(self, slot: Slot) -> str:
        """Why a parameter takes pages of any kind; empty if it does not."""
        if slot in self.strange:
            return f"it takes pages of any kind: {self.strange[slot].what}"
        asked = sorted({test.name for _, test in self.g.tests.get(slot, ())
                        if test.form != "assert" and test.name in self.questions})  # fmt: skip
        return f"it takes pages of any kind: it asks {', '.join(asked)}" if asked else ""

    def _spread(self, found: dict[Slot, Reason]) -> dict[Slot, Reason]:
        """The slots, and those that what they hold is passed down to."""
        work = sorted(found)
        while work:
            slot = work.pop()
            for move in self.g.outs.get(slot, ()):
                sink = self._into(move)
                if sink is None or sink in found:
                    continue
                flow = self.g.flow(move)
                if self._asked(slot, move.path, flow.start):
                    continue
                what = f"is given what {self._name(slot)} is, in {call_it(self.g, move, sink)}"
                if sink[0] == "param":
                    what = f"{self._name(slot)} passes its page to {call_it(self.g, move, sink)}"
                sure = found[slot].confidence * _HOP
                found[sink] = Reason(move.path, flow.start, what, slot, sure)
                work.append(sink)
        return found

    def _seeds(self) -> Iterator[tuple[Slot, Reason]]:
        evidence = self.kind.evidence
        for slot in sorted(self.g.decls):
            if slot[0] not in ("param", "return") or slot in self.blocked:
                continue
            name = slot[1].rsplit(":", 1)[-1]
            path, index = self.g.decls[slot][0]
            decl = self.g.decl((path, index))
            at = decl.named[0] if decl.named[0] >= 0 else decl.token[0]
            if slot in self.orders.pinned:
                yield slot, Reason(DECISIONS, 0, self.orders.pinned[slot], None, 1.0)
            elif slot[0] == "param" and name in evidence.functions:
                what = f"{name}() is where such pages come in, as the kind.toml says"
                yield slot, Reason(path, at, what, None, 1.0)
            elif slot[0] == "return" and name in evidence.origins:
                what = f"{name}() returns such pages, as the kind.toml says"
                yield slot, Reason(path, at, what, None, 1.0)

    def _into(self, move: Move) -> Slot | None:
        """The variable that takes over what moves: a function's own page alone."""
        if move.form in BESIDE or move.how != TYPED or move.sink is None:
            return None
        if move.sink[0] not in ("param", "local") or move.sink in self.blocked:
            return None
        name = move.sink[1].rsplit(":", 1)[-1]
        if move.sink[0] == "param" and (name in self.generic or _QUESTION.match(name)):
            return None
        return move.sink

    def needed(self, reached: Mapping[Slot, Reason]) -> dict[Slot, Reason]:
        """Those of the slots whose page ends in a use of a free field, and those named."""
        mine = {slot for slot in reached if not self.any_kind(slot)}
        found = {slot for slot in mine if self._touches(slot)}
        grown = True
        while grown:
            grown = False
            for slot in mine:
                if slot not in found and any(
                    self._into(move) in found
                    and not self._asked(slot, move.path, self.g.flow(move).start)
                    for move in self.g.outs.get(slot, ())
                ):
                    found.add(slot)
                    grown = True
        found |= {slot for slot in reached.keys() - mine if self._touches(slot)}  # to tell of
        return {
            slot: reason
            for slot, reason in reached.items()
            if slot in found or (reason.follows is None and slot[0] == "param")
        }

    def _touches(self, slot: Slot) -> bool:
        for path, index in self.g.accesses.get(slot, ()):
            access = self.g.access((path, index))
            if access.field in self.free and not self._asked(slot, path, access.start):
                return True
        return False

    def _asked(self, slot: Slot, path: str, offset: int) -> bool:
        """Whether a question about the page has been answered with yes where this stands."""
        return any(test.truth for test in _questions(self.g, self.generic, slot, path, offset))

    def _name(self, slot: Slot) -> str:
        name = slot[1].rsplit(":", 1)[-1]
        if slot[0] == "local":
            return self.g.decl(self.g.decls[slot][0]).name
        return f"{name}()"


def _questions(graph: Graph, generic: Set[str], slot: Slot, path: str, offset: int) -> list[Test]:
    """What has been asked of the page where this stands, to find out what it is."""
    return [
        test
        for where, test in graph.tests.get(slot, ())
        if test.form != "assert"
        and (test.name in generic or _QUESTION.match(test.name))
        and where == path
        and test.start <= offset < test.end
    ]


def _unfit(graph: Graph, slot: Slot) -> str:
    """Why a function's parameter cannot become a union; empty if it can."""
    key, index = slot[1], int(slot[2])
    taken = {one.taken for one in graph.assigned} | graph.escaped.keys()
    if key in taken:
        return "a pointer to the function is taken, whose type would have to change as well"
    for path, function in graph.tables.function(key):
        at = function.params[index][3] if index < len(function.params) else -1
        decl = graph.tables.files[path].decls[at] if at >= 0 else None
        if decl is None or decl.base != PAGE or decl.token[0] < 0 or decl.macro >= 0:
            return f"{path} declares the function in another way"
        if decl.depth > _ARRAY or decl.depth < 1 or (decl.const and decl.depth > 1):
            return "it is no pointer to pages, or to an array of them"
    return ""
