# SPDX-License-Identifier: GPL-2.0-only
"""Words of C types go in; whether they are the same type, written otherwise or not, comes out."""

from __future__ import annotations

_ORDER = ("signed", "unsigned", "short", "long", "char", "int")
_QUALIFIERS = frozenset(("const", "volatile", "restrict", "_Atomic"))
SIGNS = frozenset(("signed", "unsigned"))


def same_type(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two types, as their words, are the same: ``long int`` is ``long``."""
    return one == other or canonical(one) == canonical(other)


def canonical(words: tuple[str, ...]) -> tuple[str, ...]:
    """A type's words in one order, without those that tell nothing."""
    end = next((at for at, word in enumerate(words) if word in ("*", "[", "(")), len(words))
    qualifiers = sorted(word for word in words[:end] if word in _QUALIFIERS)
    base = [word for word in words[:end] if word not in _QUALIFIERS]
    if base and all(word in _ORDER for word in base):
        base.sort(key=_ORDER.index)
        if "char" not in base:
            sized = [word for word in base if word not in ("signed", "int")]
            base = sized or ["int"]
    return (*qualifiers, *base, *words[end:])
