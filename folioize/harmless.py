# SPDX-License-Identifier: GPL-2.0-only
"""Text from a tree goes in; the same text, with nothing in it that a terminal obeys, comes out."""

from __future__ import annotations

import re

# Control characters, what turns the direction of text, line separators, and halves of pairs that
# stand for bytes that are no UTF-8: a name in a tree must not move a cursor or hide what follows.
HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


def escape(text: str) -> str:
    """``text`` with everything that a terminal would obey written as \\x1b and the like."""
    return HARMFUL.sub(spell, text)


def spell(match: re.Match[str]) -> str:
    """One match of HARMFUL, written out."""
    code = ord(match[0])
    if 0xDC80 <= code <= 0xDCFF:
        code -= 0xDC00  # the byte that could not be decoded
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
