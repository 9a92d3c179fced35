# SPDX-License-Identifier: GPL-2.0-only
"""A C file's path and bytes in, a Module out: tree, lines, items, macros and #if arms by offset.

All offsets are byte offsets into the file; the tree is parsed from masked text of the same length,
so a node's offsets are the file's, but its text must be taken from the file (``Module.text``).
"""

from __future__ import annotations

import bisect
import functools
import re
from typing import NamedTuple

from tree_sitter import Node, Tree

from folioize.cst.language import parse_bytes
from folioize.cst.mask import Group, MacroCall, Mark, Masked, Span, mask
from folioize.cst.masktable import MaskTable
from folioize.cst.mend import mend

# Rules that rewrite the surroundings of a type but leave it readable: an edit may stand on them.
EDITABLE_RULES = frozenset(("typearg", "iterator", "trace", "typeof"))
_NESTING = frozenset(
    [
        "preproc_if",
        "preproc_ifdef",
        "preproc_else",
        "preproc_elif",
        "linkage_specification",
        "declaration_list",
    ]
)
_DEFINE = re.compile(rb"([A-Za-z_]\w*)(\([^)]*\))?(?:[ \t]|\\\n)*")


class Item(NamedTuple):
    """A top-level item: a function, declaration, struct, typedef …; ``clean`` if without errors."""

    start: int
    end: int
    node: Node
    clean: bool


class Define(NamedTuple):
    """A ``#define``: ``params`` is None for an object-like macro; the body's span excludes comments
    after it only where they end the line.
    """

    start: int
    end: int
    name: str
    params: tuple[str, ...] | None
    body_start: int
    body_end: int


class Module:
    """A parsed file. Make one with ``Module.parse``; nothing in it changes afterwards."""

    def __init__(self, path: str, data: bytes, masked: Masked, tree: Tree) -> None:
        self.path = path
        self.data = data
        self.masked = masked
        self.tree = tree
        self.root = tree.root_node

    @classmethod
    def parse(
        cls, path: str, data: bytes, table: MaskTable | None = None, variant: int = 0
    ) -> Module:
        """Mask and parse ``data``; ``variant`` (below ``module.variants``) picks exclusive arms."""
        masked = mask(data, table, variant)
        tree = parse_bytes(masked.data)
        if tree.root_node.has_error:
            masked, tree = mend(masked, tree)
        return cls(path, data, masked, tree)

    @property
    def variants(self) -> int:
        """How many variants show, between them, every arm of the file."""
        return self.masked.variants

    @property
    def comments(self) -> tuple[Span, ...]:
        """The spans of all comments, in order. The tree holds none."""
        return self.masked.comments

    @property
    def macro_calls(self) -> tuple[MacroCall, ...]:
        """Every macro call that masking rewrote, in order of its start."""
        return self.masked.calls

    def text(self, where: Node | int, end: int | None = None) -> bytes:
        """Return the file's own bytes of a node, or from offset ``where`` to ``end``."""
        if isinstance(where, int):
            return self.data[where:end]
        return self.data[where.start_byte : where.end_byte]

    @functools.cached_property
    def _newlines(self) -> list[int]:
        return [found.start() for found in re.finditer(rb"\n", self.data)]

    def line(self, offset: int) -> int:
        """Return the line of ``offset``, from 1."""
        return bisect.bisect_left(self._newlines, offset) + 1

    def column(self, offset: int) -> int:
        """Return the column of ``offset`` in bytes, from 1; a tab counts as one."""
        at = bisect.bisect_left(self._newlines, offset)
        return offset - (self._newlines[at - 1] if at else -1)

    def line_span(self, line: int) -> Span:
        """Return the span of a line (from 1) without its newline; IndexError if there is none."""
        starts = self._newlines
        if not 1 <= line <= len(starts) + 1:
            raise IndexError(f"{self.path} has no line {line}")
        start = starts[line - 2] + 1 if line > 1 else 0
        return start, (starts[line - 1] if line <= len(starts) else len(self.data))

    @functools.cached_property
    def _items(self) -> tuple[Item, ...]:
        found: list[Item] = []
        stack = [self.root]
        while stack:
            for node in stack.pop().named_children:
                if node.type in _NESTING:
                    stack.append(node)
                elif node.type != "string_literal":  # the "C" of extern "C"
                    clean = not node.has_error and not node.is_missing
                    found.append(Item(node.start_byte, node.end_byte, node, clean))
        return tuple(sorted(found, key=lambda item: (item.start, item.end)))

    def items(self) -> tuple[Item, ...]:
        """Return the top-level items in order, also those inside ``extern "C"`` and #if."""
        return self._items

    def item_at(self, offset: int) -> Item | None:
        """Return the top-level item that holds ``offset``."""
        at = bisect.bisect_right(self._item_starts, offset) - 1
        return self._items[at] if at >= 0 and offset < self._items[at].end else None

    @functools.cached_property
    def _item_starts(self) -> list[int]:
        return [item.start for item in self._items]

    def clean_at(self, start: int, end: int) -> bool:
        """Tell whether an edit of these bytes is safe: parsed whole, and not hidden by the mask."""
        item = self.item_at(start)
        if item is None or not item.clean or end > item.end:
            return False
        return all(mark.rule in EDITABLE_RULES for mark in self.marks_in(start, end))

    @functools.cached_property
    def _mark_index(self) -> tuple[list[int], list[int]]:
        """The marks' starts, and for each the furthest end so far (marks may overlap)."""
        ends: list[int] = []
        for mark in self.masked.marks:
            ends.append(max(mark.end, ends[-1]) if ends else mark.end)
        return [mark.start for mark in self.masked.marks], ends

    def marks_in(self, start: int, end: int) -> tuple[Mark, ...]:
        """Return the marks that share a byte with ``start`` to ``end``, in order."""
        starts, ends = self._mark_index
        at = bisect.bisect_left(starts, end) - 1
        found: list[Mark] = []
        while at >= 0 and ends[at] > start:
            if self.masked.marks[at].end > start:
                found.append(self.masked.marks[at])
            at -= 1
        return tuple(reversed(found))

    @functools.cached_property
    def _call_index(self) -> tuple[list[int], list[int]]:
        ends: list[int] = []
        for call in self.masked.calls:
            ends.append(max(call.end, ends[-1]) if ends else call.end)
        return [call.start for call in self.masked.calls], ends

    def calls_at(self, offset: int) -> tuple[MacroCall, ...]:
        """Return the rewritten macro calls around ``offset``, the innermost first."""
        starts, ends = self._call_index
        at = bisect.bisect_right(starts, offset) - 1
        found: list[MacroCall] = []
        while at >= 0 and ends[at] > offset:
            if self.masked.calls[at].end > offset:
                found.append(self.masked.calls[at])
            at -= 1
        return tuple(found)

    def iterator_at(self, offset: int) -> MacroCall | None:
        """Return the innermost loop macro's call around ``offset`` (its name or an argument)."""
        return next((call for call in self.calls_at(offset) if call.rule == "iterator"), None)

    @functools.cached_property
    def defines(self) -> tuple[Define, ...]:
        """Every ``#define`` of the file, in order."""
        found = []
        for line in self.masked.directives:
            head = _DEFINE.match(self.data, line.body, line.end) if line.word == "define" else None
            if head is None:
                continue
            params = head.group(2)
            names = (
                None
                if params is None
                else tuple(re.findall(r"\.\.\.|\w+(?:\.\.\.)?", params.decode("latin-1")))
            )
            end = line.body + len(self.data[line.body : line.end].rstrip())
            start = min(head.end(), end)
            found.append(Define(line.start, line.end, head.group(1).decode(), names, start, end))
        return tuple(found)

    @functools.cached_property
    def _group_starts(self) -> list[int]:
        return [group.start for group in self.masked.groups]

    @property
    def groups(self) -> tuple[Group, ...]:
        """Every #if group of the file; a group's id is its place here."""
        return self.masked.groups

    def arms_at(self, offset: int) -> tuple[tuple[int, int], ...]:
        """Return (group, arm) of each #if around ``offset``, outermost first; no include guards."""
        at = bisect.bisect_right(self._group_starts, offset) - 1
        found: list[tuple[int, int]] = []
        while at >= 0:
            group = self.masked.groups[at]
            if not group.guard:
                arms = [n for n, (start, end) in enumerate(group.arms) if start <= offset < end]
                found += [(at, arm) for arm in arms]
            at = group.parent[0] if group.parent is not None else -1
        return tuple(reversed(found))

    def in_if0(self, offset: int) -> bool:
        """Tell whether ``offset`` is in an arm that is never compiled, such as ``#if 0``'s."""
        return any(arm in self.masked.groups[group].dead for group, arm in self.arms_at(offset))

    def is_hidden(self, offset: int) -> bool:
        """Tell whether ``offset`` is in an arm that this variant does not show."""
        return any(start <= offset < end for start, end in self.masked.hidden)

    def exclusive(self, one: int, other: int) -> bool:
        """Tell whether two offsets are in different arms of one group: never compiled together."""
        arms = dict(self.arms_at(one))
        return any(arms.get(group, arm) != arm for group, arm in self.arms_at(other))
