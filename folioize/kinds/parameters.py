# SPDX-License-Identifier: GPL-2.0-only
"""A macro's parameter goes in; what the macro does with it, besides reading its value, comes out.

A conversion can stand around an argument only where the macro wants no more than a value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from folioize.facts.records import FileFacts, Flow, Macro, Term
from folioize.facts.terms import stripped
from folioize.kinds.membership import Membership
from folioize.kinds.tables import Tables
from folioize.kinds.values import Slot

Place = tuple[str, int]
"""A file and a flow in it."""


@dataclass(slots=True)
class Use:
    """``stored``: it is assigned to, or its address is taken (``addressed``). ``called``: as a
    function. ``named``: it is a name and no value. ``unseen``: a body was not understood.
    ``meets``: other parameters that must be of its type. ``filled``: what else is stored in it, or
    in a variable of its type.
    """

    stored: bool = False
    addressed: bool = False
    called: bool = False
    named: bool = False
    unseen: bool = False
    meets: set[int] = field(default_factory=set)
    filled: list[Place] = field(default_factory=list)


class Parameters:
    """Reads the flows of a macro's bodies, one macro at a time."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.membership = Membership(tables)
        self._known: dict[str, dict[int, Use]] = {}

    def of(self, slot: Slot) -> Use:
        """The use of the parameter that a slot ("macro", name, index) stands for."""
        return self.of_macro(slot[1]).get(int(slot[2]), Use())

    def of_macro(self, name: str) -> dict[int, Use]:
        """The uses of all parameters of a macro, in all its definitions."""
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = {}  # of one that comes back to itself
            for path, index in self.tables.macros.get(name, ()):
                facts = self.tables.files[path]
                macro = facts.macros[index]
                for number in range(len(macro.params or ())):
                    use = known.setdefault(number, Use())
                    use.unseen |= not macro.parsed and self._is_loose(macro, number)
                    use.named |= self._is_name(facts, index, macro, number)
                handed: dict[int, list[tuple[int, int]]] = {}
                for number, to, at in macro.hands if not macro.parsed else ():
                    self._handed(known, number, to, at)
                for at, flow in enumerate(facts.flows):
                    if flow.macro == index:
                        self._flow(known, (path, at), facts, flow)
                        if flow.sink[0] == "a":
                            pairs = [(number, flow.sink[2]) for number in _direct(flow.source)]
                            handed.setdefault(flow.sink[1], []).extend(pairs)
                for call, pairs in handed.items():
                    self._meet_there(known, facts.calls[call].name, pairs)
        return known

    def _meet_there(self, uses: dict[int, Use], name: str, pairs: list[tuple[int, int]]) -> None:
        """Parameters that are handed to another macro in which they meet."""
        others = self.of_macro(name)
        for one, at in pairs:
            for other, there in pairs:
                if one != other and at in others and there in others[at].meets:
                    uses.setdefault(one, Use()).meets.add(other)

    def _is_loose(self, macro: Macro, number: int) -> bool:
        """Whether a parameter stands in a body where more than its text has to be understood."""
        functions = any(at == number and to not in self.tables.macros for at, to, _ in macro.hands)
        return functions or number in macro.loose

    def _is_name(self, facts: FileFacts, index: int, macro: Macro, number: int) -> bool:
        """Whether a parameter names a member or a variable that the macro declares, or is pasted
        to be a part of a name."""
        if number in macro.pasted or number in self.membership.of(macro.name):
            return True
        name = (macro.params or ())[number]
        return any(decl.macro == index and decl.name == name for decl in facts.decls)

    def _flow(self, uses: dict[int, Use], place: Place, facts: FileFacts, flow: Flow) -> None:
        source, sink = flow.source, flow.sink
        terms: list[Term] = [source]
        terms += [part for part in sink[1:] if not isinstance(part, int | str)]
        for term in terms:
            for number in _addressed(term):
                use = uses.setdefault(number, Use())
                use.stored = use.addressed = True
            for number in _callees(term):
                uses.setdefault(number, Use()).called = True
        if sink[0] == "ia":
            for number in _direct(sink[1]):
                uses.setdefault(number, Use()).called = True
        elif sink[0] == "a":
            for number in _direct(source):
                self._handed(uses, number, facts.calls[sink[1]].name, sink[2])
        elif sink[0] in ("to", "cmp", "arm"):
            self._met(uses, place, source, sink)

    def _handed(self, uses: dict[int, Use], number: int, name: str, at: int) -> None:
        """A parameter that is handed on to another macro is used as that uses it."""
        if name not in self.tables.macros:
            return
        other = self.of_macro(name).get(at)
        if other is not None:
            use = uses.setdefault(number, Use())
            use.stored |= other.stored
            use.addressed |= other.addressed
            use.called |= other.called
            use.unseen |= other.unseen
            use.filled += other.filled

    def _met(self, uses: dict[int, Use], place: Place, source: Term, sink: Term) -> None:
        target = sink[1]
        if sink[0] == "to" and target[0] == "p":
            uses.setdefault(target[1], Use()).stored = True
        one, other = _over(source), _over(target)
        if one is not None and other is not None and one != other:
            uses.setdefault(one, Use()).meets.add(other)
            uses.setdefault(other, Use()).meets.add(one)
        elif other is not None and one != other and source[0] != "z":
            uses.setdefault(other, Use()).filled.append(place)


def _direct(term: Term) -> Iterator[int]:
    """The parameter that a term is the value of."""
    while term[0] == "t":
        term = term[1]
    if term[0] == "p":
        yield term[1]


def _over(term: Term) -> int | None:
    """The parameter that a term is, points to, or is the address of."""
    term = stripped(term)
    return term[1] if term[0] == "p" else None


def _addressed(term: Term) -> Iterator[int]:
    """The parameter of which the address is taken somewhere in a term."""
    while term[0] in ("*", "&", "t", "f", "i", "L"):
        if term[0] == "&" and term[1][0] == "p":
            yield term[1][1]
        term = term[1]


def _callees(term: Term) -> Iterator[int]:
    """The parameter that is called somewhere in a term."""
    while term[0] in ("*", "&", "t", "f", "i", "L"):
        if term[0] == "i":
            yield from _direct(term[1])
        term = term[1]
