# SPDX-License-Identifier: GPL-2.0-only
"""A header with struct page goes in; where each of its fields lies, from the start, comes out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from folioize.typegen.layout import page_nodes
from folioize.typegen.members import Node
from folioize.typegen.sizes import BITS_64, Pair, field_size, measure, place_fields


class Spot(NamedTuple):
    """A field of ``struct page``: its offset and size in bytes, and the ``#if`` around it."""

    name: str
    offset: Pair
    size: Pair
    conditions: tuple[str, ...]

    @property
    def told(self) -> str:
        """The field with its offset, and the configuration it is in."""
        small, large = self.machines
        at = f"{self.offset.large}" if large else f"{self.offset.small}"
        if small and large and self.offset.small != self.offset.large:
            at += f" ({self.offset.small} where a word has 32 bits)"
        where = f" with {' and '.join(self.conditions)}" if self.conditions else ""
        return f"{self.name} at offset {at}{where}"

    @property
    def machines(self) -> tuple[bool, bool]:
        """Whether the field is there on a 32 bit and on a 64 bit machine."""
        asked = [one for one in self.conditions if BITS_64.search(one)]
        return not any(one[0] != "!" for one in asked), not any(one[0] == "!" for one in asked)

    def meets(self, other: Spot) -> bool:
        """Whether the two share a byte, on either machine, in some configuration."""
        if any(_negation(one) in other.conditions for one in self.conditions):
            return False
        there = [a and b for a, b in zip(self.machines, other.machines, strict=True)]
        return any(
            there[at]
            and self.offset[at] < other.offset[at] + other.size[at]
            and other.offset[at] < self.offset[at] + self.size[at]
            for at in range(len(there))
        )


def _negation(condition: str) -> str:
    return condition[1:] if condition.startswith("!") else f"!{condition}"


def page_spots(header: bytes, path: str) -> tuple[Spot, ...]:
    """Every field of ``struct page`` of which the place is known; raises TreeError if the header
    does not define it.

    A member after one of unknown size has no place. A union is as large as the largest of its
    arms that are known: an arm that is not (a spinlock, a type of the architecture) is made to
    fit by the kernel itself.
    """
    text = header.decode("latin-1")
    nodes = tuple(_plain(node) for node in page_nodes(header, path))
    placed = place_fields(nodes, text)
    out: list[Spot] = []
    at: Pair | None = Pair(0, 0)
    for top, node in enumerate(nodes):
        size, align = _extent(node, text)
        if at is None or align is None:
            break
        at = Pair(*(-(-here // to) * to for here, to in zip(at, align, strict=True)))
        for one in placed:
            if one.top == top and one.offset is not None and one.size is not None:
                where = Pair(at.small + one.offset.small, at.large + one.offset.large)
                out.append(Spot(one.declared.name, where, one.size, one.conditions))
        at = None if size is None else Pair(at.small + size.small, at.large + size.large)
    return tuple(out)


def _extent(node: Node, text: str) -> tuple[Pair | None, Pair | None]:
    """Size and alignment of a member; of a union those of the arms that are known."""
    size, align = measure(node, text)
    if node.what != "union" or (size is not None and align is not None):
        return size, align
    arms = [measure(child, text) for child in node.children if child.what != "directive"]
    sizes = [one for one, _ in arms if one is not None]
    aligns = [one for _, one in arms if one is not None]
    return _largest(sizes), _largest(aligns)


def _largest(pairs: Sequence[Pair]) -> Pair | None:
    if not pairs:
        return None
    return Pair(max(one.small for one in pairs), max(one.large for one in pairs))


def _plain(node: Node, last: bool = False) -> Node:
    """The node with runs of bit fields as what they share, whole words in one place; what is of
    unknown size and the ``last`` of its arm counts as a word, since nothing follows."""
    if not node.children:
        unknown = [one for one in node.declared if not one.bits and field_size(one) is None]
        if not (last and unknown) or len(node.declared) > 1:
            return node
        return replace(node, declared=(replace(node.declared[0], type="void *", array=""),))
    end = len(node.children) - 1
    inner = [
        _plain(child, node.what == "union" or at == end or (node.what == "group" and last))
        for at, child in enumerate(node.children)
    ]
    return replace(node, children=tuple(_joined(inner)))


def _joined(nodes: Sequence[Node]) -> Iterator[Node]:
    run: list[Node] = []
    for node in nodes:
        if node.declared and node.declared[0].bits:
            words = tuple(replace(one, bits=False) for one in node.declared)
            run.append(replace(node, declared=words))
            continue
        yield from _word(run)
        run = []
        yield node
    yield from _word(run)


def _word(run: Sequence[Node]) -> Iterator[Node]:
    if run:
        first, last = run[0], run[-1]
        whole = tuple(run)
        yield Node("union", first.start, last.end, first.core, last.stop, (), whole)
