# SPDX-License-Identifier: GPL-2.0-only
"""A macro's parameters and body go in; which of them name members, and are handed on, comes out.

``#define slot(s, f) ((s)->f)`` names a member by its second parameter: what stands there in a
call is no expression, and no fact of its own tells of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from folioize.cst.mask.skeleton import skeleton

Handed = tuple[int, str, int]
"""A parameter, the function or macro that it is an argument of, and which argument."""

_MEMBER = re.compile(rb"(?:->|(?<!\.)\.)\s*(\w+(?:\s*##\s*\w+)*)")
_PASTED = re.compile(rb"\w+(?:\s*##\s*\w+)+|##\s*\w+")
_STRING = re.compile(rb"(?<!#)#\s*\w+")
_WORD = re.compile(rb"[A-Za-z_]\w*")
_CALL = re.compile(rb"([A-Za-z_]\w*)\s*\(")
_OPEN, _CLOSE = b"([{", b")]}"


class Naming(NamedTuple):
    """The parameters that are the name of a member, those that are pasted to be a part of one,
    those that are pasted anywhere, those that are handed on as they are, and those that stand
    anywhere else."""

    whole: tuple[int, ...] = ()
    parts: tuple[int, ...] = ()
    pasted: tuple[int, ...] = ()
    handed: tuple[Handed, ...] = ()
    loose: tuple[int, ...] = ()


def naming(params: tuple[str, ...], body: bytes) -> Naming:
    """What a macro does with its parameters but to evaluate them."""
    text = skeleton(body)[0].replace(b"\\\n", b"  ")
    places = {name.rstrip(".").encode("latin-1"): at for at, name in enumerate(params)}
    if "..." in params:
        places[b"__VA_ARGS__"] = params.index("...")
    whole: set[int] = set()
    parts: set[int] = set()
    for found in _MEMBER.finditer(text):
        words = _WORD.findall(found.group(1))
        (whole if len(words) == 1 else parts).update(places[w] for w in words if w in places)
    joined = [found.span() for found in _PASTED.finditer(text)]
    pasted = {
        places[word]
        for span in joined
        for word in _WORD.findall(text, *span)
        if word in places and word != b"__VA_ARGS__"
    }
    joined += [found.span() for found in _STRING.finditer(text)]
    handed: set[Handed] = set()
    for call in _CALL.finditer(text):
        for number, (start, end) in enumerate(_arguments(text, call.end())):
            if text[start:end] in places:
                name = call.group(1).decode("latin-1")
                handed.add((places[text[start:end]], name, number))
                joined.append((start, end))
    loose = {
        places[word.group()]
        for word in _WORD.finditer(text)
        if word.group() in places and not any(s <= word.start() < e for s, e in joined)
    }
    return Naming(
        whole=tuple(sorted(whole)),
        parts=tuple(sorted(parts)),
        pasted=tuple(sorted(pasted)),
        handed=tuple(sorted(handed)),
        loose=tuple(sorted(loose)),
    )


def _arguments(text: bytes, at: int) -> Iterator[tuple[int, int]]:
    """The arguments of a call that opens right before an offset, without blanks around them."""
    depth, begin = 0, at
    while at < len(text):
        byte = text[at]
        if byte in _OPEN:
            depth += 1
        elif byte in _CLOSE and depth:
            depth -= 1
        elif byte in _CLOSE:
            yield _stripped(text, begin, at)
            return
        elif byte == 0x2C and depth == 0:
            yield _stripped(text, begin, at)
            begin = at + 1
        at += 1


def _stripped(text: bytes, start: int, end: int) -> tuple[int, int]:
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip())
    return start, start + len(inner.strip())
