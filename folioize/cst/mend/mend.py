# SPDX-License-Identifier: GPL-2.0-only
"""A masked text and its tree in; both again out, with fewer errors where a rule of place helps.

The rules of the mask know words or are cheap enough to be tried on every file. These go by the
place of a word only, would be wrong at times, and cost more: so each is tried on nothing but the
top-level items that did not parse, and kept where less is broken with it than without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tree_sitter import Node, Tree

from folioize.cst.language import parse_bytes
from folioize.cst.mask import MacroCall, Mark, Masked, Span
from folioize.cst.mask.buffer import Buffer
from folioize.cst.mend.bodies import drop_member_calls, name_enumerators
from folioize.cst.mend.calls import (
    blank_assembler,
    blank_empty,
    end_calls,
    end_do,
    make_operands,
    plain_arguments,
    type_calls,
)
from folioize.cst.mend.statements import chain_else, unwrap_statements
from folioize.cst.mend.words import WORD_RULE, blank_lines, blank_trailing, blank_words

__all__ = ["WORD_RULE", "mend"]

Rule = Callable[[Buffer], None]
Damage = tuple[int, int]

_RULES: tuple[Rule, ...] = (
    blank_words,
    blank_trailing,
    blank_lines,
    blank_empty,
    make_operands,
    plain_arguments,
    unwrap_statements,
    drop_member_calls,
    name_enumerators,
    end_do,
    chain_else,
    type_calls,
    end_calls,
    blank_assembler,
)
_ROUNDS = 3
_LARGEST = 200_000  # bytes of a broken part; more is no code of a kernel, and takes too long


def mend(masked: Masked, tree: Tree) -> tuple[Masked, Tree]:
    """Mask what is broken by rules of place; the text and tree given if that helps nowhere."""
    parts = [part for part in map(_Part, _broken(masked.data, tree.root_node)) if part.size]
    code = bytearray(masked.data)
    marks: list[Mark] = []
    calls: list[MacroCall] = []
    for part in parts:
        if part.size > _LARGEST or not part.mend(bytes(code)):
            continue
        code[part.start : part.end] = part.code
        marks += part.marks
        calls += part.calls
    if not marks:
        return masked, tree
    mended = parse_bytes(bytes(code))
    if _damage(mended.root_node) >= _damage(tree.root_node):
        return masked, tree
    return masked._replace(
        data=bytes(code),
        marks=tuple(sorted((*masked.marks, *marks))),
        calls=tuple(sorted((*masked.calls, *calls))),
    ), mended


class _Part:
    """A run of broken top-level items with one whole item on either side, as a text of its own."""

    def __init__(self, span: Span) -> None:
        self.start, self.end = span
        self.size = self.end - self.start
        self.code = b""
        self.marks: list[Mark] = []
        self.calls: list[MacroCall] = []

    def mend(self, data: bytes) -> bool:
        """Try each rule; True if one of them has helped."""
        self.code = data[self.start : self.end]
        damage = _damage(parse_bytes(self.code).root_node)
        for _ in range(_ROUNDS):
            before = damage
            for rule in _RULES:
                if damage > (0, 0):
                    damage = self._try(rule, damage)
            if damage in ((0, 0), before):
                break
        return bool(self.marks)

    def _try(self, rule: Rule, damage: Damage) -> Damage:
        buffer = Buffer(self.code)
        rule(buffer)
        if buffer.code == self.code:
            return damage
        code = bytes(buffer.code)
        after = _damage(parse_bytes(code).root_node)
        if after >= damage:
            return damage
        self.code = code
        shift = self.start
        self.marks += [Mark(a + shift, b + shift, rule) for a, b, rule in buffer.marks]
        self.calls += [_moved(call, shift) for call in buffer.calls]
        return after


def _moved(call: MacroCall, by: int) -> MacroCall:
    args = tuple((start + by, end + by) for start, end in call.args)
    return call._replace(start=call.start + by, end=call.end + by, args=args)


def _items(root: Node) -> Iterator[Node]:
    """The top-level nodes, those inside extern "C" too."""
    stack = [root]
    while stack:
        for node in stack.pop().children:
            if node.type in ("linkage_specification", "declaration_list"):
                stack.append(node)
            else:
                yield node


def _damage(root: Node) -> Damage:
    """How much is broken: the bytes of top-level items with an error, and the errors in them."""
    size = errors = 0
    for node in _items(root):
        if node.has_error or node.is_missing:
            size += max(1, node.end_byte - node.start_byte)
            errors += _errors(node)
    return size, errors


def _errors(node: Node) -> int:
    count = 0
    stack = [node]
    while stack:
        one = stack.pop()
        count += one.is_error or one.is_missing
        stack += [child for child in one.children if child.has_error or child.is_missing]
    return count


def _broken(data: bytes, root: Node) -> list[Span]:
    """The spans of runs of broken items, each from and to a line's edge, with their neighbours."""
    spans: list[Span] = []
    items = sorted((node.start_byte, node.end_byte, _is_broken(node)) for node in _items(root))
    for at, (start, end, broken) in enumerate(items):
        if not broken:
            continue
        before = items[at - 1][0] if at else 0
        after = max(end, items[at + 1][1] if at + 1 < len(items) else len(data))
        span = _lines(data, min(start, before), after)
        if spans and span[0] <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(span[1], spans[-1][1]))
        else:
            spans.append(span)
    return spans


def _lines(data: bytes, start: int, end: int) -> Span:
    """The span of all lines that ``start`` to ``end`` touches."""
    newline = data.find(b"\n", end)
    return data.rfind(b"\n", 0, start) + 1, len(data) if newline < 0 else newline + 1


def _is_broken(node: Node) -> bool:
    return node.has_error or node.is_missing
