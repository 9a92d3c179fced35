# SPDX-License-Identifier: GPL-2.0-only
"""The tables of a tree go in; what each use of a macro gives to it comes out."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property

from folioize.facts.records import PAGE, Term
from folioize.facts.terms import stripped
from folioize.kinds.tables import Tables
from folioize.kinds.values import NOTHING, Env, Value, Values

_DEEP = 4  # macros that are used in macros
_MANY = 2000  # uses of one macro that are looked at


class Expansions:
    """Knows the calls of every macro."""

    def __init__(self, tables: Tables, values: Values) -> None:
        self.tables = tables
        self.values = values
        self._calls: dict[str, list[tuple[str, int]]] = {}
        for path in sorted(tables.files):
            for number, call in tables.files[path].calls.items():
                if call.name in tables.macros:
                    self._calls.setdefault(call.name, []).append((path, number))
        self.holders = frozenset(_holders(tables))

    def calls(self, name: str) -> list[tuple[str, int]]:
        """The calls of a macro: file, and number among the calls of that file."""
        return self._calls.get(name, [])

    def given(self, name: str) -> Iterator[Env]:
        """What each use of a macro gives to it; one inside of another macro, what that is given."""
        for number, env in enumerate(self._given(name, _DEEP)):
            if number == _MANY:
                return
            yield env

    def _given(self, name: str, left: int) -> Iterator[Env]:
        for path, number in self.calls(name):
            facts = self.tables.files[path]
            arguments = self.values.arguments(path, number)
            macro = facts.calls[number].macro
            if macro < 0:
                yield path, arguments, None
            elif left:
                for outer in self._given(facts.macros[macro].name, left - 1):
                    yield path, arguments, outer

    @cached_property
    def declared(self) -> frozenset[str]:
        """The names of the variables of pages that macros declare where they are used."""
        out: set[str] = set()
        for facts in self.tables.files.values():
            for decl in facts.decls:
                if decl.macro < 0 or decl.base != PAGE:
                    continue
                macro = facts.macros[decl.macro]
                if decl.name not in (macro.params or ()):
                    out.add(decl.name)
                    continue
                number = (macro.params or ()).index(decl.name)
                for path, call in self.calls(macro.name):
                    given = self.values.arguments(path, call).get(number)
                    if given is not None and given[0] == "g":
                        out.add(given[1])
        return frozenset(out)

    def may_be_page(self, term: Term, value: Value, variables: Collection[str]) -> bool:
        """Whether a value of which the type is not known may be a page's; ``variables`` are the
        names that a variable of a page may have besides those that macros declare."""
        if value.base != NOTHING.base:
            return False
        term = stripped(term)
        if term[0] == "f":
            return term[2] in self.holders
        return term[0] != "g" or term[1] in variables or term[1] in self.declared

    def reached_by_name(self, term: Term, value: Value) -> list[tuple[str, str]]:
        """The fields that may hold a page which a value of unknown type may be: those that a macro
        stands for which takes nothing, of what it only names. Each with the macro's file."""
        term = stripped(term)
        if value.base != NOTHING.base or term[0] != "g":
            return []
        out: list[tuple[str, str]] = []
        for path, index in self.tables.macros.get(term[1], ()):
            macro = self.tables.files[path].macros[index]
            for result in macro.results if macro.params is None else ():
                inner = result
                inner = stripped(inner)
                held = inner[0] == "f" and inner[2] in self.holders
                if held and self.values.resolve(path, inner) is NOTHING:
                    out.append((path, inner[2]))
        return out


def _holders(tables: Tables) -> Iterator[str]:
    """The names of fields that hold a page in some struct, or may by a typedef."""
    for (_, name), (_, member) in tables.members.items():
        base, _, _ = tables.expand(member.base, member.depth)
        if member.decl >= 0 or base == PAGE:
            yield name
