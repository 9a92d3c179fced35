# SPDX-License-Identifier: GPL-2.0-only
"""The grouped items of a rule go in; whether they define a function, and with a type, comes out."""

from __future__ import annotations

from folioize.rules.emit import is_loop_name
from folioize.rules.groups import Choice, Item, Leaf
from folioize.rules.records import Meta

_HEADS = frozenset(("if", "for", "while", "switch", "do", "else", "return", "sizeof"))


def _top_words(items: list[Item], metas: dict[str, Meta]) -> tuple[list[str], bool]:
    """The tokens before the first ``(`` at the top, and whether its ``)`` is before a ``{``."""
    words: list[str] = []
    depth = 0
    for at, item in enumerate(items):
        text = item.token.text if isinstance(item, Leaf) else "..."
        text = "choice" if isinstance(item, Choice) else text
        if text == "(" and isinstance(item, Leaf):
            depth += 1
        if not depth:
            words.append(text)
            if text in (";", "{", "="):
                return words, False
        if text == ")" and isinstance(item, Leaf):
            depth -= 1
            if not depth:
                after = items[at + 1] if at + 1 < len(items) else None
                return words, isinstance(after, Leaf) and after.token.text == "{"
    return words, False


def defines(items: list[Item], metas: dict[str, Meta]) -> bool:
    """Whether the body begins with a function's definition."""
    words, braced = _top_words(items, metas)
    if not braced or not words or words[-1] in _HEADS or "..." in words:
        return False
    return not (len(words) == 1 and is_loop_name(words[0], metas))


def typed_head(items: list[Item], metas: dict[str, Meta]) -> bool:
    """Whether the function's definition has a type."""
    words, _ = _top_words(items, metas)
    plain = [word for word in words if word not in ("static", "inline", "extern", "const")]
    return len(plain) > 1
