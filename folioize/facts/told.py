# SPDX-License-Identifier: GPL-2.0-only
"""A file's bytes go in; the names that it tells come out, and later those of all files that stand
in it.

The names that pages go by anywhere in the tree decide what is worth a fact in each file. A change
to one file may bring a new name or take one away, and that matters only to files in which the name
stands: facts are made with no other names than these, so that all others keep theirs. A macro of a
``.c`` file is that file's own, and may be used by the headers that it includes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property

import msgspec

from folioize.facts.names import FileNames, Names, file_names, join_names, never_names
from folioize.facts.vocabulary import number, numbers, unpacked, words_in

_INCLUDED = re.compile(rb'^[ \t]*#[ \t]*include[ \t]*["<](?:[^">\n]*/)?([^/">\n]+\.c)[">]', re.M)


_NO_NAMES = Names()


class Told(msgspec.Struct, frozen=True, array_like=True):
    """The names that a file tells, a number for each word in it, and the ``.c`` files, by their
    last name, that it includes."""

    names: FileNames
    numbers: bytes
    included: tuple[bytes, ...]


def tell(data: bytes) -> Told:
    """What a file tells."""
    included = sorted(set(_INCLUDED.findall(data)))
    return Told(file_names((data,)), numbers(words_in(data)), tuple(included))


class _Numbered:
    """Names by number, to find those that stand in a file."""

    def __init__(self, names: Collection[bytes]) -> None:
        self._names: dict[int, list[bytes]] = {}
        for name in names:
            self._names.setdefault(number(name), []).append(name)
        self._numbers = frozenset(self._names)

    def within(self, told: Told) -> set[bytes]:
        found = self._numbers.intersection(unpacked(told.numbers))
        return {name for one in found for name in self._names[one]}


class Shares:
    """The names of all files, of which each has its share; ``more`` is declared with typedefs, and
    those ``before`` are names of pages whatever the files say now. ``names`` are those of all
    files."""

    def __init__(
        self,
        told: Mapping[str, Told],
        more: frozenset[bytes] = frozenset(),
        before: Names = _NO_NAMES,
    ) -> None:
        self._told = told
        self._more = more.union(word.encode("latin-1") for word in before.words)
        self._before = before
        included = {one for part in told.values() for one in part.included}
        self._alone = {
            path
            for path in told
            if path.endswith(".c") and path.rpartition("/")[2].encode() not in included
        }
        shared = [
            part.names._replace(macros=()) if path in self._alone else part.names
            for path, part in told.items()
        ]
        self.names = self._joined(shared)
        self._words = frozenset(word.encode("latin-1") for word in self.names.words)
        self._everywhere = _Numbered(self._words)
        self._never = never_names()
        self._users: dict[bytes, list[bytes]] = {}
        self._takers = {name for part in shared for name, takes, _ in part.macros if takes}
        for part in shared:
            for name, _, called in part.macros:
                for one in called or ():
                    self._users.setdefault(one, []).append(name)

    def of(self, path: str) -> Names:
        """Those that stand in a file."""
        told = self._told[path]
        if path not in self._alone:
            every, names = self._in_headers
            return _named(every.within(told), names.macros, ())
        own = self._own(told)
        found = self._everywhere.within(told) | _Numbered(own).within(told)
        takes = {name for name, takes, _ in told.names.macros if takes}
        macros = own & (takes | self._takers) | self._words & takes
        return _named(found, self.names.macros, macros)

    @cached_property
    def _in_headers(self) -> tuple[_Numbered, Names]:
        """What a header may be given by any file that includes it."""
        names = self._joined([part.names for part in self._told.values()])
        return _Numbered([word.encode("latin-1") for word in names.words]), names

    def _joined(self, parts: Iterable[FileNames]) -> Names:
        names = join_names(parts, self._more)
        return Names(names.words, names.macros | self._before.macros)

    def _own(self, told: Told) -> set[bytes]:
        """What a file's own macros make names of pages in it, besides those of all files."""
        users: dict[bytes, list[bytes]] = {}
        todo: list[bytes] = []
        for name, _, called in told.names.macros:
            if called is None or not called.isdisjoint(self._words):
                todo.append(name)
            for one in called or ():
                users.setdefault(one, []).append(name)
        own: set[bytes] = set()
        while todo:
            name = todo.pop()
            if name not in own and name not in self._words and name not in self._never:
                own.add(name)
                todo += users.get(name, ())
                todo += self._users.get(name, ())
        return own


def _named(words: set[bytes], macros: frozenset[str], more: Iterable[bytes]) -> Names:
    found = frozenset(word.decode("latin-1") for word in words)
    own = found.intersection(name.decode("latin-1") for name in more)
    return Names(found, found & macros | own)


def holding(words: Iterable[bytes], told: Mapping[str, Told]) -> Iterator[str]:
    """The files in which one of some words may stand."""
    wanted = frozenset(map(number, words))
    for path, one in told.items():
        if not wanted.isdisjoint(unpacked(one.numbers)):
            yield path
