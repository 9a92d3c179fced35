# SPDX-License-Identifier: GPL-2.0-only
"""Names of variables go in; the macros that use one without being given it come out.

The tables hold the macros of the files that deal in pages, of which any may use any name. Others
are looked for, by the names that a conversion changes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from folioize.facts.captures import Macro, defining, macros_in
from folioize.facts.search import Search
from folioize.kinds.tables import Tables

_ROUNDS = 3  # macros by way of macros in headers that know no pages


class Captures:
    """Macros by what they use freely."""

    def __init__(self, search: Search, tables: Tables) -> None:
        self.search = search
        self.tables = tables
        self._sought: set[str] = set()
        self._found: dict[str, list[Macro]] = {}
        self._free: dict[str, dict[str, list[Macro]]] = {}

    def look_for(self, names: Collection[str], files: Iterable[str]) -> None:
        """Find the macros of all headers, and of some files, that use one of the names."""
        wanted = set(names) - self._sought
        for _ in range(_ROUNDS):
            self._sought |= wanted
            found = defining(self.search, sorted(wanted), sorted(files))
            for macro in found:
                if macro not in self._found.setdefault(macro.name, []):
                    self._found[macro.name].append(macro)
            wanted = {one.name for one in found if _uses(one, wanted)} - self._sought
        self._free.clear()

    def is_macro(self, name: str, path: str) -> bool:
        """Whether there is a macro of that name in a file: its own, or that of any header."""
        places = [place for place, _ in self.tables.macros.get(name, ())]
        places += [macro.path for macro in self._found.get(name, ())]
        return any(_reaches(place, path) for place in places)

    def free(self, macro: str, name: str, path: str) -> list[Macro]:
        """The macros that use a name freely where one macro stands in a file: it, and those that
        it uses in turn."""
        found = self._free_anywhere(macro).get(name, ())
        return [one for one in found if _reaches(one.path, path)]

    def _free_anywhere(self, name: str) -> dict[str, list[Macro]]:
        known = self._free.get(name)
        if known is None:
            known = self._free[name] = {}  # of one that comes back to itself
            for macro in self._definitions(name):
                for word in dict.fromkeys(word for word, _ in macro.free()):
                    if macro.declares(word):
                        continue
                    known.setdefault(word, []).append(macro)
                    for inner, macros in list(self._free_anywhere(word).items()):
                        mine = known.setdefault(inner, [])  # may be the very list, in a cycle
                        had = {id(one) for one in mine}
                        mine += [one for one in macros if id(one) not in had]
        return known

    def _definitions(self, name: str) -> list[Macro]:
        out = list(self._found.get(name, ()))
        for path, index in self.tables.macros.get(name, ()):
            macro = self.tables.files[path].macros[index]
            data = self.search.tree.read(path)[macro.start : macro.end]
            out += [one for one in macros_in(path, data) if one not in out]
        return out


def _reaches(place: str, path: str) -> bool:
    """Whether what one file defines may be seen in another: it is that file, or no C file."""
    return place == path or not place.endswith(".c")


def _uses(macro: Macro, names: Collection[str]) -> bool:
    return any(word in names and not macro.declares(word) for word, _ in macro.free())
