# SPDX-License-Identifier: GPL-2.0-only
"""Variables of converted declarations go in; their new names and every place to edit come out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from folioize.facts.records import Decl, FileFacts
from folioize.model import Edit

_WORDS = re.compile(
    rb"(?P<skip>/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*')"
    rb"|(?P<name>[A-Za-z_]\w*)",
    re.S,
)
_FIELD = re.compile(rb"(?:->|\.)\s*$")


@dataclass(frozen=True, slots=True)
class Rename:
    """One variable's new name; ``edits`` are its declaration and uses in this file."""

    decl: int
    old: str
    new: str
    edits: tuple[Edit, ...]


def new_name(old: str, variable: str) -> str | None:
    """``page`` -> ``slab``, ``discard_page`` -> ``discard_slab``; None where it says no page."""
    if re.search(r"(?:^|_)page(?=$|_|\d)", old):
        return re.sub(r"(?:(?<=^)|(?<=_))page(?=$|_|\d)", variable, old)
    if old.endswith("page"):
        return old[:-4] + variable
    return None


class Names:
    """Renames the variables of one file; remembers the words of each function it looked at."""

    def __init__(self, facts: FileFacts, data: bytes, variable: str) -> None:
        self.facts = facts
        self.data = data
        self.variable = variable
        self._uses: dict[int, list[tuple[int, int]]] = {}
        for decl, start, end in facts.uses:
            self._uses.setdefault(decl, []).append((start, end))
        self._macros: dict[str, bool] = {}
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
                groups.setdefault((self._function(decl)[0], decl.name), []).append(index)
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

    def _function(self, decl: Decl) -> tuple[int, int]:
        if decl.fn >= 0:
            function = self.facts.funcs[decl.fn]
            return function.start, function.end
        return decl.whole

    def _obstacle(self, members: list[int], old: str, new: str) -> str | None:
        start, end = self._function(self.facts.decls[members[0]])
        words = self._words_of(start, end)
        if new in words:
            return f"{new} is taken in this function"
        if self._is_macro(new):
            return f"{new} is a macro in this file"
        for macro in self.facts.macros:
            free = old not in (macro.params or ()) and macro.name in words
            if free and old in self._words_of(macro.start, macro.end):
                return f"the macro {macro.name} uses {old}"
        known = {start for index in members for start, _ in self._uses.get(index, ())}
        known |= {self.facts.decls[index].named[0] for index in members}
        others = self._others(old, members, start, end)
        for at in words.get(old, ()):
            if at not in known and at not in others:
                return f"a use of {old} was not understood"
        return None

    def _is_macro(self, name: str) -> bool:
        """Whether the file itself gives the name another meaning."""
        found = self._macros.get(name)
        if found is None:
            pattern = rf"^[ \t]*#[ \t]*define[ \t]+{name}\b(?!\()".encode()
            found = self._macros[name] = re.search(pattern, self.data, re.M) is not None
        return found

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
        """Each identifier of a function with its places; field names and comments left out."""
        found = self._words.get((start, end))
        if found is None:
            found = {}
            for match in _WORDS.finditer(self.data, start, end):
                name = match.group("name")
                if name is None or _FIELD.search(
                    self.data, max(start, match.start() - 8), match.start()
                ):
                    continue
                before = self.data[max(0, match.start() - 8) : match.start()]
                if before.rstrip().endswith((b"struct", b"union", b"enum")):
                    continue
                found.setdefault(name.decode(), []).append(match.start())
            self._words[start, end] = found
        return found
