# SPDX-License-Identifier: GPL-2.0-only
"""A parsed file goes in; the names that it has as those of types come out."""

from __future__ import annotations

from tree_sitter import Query, QueryCursor

from folioize.cst.language import LANGUAGE
from folioize.cst.module import Module

_NAMES = Query(LANGUAGE, "(type_identifier) @name")


def type_names(module: Module) -> frozenset[str]:
    """What stands somewhere as the name of a type."""
    nodes = QueryCursor(_NAMES).captures(module.root).get("name", ())
    return frozenset(module.text(node).decode("utf-8", "replace") for node in nodes)
