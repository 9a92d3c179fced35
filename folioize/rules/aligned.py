# SPDX-License-Identifier: GPL-2.0-only
"""A span of a file and the pieces to come in its place go in; edits come out.

A term that is taken away and added again in the same order keeps its place, and its layout.
"""

from __future__ import annotations

import re

from folioize.model import Edit
from folioize.rules.render import Piece, spaced

_WORD = re.compile(rb"\w")
_IFS = re.compile(rb"^[ \t]*#[ \t]*(?:if|el|endif).*", re.MULTILINE)
_BRACED = re.compile(rb"\{[ \t]*(?=\n)\s*")


def aligned(data: bytes, span: tuple[int, int], pieces: list[Piece]) -> list[Edit]:
    """Edits between the terms that keep their place."""
    out: list[Edit] = []
    at = span[0]
    text = b""
    for piece in pieces:
        value = piece.value
        keeps = (
            value is not None
            and value.start >= at
            and value.end <= span[1]
            and value.start < value.end
            and data[value.start : value.end] == piece.text
        )
        if keeps and value is not None:
            start = value.start
            if value.kind == "statement":  # on a line of its own it stays so
                gap = at + len(data[at:start].rstrip())
                if b"\n" in data[gap:start]:
                    start, text = gap, text.rstrip()
            if at == span[0] or not _as_it_was(data[at:start], text):
                out += _edit(data, at, start, text)
            at, text = value.end, b""
        else:
            text += piece.text
    if not _IFS.search(data, at, span[1]) or not _as_it_was(data[at : span[1]], text):
        out += _edit(data, at, span[1], text)
    return out


def _as_it_was(old: bytes, new: bytes) -> bool:
    """Whether what stands between two terms is the same but for the lines it stands on."""
    words = _IFS.sub(b"", old).split()
    return b"\n" in old and b"\n" not in new and words == new.split()


def below_brace(data: bytes, span: tuple[int, int], pieces: list[Piece]) -> list[Edit]:
    """The edits, on the line below where a brace that goes ends its line."""
    found = _BRACED.match(data, span[0])
    if found is None or found.end() >= span[1]:
        return aligned(data, span, pieces)
    before = len(data[: span[0]].rstrip(b" \t"))
    gone = Edit(before, span[0] + 1, b"")
    return [gone, *aligned(data, (found.end(), span[1]), pieces)]


def in_end(data: bytes, start: int, end: int) -> bool:
    """Whether a token without width stands before the brace that ends a block."""
    return start == end and data[start : start + 1] == b"}"


def inline_edit(
    data: bytes, span: tuple[int, int], added: tuple[bytes, str], after: bool, comma: bool
) -> Edit:
    """What is added before or after a token on its line: the text, and its first token."""
    start, end = span
    text, first = added
    if comma:
        return Edit(end, end, b", " + text)
    if after:
        space = b" " if spaced(data[end - 1 : end], first) else b""
        glued = _WORD.match(text[-1:]) and _WORD.match(data[end : end + 1])
        tail = b" " if glued or (start == end and text.endswith(b",")) else b""
        return Edit(end, end, space + text + tail)
    space = b" " if spaced(text[-1:], data[start : start + 1].decode("latin-1")) else b""
    return Edit(start, start, text + space)


def _edit(data: bytes, start: int, end: int, text: bytes) -> list[Edit]:
    """The edit between two kept terms, none where nothing changes; words stay apart."""
    if _WORD.match(data[start - 1 : start]) and _WORD.match(text or data[end : end + 1]):
        text = b" " + text
    if _WORD.match(text[-1:]) and _WORD.match(data[end : end + 1]):
        text += b" "
    return [] if data[start:end] == text else [Edit(start, end, text)]
