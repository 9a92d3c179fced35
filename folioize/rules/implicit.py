# SPDX-License-Identifier: GPL-2.0-only
"""C whose functions may lack a type goes in; C that says "int" there, and the way back, comes out.

Old code, and tests of Coccinelle, define "main() { ... }". Today's C does not have that, so the
parser does not know it; an int that is marked as ours is put there while rules run.
"""

from __future__ import annotations

import re

from folioize.cst.masktable import MaskTable
from folioize.cst.module import Item, Module

MARK = b"int/*untyped*/ "
_HEAD = re.compile(
    rb"^((?:(?:static|inline|extern)[ \t]+)*)([A-Za-z_]\w*)[ \t]*\([^;{}]{0,2000}\)\s*\{",
    re.MULTILINE,
)
_LAST = re.compile(rb"(?:\w+|\*)$")
_WORDS = frozenset((b"if", b"for", b"while", b"switch", b"return", b"sizeof", b"else", b"do"))


def typed(path: str, data: bytes, table: MaskTable | None = None) -> bytes:
    """The text with a marked int before each function that is defined without a type."""
    heads = [one for one in _HEAD.finditer(data) if _untyped(one) and not _follows(data, one)]
    if not heads or MARK in data:
        return data
    module = Module.parse(path, data, table)
    places = [one.start(2) for one in heads if _broken(module.item_at(one.start()), one.start())]
    for at in reversed(places):
        data = data[:at] + MARK + data[at:]
    return data


def plain(data: bytes) -> bytes:
    """The text without what ``typed`` put there."""
    return data.replace(MARK, b"")


def _untyped(head: re.Match[bytes]) -> bool:
    """Whether what looks like a definition has a name that no macro has."""
    return head[2] not in _WORDS and not head[2].isupper()


def _follows(data: bytes, head: re.Match[bytes]) -> bool:
    """Whether what looks like a definition comes right below a line that ends in its type."""
    above = data.rfind(b"\n", 0, max(head.start() - 1, 0)) + 1
    line = data[above : head.start()].strip()
    return _LAST.search(line) is not None and not line.startswith(b"#") and b"//" not in line


def _broken(item: Item | None, start: int) -> bool:
    """Whether an item begins here that the parser made no function of."""
    if item is None or item.start != start:
        return False
    if not item.clean or item.node.type == "expression_statement":
        return True
    declared = item.node.child_by_field_name("declarator")
    return declared is not None and declared.type == "parenthesized_declarator"
