# SPDX-License-Identifier: GPL-2.0-only
"""A span of a file goes in; each identifier in its code, and what it stands in, comes out."""

from __future__ import annotations

import re

_WORDS = re.compile(
    rb"(?P<skip>/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*')"
    rb"|(?P<name>[A-Za-z_]\w*)",
    re.S,
)
_FIELD = re.compile(rb"(?:->|\.)\s*$")
_NAME = re.compile(rb"\w+")
_CALLER = re.compile(rb"([A-Za-z_]\w*)\s*\Z")
_ALONE = re.compile(rb"\s*[,)]")
_WINDOW = 2000  # bytes before a name that are looked at
_TAGS = (b"struct", b"union", b"enum")


def words_of(data: bytes, start: int, end: int) -> dict[str, list[int]]:
    """The words between two offsets; members' names, tags and comments left out."""
    found: dict[str, list[int]] = {}
    for match in _WORDS.finditer(data, start, end):
        name = match.group("name")
        if name is None:
            continue
        before = data[max(0, match.start() - 8) : match.start()]
        if not _FIELD.search(before) and not before.rstrip().endswith(_TAGS):
            found.setdefault(name.decode("latin-1"), []).append(match.start())
    return found


def argument_of(data: bytes, at: int) -> tuple[str, int] | None:
    """The call in which a name is an argument by itself, and which one."""
    before = data[max(0, at - _WINDOW) : at]
    end = _NAME.match(data, at)
    alone = before.rstrip().endswith((b"(", b",")) and end and _ALONE.match(data, end.end())
    depth = number = 0
    for place in range(len(before) - 1, -1, -1) if alone else ():
        byte = before[place]
        if byte in b")]}":
            depth += 1
        elif byte == 0x2C and depth == 0:
            number += 1
        elif byte in b"([{":
            depth -= 1
            if depth < 0:
                caller = _CALLER.search(before[:place])
                return (caller.group(1).decode("latin-1"), number) if caller is not None else None
    return None


def in_directive(data: bytes, at: int) -> bool:
    """Whether an offset is in a line of the preprocessor, or one that continues it."""
    start = data.rfind(b"\n", 0, at) + 1
    while data.endswith(b"\\\n", 0, start):
        start = data.rfind(b"\n", 0, start - 1) + 1
    return data[start:at].lstrip().startswith(b"#")
