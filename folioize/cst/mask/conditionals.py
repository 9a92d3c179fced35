# SPDX-License-Identifier: GPL-2.0-only
"""#if groups in, the arms that cannot stand beside one another blanked out of the buffer.

All directive lines are blank by now, so the arms of a group follow one another as plain text. In
most groups that parses; where it would not (two function headers with one body, two ends of one
expression) only the arm of the variant asked for is kept.
"""

from __future__ import annotations

import re

from folioize.cst.mask.buffer import Buffer
from folioize.cst.mask.records import Group, Span

_CONTROL = frozenset((b"if", b"while", b"for", b"switch"))
_BARE = re.compile(rb"(?:else|do)\Z")
_GOES_ON = frozenset((b"{", b";", b"=", b",", b")", b"|", b"&", b"?", b"+", b"-"))
_ELSE = re.compile(rb"else\b")
_PARENS = re.compile(rb"[()]")
_OPERATORS = re.compile(rb"\|\||&&|[|+*/.?=)\]}]|&(?!\w)|-(?!\w)")


def settle(buffer: Buffer, groups: tuple[Group, ...], variant: int) -> tuple[list[Span], int]:
    """Blank dead arms, and all but arm ``variant`` where arms exclude one another.

    Returns the spans blanked and the number of variants that show every live arm.
    """
    hidden: list[Span] = []
    variants = 1
    for group in groups:
        for dead in sorted(group.dead):
            _drop(buffer, group.arms[dead], "dead", hidden)
    for group in reversed(groups):
        live = [arm for at, arm in enumerate(group.arms) if at not in group.dead]
        if len(live) < 2 or _stand_together(buffer, group, live):
            continue
        variants = max(variants, len(live))
        keep = min(variant, len(live) - 1)
        for at, arm in enumerate(live):
            if at != keep:
                _drop(buffer, arm, "arm", hidden)
    return sorted(hidden), variants


def _drop(buffer: Buffer, arm: Span, rule: str, hidden: list[Span]) -> None:
    buffer.blank(arm[0], arm[1], rule)
    hidden.append(arm)


def _stand_together(buffer: Buffer, group: Group, live: list[Span]) -> bool:
    texts = [bytes(buffer.code[start:end]).strip() for start, end in live]
    filled = [text for text in texts if text]
    if not filled:
        return True
    if not all(_balanced(text) for text in filled):
        return False
    if all(text.endswith(b",") for text in filled):
        return True
    if len(filled) == 1:
        return True
    after = buffer.after(group.end)
    if _ELSE.match(buffer.code, after) or not _statement_place(buffer, group.start, after):
        return False
    return all(_complete(buffer, text, after) for text in filled)


def _balanced(text: bytes) -> bool:
    return (
        text.count(b"(") == text.count(b")")
        and text.count(b"{") == text.count(b"}")
        and text.count(b"[") == text.count(b"]")
    )


def _statement_place(buffer: Buffer, start: int, after: int) -> bool:
    """Tell whether a whole statement or declaration may begin at ``start``."""
    at = buffer.before(start)
    if at < 0:
        return True
    byte = bytes(buffer.code[at : at + 1])
    if byte in b";}:":
        return True
    if byte == b"{":
        return buffer.before_byte(at) not in (b"=", b",", b"(", b"{", b"]")
    if byte == b")":
        return buffer.code[after : after + 1] != b"{" and _head(buffer.code, at) not in _CONTROL
    return False


def _complete(buffer: Buffer, text: bytes, after: int) -> bool:
    """Tell whether ``text`` is whole statements, so that the next arm may follow it."""
    if _ELSE.match(text) or _OPERATORS.match(text) or _BARE.search(text):
        return False
    last = text[-1:]
    if last in b";}:":
        return True
    if last == b")":
        follows = bytes(buffer.code[after : after + 1])
        return (
            follows not in b"{;=,)|&?+-" and _head(bytearray(text), len(text) - 1) not in _CONTROL
        )
    return False


def _head(code: bytearray, close: int) -> bytes:
    """Return the word before the ``(`` that matches the ``)`` at ``close``."""
    low = max(0, close - 2000)
    depth = 0
    for found in reversed(list(_PARENS.finditer(code, low, close + 1))):
        depth += 1 if found.group() == b")" else -1
        if depth == 0:
            word = re.search(
                rb"(\w+)\s*\Z", bytes(code[max(0, found.start() - 80) : found.start()])
            )
            return word.group(1) if word else b""
    return b""
