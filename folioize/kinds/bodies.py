# SPDX-License-Identifier: GPL-2.0-only
"""The bodies of macros go in; what pages they reach in what they are given, use by use, comes out.

``#define first_of(s) ((s)->first)`` says nothing of a page; that its uses give it a shelf does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple

from folioize.facts.records import Term
from folioize.facts.terms import stripped
from folioize.kinds.divided import divided
from folioize.kinds.expansions import Expansions
from folioize.kinds.tables import Tables
from folioize.kinds.values import NOTHING, Env, Slot, Value, Values

Place = tuple[str, int]
"""A file, and the number of a flow or an access in it."""


class Ends(NamedTuple):
    """What a value in a macro's body comes from and goes to in some of the macro's uses, of which
    ``env`` is one. NOTHING stands for an end that is no term."""

    env: Env
    source: Value
    sink: Value


class Bodies:
    """The flows and accesses of macros that reach a page only through what the macro is given;
    ``takes`` gives the slot of a function's parameter by the flow into it."""

    def __init__(
        self,
        tables: Tables,
        values: Values,
        expansions: Expansions,
        takes: Callable[[str, Term], Slot | None],
    ) -> None:
        self.tables = tables
        self.values = values
        self.expansions = expansions
        self._takes = takes
        self._alike: dict[str, tuple[Env, ...]] = {}

    @cached_property
    def flows(self) -> dict[Place, tuple[Ends, ...]]:
        """Each such flow, with what it is in the macro's uses."""
        out: dict[Place, tuple[Ends, ...]] = {}
        for path, facts in self.tables.files.items():
            for index, flow in enumerate(facts.flows):
                terms = [flow.source, *_sink(flow.sink)]
                if flow.macro >= 0 and any(self._is_hidden(path, term) for term in terms):
                    name = facts.macros[flow.macro].name
                    found = tuple(self._ends(path, name, flow.source, flow.sink))
                    if any(_is_page(one) for one in found):
                        out[path, index] = found
        return out

    @cached_property
    def accesses(self) -> dict[Place, tuple[Ends, ...]]:
        """Each such access; ``source`` is what it is made on."""
        out: dict[Place, tuple[Ends, ...]] = {}
        for path, facts in self.tables.files.items():
            for index, access in enumerate(facts.accesses):
                if access.macro >= 0 and self._is_hidden(path, access.base):
                    name = facts.macros[access.macro].name
                    found = tuple(self._ends(path, name, access.base, ("x", "")))
                    if any(one.source.is_page for one in found):
                        out[path, index] = found
        return out

    @cached_property
    def divided(self) -> dict[Slot, tuple[str, int, str]]:
        """The slots that only some of a macro's definitions give, each with what another does."""
        return divided(self.tables, self.values)

    @cached_property
    def slots(self) -> dict[str, set[Slot]]:
        """The slots that the macros of each file reach so."""
        out: dict[str, set[Slot]] = {}
        for (path, _), found in (*self.flows.items(), *self.accesses.items()):
            ends = [end.slot for one in found for end in (one.source, one.sink)]
            out.setdefault(path, set()).update(slot for slot in ends if slot is not None)
        return out

    @cached_property
    def free(self) -> dict[str, list[tuple[str, int, str]]]:
        """By the name of a field: where macros reach it through a variable that they are not
        given, each with the file, the offset, and the macro's name."""
        out: dict[str, list[tuple[str, int, str]]] = {}
        for path, facts in self.tables.files.items():
            for access in facts.accesses:
                if access.macro < 0 or access.field not in self.expansions.holders:
                    continue
                term: Term = ("f", access.base, access.field)
                if _begins(term) == "g" and self._is_nothing(path, term):
                    place = (path, access.start, facts.macros[access.macro].name)
                    out.setdefault(access.field, []).append(place)
        return out

    def _is_hidden(self, path: str, term: Term) -> bool:
        """Whether a term may be a page by what the macro is given, and by that alone."""
        term = stripped(term)
        if term[0] == "f":
            known = term[2] in self.expansions.holders or term[1][0] == "c"
            return known and _begins(term) in ("p", "c") and self._is_nothing(path, term)
        return term[0] == "c" and term[1] in self.tables.macros and self._is_nothing(path, term)

    def _is_nothing(self, path: str, term: Term) -> bool:
        return self.values.resolve(path, term) is NOTHING

    def _ends(self, path: str, name: str, source: Term, sink: Term) -> Iterator[Ends]:
        """What the ends are in each use of a macro, those that are alike once."""
        seen: set[tuple[Value, Value]] = set()
        taken = self._takes(path, sink)
        for env in self._uses(name):
            one = self.values.resolve(path, source, env)
            other = NOTHING if taken is None else Value(taken, "struct page", one.depth)
            for term in _sink(sink):
                other = self.values.resolve(path, term, env)
            if (one, other) not in seen:
                seen.add((one, other))
                yield Ends(env, one, other)

    def _uses(self, name: str) -> tuple[Env, ...]:
        """The uses of a macro, one of those that give it the same values."""
        found = self._alike.get(name)
        if found is None:
            alike: dict[tuple[tuple[int, Value], ...], Env] = {}
            for env in self.expansions.given(name):
                path, arguments, outer = env
                resolved = ((n, self.values.resolve(path, a, outer)) for n, a in arguments.items())
                alike.setdefault(tuple(resolved), env)
            found = self._alike[name] = tuple(alike.values())
        return found


def _is_page(ends: Ends) -> bool:
    return ends.source.is_page or ends.sink.is_page


def _sink(sink: Term) -> Iterator[Term]:
    if sink[0] in ("to", "cmp", "arm"):
        yield sink[1]


def _begins(term: Term) -> str:
    while term[0] in ("*", "&", "t", "f"):
        term = term[1]
    return str(term[0])
