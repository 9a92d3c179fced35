# SPDX-License-Identifier: GPL-2.0-only
"""The comments of a function go in; edits that rename its parameters in them come out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from folioize.model import Edit
from folioize.plan.layout_lex import fill, width

_TEXT = re.compile(rb"""/\*.*?(?:\*/|\Z)|//[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'""", re.S)
# A kernel-doc parameter line: the lead, the name, and what stands between colon and text.
_PARAMETER = re.compile(rb"^[ \t]*\*[ \t]*@(\w+)[ \t]*:([ \t]*)(?=[^\s*])", re.M)


def kernel_doc_edits(
    data: bytes, function_start: int, renames: Mapping[bytes, bytes]
) -> tuple[Edit, ...]:
    """Rename parameters in the comment block that stands directly above a function.

    ``function_start`` is the offset of any byte of the line that the function begins in;
    ``renames`` maps an old name to the new one. ``@name`` is renamed wherever it stands in the
    block; the text after ``@name:`` keeps its column where tabs or blanks lined it up and there
    is room. The edits are sorted, relative to ``data``, and none where there is no such block.
    """
    block = _block_above(data, function_start)
    if block is None or not renames:
        return ()
    start, end = block
    text = data[start:end]
    edits: list[Edit] = []
    gaps = _parameter_gaps(data, start, text, renames)
    for match in _mention(renames, rb"(?<![\w@])@(%s)\b").finditer(text):
        low, high = start + match.start(1), start + match.end(1)
        edits.append(Edit(low, high, renames[match.group(1)]))
        if low in gaps:
            edits.append(gaps[low])
    return tuple(edits)


def comment_mentions(
    data: bytes,
    span: tuple[int, int],
    renames: Mapping[bytes, bytes],
    fields: frozenset[str] | None = None,
) -> tuple[Edit, ...]:
    """Rename ``name->`` of renamed variables in the comments between the offsets of ``span``.

    ``span`` begins outside of a comment. A field of the same name (``c->page->x``), a member that
    is not among ``fields`` (None: any is), prose words and code are left alone. The edits are
    sorted and relative to ``data``.
    """
    if not renames:
        return ()
    pattern = _mention(renames, rb"(?<![\w.])(?<!->)(%s)->(\w+)")
    return tuple(
        Edit(start + match.start(1), start + match.end(1), renames[match.group(1)])
        for start, text in comments(data, *span)
        for match in pattern.finditer(text)
        if fields is None or match.group(2).decode("latin-1") in fields
    )


def _mention(renames: Mapping[bytes, bytes], shape: bytes) -> re.Pattern[bytes]:
    """A pattern in which the names of ``renames`` stand for ``%s``."""
    return re.compile(shape % b"|".join(re.escape(name) for name in sorted(renames)))


def comments(data: bytes, start: int, end: int) -> Iterator[tuple[int, bytes]]:
    """The comments between two offsets, each with its own offset."""
    for match in _TEXT.finditer(data, start, end):
        if match.group().startswith(b"/"):
            yield match.start(), match.group()


def _block_above(data: bytes, function_start: int) -> tuple[int, int] | None:
    """The offsets of the block comment that ends in the line above the function, if one does."""
    line = data.rfind(b"\n", 0, function_start) + 1
    end = line
    while end and data[end - 1] in b" \t\r\n":
        end -= 1
    if data.count(b"\n", end, line) > 1 or not data.endswith(b"*/", 0, end):
        return None
    start = data.rfind(b"/*", 0, end - 2)
    while start >= 0:
        head = data.rfind(b"\n", 0, start) + 1
        if not data[head:start].strip():
            return start, end
        # Code before the comment: it is the trailing comment of another line.
        if b"\n" not in data[start:end] or b"*/" in data[start : end - 2]:
            return None
        start = data.rfind(b"/*", 0, start)
    return None


def _parameter_gaps(
    data: bytes, start: int, text: bytes, renames: Mapping[bytes, bytes]
) -> dict[int, Edit]:
    """Edits of the gaps after ``@name:``, by the offset of the name; columns are kept."""
    found: dict[int, Edit] = {}
    rows = [(match, _column(data, start + match.end())) for match in _PARAMETER.finditer(text)]
    for match, column in rows:
        name, gap = match.groups()
        new = renames.get(name, name)
        if len(new) == len(name) or not gap:
            continue
        if gap == b" " and not _aligned(name, column, rows):
            continue
        at = _column(data, start + match.start(2)) + len(new) - len(name)
        low, high = start + match.start(2), start + match.end(2)
        filled = _fill(at, column, gap)
        if filled != gap:
            found[start + match.start(1)] = Edit(low, high, filled)
    return found


def _aligned(name: bytes, column: int, rows: list[tuple[re.Match[bytes], int]]) -> bool:
    """Whether the text of a parameter with a name of another length begins in this column."""
    return any(at == column and len(row.group(1)) != len(name) for row, at in rows)


def _fill(at: int, column: int, gap: bytes) -> bytes:
    """The gap that leads to ``column`` in the way of the old one; one blank or tab without room."""
    tabs = b"\t" in gap
    if at >= column:
        return b"\t" if tabs else b" "
    return fill(at, column) if tabs else b" " * (column - at)


def _column(data: bytes, offset: int) -> int:
    """The column of a byte, with a tab stop at each eighth."""
    return width(data[data.rfind(b"\n", 0, offset) + 1 : offset])
