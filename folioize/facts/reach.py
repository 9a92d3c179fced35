# SPDX-License-Identifier: GPL-2.0-only
"""Names go in; the C files that deal in pages and never write ``struct page`` come out.

``virt_to_head_page(object)->slab_cache`` needs no declaration: a file of nothing but such uses
must be read too, or it stops to compile when the field or the function changes its type.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from folioize.facts.search import Search

THROUGH_PAGE = r"(?:\)|page\w*)\s*->\s*"
"""What stands before a field in a file that never writes ``struct page``, if it is a page's."""


def reaching(search: Search, fields: Collection[str]) -> list[str]:
    """Those that reach for one of ``fields`` through what may be a page, sorted."""
    return _with(search, rf"{THROUGH_PAGE}(?:{_either(fields)})\b") if fields else []


def defining(search: Search) -> list[str]:
    """Headers with macros that call something whose name says "page", sorted: what a macro such
    as pmd_page() evaluates to is known only from its definition."""
    pattern = r"^[ \t]*#[ \t]*define[ \t]+\w+\((?:[^\n]|\\\r?\n)*page\w*\("
    return [path for path in _with(search, pattern, re.M) if path.endswith(".h")]


def naming(search: Search, words: Collection[str]) -> list[str]:
    """Those in which one of ``words`` stands, sorted."""
    return _with(search, rf"\b(?:{_either(words)})\b") if words else []


def holding(search: Search, fields: Collection[str]) -> list[str]:
    """Those that reach for one of ``fields`` of whatever struct, or initialise one, sorted."""
    return _with(search, rf"(?:->|\.)\s*(?:{_either(fields)})\b") if fields else []


def _with(search: Search, pattern: str, flags: int = 0) -> list[str]:
    return search.mentions(re.compile(pattern.encode("latin-1"), flags), search.strangers)


def _either(words: Collection[str]) -> str:
    return "|".join(sorted(map(re.escape, words)))
