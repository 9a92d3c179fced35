# SPDX-License-Identifier: GPL-2.0-only
"""A set of converted slots goes in; the type that each value has in that state comes out.

Any set of slots is a state of the tree that compiles, because every border is bridged; a patch
is the difference between two states.
"""

from __future__ import annotations

from dataclasses import dataclass

from folioize.facts.records import UNKNOWN, Term
from folioize.facts.terms import stripped
from folioize.kinds.graph import ARITHMETIC, EXTERN, OTHER, TYPED, UNTYPED, Graph, Move
from folioize.kinds.kindfile import Kind
from folioize.kinds.values import Env, Slot

OWN, GENERAL, ANY = "own", "page", "any"
"""The kind's own type; ``struct page``; a place that takes both."""


@dataclass(frozen=True, slots=True)
class State:
    """``converted``: slots that have the kind's type. ``reached``: files in which the kind's
    fields are reached only through its type, because they are about to leave ``struct page``."""

    converted: frozenset[Slot]
    reached: frozenset[str]


class Types:
    """Answers what a value or a sink is in a state; ``borrowers`` are files that keep something of
    their own in the kind's fields, and so are not bridged."""

    def __init__(
        self,
        graph: Graph,
        kind: Kind,
        pads: frozenset[str] = frozenset(),
        fits: frozenset[str] | None = None,
    ) -> None:
        self.graph = graph
        self.kind = kind
        # A type that is there takes no field away from struct page.
        self.owned = frozenset(kind.layout.fields) | pads if fits is None else frozenset[str]()
        self.known = self.owned | frozenset(kind.layout.shared) if fits is None else fits
        self.borrowers: frozenset[str] = frozenset()
        self._needs: dict[Slot, str] = {}

    def of_slot(self, slot: Slot | None, state: State) -> str:
        """The type of a slot that holds a page."""
        return OWN if slot in state.converted else GENERAL

    def of_term(self, path: str, term: Term, state: State, env: Env | None = None) -> str:
        """The type of a value: a field inside ``struct page`` follows what it is reached by, and
        what a macro hands back is what the macro took it for. Where the fields are reached through
        the kind's type only, what is reached there has that."""
        term = stripped(term)
        if term[0] == "p" and env is not None:
            caller, arguments, outer = env
            return self.of_term(caller, arguments.get(term[1], UNKNOWN), state, outer)
        found = self.graph.values.expansions(path, term, env) if term[0] == "c" else []
        if found:
            # Of two values of a condition, which differ, one has been made a page.
            types = [self._of_result(term[1], *one, state) for one in found]
            return GENERAL if GENERAL in types else types[0]
        slot = self.graph.values.resolve(path, term, env).slot
        if not self.is_self_field(slot) or term[0] != "f":
            return self.of_slot(slot, state)
        base = self.of_term(path, term[1], state, env)
        known = term[1][0] != "p" and path not in self.borrowers
        bridged = known and path in state.reached
        return OWN if bridged and base == GENERAL and env is None else base

    def _of_result(self, macro: str, path: str, result: Term, env: Env, state: State) -> str:
        """The type of what a macro evaluates to, where its parameters are what ``env`` tells."""
        result = stripped(result)
        if result[0] == "p":
            taken = self._of_macro(("macro", macro, str(result[1])), state)
            return taken if taken != ANY else self.of_term(path, result, state, env)
        slot = self.graph.values.resolve(path, result, env).slot
        if result[0] == "f" and self.is_self_field(slot):
            return self._of_result(macro, path, result[1], env, state)
        return self.of_term(path, result, state, env)

    def in_body(self, path: str, macro: str, term: Term, state: State, env: Env) -> str:
        """The type of a value in the body of a macro, in the use that ``env`` is of."""
        term = stripped(term)
        if term[0] == "p":
            need = self._of_macro(("macro", macro, str(term[1])), state)
            return need if need != ANY else self._given(path, term, state, env)
        value = self.graph.values.resolve(path, term, env)
        if not value.is_page:
            return ANY
        if term[0] == "f" and self.is_self_field(value.slot):
            base = self.in_body(path, macro, term[1], state, env)
            bridged = path in state.reached and path not in self.borrowers
            return OWN if bridged and base == GENERAL and term[1][0] != "p" else base
        return self.of_term(path, term, state, env)

    def _given(self, path: str, term: Term, state: State, env: Env) -> str:
        """The type of what a macro is given, if it is a page at all."""
        is_page = self.graph.values.resolve(path, term, env).is_page
        return self.of_term(path, term, state, env) if is_page else ANY

    def of_body(self, path: str, macro: str, term: Term, state: State) -> str:
        """The type of a value in the body of a macro, reached from one of its parameters."""
        term = stripped(term)
        if term[0] == "p":
            return self._of_macro(("macro", macro, str(term[1])), state)
        if term[0] == "f" and term[2] in self.owned:
            return self.of_body(path, macro, term[1], state)
        return ANY

    def is_self_field(self, slot: Slot | None) -> bool:
        """Whether a slot is a field of ``struct page`` itself that the kind takes along."""
        return slot is not None and slot[:2] == ("field", "struct page") and slot[2] in self.owned

    def of_sink(self, move: Move, state: State) -> str:
        """The type that a move's end asks for."""
        if move.how in (UNTYPED, OTHER) or move.form == "list":
            return GENERAL if self.graph.is_asked_elsewhere(move) and move.depth == 1 else ANY
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
        if self.graph.parameters.of(slot).stored:
            return ANY  # nothing can stand around a place; what is given fits as it is
        if slot in state.converted:
            return OWN
        need = self._needs.get(slot)
        if need is None:
            need = self._needs[slot] = self._need(slot, set())
        return need

    def _need(self, slot: Slot, seen: set[Slot]) -> str:
        seen.add(slot)
        use = self.graph.parameters.of(slot)
        fields = {self.graph.access(ref).field for ref in self.graph.accesses.get(slot, ())}
        if use.unseen or use.meets or use.filled or fields - self.known or fields & self.owned:
            return GENERAL
        for move in self.graph.outs.get(slot, ()):
            if move.how == EXTERN or (move.how == UNTYPED and move.callee == ARITHMETIC):
                return GENERAL  # page - mem_map needs two pointers of one type
            if self.graph.is_asked_elsewhere(move):
                return GENERAL
            if move.how != TYPED or move.sink in seen:
                continue
            if move.sink is None or move.sink[0] != "macro":
                return GENERAL
            if self._need(move.sink, seen) == GENERAL:
                return GENERAL
        return ANY
