# SPDX-License-Identifier: GPL-2.0-only
"""What comes in the place of a term goes in; it comes out with the parentheses it wants there."""

from __future__ import annotations

from folioize.rules.bracer import TreeAt
from folioize.rules.precedence import level_of_text, needed_at
from folioize.rules.render import Piece


def whole_term(
    data: bytes, span: tuple[int, int], tree_at: TreeAt, pieces: list[Piece]
) -> list[Piece]:
    """What takes the place of a term, with parentheses where it wants them there."""
    start, end = span
    text = b"".join(piece.text for piece in pieces)
    if text.endswith(b",") and data[end:].lstrip()[:1] in (b",", b")"):
        return pieces[:-1]  # a comma stands there, or none may
    node = tree_at(start)
    while node is not None and (node.start, node.end) != span:
        inside = (kid for kid in node.kids if kid.start <= start and end <= kid.end)
        node = next(inside, None)
    needed = 0 if node is None else needed_at(node)
    if needed and level_of_text(text) < needed:
        return [Piece(b"("), *pieces, Piece(b")")]
    return pieces
