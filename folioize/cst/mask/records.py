# SPDX-License-Identifier: GPL-2.0-only
"""The records of masking: what was changed where, which calls and directives stood there."""

from __future__ import annotations

from typing import NamedTuple

Span = tuple[int, int]


class Mark(NamedTuple):
    """Bytes ``start`` to ``end`` of the masked text differ from the file, by ``rule``."""

    start: int
    end: int
    rule: str


class MacroCall(NamedTuple):
    """A macro call that masking rewrote: byte spans of the whole call and of each argument.

    ``end`` is one past the closing parenthesis; ``rule`` is iterator, typearg, typeof, trace,
    unwrap, member, header, jump or toplevel.
    """

    start: int
    end: int
    name: str
    args: tuple[Span, ...]
    rule: str


class Directive(NamedTuple):
    """A preprocessor line with its continuations; ``body`` is where the text after the word starts.

    ``end`` is the offset of the newline that ends it.
    """

    start: int
    end: int
    word: str
    body: int


class Group(NamedTuple):
    """An ``#if`` … ``#endif`` group: its directives, and the span of each arm between them.

    ``parent`` is (group index, arm index) of the arm that holds it. ``guard`` tells the include
    guard of a header. ``dead`` holds indices of arms that no C compiler of the kernel sees
    (``#if 0``, assembler).
    """

    start: int
    end: int
    directives: tuple[Directive, ...]
    arms: tuple[Span, ...]
    parent: tuple[int, int] | None
    guard: bool
    dead: frozenset[int]


class Masked(NamedTuple):
    """Text of the same length that tree-sitter can parse, and what was done to get it.

    ``marks`` are sorted by start and do not tell of blanked comments and string contents.
    ``hidden`` are the arms blanked in this variant; ``variants`` is how many variants show all
    live arms between them.
    """

    data: bytes
    marks: tuple[Mark, ...]
    calls: tuple[MacroCall, ...]
    directives: tuple[Directive, ...]
    groups: tuple[Group, ...]
    comments: tuple[Span, ...]
    hidden: tuple[Span, ...]
    variants: int
