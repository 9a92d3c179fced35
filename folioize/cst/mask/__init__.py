# SPDX-License-Identifier: GPL-2.0-only
"""Kernel C in, text of the same length that the C grammar of tree-sitter can parse out."""

from folioize.cst.mask.engine import mask, variants
from folioize.cst.mask.records import Directive, Group, MacroCall, Mark, Masked, Span

__all__ = ["Directive", "Group", "MacroCall", "Mark", "Masked", "Span", "mask", "variants"]
