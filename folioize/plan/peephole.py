# SPDX-License-Identifier: GPL-2.0-only
"""A file before and after rules goes in; the parentheses that only the rules need go out.

What a rule takes from ``&(*f)->page`` is ``(*f)``: in an argument, or alone on the right side of
an assignment, that needs none. Lines that were there before stay as they are.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_PLAIN = rb"[*&]*\w+(?:(?:->|\.)\w+|\[\w+\])*"
_ARGUMENT = re.compile(rb"\b(\w+\()\((" + _PLAIN + rb")\)(?=[,)])")
_LATER = re.compile(rb"(, )\((" + _PLAIN + rb")\)(?=[,)])")
_SIDE = re.compile(rb"( = )\((" + _PLAIN + rb")\)(?=;)")
_WORDS = re.compile(rb"\b(?:if|while|for|switch|return|sizeof|typeof|__typeof__)\(\Z")


def bared(before: bytes, after: bytes) -> bytes:
    """``after`` without such parentheses on lines that ``before`` has not."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for what, _, _, low, high in matcher.get_opcodes():
        if what != "equal":
            new[low:high] = [_bared(line) for line in new[low:high]]
    return b"".join(new)


def _bared(line: bytes) -> bytes:
    line = _ARGUMENT.sub(_without, line)
    return _SIDE.sub(rb"\1\2", _LATER.sub(rb"\1\2", line))


def _without(found: re.Match[bytes]) -> bytes:
    return found[0] if _WORDS.search(found[1]) else found[1] + found[2]
