# SPDX-License-Identifier: GPL-2.0-only
"""Edits on pristine bytes go in; the edited text, its map back, and flat merged edits come out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from folioize.cst.edits import EditError, merge_edits
from folioize.model import Edit

_WORDS = re.compile(rb"\w+|[ \t]+|[^\w \t]", re.S)
# Above this many tokens a replacement is only trimmed at both ends: a diff would be slow.
_DIFF_LIMIT = 400


class Patched:
    """The text after ``edits``, with the way back to the pristine bytes.

    ``edits`` are sorted and as small as can be; ``text`` is what applying them gives.
    Raises EditError where two edits overlap or one reaches outside of ``data``.
    """

    def __init__(self, data: bytes, edits: Sequence[Edit]) -> None:
        self.data = data
        self.edits = _normalise(data, edits)
        parts: list[bytes] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._shifts: list[int] = [0]
        at = shift = 0
        for edit in self.edits:
            parts += (data[at : edit.start], edit.new)
            at = edit.end
            self._starts.append(edit.start + shift)
            self._ends.append(edit.start + shift + len(edit.new))
            shift += len(edit.new) - (edit.end - edit.start)
            self._shifts.append(shift)
        parts.append(data[at:])
        self.text = b"".join(parts)

    def spans(self) -> list[tuple[int, int]]:
        """The edited ranges, as offsets into ``text``, in order."""
        return list(zip(self._starts, self._ends, strict=True))

    def moving(self) -> list[tuple[int, int]]:
        """The edited ranges whose edits change the columns of what follows on their line."""
        return [
            span
            for edit, span in zip(self.edits, self.spans(), strict=True)
            if len(edit.new) != edit.end - edit.start
            or b"\n" in edit.new
            or b"\t" in edit.new
            or any(byte in self.data[edit.start : edit.end] for byte in b"\n\t")
        ]

    def old(self, offset: int) -> int | None:
        """The pristine offset of the byte at ``offset`` of ``text``; None where an edit made it."""
        index = bisect_right(self._starts, offset)
        if index and offset < self._ends[index - 1]:
            return None
        return offset - self._shifts[index]

    def origin(self, offset: int) -> int | None:
        """As ``old``, but an edit without a line end in it has an origin: where it starts."""
        old = self.old(offset)
        if old is not None:
            return old
        edit = self.edits[bisect_right(self._starts, offset) - 1]
        return None if b"\n" in edit.new else edit.start

    def compose(self, changes: Iterable[tuple[int, int, bytes]]) -> tuple[Edit, ...]:
        """One flat list: the edits, then ``changes`` (start, end, new; offsets into ``text``)."""
        items = [(s, e, self.text[s:e], i) for i, (s, e) in enumerate(self.spans())]
        for start, end, new in changes:
            trimmed = _trim(start, end, self.text[start:end], new)
            if trimmed is not None:
                items.append((*trimmed, -1))
        items.sort(key=lambda item: (item[0], item[1]))
        result: list[Edit] = []
        shift = index = 0
        while index < len(items):
            last = index + 1
            high = items[index][1]
            while last < len(items) and items[last][0] <= high:
                high = max(high, items[last][1])
                last += 1
            group = items[index:last]
            before = shift
            seen = [item[3] for item in group if item[3] >= 0]
            if seen:
                shift = self._shifts[max(seen) + 1]
            result.append(Edit(group[0][0] - before, high - shift, self._merged(group, high)))
            index = last
        return tuple(result)

    def _merged(self, group: Sequence[tuple[int, int, bytes, int]], high: int) -> bytes:
        """The text of a group of touching ranges with the white-space changes in it made."""
        parts: list[bytes] = []
        at = group[0][0]
        for start, end, new, index in group:
            if index < 0:
                parts += (self.text[at:start], new)
                at = end
        parts.append(self.text[at:high])
        return b"".join(parts)


def _normalise(data: bytes, edits: Sequence[Edit]) -> list[Edit]:
    """Sorted, checked, split into the tokens that differ; neighbours that touch are merged."""
    result: list[Edit] = []
    for edit in merge_edits(edits):
        if edit.end > len(data):
            raise EditError(f"an edit ends at byte {edit.end}, the file at {len(data)}")
        for part in _split(data[edit.start : edit.end], edit):
            if result and result[-1].end == part.start:
                before = result.pop()
                result.append(Edit(before.start, part.end, before.new + part.new))
            else:
                result.append(part)
    return result


def _split(old: bytes, edit: Edit) -> list[Edit]:
    """``edit`` as the smallest edits of whole tokens, so that brackets keep their identity."""
    if old == edit.new:
        return []
    before, after = _WORDS.findall(old), _WORDS.findall(edit.new)
    if len(before) < 2 or len(after) < 2 or len(before) + len(after) > _DIFF_LIMIT:
        return [edit]
    starts = [edit.start]
    for token in before:
        starts.append(starts[-1] + len(token))
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [
        Edit(starts[low], starts[high], b"".join(after[first:last]))
        for tag, low, high, first, last in blocks
        if tag != "equal"
    ]


def _trim(start: int, end: int, old: bytes, new: bytes) -> tuple[int, int, bytes] | None:
    """The change without the bytes that both sides share; None where nothing is left."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    room = min(len(old), len(new)) - head
    while tail < room and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    if head + tail == len(old) == len(new):
        return None
    return start + head, end - tail, new[head : len(new) - tail]
