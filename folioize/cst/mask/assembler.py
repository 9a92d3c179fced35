# SPDX-License-Identifier: GPL-2.0-only
"""Inline assembler in, the same with what is no plain string or operand list blanked out."""

from __future__ import annotations

import re

from folioize.cst.mask.buffer import Buffer
from folioize.cst.mask.vocabulary import ASM, find_hits

_QUALIFIERS = re.compile(rb"(?:\s*(?:volatile|goto|inline|__volatile__))*")
_ROOM = re.compile(rb"[^\n]{2}")
_INNER = re.compile(rb"\([^()]*\)")
# Possessive throughout: a template of a hundred strings must not be tried in every split.
_OPERAND = rb'(?:\[\s*+\w++\s*+\]\s*+)?+(?:"x*+"\s*+)++\(\s*+\)\s*+'
_OPERANDS = rb"\s*+(?:" + _OPERAND + rb"(?:,\s*+" + _OPERAND + rb")*+)?+"
_CLOBBERS = rb'\s*+(?:"x*+"\s*+(?:,\s*+"x*+"\s*+)*+)?+'
_PLAIN = re.compile(
    rb'\s*+"x*+"\s*+(?:"x*+"\s*+|\w++\s*+)*+'
    rb"(?::" + _OPERANDS + rb"(?::" + _OPERANDS + rb"(?::" + _CLOBBERS + rb"(?::[\w\s,]*+)?)?)?)?\Z"
)


def mask_asm(buffer: Buffer) -> None:
    """Blank the template and operands of each asm that the grammar would not take whole.

    A register's name (``register long r asm("r0") = x``) is blanked like an attribute.
    """
    for hit in find_hits(buffer.code, sorted(ASM)):
        words = _QUALIFIERS.match(buffer.code, hit.end)
        opening = buffer.open_after(words.end() if words else hit.end)
        close = buffer.close(opening) if opening >= 0 else -1
        if close < 0:
            continue
        before = buffer.before_byte(hit.start)
        if before not in (b";", b"{", b"}", b")", b":", b"") and (
            buffer.word_before(hit.start) not in (b"else", b"do")
        ):
            buffer.blank(hit.start, close + 1, "asm")
        elif not _is_plain(bytes(buffer.code[opening + 1 : close])):
            buffer.blank(opening + 1, close, "asm")
            room = _ROOM.search(buffer.code, opening + 1, close)
            if room is not None:
                buffer.put(room.start(), b'""', "asm")


def _is_plain(text: bytes) -> bool:
    previous = b""
    text = text.replace(b"\\\n", b"xx")
    head = text.split(b":")[0]
    if b"(" in head:
        return False
    # Empty the parentheses from the inside out.
    while previous != text:
        previous = text
        text = _INNER.sub(lambda found: b"\x01" + b" " * (len(found.group()) - 2) + b"\x02", text)
    text = re.sub(rb"\x01[^\x02]*\x02", b"()", _flatten(text))
    return _PLAIN.match(text) is not None


def _flatten(text: bytes) -> bytes:
    """Blank what is inside the outermost marks."""
    out = bytearray()
    depth = 0
    for byte in text:
        if byte == 2:
            depth -= 1
        out.append(32 if depth else byte)
        if byte == 1:
            depth += 1
    return bytes(out)
