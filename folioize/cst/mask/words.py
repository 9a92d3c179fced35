# SPDX-License-Identifier: GPL-2.0-only
"""Attribute words, attribute calls and printk levels in, spaces out."""

from __future__ import annotations

import re

from folioize.cst.mask.buffer import Buffer
from folioize.cst.mask.vocabulary import find_hits

_GOES_ON = re.compile(rb"\s*[\"A-Za-z_]")
_BRACKETS = re.compile(rb"\[\[[^\[\]]*\]\]")


def blank_attributes(buffer: Buffer, words: list[bytes], calls: frozenset[bytes]) -> None:
    """Blank every one of ``words``; together with its parentheses if it is in ``calls``."""
    for hit in find_hits(buffer.code, words):
        end = hit.end
        if buffer.before_byte(hit.start) in (b".", b">", b"&", b"="):
            # A member or a variable of that name.
            continue
        if hit.word in calls:
            opening = buffer.open_after(end)
            close = buffer.close(opening) if opening >= 0 else -1
            if close < 0:
                continue
            end = close + 1
        buffer.blank(hit.start, end, "attribute")


def blank_brackets(buffer: Buffer) -> None:
    """Blank attributes in brackets, ``[[noreturn]]``."""
    for found in _BRACKETS.finditer(buffer.code):
        buffer.blank(*found.span(), "attribute")


def blank_levels(buffer: Buffer, words: list[bytes]) -> None:
    """Blank KERN_x where a string or a word follows, which would otherwise not be one argument."""
    for hit in find_hits(buffer.code, words):
        if _GOES_ON.match(buffer.code, hit.end):
            buffer.blank(hit.start, hit.end, "level")
