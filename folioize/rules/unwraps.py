# SPDX-License-Identifier: GPL-2.0-only
"""A rule that takes an if or a loop from around its body goes in; what the body then wants, out.

That is one step less of indentation, and braces of its own where it is a branch.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from folioize.model import Edit
from folioize.rules.branches import Branch, count_statements
from folioize.rules.flow import LOOPS
from folioize.rules.nodes import P
from folioize.rules.records import Token

_LINE = re.compile(rb"(?<=\n)([ \t]+)(?=[^\s#])")


class Unwrap(NamedTuple):
    """The tokens of a rule that go: the first, and the braces; what is between stays.

    Without braces (``bare``) they are the last of the head, which goes, and of the body, which
    stays.
    """

    first: int
    opening: int
    closing: int
    bare: bool = False


def unwraps(elements: Iterable[P], body: tuple[Token, ...]) -> tuple[Unwrap, ...]:
    """Each if (without else) and loop of the pattern that goes from around what stays."""
    if any(token.mark == "+" and token.text in ("{", "}") for token in body):
        return ()
    found = []
    for node in (node for element in elements for node in element.walk()):
        kids = node.kids
        fits = node.kind in LOOPS or (node.kind == "if_statement" and len(kids) == 5)
        if not fits or node.kind == "do_statement":
            continue
        inside = kids[-1].kids
        head = [leaf for kid in kids[:-1] for leaf in kid.leaves()]
        if kids[-1].kind != "compound_statement":
            stays = not any(body[leaf.at].minus for leaf in kids[-1].leaves())
            goes = all(body[leaf.at].minus for leaf in head)
            if stays and goes and not _governed(body, head[0].at, kids[-1].first):
                found.append(Unwrap(head[0].at, head[-1].at, kids[-1].last, bare=True))
            continue
        gone = [*head, inside[0], inside[-1]]
        kept = [leaf for kid in inside[1:-1] for leaf in kid.leaves()]
        if all(body[leaf.at].minus for leaf in gone) and not all(
            body[leaf.at].minus for leaf in kept
        ):
            found.append(Unwrap(head[0].at, inside[0].at, inside[-1].at))
    return tuple(found)


def _governed(body: tuple[Token, ...], first: int, stop: int) -> bool:
    """Whether what is added in the place of a head is a head, too."""
    while first and body[first - 1].mark == "+":
        first -= 1
    added = [token.text for token in body[first:stop] if token.mark == "+"]
    return bool(added) and added[-1] not in (";", "}")


Places = Mapping[int, tuple[int, int]]


def braces_left(
    one: Unwrap,
    places: Places,
    data: bytes,
    branch_of: Callable[[tuple[int, int]], Branch | None],
) -> tuple[Branch, int] | None:
    """The branch that is to keep its braces, and where they open; None where there is none."""
    if one.bare or not {one.first, one.opening, one.closing} <= places.keys():
        return None
    opening, closing = places[one.opening], places[one.closing]
    branch = branch_of((places[one.first][0], closing[1]))
    if branch is None or opening[0] == opening[1]:
        return None
    one_statement = count_statements(data[opening[1] : closing[0]]) == 1
    return None if one_statement else (branch, opening[1])


def shallower(one: Unwrap, places: Places, data: bytes) -> list[Edit]:
    """One step of indentation less for the lines of the body."""
    if one.opening not in places or one.closing not in places:
        return []
    start, end = places[one.opening][1], places[one.closing][0]
    if one.bare:
        end = places[one.closing][1]
        if not data[start:end].lstrip(b" \t").startswith((b"\n", b"/*", b"//")):
            return []  # it begins on the line of the head
    base = _indent(data, places.get(one.first, (start, start))[0])
    lines = list(_LINE.finditer(data, start, end))
    step = lines[0][1].removeprefix(base) if lines and lines[0][1].startswith(base) else b""
    return [
        Edit(found.start(), found.start() + len(step), b"")
        for found in lines
        if step and found[1].startswith(base + step)
    ]


def _indent(data: bytes, offset: int) -> bytes:
    start = data.rfind(b"\n", 0, offset) + 1
    line = data[start:offset]
    return line[: len(line) - len(line.lstrip())]


def kept_braces(branch: Branch, opening: int, closing: tuple[int, int], data: bytes) -> list[Edit]:
    """The head in front of an opening brace goes, and the braces are those of the outer one."""
    out = [Edit(branch.head_end, opening, b" {")]
    line = data.rfind(b"\n", 0, closing[0]) + 1
    if not data[line : closing[0]].strip():
        out.append(Edit(line, closing[0], _indent(data, branch.head_end)))
    return out
