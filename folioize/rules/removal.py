# SPDX-License-Identifier: GPL-2.0-only
"""A span of text that goes away goes in; the edit that leaves no white space behind comes out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise, zip_longest

from folioize.model import Edit
from folioize.rules.records import RuleError

_CLOSES = re.compile(rb"[ \t]*\}")
_BLANK = re.compile(rb"\n[ \t]*\n\Z")
_GLUED = re.compile(rb"\w\w|([-+&|<>])\1|[-<>=!+*/%&|^]=")
"""Two characters that are of one token where nothing stands between them."""


def removal(data: bytes, start: int, end: int) -> Edit:
    """The deletion of bytes, with the white space that would be left over."""
    gone = _removal(data, start, end)
    left = data[gone.start - 1 : gone.start] + data[gone.end : gone.end + 1]
    return Edit(gone.start, gone.end, b" ") if _GLUED.fullmatch(left) else gone


def _removal(data: bytes, start: int, end: int) -> Edit:
    """The same, though tokens may touch that would be one."""
    line = data.rfind(b"\n", 0, start) + 1
    stop = data.find(b"\n", end)
    stop = len(data) if stop < 0 else stop
    head, tail = data[line:start], data[end:stop]
    if not head.strip() and not tail.strip():
        stop = min(stop + 1, len(data))
        if _blank_before(data, line) and _blank_after(data, stop):
            stop = data.find(b"\n", stop) + 1
        elif _CLOSES.match(data, stop) and _BLANK.search(data, max(0, line - 80), line):
            line = data.rfind(b"\n", 0, line - 1) + 1  # none is left before the end of a block
        return Edit(line, stop, b"")
    before, after = data[start - 1 : start], data[end : end + 1]
    closes = tail.lstrip()[:1] in (b")", b",", b";", b"]")
    if not tail.strip() or (before in b" \t" and after in b"),;]"):
        return Edit(line + len(head.rstrip()), end, b"")
    if not head.strip() or (after in b" \t" and (before in b" \t([" or closes)):
        return Edit(start, end + len(tail) - len(tail.lstrip()), b"")
    return Edit(start, end, b"")


_GAP = re.compile(rb"(?:\s|\\\n|/\*.*?\*/|//[^\n]*)*\Z", re.DOTALL)
_CONDITIONAL = re.compile(rb"^[ \t]*#[ \t]*(if|el|endif)", re.MULTILINE)
_LINES = re.compile(rb"^[ \t]*#[ \t]*(?:if|el|endif).*", re.MULTILINE)


def gap_goes(data: bytes, start: int, gap: int, end: int) -> bool:
    """Whether what stands before ``end``, from ``gap`` on, goes with what goes since ``start``:
    white space, comments, and lines of #ifs that go as a whole."""
    if _GAP.match(data, gap, end) is not None:
        return True
    return _whole_ifs(data, start, end) and _GAP.match(_LINES.sub(b"", data[gap:end])) is not None


def _whole_ifs(data: bytes, start: int, end: int) -> bool:
    """Whether each #if in a span ends there."""
    depth = 0
    for found in _CONDITIONAL.finditer(data, data.rfind(b"\n", 0, start) + 1, end):
        if found.start(1) < start:
            continue
        depth += {b"if": 1, b"el": 0, b"endif": -1}[found[1]]
        if depth < 0 or (not depth and found[1] == b"el"):
            return False
    return depth == 0


def check_ifs(data: bytes, edits: list[Edit]) -> list[Edit]:
    """The edits of a match; raises RuleError where a part of an #if would go."""
    for edit in edits:
        if not _whole_ifs(data, edit.start, edit.end):
            raise RuleError("lines of the preprocessor stand in the midst of what goes")
    return edits


_BEHIND = re.compile(rb"\}\s*(\w+)[^;{}]*;")


def check_gaps(data: bytes, groups: Iterable[tuple[int, int, bool]]) -> None:
    """Raise RuleError for what stands between a struct that goes and its semicolon, where another
    takes its place: an attribute would come to stand in front of that, and mean nothing there.

    The groups are of tokens that go: where they begin and end, and whether something comes.
    """
    for (_, end, _), (start, _, comes) in pairwise(groups):
        found = _BEHIND.fullmatch(data, end - 1, start + 1) if comes else None
        if found is not None:
            raise RuleError(
                f"{found[1].decode('latin-1')} stands behind it, and is not in the rule"
            )


def _blank_before(data: bytes, line: int) -> bool:
    before = data[data.rfind(b"\n", 0, max(line - 1, 0)) + 1 : line].rstrip()
    return line > 0 and (not before or before.endswith(b"{"))


def _blank_after(data: bytes, at: int) -> bool:
    end = data.find(b"\n", at)
    return end >= 0 and not data[at:end].strip()


def together(data: bytes, edits: list[Edit]) -> list[Edit]:
    """The edits, in their order; several lines that go side by side leave the gap of one."""
    lines = sorted(edit for edit in edits if edit.start < edit.end and _whole_lines(data, edit))
    wider: dict[Edit, Edit] = {}
    run: list[Edit] = []
    for edit, following in zip_longest(lines, lines[1:]):
        run.append(edit)
        if following is not None and following.start == edit.end:
            continue
        if len(run) > 1:
            whole = removal(data, run[0].start, edit.end - 1)
            wider[edit] = Edit(edit.start, max(edit.end, whole.end), b"")
            wider[run[0]] = Edit(min(run[0].start, whole.start), run[0].end, b"")
        run = []
    return [wider.get(edit, edit) for edit in edits]


def _whole_lines(data: bytes, edit: Edit) -> bool:
    ends = data[edit.start - 1 : edit.start], data[edit.end - 1 : edit.end]
    return not edit.new and ends == (b"\n", b"\n")
