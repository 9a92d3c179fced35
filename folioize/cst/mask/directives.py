# SPDX-License-Identifier: GPL-2.0-only
"""Skeleton text in, its preprocessor lines (blanked in the buffer) and #if groups out."""

from __future__ import annotations

import bisect
import itertools
import re

from folioize.cst.mask.buffer import Buffer
from folioize.cst.mask.records import Directive, Group, Span

_DIRECTIVE = re.compile(rb"#[ \t]*([A-Za-z_]*)[ \t]*([^\\\n]*(?:\\[\s\S][^\\\n]*)*)")
_REST = re.compile(rb"[^\\\n]*(?:\\[\s\S][^\\\n]*)*")
_OPENERS = ("if", "ifdef", "ifndef")
_MIDDLES = ("else", "elif", "elifdef", "elifndef")
_ASSEMBLY = re.compile(
    r"(?:defined\s*\(?\s*)?"
    r"(?:__ASSEMBLY__|__ASSEMBLER__|LINKER_SCRIPT|__cplusplus)\s*\)?\Z"
)
_GUARD = re.compile(r"\s*(\w+)")


def find_directives(buffer: Buffer, comments: tuple[Span, ...]) -> tuple[Directive, ...]:
    """Find every preprocessor line, blank it in the buffer, and return them in order."""
    code = bytes(buffer.code)
    starts = [start for start, _ in comments]
    found: list[Directive] = []
    pos = 0
    while match := _DIRECTIVE.search(code, pos):
        line = code.rfind(b"\n", 0, match.start()) + 1
        pos = match.end()
        if code[line : match.start()].strip():
            pos = match.start() + 1
            continue
        pos = _past_comments(code, pos, comments, starts)
        word = match.group(1).decode()
        found.append(Directive(match.start(), pos, word, match.start(2)))
        buffer.blank(match.start(), pos, "directive")
    return tuple(found)


def _past_comments(code: bytes, end: int, comments: tuple[Span, ...], starts: list[int]) -> int:
    """Move ``end`` on while the newline there stands inside a comment that began on the line."""
    while True:
        at = bisect.bisect_right(starts, end) - 1
        if at < 0 or comments[at][1] <= end or comments[at][0] >= end:
            return end
        rest = _REST.match(code, comments[at][1])
        end = rest.end() if rest else comments[at][1]


class _Open:
    """A group whose #endif has not been seen yet."""

    def __init__(self, index: int, parent: tuple[int, int] | None) -> None:
        self.index = index
        self.parent = parent
        self.directives: list[Directive] = []


def find_groups(data: bytes, directives: tuple[Directive, ...]) -> tuple[Group, ...]:
    """Nest the conditionals; ``data`` is the skeleton before blanking. Unended groups are left out.

    The groups are in the order of their first directive, so a parent comes before its children.
    """
    stack: list[_Open] = []
    done: dict[int, Group] = {}
    opened = 0
    for directive in directives:
        if directive.word in _OPENERS:
            parent = (stack[-1].index, len(stack[-1].directives) - 1) if stack else None
            stack.append(_Open(opened, parent))
            opened += 1
            stack[-1].directives.append(directive)
        elif stack and directive.word in _MIDDLES:
            stack[-1].directives.append(directive)
        elif stack and directive.word == "endif":
            stack[-1].directives.append(directive)
            group = stack.pop()
            done[group.index] = _group(data, group, directives)
    return _renumber(done)


def _renumber(done: dict[int, Group]) -> tuple[Group, ...]:
    """Close the gaps that groups without an #endif left in the numbering."""
    order = sorted(done)
    number = {old: new for new, old in enumerate(order)}
    groups: list[Group] = []
    for old in order:
        group = done[old]
        parent = group.parent
        if parent is not None:
            parent = (number[parent[0]], parent[1]) if parent[0] in number else None
        groups.append(group._replace(parent=parent))
    return tuple(groups)


def _group(data: bytes, opened: _Open, directives: tuple[Directive, ...]) -> Group:
    lines = opened.directives
    arms = tuple((a.end, b.start) for a, b in itertools.pairwise(lines))
    return Group(
        start=lines[0].start,
        end=lines[-1].end,
        directives=tuple(lines),
        arms=arms,
        parent=opened.parent,
        guard=_is_guard(data, lines, directives),
        dead=_dead_arms(data, lines),
    )


def _is_guard(data: bytes, lines: list[Directive], directives: tuple[Directive, ...]) -> bool:
    if len(lines) != 2 or lines[0].word not in ("ifndef", "if"):
        return False
    at = bisect.bisect_right(directives, lines[0])
    if at >= len(directives) or directives[at].word != "define":
        return False
    name = _GUARD.match(_text(data, directives[at]))
    return name is not None and name.group(1) in _text(data, lines[0])


def _text(data: bytes, directive: Directive) -> str:
    return data[directive.body : directive.end].decode("latin-1").strip()


def _dead_arms(data: bytes, lines: list[Directive]) -> frozenset[int]:
    first, text = lines[0].word, _text(data, lines[0])
    dead: set[int] = set()
    if first == "if" and text == "0":
        dead.add(0)
    elif first == "if" and text == "1":
        dead.update(range(1, len(lines) - 1))
    elif first != "ifndef" and _ASSEMBLY.match(text):
        dead.add(0)
    elif (first == "ifndef" and _ASSEMBLY.match(text)) or (
        first == "if" and text.startswith("!") and _ASSEMBLY.match(text[1:].strip())
    ):
        dead.update(range(1, len(lines) - 1))
    return frozenset(dead)
