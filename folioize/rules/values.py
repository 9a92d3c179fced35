# SPDX-License-Identifier: GPL-2.0-only
"""Terms of C go in; values of metavariables, and the states that matching passes on, come out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from folioize.rules.ctree import C


class Value(NamedTuple):
    """What a metavariable is bound to.

    ``key`` holds the texts of its tokens and decides equality; ``text`` is the file's own bytes;
    ``start`` and ``end`` are offsets in the file, -1 where the value is made. A position's key
    is its offset. ``size`` is the number of elements of a list. ``node`` is the term itself
    while its file is being matched. ``around`` is what stands before and after the name that an
    array, a function or a pointer to one is given, where that is the type.
    """

    kind: str
    key: tuple[str, ...]
    text: bytes
    start: int = -1
    end: int = -1
    size: int = 1
    node: C | None = None
    around: tuple[bytes, bytes] | None = None


class Bind(NamedTuple):
    """A token of the pattern stands at these bytes of the file; a chain, the last one first."""

    at: int
    start: int
    end: int
    before: Bind | None


Env = Mapping[str, Value]


class State(NamedTuple):
    """The metavariables bound so far, and where the pattern's tokens stand."""

    env: Env
    binds: Bind | None = None

    def put(self, name: str, value: Value) -> State:
        """With one more metavariable."""
        return State({**self.env, name: value}, self.binds)

    def bind(self, at: int, start: int, end: int) -> State:
        """With one more token."""
        return State(self.env, Bind(at, start, end, self.binds))

    def chain(self) -> list[Bind]:
        """All bindings of tokens, in the order they were made."""
        out: list[Bind] = []
        bind = self.binds
        while bind is not None:
            out.append(bind)
            bind = bind.before
        return out[::-1]
