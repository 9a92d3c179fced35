# SPDX-License-Identifier: GPL-2.0-only
"""Small departures from standard C (case ranges, odd numbers, asm words) in, standard C out."""

from __future__ import annotations

import re

from folioize.cst.mask.buffer import Buffer

_DOTS = re.compile(rb"\.\.\.")
_CASE = re.compile(rb"\bcase\b[^:;{}]*\Z")
_STRINGIFY = re.compile(rb"\b__stringify(?:_1)?[ \t]*\(")
_OPERATOR = re.compile(rb"(?<=[(,])(\s*)(==|!=|<=|>=|<<|>>|&&|\|\||[-+*/%<>&|^])(?=\s*[,)])")
_ASM = re.compile(rb"\b(?:asm_volatile_goto|asm_inline|__asm|__volatile)\b")
_NUMBER = re.compile(rb"(?<![\w.])\d+[kKmM](?!\w)")
_ASM_NAMES = {
    b"asm_volatile_goto": b"asm volatile goto",
    b"asm_inline": b"asm inline",
    b"__asm": b"  asm",
    b"__volatile": b"  volatile",
}


def mask_case_ranges(buffer: Buffer) -> None:
    """Make ``case A ... B:`` one expression."""
    for found in _DOTS.finditer(buffer.code):
        low = max(0, found.start() - 200)
        if _CASE.search(bytes(buffer.code[low : found.start()])):
            buffer.put(found.start(), b"  +", "range")


def mask_strings(buffer: Buffer) -> None:
    """Make ``__stringify(x)`` beside a string one word, as string pasting wants it."""
    for found in _STRINGIFY.finditer(buffer.code):
        close = buffer.close(found.end() - 1)
        if close < 0:
            continue
        if b'"' in (buffer.before_byte(found.start()), buffer.after_byte(close + 1)):
            buffer.blank(found.end() - 1, close + 1, "stringify")


def mask_operators(buffer: Buffer) -> None:
    """Make an operator that is a macro's whole argument a number."""
    for found in _OPERATOR.finditer(buffer.code):
        opening = bytes(buffer.code[: found.start()])[-1:]
        if found.group(2) == b"*" and opening in (b"(", b","):
            # "int f(*)" is no call, but a pointer's declarator may look like this.
            continue
        buffer.overwrite(found.start(2), found.end(2), b"0", "operator")


def mask_words(buffer: Buffer) -> None:
    """Spell the variants of asm as the grammar knows them; cut suffixes off numbers."""
    for found in _ASM.finditer(buffer.code):
        new = _ASM_NAMES.get(found.group())
        if new is not None:
            buffer.put(found.start(), new, "asm")
    for found in _NUMBER.finditer(buffer.code):
        buffer.put(found.end() - 1, b"0", "number")
