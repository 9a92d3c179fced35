# SPDX-License-Identifier: GPL-2.0-only
"""A file's bytes go in; the names that it tells come out, and later those of all files that stand
in it.

The names that pages go by anywhere in the tree decide what is worth a fact in each file. A change
to one file may bring a new name or take one away, and that matters only to files in which the name
stands: facts are made with no other names than these, so that all others keep theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from folioize.facts.names import FileNames, Names, file_names
from folioize.facts.vocabulary import number, numbers, unpacked, words_in


class Told(msgspec.Struct, frozen=True, array_like=True):
    """The names that a file tells, and a number for each word in it."""

    names: FileNames
    numbers: bytes


def tell(data: bytes) -> Told:
    """What a file tells."""
    return Told(file_names((data,)), numbers(words_in(data)))


class Shares:
    """Names of the whole tree, of which each file has its share."""

    def __init__(self, names: Names) -> None:
        self._macros = names.macros
        self._words: dict[int, list[str]] = {}
        for word in names.words | names.macros:
            self._words.setdefault(number(word.encode("latin-1")), []).append(word)
        self._numbers = frozenset(self._words)

    def of(self, told: Told) -> Names:
        """Those that stand in a file."""
        found = self._numbers.intersection(unpacked(told.numbers))
        words = frozenset(word for one in found for word in self._words[one])
        return Names(words, words & self._macros)


def holding(words: Iterable[bytes], told: dict[str, Told]) -> Iterator[str]:
    """The files in which one of some words may stand."""
    wanted = frozenset(map(number, words))
    for path, one in told.items():
        if not wanted.isdisjoint(unpacked(one.numbers)):
            yield path
