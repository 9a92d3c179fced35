# SPDX-License-Identifier: GPL-2.0-only
"""A set of converted slots goes in; the type that each value has in that state comes out.

Any set of slots is a state of the tree that compiles, because every border is bridged; a patch
is the difference between two states.
"""

from __future__ import annotations

from dataclasses import dataclass

from folioize.facts.records import Term
from folioize.kinds.graph import ARITHMETIC, EXTERN, OTHER, TYPED, UNTYPED, Graph, Move
from folioize.kinds.kindfile import Kind
from folioize.kinds.values import Slot

OWN, GENERAL, ANY = "own", "page", "any"
"""The kind's own type; ``struct page``; a place that takes both."""


@dataclass(frozen=True, slots=True)
class State:
    """``converted``: slots that have the kind's type. ``reached``: files in which the kind's
    fields are reached only through its type, because they are about to leave ``struct page``."""

    converted: frozenset[Slot]
    reached: frozenset[str]


class Types:
    """Answers what a value or a sink is in a state."""

    def __init__(self, graph: Graph, kind: Kind, pads: frozenset[str] = frozenset()) -> None:
        self.graph = graph
        self.kind = kind
        self.owned = frozenset(kind.layout.fields) | pads
        self.known = self.owned | frozenset(kind.layout.shared)
        self.borrowers: frozenset[str] = frozenset()
        self._needs: dict[Slot, str] = {}

    def of_slot(self, slot: Slot | None, state: State) -> str:
        """The type of a slot that holds a page."""
        return OWN if slot in state.converted else GENERAL

    def of_term(self, path: str, term: Term, state: State) -> str:
        """The type of a value: a field inside ``struct page`` follows what it is reached by, and
        where the fields are reached through the kind's type only it has that."""
        while term[0] in ("*", "&", "t"):
            term = term[1]
        slot = self.graph.values.resolve(path, term).slot
        if self.is_self_field(slot) and term[0] == "f":
            known = term[1][0] != "p" and path not in self.borrowers
            if known and path in state.reached:
                return OWN
            return self.of_term(path, term[1], state)
        return self.of_slot(slot, state)

    def is_self_field(self, slot: Slot | None) -> bool:
        """Whether a slot is a field of ``struct page`` itself that the kind takes along."""
        return slot is not None and slot[:2] == ("field", "struct page") and slot[2] in self.owned

    def of_sink(self, move: Move, state: State) -> str:
        """The type that a move's end asks for."""
        if move.how in (UNTYPED, OTHER) or move.form == "list":
            return ANY
        if move.sink is None:
            return GENERAL
        if move.sink[0] == "macro":
            return self._of_macro(move.sink, state)
        if self.is_self_field(move.sink):
            flow = self.graph.flow(move)
            return self.of_term(move.path, flow.sink[1], state)
        return self.of_slot(move.sink, state)

    def _of_macro(self, slot: Slot, state: State) -> str:
        """What a macro's parameter asks for: whatever its body does with it."""
        if slot in state.converted:
            return OWN
        need = self._needs.get(slot)
        if need is None:
            need = self._needs[slot] = self._need(slot, set())
        return need

    def _need(self, slot: Slot, seen: set[Slot]) -> str:
        seen.add(slot)
        if slot not in self.graph.outs and slot not in self.graph.accesses:
            return self._unseen(slot)
        fields = {self.graph.access(ref).field for ref in self.graph.accesses.get(slot, ())}
        if fields - self.known or fields & self.owned:
            return GENERAL
        for move in self.graph.outs.get(slot, ()):
            if move.how == EXTERN or (move.how == UNTYPED and move.callee == ARITHMETIC):
                return GENERAL  # page - mem_map needs two pointers of one type
            if move.how != TYPED or move.sink is None or move.sink in seen:
                continue
            if move.sink[0] != "macro" or self._need(move.sink, seen) == GENERAL:
                return GENERAL
        return ANY

    def _unseen(self, slot: Slot) -> str:
        """A parameter that nothing is known of: a body that was not understood wants a page."""
        for path, index in self.graph.tables.macros.get(slot[1], ()):
            macro = self.graph.tables.files[path].macros[index]
            if not macro.parsed and macro.end - macro.start > len(macro.name) + 12:
                return GENERAL
        return ANY
