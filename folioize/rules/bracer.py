# SPDX-License-Identifier: GPL-2.0-only
"""Places of one file that a rule adds to go in; braces and indentation that they then want, out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from folioize.model import Edit
from folioize.rules.branches import Branch, braces, branch_at, statement_at, unit
from folioize.rules.ctree import C
from folioize.rules.values import State
from folioize.rules.wraps import Wrap, deeper_lines, wrapped

TreeAt = Callable[[int], C | None]
"""The tree of the top-level item that holds an offset."""

_LAST = 1 << 62
_LABELLED = re.compile(rb"\s*(?:case\b[^;{}]*|\w+[ \t]*):(?!:)[^;{}]*\Z")
_BLANK = re.compile(rb"[ \t]*")


class Bracer:
    """Gives branches braces. ``ranks`` orders edits at one place, the lowest first: behind
    statements that end together, what belongs to the inner one comes first."""

    def __init__(self, data: bytes, tree_at: TreeAt) -> None:
        self.data = data
        self.ranks: dict[Edit, int] = {}
        self._tree_at = tree_at
        self._indented: set[Edit] = set()

    def indent(self, offset: int) -> bytes:
        """The white space that the line of an offset begins with."""
        start = self.data.rfind(b"\n", 0, offset) + 1
        found = _BLANK.match(self.data, start)
        return b"" if found is None else found.group()

    def inner(self, offset: int) -> bytes:
        """The white space for a line beside what stands here, which may follow a label."""
        start = self.data.rfind(b"\n", 0, offset) + 1
        indent = self.indent(offset)
        labelled = _LABELLED.match(self.data[start:offset]) is not None
        return indent + unit(indent) if labelled else indent

    def beside_head(self, start: int) -> bool:
        """Whether a branch without braces begins here, on the line of its if or loop."""
        tree = self._tree_at(start)
        span = None if tree is None else statement_at(tree, start, last=False)
        branch = None if tree is None or span is None else branch_at(tree, *span, whole=True)
        return branch is not None and self.beside(branch)

    def beside(self, branch: Branch) -> bool:
        """Whether a branch is on the line of its if or loop."""
        return b"\n" not in self.data[branch.head_end : branch.statement.start]

    def branch(self, span: tuple[int, int] | None, whole: bool = False) -> Branch | None:
        """The branch of this span; ``whole``: one in braces too, which is one statement."""
        tree = None if span is None else self._tree_at(span[0])
        return None if tree is None or span is None else branch_at(tree, *span, whole)

    def beginning(self, start: int) -> Branch | None:
        """The branch without braces that begins here."""
        tree = self._tree_at(start)
        return None if tree is None else self.branch(statement_at(tree, start, last=False))

    def ends_branch(self, start: int, end: int) -> bool:
        """Whether a span is a branch without braces, and the last of its if or loop."""
        tree = self._tree_at(start) if self.data[end - 1 : end] in (b";", b"}") else None
        span = None if tree is None else statement_at(tree, end, last=True)
        branch = self.branch(span) if span is not None and span[0] == start else None
        return branch is not None and branch.following is None

    def around(self, branch: Branch | None) -> list[Edit]:
        """Braces around a branch; none where there is none."""
        if branch is None:
            return []
        made = braces(self.data, branch, self.indent(branch.head_end))
        self.ranks.update({edit: 1 - 2 * branch.statement.start for edit in made[1:]})
        return made

    def deeper(self, pairs: Iterable[Wrap], state: State) -> list[Edit]:
        """What a rule puts in braces: indented anew, and one statement where it is a branch."""
        places = {bind.at: (bind.start, bind.end) for bind in state.chain()}
        out: list[Edit] = []
        for one in pairs:
            span = wrapped(one, places, self.data)
            if span[0] < span[1]:
                made = deeper_lines(self.data, span, one.depth, self.beside_head(span[0]))
                self._indented.update(made)
                self.ranks.update(dict.fromkeys(made, _LAST))
                out += made
                if one.opening.tokens[0].text != "{":
                    out += self.around(self.branch(span, whole=True))
        return out

    def needed(self, found: Iterable[Edit]) -> list[Edit]:
        """Edits without tabs for lines that go, and gaps that something else comes into."""
        gone = {edit.start for edit in found if edit.start < edit.end and not edit.new}
        filled = {(edit.start, edit.end) for edit in found if edit.new}
        return [
            edit
            for edit in found
            if (edit.start not in gone or edit not in self._indented)
            and (edit.new or (edit.start, edit.end) not in filled or self._text(edit))
        ]

    def _text(self, edit: Edit) -> bool:
        """Whether more than white space goes."""
        return bool(self.data[edit.start : edit.end].strip())
