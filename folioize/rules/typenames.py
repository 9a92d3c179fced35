# SPDX-License-Identifier: GPL-2.0-only
"""A parsed file goes in; the names that it has as those of types come out."""

from __future__ import annotations

from folioize.cst.module import Module


def type_names(module: Module) -> frozenset[str]:
    """What stands somewhere as the name of a type."""
    found: set[str] = set()
    stack = [module.root]
    while stack:
        node = stack.pop()
        if node.type == "type_identifier":
            found.add(module.text(node).decode("utf-8", "replace"))
        stack += node.children
    return frozenset(found)
