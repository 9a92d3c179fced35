# SPDX-License-Identifier: GPL-2.0-only
"""A C file's bytes and a mask table in, same-length text that tree-sitter parses out.

The work is driven by a few compiled patterns of words over the whole text; only at a hit does
Python look at the surroundings. That is what keeps it above 10 MB/s.
"""

from __future__ import annotations

import functools
import re

from folioize.cst.mask.buffer import Buffer
from folioize.cst.mask.calls import mask_loops, mask_type_call, mask_typeof
from folioize.cst.mask.conditionals import settle
from folioize.cst.mask.declarations import mask_header, mask_member, mask_unwrap
from folioize.cst.mask.directives import find_directives, find_groups
from folioize.cst.mask.oddities import mask_case_ranges, mask_operators, mask_strings, mask_words
from folioize.cst.mask.records import Masked
from folioize.cst.mask.skeleton import skeleton
from folioize.cst.mask.toplevel import mask_toplevel
from folioize.cst.mask.trace import mask_trace
from folioize.cst.mask.trie import words_pattern
from folioize.cst.mask.words import blank_attributes, blank_levels
from folioize.cst.masktable import MaskTable, load_table

_TYPEOF = frozenset((b"typeof", b"__typeof__", b"__typeof", b"typeof_unqual"))


class _Patterns:
    """The compiled patterns of one table."""

    def __init__(self, table: MaskTable) -> None:
        self.attributes = words_pattern(table.attributes | table.attribute_calls)
        self.calls = table.attribute_calls
        self.loops = words_pattern(table.iterators)
        self.macros = words_pattern(
            {*table.type_arguments, *table.members, *table.unwrap, *table.trace, *_TYPEOF}
        )
        self.headers = words_pattern(table.headers, rb"\w*\b")


@functools.lru_cache(maxsize=8)
def _patterns(fingerprint: str, table: _Hashable) -> _Patterns:
    return _Patterns(table.table)


class _Hashable:
    """A table that compares by its fingerprint, for the cache of patterns."""

    def __init__(self, table: MaskTable) -> None:
        self.table = table

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Hashable) and other.table.fingerprint == self.table.fingerprint

    def __hash__(self) -> int:
        return hash(self.table.fingerprint)


def mask(data: bytes, table: MaskTable | None = None, variant: int = 0) -> Masked:
    """Mask ``data``; the result has the same length and the same newlines.

    ``variant`` picks the arm kept in those #if groups whose arms cannot stand together; there are
    ``Masked.variants`` of them, and a higher number keeps the last arm.
    """
    table = table or load_table()
    patterns = _patterns(table.fingerprint, _Hashable(table))
    code, comments = skeleton(data)
    buffer = Buffer(code)
    directives = find_directives(buffer, comments)
    groups = find_groups(code, directives)
    blank_attributes(buffer, patterns.attributes, patterns.calls)
    hidden, variants = settle(buffer, groups, variant)
    _mask_macros(buffer, table, patterns)
    blank_levels(buffer)
    mask_case_ranges(buffer)
    mask_strings(buffer)
    mask_operators(buffer)
    mask_words(buffer)
    mask_loops(buffer, patterns.loops)
    mask_toplevel(buffer)
    assert len(buffer.code) == len(data)
    return Masked(
        data=bytes(buffer.code),
        marks=tuple(sorted(buffer.marks)),
        calls=tuple(sorted(buffer.calls)),
        directives=directives,
        groups=groups,
        comments=comments,
        hidden=tuple(hidden),
        variants=variants,
    )


def variants(data: bytes, table: MaskTable | None = None) -> int:
    """Return how many variants of ``data`` show every arm that the kernel may compile."""
    return mask(data, table).variants


def _mask_macros(buffer: Buffer, table: MaskTable, patterns: _Patterns) -> None:
    for found in patterns.macros.finditer(buffer.code):
        word, start, end = found.group(), found.start(), found.end()
        if word in _TYPEOF:
            mask_typeof(buffer, start, end)
        elif word in table.type_arguments:
            mask_type_call(buffer, start, end, table.type_arguments[word])
        elif word in table.members:
            mask_member(buffer, start, end, table.members[word])
        elif word in table.unwrap:
            mask_unwrap(buffer, start, end, table.unwrap[word])
        else:
            mask_trace(buffer, start, end, table.trace[word])
    for found in patterns.headers.finditer(buffer.code):
        _mask_headers(buffer, table, found)


def _mask_headers(buffer: Buffer, table: MaskTable, found: re.Match[bytes]) -> None:
    word = found.group()
    for name, first in table.headers.items():
        if word.startswith(name) and word[len(name) :].isdigit():
            mask_header(buffer, found.start(), found.end(), first)
            return
