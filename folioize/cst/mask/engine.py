# SPDX-License-Identifier: GPL-2.0-only
"""A C file's bytes and a mask table in, same-length text that tree-sitter parses out.

One pass collects the words of the text, and only at a word of the table does Python look at the
surroundings. That is what keeps it above 10 MB/s.
"""

from __future__ import annotations

from folioize.cst.mask.assembler import mask_asm
from folioize.cst.mask.buffer import Buffer
from folioize.cst.mask.calls import mask_loops, mask_type_call, mask_typeof, mask_unlisted_types
from folioize.cst.mask.conditionals import settle
from folioize.cst.mask.declarations import mask_header, mask_member, mask_unwrap
from folioize.cst.mask.directives import find_directives, find_groups
from folioize.cst.mask.oddities import (
    mask_after_brackets,
    mask_bitfields,
    mask_case_ranges,
    mask_numbers,
    mask_operators,
    mask_semicolons,
    mask_spellings,
    mask_strings,
)
from folioize.cst.mask.records import Masked
from folioize.cst.mask.skeleton import skeleton
from folioize.cst.mask.statements import mask_statements
from folioize.cst.mask.toplevel import mask_toplevel
from folioize.cst.mask.trace import mask_trace
from folioize.cst.mask.vocabulary import TYPEOF, Vocabulary, find_hits
from folioize.cst.mask.words import blank_attributes, blank_brackets, blank_levels
from folioize.cst.masktable import MaskTable, current_table

_vocabularies: dict[str, Vocabulary] = {}


def _vocabulary(table: MaskTable) -> Vocabulary:
    """Return the vocabulary of ``table``, made once for each content."""
    known = _vocabularies.get(table.fingerprint)
    if known is None:
        known = _vocabularies.setdefault(table.fingerprint, Vocabulary(table))
    return known


def mask(data: bytes, table: MaskTable | None = None, variant: int = 0) -> Masked:
    """Mask ``data``; the result has the same length and the same newlines.

    ``variant`` picks the arm kept in those #if groups whose arms cannot stand together; there are
    ``Masked.variants`` of them, and a higher number keeps the last arm.
    """
    table = table or current_table()
    code, comments = skeleton(data)
    buffer = Buffer(code)
    directives = find_directives(buffer, comments)
    groups = find_groups(code, directives)
    vocabulary = _vocabulary(table)
    words = vocabulary.select(bytes(buffer.code))
    blank_attributes(buffer, words.get("attribute", []), table.attribute_calls)
    blank_brackets(buffer)
    hidden, variants = settle(buffer, groups, variant)
    _mask_macros(buffer, table, words.get("macro", []))
    mask_unlisted_types(buffer)
    for hit in find_hits(buffer.code, words.get("header", [])):
        mask_header(buffer, hit.start, hit.end, table.headers[vocabulary.header_name(hit.word)])
    blank_levels(buffer, words.get("level", []))
    mask_case_ranges(buffer)
    mask_strings(buffer)
    mask_bitfields(buffer)
    mask_operators(buffer)
    mask_spellings(buffer, words.get("spelling", []))
    mask_asm(buffer)
    mask_after_brackets(buffer)
    mask_semicolons(buffer)
    mask_numbers(buffer, words.get("number", []))
    mask_loops(buffer, words.get("loop", []))
    mask_toplevel(buffer)
    mask_statements(buffer)
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


def _mask_macros(buffer: Buffer, table: MaskTable, words: list[bytes]) -> None:
    for start, end, word in find_hits(buffer.code, words):
        if word in TYPEOF:
            mask_typeof(buffer, start, end)
        elif word in table.type_arguments:
            mask_type_call(buffer, start, end, table.type_arguments[word])
        elif word in table.members:
            mask_member(buffer, start, end, table.members[word])
        elif word in table.unwrap:
            mask_unwrap(buffer, start, end, table.unwrap[word])
        else:
            mask_trace(buffer, start, end, table.trace[word])
