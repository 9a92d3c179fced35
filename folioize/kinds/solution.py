# SPDX-License-Identifier: GPL-2.0-only
"""What goes into the solver besides the graph, and what comes out: orders, reasons, a solution."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from folioize.kinds.borders import Look
from folioize.kinds.kindfile import Kind
from folioize.kinds.values import Slot
from folioize.tree import within

DECISIONS = "decisions.toml"
"""What stands for a file where the reason is a person's decision."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a slot has the kind: a place, a sentence, and the slot that it follows from."""

    path: str
    at: int
    what: str
    follows: Slot | None
    confidence: float


@dataclass(slots=True)
class Solution:
    """What the solver decided: ``labels``, and for slots that came near, ``refused``.

    Of a kind that is decided last, ``defaults`` are slots that only their place speaks for, and
    ``ambiguous`` those among the others that may hold a tail page.
    """

    kind: Kind
    labels: dict[Slot, Reason] = field(default_factory=dict)
    refused: dict[Slot, Reason] = field(default_factory=dict)
    defaults: dict[Slot, Reason] = field(default_factory=dict)
    ambiguous: dict[Slot, Reason] = field(default_factory=dict)

    def reason(self, slot: Slot) -> Reason | None:
        """Why a slot has the kind, None if it has not."""
        return self.labels.get(slot) or self.defaults.get(slot)


@dataclass(frozen=True, slots=True)
class Orders:
    """What persons decided of one kind: slots that are ``pinned`` to it, slots that are ``held``
    as they were inferred once, and slots that are ``kept`` from it, with what is said of that.
    ``look`` finds slots that have the kind and uses that are not known."""

    pinned: Mapping[Slot, str] = field(default_factory=dict)
    held: Mapping[Slot, Reason] = field(default_factory=dict)
    kept: Mapping[Slot, str] = field(default_factory=dict)
    look: Look | None = None


NOTHING_DECIDED = Orders()


def owns(kind: Kind, path: str) -> bool:
    """Whether the kind's fields are evidence in a file: it is among the owners, if any are named,
    and not among those excluded."""
    evidence = kind.evidence
    owned = not evidence.owners or within(path, evidence.owners)
    return owned and not within(path, evidence.exclude_files)


def is_any(names: Set[str], slot: Slot) -> bool:
    """Whether functions, macros and places of these names, with a struct's tag before a field's,
    have a slot among what they take, give or hold."""
    place = slot[1:] if slot[0] == "inner" else slot  # of a pointer to a function
    if place[0] not in ("param", "return", "macro", "field", "global"):
        return False
    name = place[1].rsplit(":", 1)[-1].removeprefix("struct ")
    return (f"{name}.{place[2]}" if place[0] == "field" else name) in names
