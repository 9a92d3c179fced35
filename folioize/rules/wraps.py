# SPDX-License-Identifier: GPL-2.0-only
"""Runs of + lines and a match go in; what they put braces around, and its new indentation, out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from folioize.model import Edit
from folioize.rules.additions import Addition
from folioize.rules.branches import unit

_CONTROL = re.compile(rb"\s*(?:if|for|while|do|switch)\b")
_HEADS = ("if", "for", "while", "do", "switch")
_LINE = re.compile(rb"^([ \t]*)([^\s#][^\n]*)", re.MULTILINE)
_LABEL = re.compile(rb"\w+[ \t]*:(?!:)")


class Wrap(NamedTuple):
    """The additions that open and close braces around what stays, and how many braces they open."""

    opening: Addition
    closing: Addition
    depth: int


def wraps(additions: Iterable[Addition]) -> tuple[Wrap, ...]:
    """The pairs of additions of a rule that open a block and close it again."""
    found: list[Wrap] = []
    open_now: list[tuple[Addition, int]] = []
    for one in additions:
        depth = sum((token.text == "{") - (token.text == "}") for token in one.tokens)
        if depth > 0:
            open_now.append((one, depth))
        elif depth < 0 and open_now:
            opening, depth = open_now.pop()
            if not opening.replaces and not one.replaces and opening.lines:
                found.append(Wrap(opening, one, depth))
    return tuple(found)


def wrapped(one: Wrap, places: Mapping[int, tuple[int, int]], data: bytes) -> tuple[int, int]:
    """The span of what is wrapped, of ``places`` by token; an empty one where it has no place."""
    first, last = places.get(one.opening.anchor), places.get(one.closing.anchor)
    if first is None or last is None:
        return 0, 0
    start, end = first[0], last[1]
    if one.opening.after:
        start = len(data) - len(data[first[1] :].lstrip())
    if not one.closing.after:
        end = len(data[: last[0]].rstrip())
    return start, end


def deeper_lines(data: bytes, span: tuple[int, int], depth: int, alone: bool) -> list[Edit]:
    """Tabs for the lines of a span; ``alone``: it will begin a line, if it does not yet.

    Directives and labels stay where they are.
    """
    start, end = span
    line = data.rfind(b"\n", 0, start) + 1
    head = data[line:start]
    step = unit(head[: len(head) - len(head.lstrip())]) * depth
    out = []
    if alone:
        out.append(Edit(start, start, step))
    elif not head.strip():
        out.append(Edit(line, line, step))
    for found in _LINE.finditer(data, start, end):
        if found.start() > start and not _LABEL.match(found[2]):
            out.append(Edit(found.start(), found.start(), step))
    return out


def governs(text: bytes) -> bool:
    """Whether a text begins with a statement that governs others, as an if does."""
    return _CONTROL.match(text) is not None


def heads(addition: Addition) -> bool:
    """Whether an addition puts an if or a loop before a statement, without braces."""
    first, last = addition.tokens[0], addition.tokens[-1]
    return not addition.after and first.text in _HEADS and last.text == ")"


def conditional(addition: Addition) -> bool:
    """Whether what is added begins with a line of an #if: what it holds may then be nothing."""
    first = addition.tokens[0]
    return first.kind == "cpp" and first.text.lstrip("# \t").startswith(("if", "el", "endif"))
