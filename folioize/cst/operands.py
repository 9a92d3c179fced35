# SPDX-License-Identifier: GPL-2.0-only
"""The text of what ``typeof`` is given goes in; the type or expression that it is comes out.

Masking makes ``typeof(x)`` one word, so that it can stand wherever a type's name can; what stands
between its parentheses has to be parsed apart.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tree_sitter import Node

from folioize.cst.language import parse_bytes
from folioize.cst.mask import mask
from folioize.cst.mask.vocabulary import TYPEOF

_PREFIX, _SUFFIX = b"int f(void) { return sizeof(", b"); }"
_SPACE = re.compile(rb"(?:\s|\\\n)*\(")
_CONTINUED = re.compile(rb"\\(?=\n)")
_MOST = 2000  # bytes between the parentheses


class Operand(NamedTuple):
    """A type_descriptor or an expression: offset in the file = the node's offset + ``delta``."""

    node: Node
    delta: int


def is_typeof(word: bytes) -> bool:
    """Whether a word asks for the type of what follows it."""
    return word in TYPEOF


def parse_operand(data: bytes, end: int) -> Operand | None:
    """Parse what stands in parentheses behind a ``typeof`` that ends at ``end``; None if nothing
    does, or if it is not understood."""
    opening = _SPACE.match(data, end)
    close = _closing(data, opening.end()) if opening is not None else -1
    if opening is None or close < 0:
        return None
    text = _CONTINUED.sub(b" ", data[opening.end() : close])
    root = parse_bytes(mask(_PREFIX + text + _SUFFIX).data).root_node
    if root.has_error:
        return None
    found = root.descendant_for_byte_range(len(_PREFIX) - 1, len(_PREFIX) + len(text) + 1)
    while found is not None and found.type == "parenthesized_expression":
        found = next((child for child in found.named_children if child.type != "comment"), None)
    if found is not None and found.type == "sizeof_expression":
        found = found.child_by_field_name("type")
    return Operand(found, opening.end() - len(_PREFIX)) if found is not None else None


def _closing(data: bytes, at: int) -> int:
    depth = 1
    for place in range(at, min(len(data), at + _MOST)):
        if data[place] == 0x28:
            depth += 1
        elif data[place] == 0x29:
            depth -= 1
            if depth == 0:
                return place
    return -1
