# SPDX-License-Identifier: GPL-2.0-only
"""Attribute words, attribute calls and printk levels in, spaces out."""

from __future__ import annotations

import re

from folioize.cst.mask.buffer import Buffer

_LEVEL = re.compile(rb"\bKERN_[A-Z]+\b(?=\s*[\"A-Za-z_])")


def blank_attributes(buffer: Buffer, pattern: re.Pattern[bytes], calls: frozenset[bytes]) -> None:
    """Blank every word that ``pattern`` finds; with its parentheses if it is in ``calls``."""
    for found in pattern.finditer(buffer.code):
        word, end = found.group(), found.end()
        if word in calls:
            opening = buffer.open_after(end)
            close = buffer.close(opening) if opening >= 0 else -1
            if close < 0:
                continue
            end = close + 1
        buffer.blank(found.start(), end, "attribute")


def blank_levels(buffer: Buffer) -> None:
    """Blank KERN_x where a string or a word follows, which would otherwise not be one argument."""
    for found in _LEVEL.finditer(buffer.code):
        buffer.blank(found.start(), found.end(), "level")
