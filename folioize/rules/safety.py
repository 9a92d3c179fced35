# SPDX-License-Identifier: GPL-2.0-only
"""The edits of one rule on a parsed file go in; those after which it still parses come out.

What would not parse any more, though it did before, is not written; it is told of with its line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, Literal, NamedTuple

from tree_sitter import Query, QueryCursor

from folioize.cst.edits import apply_edits
from folioize.cst.language import LANGUAGE
from folioize.cst.masktable import MaskTable
from folioize.cst.module import Define, Item, Module
from folioize.model import Edit
from folioize.rules.implicit import plain, typed
from folioize.rules.parsed import Parsed

_LENIENT = Query(LANGUAGE, "(macro_type_specifier) @lenient")
"""What the parser makes of two statements with no semicolon between them."""


class Safe(NamedTuple):
    """Edits that may be made, completed; the file afterwards; and where edits were left out."""

    edits: tuple[Edit, ...]
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
    proven: set[Edit] = set()
    for start, end, judge in _parts(parsed):
        inside = [one for one in kept if _within(one, start, end)]
        verdict = judge(inside) if inside else _UNKNOWN
        if verdict == _BREAKS:
            left.append(min(one.start for one in inside))
            kept = [one for one in kept if one not in inside]
        elif verdict == _STAYS:
            proven.update(inside)
    done = whole(kept) if kept else ()
    made = again(apply_edits(parsed.data, done)) if kept else parsed
    if proven.issuperset(kept) or not _excess(parsed.module, made.module):
        return Safe(done, made, left)
    # An item may be whole and yet not go with its neighbours: one after the other, then.
    good: list[Edit] = []
    for group in _by_item(parsed.module, kept):
        made = again(apply_edits(parsed.data, whole([*good, *group])))
        if _excess(parsed.module, made.module):
            left.append(group[0].start)
        else:
            good += group
    done = whole(good) if good else ()
    return Safe(done, again(apply_edits(parsed.data, done)) if good else parsed, left)


def _within(edit: Edit, start: int, end: int) -> bool:
    """Whether an edit changes something of a span, or adds to it."""
    return (edit.start < end and start < edit.end) or start <= edit.start == edit.end <= end


_Verdict = Literal["breaks", "stays a function", "unknown"]
_BREAKS: Final = "breaks"
_STAYS: Final = "stays a function"  # which nothing beside it can tell from what it was
_UNKNOWN: Final = "unknown"
_Part = tuple[int, int, Callable[[list[Edit]], _Verdict]]


def _parts(parsed: Parsed) -> list[_Part]:
    """The spans of items and macros that were parsed whole, and what judges edits in them."""
    out: list[_Part] = []
    for item in parsed.module.items():
        if item.clean:
            out.append((item.start, item.end, partial(_judge, parsed, item)))
    for define in parsed.module.defines:
        out.append((define.start, define.end, partial(_judge_macro, parsed, define)))
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


def _judge(parsed: Parsed, item: Item, edits: list[Edit]) -> _Verdict:
    """Whether an item that parses by itself, or before its semicolon, would after the edits."""
    end = max(item.end, *(edit.end for edit in edits))
    start = min(item.start, *(edit.start for edit in edits))
    text, after = _both(parsed.data, (start, end), edits)
    table = parsed.table
    for tail in (b"\n", b";\n"):
        first = _module(text + tail, table)
        if not first.root.has_error:
            second = _module(after + tail, table)
            if second.root.has_error or _more_lenient(second, first):
                return _BREAKS
            return _STAYS if _is_function(first) and _is_function(second) else _UNKNOWN
    return _UNKNOWN


def _is_function(module: Module) -> bool:
    """Whether a text is one function, and nothing stands beside it."""
    kids = module.root.children
    return len(kids) == 1 and kids[0].type == "function_definition"


def _both(data: bytes, span: tuple[int, int], edits: list[Edit]) -> tuple[bytes, bytes]:
    """A part of the text before and after its edits."""
    text = data[span[0] : span[1]]
    moved = [Edit(e.start - span[0], e.end - span[0], e.new) for e in edits]
    return text, apply_edits(text, moved)


def _module(text: bytes, table: MaskTable) -> Module:
    return Module.parse("item", typed("item", text, table), table)


def _more_lenient(after: Module, before: Module) -> bool:
    """Whether more places are parsed only because the parser is lenient."""
    count = _lenient(after)
    return count > 0 and count > _lenient(before)


def _lenient(module: Module) -> int:
    return len(QueryCursor(_LENIENT).captures(module.root).get("lenient", ()))


def _judge_macro(parsed: Parsed, define: Define, edits: list[Edit]) -> _Verdict:
    """Whether the body of a macro that could be read cannot be any more."""
    beyond = any(one.start < define.body_start or define.body_end < one.end for one in edits)
    if beyond or parsed.macro(define) is None:
        return _UNKNOWN
    _, after = _both(parsed.data, (define.start, define.end), edits)
    made = Parsed("macro", after.rstrip() + b"\n", None, parsed.table)
    reads = any(made.macro(one) is not None for one in made.module.defines)
    return _UNKNOWN if reads else _BREAKS
