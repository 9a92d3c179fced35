# SPDX-License-Identifier: GPL-2.0-only
"""Macro calls among the members of a struct or an enum in, members that C knows out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from folioize.cst.mask.buffer import Buffer
from folioize.cst.mask.records import Span
from folioize.cst.mend.brackets import Brackets

_STRUCT = re.compile(rb"\b(?:struct|union)\b[^;{}()=]*+\{")
_ENUM = re.compile(rb"\benum\b[^;{}()=]*+\{")
_MEMBER = re.compile(rb"[;{}]\s*([A-Za-z_]\w*+)\s*\(")
_ENUMERATOR = re.compile(rb"[{,]\s*([A-Za-z_]\w*+)\s*\(")
_RULE = "member"


def drop_member_calls(buffer: Buffer) -> None:
    """Blank each member that is a macro's call, ``__uint(type, VALUE);``."""
    for start, end in _bodies(buffer, _STRUCT):
        for found in _MEMBER.finditer(bytes(buffer.code[start:end])):
            opening = start + found.end() - 1
            close = buffer.close(opening)
            # "type (*name)(..)" and "type (*name)[..]" are members of C.
            if not start < close < end or buffer.after_byte(opening + 1) == b"*":
                continue
            stop = buffer.after(close + 1)
            stop = stop + 1 if buffer.code[stop : stop + 1] == b";" else close + 1
            buffer.blank(start + found.start(1), stop, _RULE)


def name_enumerators(buffer: Buffer) -> None:
    """Leave of an enumerator that a macro makes, ``BIT_OF(NAME),``, the macro's name."""
    for start, end in _bodies(buffer, _ENUM):
        for found in _ENUMERATOR.finditer(bytes(buffer.code[start:end])):
            opening = start + found.end() - 1
            close = buffer.close(opening)
            if start < close < end:
                buffer.blank(opening, close + 1, _RULE)


def _bodies(buffer: Buffer, pattern: re.Pattern[bytes]) -> Iterator[Span]:
    """The spans of the bodies that ``pattern`` begins, from the brace to its counterpart."""
    brackets = Brackets(buffer)
    for found in pattern.finditer(bytes(buffer.code)):
        close = brackets.match(found.end() - 1)
        if close >= 0:
            yield found.end() - 1, close
