# SPDX-License-Identifier: GPL-2.0-only
"""Variables of converted declarations go in; their new names and every place to edit come out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from folioize.facts.records import FileFacts
from folioize.facts.words import words_of
from folioize.kinds.captures import Captures
from folioize.kinds.newnames import new_name
from folioize.kinds.occurrences import span_of
from folioize.model import Edit


@dataclass(frozen=True, slots=True)
class Rename:
    """One variable's new name; ``edits`` are its declaration and uses in this file."""

    decl: int
    old: str
    new: str
    edits: tuple[Edit, ...]


class Names:
    """Renames the variables of one file; remembers the words of each function it looked at."""

    def __init__(self, facts: FileFacts, data: bytes, variable: str, captures: Captures) -> None:
        self.facts = facts
        self.captures = captures
        self.data = data
        self.variable = variable
        self._uses: dict[int, list[tuple[int, int]]] = {}
        for decl, start, end in facts.uses:
            self._uses.setdefault(decl, []).append((start, end))
        self._words: dict[tuple[int, int], dict[str, list[int]]] = {}

    def rename(self, indexes: Iterable[int]) -> tuple[list[Rename], list[tuple[int, str]]]:
        """New names for variables of one file.

        Returns the renames, and (declaration, reason) for those that keep their name.
        """
        done: list[Rename] = []
        kept: list[tuple[int, str]] = []
        groups: dict[tuple[int, str], list[int]] = {}
        for index in indexes:
            decl = self.facts.decls[index]
            if decl.role in ("param", "local") and decl.name:
                groups.setdefault((span_of(self.facts, decl)[0], decl.name), []).append(index)
        for (_, old), members in sorted(groups.items()):
            new = new_name(old, self.variable)
            if new is None:
                continue
            reason = self._obstacle(members, old, new)
            if reason is not None:
                kept.append((members[0], reason))
                continue
            done += [self._rename(index, old, new) for index in members]
        return done, kept

    def _rename(self, index: int, old: str, new: str) -> Rename:
        decl = self.facts.decls[index]
        spans = [decl.named, *self._uses.get(index, ())]
        text = new.encode()
        return Rename(index, old, new, tuple(Edit(s, e, text) for s, e in sorted(set(spans))))

    def _obstacle(self, members: list[int], old: str, new: str) -> str | None:
        start, end = span_of(self.facts, self.facts.decls[members[0]])
        words = self._words_of(start, end)
        if new in words:
            return f"{new} is taken in this function"
        if self.captures.is_macro(new, self.facts.path):
            return f"{new} is a macro"
        for word in words:
            if self.captures.is_macro(word, self.facts.path):
                for name in (old, new):
                    if self.captures.free(word, name, self.facts.path):
                        return f"the macro {word} uses {name}"
        known = {start for index in members for start, _ in self._uses.get(index, ())}
        known |= {self.facts.decls[index].named[0] for index in members}
        others = self._others(old, members, start, end)
        for at in words.get(old, ()):
            if at not in known and at not in others:
                return f"a use of {old} was not understood"
        return None

    def _others(self, old: str, members: list[int], start: int, end: int) -> set[int]:
        """Uses of other variables that have the same name in the same function."""
        out: set[int] = set()
        for index, spans in self._uses.items():
            decl = self.facts.decls[index]
            if index not in members and decl.name == old:
                out.update(at for at, _ in spans if start <= at < end)
                out.add(decl.named[0])
        return out

    def _words_of(self, start: int, end: int) -> dict[str, list[int]]:
        found = self._words.get((start, end))
        if found is None:
            found = self._words[start, end] = words_of(self.data, start, end)
        return found
