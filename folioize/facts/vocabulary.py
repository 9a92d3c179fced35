# SPDX-License-Identifier: GPL-2.0-only
"""A file's bytes go in; a number for each word in it comes out.

To know whether one of many names stands in a file, its text need not be looked through again.
Two words may have one number: who finds a number has still to look for the word.
"""

from __future__ import annotations

import re
import sys
import zlib
from array import array
from collections.abc import Iterable

from folioize.contents import words

FORMAT = f"3 {sys.byteorder}"
"""Of what is stored of numbers: it holds for these rules alone."""

_NINE = ord("9")
_AFTER_DIGITS = re.compile(rb"\b\d+([A-Za-z_]\w*)")


def words_in(data: bytes) -> set[bytes]:
    """Every word of a text, and what follows the digits that one begins with."""
    found = set(words(data))
    counted = b" ".join(word for word in found if word[0] <= _NINE)
    found.update(_AFTER_DIGITS.findall(counted))
    return found


def names_in(data: bytes) -> list[bytes]:
    """Every word of a text that does not begin with a digit, once."""
    return [word for word in set(words(data)) if word[0] > _NINE]


def number(word: bytes) -> int:
    """What stands for a word."""
    return zlib.crc32(word)


def numbers(found: Iterable[bytes]) -> bytes:
    """What stands for each word, packed."""
    return array("I", map(number, found)).tobytes()


def unpacked(packed: bytes) -> array[int]:
    """The numbers again."""
    return array("I", packed)
