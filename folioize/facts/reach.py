# SPDX-License-Identifier: GPL-2.0-only
"""Names go in; the C files that deal in pages and never write ``struct page`` come out.

``virt_to_head_page(object)->slab_cache`` needs no declaration: a file of nothing but such uses
must be read too, or it stops to compile when the field or the function changes its type.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from folioize.facts.search import Search

_DECLARED = rb"\b(?:%b)\b[\s*\w]*?\b(\w+)\s*[;\[(:=]"
_MACRO = re.compile(rb"#[ \t]*define[ \t]+(\w+)((?:[^\n]*\\\n)*[^\n]*)")

THROUGH_PAGE = r"(?:\)|page\w*)\s*->\s*"
"""What stands before a field in a file that never writes ``struct page``, if it is a page's."""


def reaching(search: Search, fields: Collection[str]) -> list[str]:
    """Those that reach for one of ``fields`` through what may be a page, sorted."""
    return _with(search, rf"{THROUGH_PAGE}(?:{_either(fields)})\b", fields) if fields else []


def defining(search: Search) -> list[str]:
    """Headers with macros that call something whose name says "page", sorted: what a macro such
    as pmd_page() evaluates to is known only from its definition."""
    pattern = r"^[ \t]*#[ \t]*define[ \t]+\w+\((?:[^\n]|\\\r?\n)*page\w*\("
    headers = [path for path in search.strangers if path.endswith(".h")]
    return search.mentions(re.compile(pattern.encode("latin-1"), re.M), headers)


def naming(search: Search, words: Collection[str]) -> list[str]:
    """Those in which one of ``words`` stands, sorted."""
    return _saying(search, words) if words else []


def holding(search: Search, fields: Collection[tuple[str, str]]) -> list[str]:
    """Those that may reach for one of some fields, each told with the tag of its struct, sorted.

    Who reaches for it names the struct, or what a header declares to be one: a member of another
    struct, a function, or a macro of these.
    """
    if not fields:
        return []
    ways = _ways_to(search, sorted({tag for tag, _ in fields}))
    near = _saying(search, ways)
    names = {name for _, name in fields}
    reached = re.compile(rf"(?:->|\.)\s*(?:{_either(names)})\b".encode("latin-1"))
    return search.mentions(reached, near, names)


def _ways_to(search: Search, tags: list[str]) -> list[str]:
    """The tags, and the names that headers give to such structs, or to what has one, sorted."""
    found = {tag.encode() for tag in tags}
    declared = re.compile(_DECLARED % b"|".join(map(re.escape, sorted(found))))
    for path in search.headers_with(tuple(sorted(found))):
        found.update(declared.findall(search.tree.read(path)))
    words = sorted(found)
    stands = re.compile(rb"\b(?:%b)\b" % b"|".join(words))
    for path in search.mentions(frozenset(words), search.headers_saying_page, _decoded(words)):
        for name, body in _MACRO.findall(search.tree.read(path)):
            if stands.search(body):
                found.add(name)
    return sorted(_decoded(found))


def _decoded(words: Iterable[bytes]) -> list[str]:
    return [word.decode("latin-1") for word in words]


def _with(search: Search, pattern: str, words: Collection[str]) -> list[str]:
    return search.mentions(re.compile(pattern.encode("latin-1")), search.strangers, words)


def _saying(search: Search, words: Collection[str]) -> list[str]:
    """Those in which one of the words stands, whole."""
    wanted = frozenset(word.encode("latin-1") for word in words)
    return search.mentions(wanted, search.strangers, words)


def _either(words: Collection[str]) -> str:
    return "|".join(sorted(map(re.escape, words)))
