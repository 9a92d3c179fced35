# SPDX-License-Identifier: GPL-2.0-only
"""A supertype, kinds and the tree's struct page go in; which of them are members, and what stands
in the way of the others, come out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from folioize.errors import KindError
from folioize.kinds.kindfile import Kind
from folioize.typegen.layout import page_nodes
from folioize.typegen.offsets import Spot, page_spots


class Obstacle(NamedTuple):
    """A field that a kind keeps something in, and the one that the supertype needs to be free."""

    field: Spot
    over: Spot

    @property
    def told(self) -> str:
        """What lies where, in words."""
        return f"{self.field.told} lies over {self.over.name}"


class Verdict(NamedTuple):
    """Whether a kind is a member, and what is in its way by layout; ``unplaced`` are fields of it
    of which it is not known where they lie."""

    kind: Kind
    member: bool
    obstacles: tuple[Obstacle, ...]
    unplaced: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """One line on the kind."""
        name = self.kind.kind.name
        if self.member:
            doubt = f", as far as is known: {', '.join(self.unplaced)} may lie anywhere"
            return f"{name}: yes{doubt if self.unplaced else ''}"
        if self.obstacles:
            return f"{name}: no: {'; '.join(one.told for one in self.obstacles)}"
        return f"{name}: no: its kind.toml says that such pages are never mapped"


def obstacles(kind: Kind, free: Sequence[str], spots: Sequence[Spot]) -> tuple[Obstacle, ...]:
    """What of a kind lies over the fields ``free``, by offset.

    A field that the kind only mirrors counts as well, if it is another one in the same place.
    """
    mine = {*kind.layout.fields, *kind.layout.shared} - set(free)
    needed = [spot for spot in spots if spot.name in free]
    found = (
        Obstacle(spot, other)
        for spot in spots
        if spot.name in mine
        for other in needed
        if spot.meets(other)
    )
    return tuple(dict.fromkeys(found))


def verdicts(
    supertype: Kind, kinds: Iterable[Kind], header: bytes, path: str
) -> tuple[Verdict, ...]:
    """Each kind but the supertypes with what the layout of ``struct page`` in ``header`` (the file
    ``path``) says of it.

    Raises KindError for a kind that is said to be mappable and cannot be.
    """
    assert supertype.supertype is not None
    spots = page_spots(header, path)
    placed = {spot.name for spot in spots}
    names = {one.name for node in page_nodes(header, path) for one in node.fields()} - placed
    found = []
    for kind in kinds:
        if kind.supertype is None:
            met = obstacles(kind, supertype.supertype.free, spots)
            refuse(kind, met)
            unplaced = tuple(name for name in kind.layout.fields if name in names)
            found.append(Verdict(kind, kind.kind.mappable, met, unplaced))
    return tuple(found)


def refuse(kind: Kind, met: Sequence[Obstacle]) -> None:
    """Raise KindError if a kind says that it is mappable, and something is in the way."""
    if kind.kind.mappable and met:
        place = kind.place("kind.mappable")
        why = "; ".join(one.told for one in met)
        raise KindError(f"{place}: pages of this kind cannot be mappable: {why}: set it to false")
