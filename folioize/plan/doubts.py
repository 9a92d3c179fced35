# SPDX-License-Identifier: GPL-2.0-only
"""A conversion goes in; the places that may mean a field of a page, and do not tell, come out.

``O_SEL(a, b)->inuse``, ``slot(page, inuse)``, ``page->JOIN(in, use)`` and whatever stands in code
that did not parse: each may be a use of the kind's fields, so these must stay where they are.
Places where the facts show that no page is meant are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from folioize.facts.records import PAGE, Access, Call, FileFacts, Term
from folioize.facts.terms import root, stripped
from folioize.kinds.membership import Membership
from folioize.kinds.values import Env, Value
from folioize.plan.conversion import Conversion
from folioize.plan.unparsed import Unparsed

_WORD = re.compile(r"\w+")


class Doubt(NamedTuple):
    """A place, and what is said of it there."""

    start: int
    what: str


class Doubts:
    """Finds the places of one file at a time."""

    def __init__(self, conversion: Conversion) -> None:
        self.conversion = conversion
        self.graph = conversion.analysis.graph
        self.tables = self.graph.tables
        self.values = self.graph.values
        self.owned = conversion.types.owned
        layout = conversion.layout
        self._words = frozenset(_WORD.findall(layout.text[layout.start : layout.end]))
        self._variables = frozenset(_variables(conversion))
        self._naming = Membership(self.tables)
        self._unparsed = Unparsed(conversion, self._naming)

    def of_file(self, path: str) -> Iterator[Doubt]:
        """All of them, in no order."""
        facts = self.tables.files[path]
        for index, access in enumerate(facts.accesses):
            what = self._access(path, facts, self.graph.bases[path, index], access)
            if what is not None:
                yield Doubt(access.named[0], f"{access.field} {what}")
        for number, call in facts.calls.items():
            yield from self._call(path, facts, number, call)
        for name, at, what in self._unparsed.of_file(path, facts):
            yield Doubt(at, f"{name} {what}")

    def _may_be(self, term: Term, value: Value) -> bool:
        if self.graph.expansions.may_be_page(term, value, self._variables):
            return True
        fields = self.graph.expansions.reached_by_name(term, value)
        return any(self._may_stay(path, name) for path, name in fields)

    def _may_stay(self, path: str, field: str) -> bool:
        """Whether one of the fields of a name that are at home in a file stays a page's; a macro
        that reaches a field of what it only names does not tell which it is."""
        known = [
            slot
            for slot in self.graph.decls
            if slot[0] == "field" and slot[2] == field and path in self.graph.at_home(slot)
        ]
        return not known or not self.conversion.labels.issuperset(known)

    # -- fields reached through something -------------------------------------------------------

    def _access(self, path: str, facts: FileFacts, base: Value, access: Access) -> str | None:
        if access.macro >= 0:
            if access.field in (facts.macros[access.macro].params or ()):
                return None  # what it stands for is an argument of each call
            if root(access.base)[0] == "p":
                return self._in_macro(path, facts, access)
        if base.is_page and access.field not in self._words:
            return "is no member of struct page, and may stand for one"
        if access.field in self.owned and self._may_be(access.base, base):
            return "is reached through something of which the type is not known"
        return None

    def _in_macro(self, path: str, facts: FileFacts, access: Access) -> str | None:
        """A field that a macro reaches through what it is given: look at what that is."""
        odd = access.field in self.tables.macros
        if not odd and access.field not in self.owned:
            return None
        name = facts.macros[access.macro].name
        for env in self.graph.expansions.given(name):
            value = self.values.resolve(path, access.base, env)
            if odd and value.is_page:
                return "is no member of struct page, and may stand for one"
            if not odd and self._may_be(_given(access.base, env), value):
                return f"is used in {name}(), which is given something unknown"
        return None

    # -- fields named by a macro's argument -----------------------------------------------------

    def _call(self, path: str, facts: FileFacts, number: int, call: Call) -> Iterator[Doubt]:
        if call.name not in self.tables.macros:
            return
        own = (facts.macros[call.macro].params if call.macro >= 0 else None) or ()
        whole, parts = self._naming.of(call.name), self._naming.of(call.name, pasted=True)
        for place in sorted(whole | parts):
            if place >= len(call.args):
                continue
            start, end = call.args[place]
            text = self.conversion.read(path)[start:end].decode("latin-1")
            if text in own or not text.isidentifier():
                continue
            named = text in self.owned or (place in parts and any(text in n for n in self.owned))
            if named and self._may_give_pages(path, facts, number, call):
                yield Doubt(start, f"{text} is given to {call.name}() as a member's name")

    def _may_give_pages(self, path: str, facts: FileFacts, number: int, call: Call) -> bool:
        """Whether a macro that names a member may name one of a page."""
        if self._naming.says_page(call.name):
            return True
        naming = self._naming.of(call.name) | self._naming.of(call.name, pasted=True)
        envs: list[Env | None] = [None]
        if call.macro >= 0:
            envs = list(self.graph.expansions.given(facts.macros[call.macro].name))
        for at, term in self.values.arguments(path, number).items():
            if at in naming:
                continue
            for env in envs:
                value = self.values.resolve(path, term, env)
                if value.is_page or self._may_be(term, value):
                    return True
        return False


def _given(term: Term, env: Env) -> Term:
    """A term of a macro's body, or what a caller gives where it is no more than a parameter."""
    bare = term
    bare = stripped(bare)
    return env[1].get(bare[1], term) if bare[0] == "p" else term


def _variables(conversion: Conversion) -> Iterator[str]:
    """The names of all variables of pages: one that a macro declares may have such a name."""
    for facts in conversion.analysis.facts.files.values():
        for decl in facts.decls:
            if decl.base == PAGE and decl.role in ("local", "param", "global"):
                yield decl.name
