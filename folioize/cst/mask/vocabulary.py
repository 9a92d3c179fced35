# SPDX-License-Identifier: GPL-2.0-only
"""A text and a mask table in, the words of the text that some rule wants out, with their places.

Searching some hundred words as one pattern is slow. Collecting the set of all words takes one
pass, sets of words are compared at C speed, and a file holds few words of interest: each of those
is then found with a plain substring search.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from folioize.cst.masktable import MaskTable

_WORD_BYTES = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
_WORDS_ALONE = bytes(byte if byte in _WORD_BYTES else 32 for byte in range(256))
_LOOP = re.compile(rb" for_|for_?each|FOR_?EACH")
_NUMBER = re.compile(
    rb"(?:\d+|0[xX][0-9a-fA-F]+|0[bB][01]+|\d+[eE]\d*)(?:[uU]?[lL]{0,2}|[lL]{1,2}[uU]|[fF])\Z"
)
# Words that have been looked at are kept up to this many, so that memory stays bounded.
_SEEN_LIMIT = 300_000

TYPEOF = frozenset((b"typeof", b"__typeof__", b"__typeof", b"typeof_unqual"))
SPELLINGS = {
    b"asm_volatile_goto": b"asm volatile goto",
    b"asm_inline": b"asm inline",
    b"__asm": b"  asm",
    b"__volatile": b"volatile  ",
    b"__volatile__": b"volatile    ",
    b"__signed__": b"signed    ",
    b"__signed": b"signed  ",
    b"__const": b"const  ",
    b"__const__": b"const    ",
    b"auto": b"Auto",
    b"__alignof__": b"sizeof     ",
    b"__alignof": b"sizeof   ",
    b"_Alignof": b"sizeof  ",
    b"alignof": b"sizeof ",
}
ASM = frozenset((b"asm", b"__asm__", b"__asm", b"asm_volatile_goto", b"asm_inline"))


class Hit(NamedTuple):
    """A word of interest at ``start``, whole (no part of a longer word)."""

    start: int
    end: int
    word: bytes


class Vocabulary:
    """What each word means to the masking, by one table."""

    def __init__(self, table: MaskTable) -> None:
        self._kinds: dict[bytes, str] = {}
        self._headers = tuple(sorted(table.headers, key=len, reverse=True))
        names = b"|".join(self._headers) or b"(?!)"
        self._forms = re.compile(rb" (\d\w*|KERN_[A-Z]+|(?:" + names + rb")\d+)(?= )")
        for kind, words in (
            ("spelling", SPELLINGS),
            ("macro", TYPEOF),
            ("macro", table.type_arguments),
            ("macro", table.members),
            ("macro", table.unwrap),
            ("macro", table.trace),
            ("loop", table.iterators),
            ("attribute", table.attributes),
            ("attribute", table.attribute_calls),
        ):
            self._kinds.update(dict.fromkeys(words, kind))
        self._seen = set(self._kinds)

    def select(self, code: bytes) -> dict[str, list[bytes]]:
        """Return the words of interest in ``code`` by kind, each list sorted."""
        words = set(code.translate(_WORDS_ALONE).split())
        unseen = words - self._seen
        if unseen:
            self._classify(unseen)
            if len(self._seen) < _SEEN_LIMIT:
                self._seen |= unseen
        chosen: dict[str, list[bytes]] = {}
        for word in sorted(filter(self._kinds.__contains__, words)):
            chosen.setdefault(self._kinds[word], []).append(word)
        return chosen

    def _classify(self, words: set[bytes]) -> None:
        """Add those of ``words`` that are of interest by their form to the kinds."""
        joined = b" " + b" ".join(words) + b" "
        for found in self._forms.finditer(joined):
            word = found.group(1)
            if word[0] >= 0x3A:
                self._kinds[word] = "level" if word.startswith(b"KERN_") else "header"
            elif not _NUMBER.match(word):
                # Begins with a digit and is no number: "32k", "1000baseT", "11n_disable".
                self._kinds[word] = "number"
        for found in _LOOP.finditer(joined):
            start = joined.rindex(b" ", 0, found.end()) + 1
            self._kinds[joined[start : joined.index(b" ", found.end())]] = "loop"

    def header_name(self, word: bytes) -> bytes:
        """Return the table's name of a header word, without its digits."""
        return next(name for name in self._headers if word.startswith(name))


def find_hits(code: bytearray, words: list[bytes]) -> Iterator[Hit]:
    """Yield each place of each word, word by word; the text may change in between."""
    size = len(code)
    for word in words:
        length = len(word)
        at = code.find(word)
        while at >= 0:
            end = at + length
            if (at == 0 or code[at - 1] not in _WORD_BYTES) and (
                end == size or code[end] not in _WORD_BYTES
            ):
                yield Hit(at, end, word)
            at = code.find(word, end)
