# SPDX-License-Identifier: GPL-2.0-only
"""A #define of a Module in, a second parse of its body out, with offsets back into the file."""

from __future__ import annotations

import re
from typing import NamedTuple

from tree_sitter import Node

from folioize.cst.language import parse_bytes
from folioize.cst.mask import Masked, mask
from folioize.cst.mask.skeleton import skeleton
from folioize.cst.masktable import MaskTable
from folioize.cst.module import Define, Module

# Tried in this order; the first that parses without an error wins.
_WRAPS = (
    ("expression", b"int f(void) { x = (", b"); }"),
    ("statement", b"int f(void) { ", b"; }"),
    ("declaration", b"", b";"),
    ("header", b"", b"{}"),
    ("initialiser", b"int x[] = { ", b" };"),
    ("field", b"struct s { ", b"; };"),
    ("type", b"int f(void) { x = (", b")y; }"),
    ("loop", b"int f(void) { ", b" { } }"),
    ("operand", b"int f(void) { f(", b"); }"),
)
_CONTINUED = re.compile(rb"\\(?=\n)")
_PASTE = re.compile(rb"[ \t]*##[ \t]*")
_STRING = re.compile(rb"#(?=\s*\w)")


class MacroBody(NamedTuple):
    """A macro's body as parsed: offset in the file = the node's offset + ``delta``.

    ``wrap`` names what the body was taken for (expression, statement, declaration, header,
    initialiser, field, type, loop, operand). Nodes outside ``span`` (offsets of the tree) belong
    to the wrapping.
    """

    wrap: str
    root: Node
    delta: int
    span: tuple[int, int]
    masked: Masked

    def offset(self, at: int) -> int:
        """Map an offset of this tree to the file's."""
        return at + self.delta


def parse_macro_body(
    module: Module, define: Define, table: MaskTable | None = None
) -> MacroBody | None:
    """Parse the body of ``define``; None if it is empty or nothing we can wrap parses."""
    body = module.data[define.body_start : define.body_end]
    body = skeleton(body)[0]
    body = _PASTE.sub(lambda found: b"_" * len(found.group()), _CONTINUED.sub(b" ", body))
    body = _STRING.sub(b" ", body)
    stripped = body.rstrip()
    if not stripped.strip():
        return None
    for wrap, prefix, suffix in _WRAPS:
        # A second semicolon is an error at the top level and in a struct.
        tail = suffix.removeprefix(b";") if stripped.endswith(b";") else suffix
        masked = mask(prefix + stripped + tail, table)
        root = parse_bytes(masked.data).root_node
        if not root.has_error:
            span = (len(prefix), len(prefix) + len(stripped))
            return MacroBody(wrap, root, define.body_start - len(prefix), span, masked)
    return None
