# SPDX-License-Identifier: GPL-2.0-only
"""The edits of one rule on a parsed file go in; those after which it still parses come out.

What would not parse any more, though it did before, is not written; it is told of with its line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from folioize.cst.edits import apply_edits
from folioize.cst.masktable import MaskTable
from folioize.cst.module import Define, Item, Module
from folioize.model import Edit
from folioize.rules.implicit import plain, typed
from folioize.rules.search import Parsed

_LENIENT = frozenset(("macro_type_specifier",))
"""What the parser makes of two statements with no semicolon between them."""


class Safe(NamedTuple):
    """Edits that may be made, the file afterwards, and where edits were left out."""

    edits: list[Edit]
    parsed: Parsed
    left: list[int]


def safe(
    parsed: Parsed,
    edits: list[Edit],
    whole: Callable[[Sequence[Edit]], tuple[Edit, ...]],
    again: Callable[[bytes], Parsed],
) -> Safe:
    """Leave out edits of items, and of macros, that would break them.

    ``whole`` completes edits for the layout's sake; ``again`` parses a new text as the old was.
    """
    left: list[int] = []
    kept = edits
    for start, end, breaks in _parts(parsed):
        inside = [one for one in kept if _within(one, start, end)]
        if inside and breaks(inside):
            left.append(min(one.start for one in inside))
            kept = [one for one in kept if one not in inside]
    made = again(apply_edits(parsed.data, whole(kept))) if kept else parsed
    if not _excess(parsed.module, made.module):
        return Safe(kept, made, left)
    # An item may be whole and yet not go with its neighbours: one after the other, then.
    good: list[Edit] = []
    for group in _by_item(parsed.module, kept):
        made = again(apply_edits(parsed.data, whole([*good, *group])))
        if _excess(parsed.module, made.module):
            left.append(group[0].start)
        else:
            good += group
    return Safe(good, again(apply_edits(parsed.data, whole(good))) if good else parsed, left)


def _within(edit: Edit, start: int, end: int) -> bool:
    """Whether an edit changes something of a span, or adds to it."""
    return (edit.start < end and start < edit.end) or start <= edit.start == edit.end <= end


_Part = tuple[int, int, Callable[[list[Edit]], bool]]


def _parts(parsed: Parsed) -> list[_Part]:
    """The spans of items and macros that were parsed whole, and what tells if edits break them."""
    out: list[_Part] = []
    for item in parsed.module.items():
        if item.clean:
            out.append((item.start, item.end, partial(_breaks, parsed, item)))
    for define in parsed.module.defines:
        out.append((define.start, define.end, partial(_macro_breaks, parsed, define)))
    return out


def _by_item(module: Module, edits: list[Edit]) -> list[list[Edit]]:
    """The edits of each item; those between items each by itself."""
    groups: dict[int, list[Edit]] = {}
    for edit in sorted(edits):
        item = module.item_at(edit.start)
        groups.setdefault(-edit.start - 1 if item is None else item.start, []).append(edit)
    return list(groups.values())


def _excess(before: Module, after: Module) -> bool:
    """Whether a text has errors that it had not before; edits move them, so lines are compared."""
    if not after.root.has_error:
        return False
    known = _errors(before)
    if not _errors(after) - known:
        return False
    text = plain(after.data)  # a function without a type may be what was added
    return bool(_errors(Module.parse(after.path, typed(after.path, text))) - known)


def _errors(module: Module) -> Counter[bytes]:
    found: Counter[bytes] = Counter()
    stack = [module.root] if module.root.has_error else []
    while stack:
        node = stack.pop()
        if node.is_error or node.is_missing:
            span = module.line_span(module.line(node.start_byte))
            found[plain(module.text(*span)).strip()] += 1
        else:
            stack += [child for child in node.children if child.has_error or child.is_missing]
    return found


def _breaks(parsed: Parsed, item: Item, edits: list[Edit]) -> bool:
    """Whether an item that parses by itself, or before its semicolon, would not after the edits."""
    end = max(item.end, *(edit.end for edit in edits))
    start = min(item.start, *(edit.start for edit in edits))
    text, after = _both(parsed.data, (start, end), edits)
    table = parsed.table
    for tail in (b"\n", b";\n"):
        first = _module(text + tail, table)
        if not first.root.has_error:
            second = _module(after + tail, table)
            return second.root.has_error or _loose(second) > _loose(first)
    return False


def _both(data: bytes, span: tuple[int, int], edits: list[Edit]) -> tuple[bytes, bytes]:
    """A part of the text before and after its edits."""
    text = data[span[0] : span[1]]
    moved = [Edit(e.start - span[0], e.end - span[0], e.new) for e in edits]
    return text, apply_edits(text, moved)


def _module(text: bytes, table: MaskTable) -> Module:
    return Module.parse("item", typed("item", text, table), table)


def _loose(module: Module) -> int:
    """How many places are parsed only because the parser is lenient."""
    if b")" not in module.data:
        return 0
    stack, count = [module.root], 0
    while stack:
        node = stack.pop()
        count += node.type in _LENIENT
        stack += node.children
    return count


def _macro_breaks(parsed: Parsed, define: Define, edits: list[Edit]) -> bool:
    """Whether the body of a macro that could be read cannot be any more."""
    beyond = any(one.start < define.body_start or define.body_end < one.end for one in edits)
    if beyond or parsed.macro(define) is None:
        return False
    _, after = _both(parsed.data, (define.start, define.end), edits)
    made = Parsed("macro", after.rstrip() + b"\n", None, parsed.table)
    return not any(made.macro(one) is not None for one in made.module.defines)
