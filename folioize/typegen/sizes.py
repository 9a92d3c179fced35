# SPDX-License-Identifier: GPL-2.0-only
"""Nodes of a struct go in; where each field lies and how large it is comes out, as far as known.

Sizes and offsets are bytes, for 32 and for 64 bit machines at once. They choose between fields to
compare; whether the choice was right is what the generated static assertions prove.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from folioize.typegen.members import Declared, Node


class Pair(NamedTuple):
    """A number of bytes on a 32 bit and on a 64 bit machine."""

    small: int
    large: int


_BYTE = Pair(1, 1)
_WORD = Pair(4, 8)
_TWO_WORDS = Pair(8, 16)
_FOUR = Pair(4, 4)
_EIGHT = Pair(8, 8)
_KNOWN = {
    "pgoff_t": _WORD,
    "size_t": _WORD,
    "pgtable_t": _WORD,
    "uintptr_t": _WORD,
    "memdesc_flags_t": _WORD,
    "atomic_long_t": _WORD,
    "struct list_head": _TWO_WORDS,
    "struct rcu_head": _TWO_WORDS,
    "struct callback_head": _TWO_WORDS,
    "atomic_t": _FOUR,
    "refcount_t": _FOUR,
    "u8": _BYTE,
    "u16": Pair(2, 2),
    "u32": _FOUR,
    "u64": _EIGHT,
    "bool": _BYTE,
}
_WORDS = frozenset(("unsigned", "signed", "int", "char", "short", "long"))
_QUALIFIERS = re.compile(r"\b(?:const|volatile|__rcu|__percpu)\b")
BITS_64 = re.compile(r"CONFIG_64BIT\b|BITS_PER_LONG\s*==\s*64")


class Placed(NamedTuple):
    """A field of the outer struct.

    ``top`` numbers the member of the outer struct that holds it; ``offset`` counts from that
    member's start and is None where it depends on what is not known here, as ``size`` is.
    ``conditions`` are the ``#if`` expressions around it, as text for ``#if``.
    """

    top: int
    declared: Declared
    offset: Pair | None
    size: Pair | None
    conditions: tuple[str, ...]


@dataclass(slots=True)
class _Cursor:
    """Where the next member goes, and what the largest alignment so far is; None: not known."""

    offset: Pair | None
    align: Pair | None = _BYTE

    def place(self, size: Pair | None, align: Pair | None) -> Pair | None:
        """Make room for a member; returns its offset."""
        at = _aligned(self.offset, align)
        self.offset = _plus(at, size)
        self.align = _larger(self.align, align)
        return at


def field_size(declared: Declared) -> Pair | None:
    """The size of one field, None if its type is not known here."""
    base = _base_size(declared.type)
    for bound in re.findall(r"\[([^\]]*)\]", declared.array):
        if not bound.strip().isdigit() or base is None:
            return None
        base = Pair(base.small * int(bound), base.large * int(bound))
    return base


def _base_size(written: str) -> Pair | None:
    plain = " ".join(_QUALIFIERS.sub(" ", written).split())
    if "*" in plain:
        return _WORD
    words = plain.split()
    if words and _WORDS.issuperset(words):
        if "char" in words:
            return _BYTE
        if "short" in words:
            return Pair(2, 2)
        longs = words.count("long")
        return (_FOUR, _WORD, _EIGHT)[min(longs, 2)]
    return _KNOWN.get(plain)


def _field_align(declared: Declared) -> Pair | None:
    base = _base_size(declared.type)
    return None if base is None else Pair(min(base.small, 4), min(base.large, 8))


def _plus(one: Pair | None, two: Pair | None) -> Pair | None:
    return (
        None if one is None or two is None else Pair(one.small + two.small, one.large + two.large)
    )


def _larger(one: Pair | None, two: Pair | None) -> Pair | None:
    if one is None or two is None:
        return None
    return Pair(max(one.small, two.small), max(one.large, two.large))


def _aligned(at: Pair | None, to: Pair | None) -> Pair | None:
    if at is None or to is None:
        return None
    return Pair(-(-at.small // to.small) * to.small, -(-at.large // to.large) * to.large)


def node_size(node: Node, text: str) -> Pair | None:
    """The size of a whole member of ``text``, padded to its alignment; None if not known."""
    return measure(node, text)[0]


def measure(node: Node, text: str) -> tuple[Pair | None, Pair | None]:
    """The size of a whole member of ``text``, and its alignment; None for what is not known."""
    size, align, _ = _measure(node, Pair(0, 0), (), 0, text)
    return _aligned(size, align), align


def place_fields(nodes: Sequence[Node], text: str) -> tuple[Placed, ...]:
    """Place every named field of a struct's members; a bit field has neither offset nor size."""
    found: list[Placed] = []
    for top, node in enumerate(nodes):
        found += _measure(node, Pair(0, 0), (), top, text)[2]
    return tuple(found)


_Measured = tuple[Pair | None, Pair | None, list[Placed]]


def _measure(
    node: Node, at: Pair | None, conditions: tuple[str, ...], top: int, text: str = ""
) -> _Measured:
    """Size and alignment of a node, and its fields with ``at`` added to their offsets."""
    if node.what == "group":
        return _measure_group(node, at, conditions, top, text)
    cursor = _Cursor(at)
    placed: list[Placed] = []
    if node.what == "field":
        for one in node.declared:
            if one.bits:
                # Bit fields share a unit: good enough for the size of the union around them.
                placed.append(Placed(top, one, None, None, conditions))
                return _FOUR, _FOUR, placed
            size = field_size(one)
            where = cursor.place(size, _field_align(one))
            placed.append(Placed(top, one, where, size, conditions))
        return _minus(cursor.offset, at), cursor.align, placed
    largest: Pair | None = Pair(0, 0)
    for child in node.children:
        if child.what == "directive":
            continue
        start = at if node.what == "union" else cursor.offset
        _, align, _ = _measure(child, start, conditions, top, text)
        start = _aligned(start, align)
        size, _, fields = _measure(child, start, conditions, top, text)
        placed += fields
        cursor.place(_aligned(size, align), align)
        largest = _larger(largest, _aligned(size, align))
        if node.what == "struct" and _is_bits(child):
            cursor.offset = start
    if node.what == "union":
        return _aligned(largest, cursor.align), cursor.align, placed
    tail = _FOUR if node.children and _is_bits(node.children[-1]) else Pair(0, 0)
    end = _plus(_minus(cursor.offset, at), tail)
    return _aligned(end, cursor.align), cursor.align, placed


def _is_bits(node: Node) -> bool:
    return bool(node.declared) and node.declared[0].bits


def _minus(one: Pair | None, two: Pair | None) -> Pair | None:
    return (
        None if one is None or two is None else Pair(one.small - two.small, one.large - two.large)
    )


def _measure_group(
    node: Node, at: Pair | None, conditions: tuple[str, ...], top: int, text: str
) -> _Measured:
    """Measure an ``#if`` group; where it asks for 64 bits, each machine takes its own arm."""
    sizes: list[tuple[str, Pair | None, Pair | None]] = []
    placed: list[Placed] = []
    for condition, members in _arms(node, text):
        arm = Node("struct", node.start, node.end, node.core, node.stop, (), members)
        size, align, fields = _measure(arm, at, (*conditions, condition), top, text)
        sizes.append((condition, size, align))
        placed += fields
    if BITS_64.search(sizes[0][0]) and len(sizes) == 2:
        return _by_width(sizes, placed)
    same = len({size for _, size, _ in sizes}) == 1 and len(sizes) > 1
    align = sizes[0][2]
    for _, _, other in sizes[1:]:
        align = _larger(align, other)
    return (sizes[0][1] if same else None), align, placed


def _by_width(sizes: list[tuple[str, Pair | None, Pair | None]], placed: list[Placed]) -> _Measured:
    large, small = sizes[0], sizes[1]
    if large[1] is None or small[1] is None or large[2] is None or small[2] is None:
        return None, None, placed
    size = Pair(small[1].small, large[1].large)
    return size, Pair(small[2].small, large[2].large), placed


def _arms(node: Node, text: str) -> Iterator[tuple[str, tuple[Node, ...]]]:
    """The arms of a group with the condition of each, at least one."""
    condition, before, members = "", [""], list[Node]()
    for child in node.children:
        if child.what != "directive":
            members.append(child)
            continue
        words = text[child.core : child.stop].replace("\\\n", " ")
        words = re.sub(r"/\*.*?\*/|//.*", " ", words, flags=re.DOTALL).strip().lstrip("#").strip()
        word, _, rest = words.partition(" ")
        if condition or members:
            yield condition, tuple(members)
        members = []
        condition, before = _condition(word, rest.strip(), before)


def _condition(word: str, rest: str, before: list[str]) -> tuple[str, list[str]]:
    """The text of ``#if`` for an arm, and the conditions of the arms before the next one."""
    if word == "ifdef":
        rest = f"defined({rest})"
    elif word == "ifndef":
        rest = f"!defined({rest})"
    elif word == "else":
        return " && ".join(_negated(one) for one in before if one), before
    if word == "elif":
        return " && ".join((*(_negated(one) for one in before if one), f"({rest})")), [
            *before,
            rest,
        ]
    return rest, [rest]


def _negated(condition: str) -> str:
    simple = re.fullmatch(r"!?defined\(\w+\)", condition)
    if simple:
        return condition[1:] if condition[0] == "!" else "!" + condition
    return f"!({condition})"


def lies_over(one: Placed, other: Placed) -> bool:
    """Tell whether two fields are known to have the same offset and size, wherever ``one`` is."""
    if one.offset is None or one.size is None or other.declared.bits:
        return False
    same = (other.top, other.offset, other.size) == (one.top, one.offset, one.size)
    return same and other.conditions == one.conditions[: len(other.conditions)]
