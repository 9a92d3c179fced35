# SPDX-License-Identifier: GPL-2.0-only
"""Variables that got a kind go in; those with a use that no fact tells of come out.

Facts say what becomes of a variable where they know of its uses. Another one, in code that was
masked, in a statement that is a macro's argument, or in the body of a macro that uses the name
without being given it, may want the type that it has now.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Set

from folioize.facts.captures import Macro
from folioize.facts.records import PAGE, Decl, FileFacts
from folioize.facts.words import argument_of, in_directive, words_of
from folioize.kinds.borders import Clash
from folioize.kinds.captures import Captures
from folioize.kinds.graph import Graph
from folioize.kinds.kindfile import Kind
from folioize.kinds.newnames import new_name
from folioize.kinds.values import Slot

_GOTO = re.compile(rb"(?:\bgoto|&&)\s*\Z")
_LABEL = re.compile(rb"\s*:(?!:)")
_STATEMENT = re.compile(rb"[;{}:]\s*\Z")
_MEMBER = re.compile(rb"\)?\s*->\s*(\w+)")
_OTHER = rb"\b(?:(?:struct|union|enum)\s+(?!page\b)\w+|%b)(?:\s|\*)+%%b\s*(?:[;,)\[]|=(?!=))" % (
    rb"(?:int|long|char|short|unsigned|signed|bool|void|[us](?:8|16|32|64)|\w+_t)"
)

Group = tuple[str, tuple[int, int], str]
"""The variables of one name in one function: file, span, name."""


class Occurrences:
    """Compares the text of functions with their facts."""

    def __init__(self, graph: Graph, kind: Kind, captures: Captures) -> None:
        self.graph = graph
        self.kind = kind
        self.captures = captures
        self._words: dict[tuple[str, tuple[int, int]], dict[str, list[int]]] = {}

    def unknown(self, labels: Set[Slot]) -> dict[Slot, Clash]:
        """Each slot with such a use, and where that is."""
        groups: dict[Group, list[Slot]] = {}
        for slot in sorted(labels):
            for path, index in self.graph.decls.get(slot, ()):
                decl = self.graph.decl((path, index))
                if decl.role in ("local", "param") and decl.name and decl.base == PAGE:
                    facts = self.graph.tables.files[path]
                    group = (path, span_of(facts, decl), decl.name)
                    groups.setdefault(group, []).append(slot)
        self._look_for(groups)
        out: dict[Slot, Clash] = {}
        for group, members in sorted(groups.items()):
            clash = next(self._of_group(group), None)
            if clash is not None:
                out.update((slot, clash) for slot in members)
        return out

    def _look_for(self, groups: Collection[Group]) -> None:
        """Find macros, in any header, that have to do with the old names or the new ones."""
        variable = self.kind.kind.variable
        names: set[str] = set()
        for _, _, old in groups:
            new = new_name(old, variable)
            names.update((old, new) if new is not None else ())
        self.captures.look_for(names, {path for path, _, _ in groups})

    def _of_group(self, group: Group) -> Iterator[Clash]:
        path, span, name = group
        words = self._words_of(path, span)
        told = _told(self.graph.tables.files[path], span, name)
        for at in words.get(name, ()):
            if at not in told and not self._is_no_use(path, span, name, at):
                yield path, at, f"a use of {name} was not understood"
        for word, places in words.items():
            if not self.captures.is_macro(word, path):
                continue
            for macro in self.captures.free(word, name, path):
                if self._wants_page(macro, name):
                    yield path, places[0], f"the macro {word} uses {name}"

    def _wants_page(self, macro: Macro, name: str) -> bool:
        """Whether a macro's body does more with a name than to reach for what both types have."""
        both = {*self.kind.layout.fields, *self.kind.layout.shared}
        for word, at in macro.free():
            if word == name:
                found = _MEMBER.match(macro.body, at + len(name))
                if found is None or found.group(1).decode("latin-1") not in both:
                    return True
        return False

    def _words_of(self, path: str, span: tuple[int, int]) -> dict[str, list[int]]:
        found = self._words.get((path, span))
        if found is None:
            data = self.captures.search.tree.read(path)
            found = self._words[path, span] = words_of(data, *span)
        return found

    def _is_no_use(self, path: str, span: tuple[int, int], name: str, at: int) -> bool:
        """Whether a word is no use of the variable: a label, a member that a macro is told, the
        body of a macro (it counts where that is used), or a variable of another type."""
        data = self.captures.search.tree.read(path)
        before, end = data[max(0, at - 40) : at], at + len(name)
        if _GOTO.search(before) or (_STATEMENT.search(before) and _LABEL.match(data, end)):
            return True
        call = argument_of(data, at)
        if call is not None and call[1] in self.graph.parameters.membership.of(call[0]):
            return True
        other = _OTHER % re.escape(name.encode("latin-1"))
        return in_directive(data, at) or re.search(other, data[slice(*span)]) is not None


def _told(facts: FileFacts, span: tuple[int, int], name: str) -> set[int]:
    """Where facts tell of a variable of that name, in one function."""
    named = {index: decl.named[0] for index, decl in enumerate(facts.decls) if decl.name == name}
    out = {at for at in named.values() if span[0] <= at < span[1]}
    uses = (start for index, start, _ in facts.uses if index in named)
    return out | {start for start in uses if span[0] <= start < span[1]}


def span_of(facts: FileFacts, decl: Decl) -> tuple[int, int]:
    """The function or macro in which a variable is known."""
    if decl.macro >= 0:
        return facts.macros[decl.macro].start, facts.macros[decl.macro].end
    if decl.fn >= 0:
        return facts.funcs[decl.fn].start, facts.funcs[decl.fn].end
    return decl.whole
