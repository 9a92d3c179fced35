# SPDX-License-Identifier: GPL-2.0-only
"""Names go in; the C files that deal in pages and never write ``struct page`` come out.

``virt_to_head_page(object)->slab_cache`` needs no declaration: a file of nothing but such uses
must be read too, or it stops to compile when the field or the function changes its type.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from folioize.facts.store import PROGRAMS
from folioize.tree import Tree


class Strangers:
    """The files that say "page" but not ``struct page``, listed once."""

    def __init__(self, tree: Tree, known: Iterable[str], jobs: int = 0) -> None:
        told = set(known)
        files = [p for p in tree.files() if not p.startswith(PROGRAMS) and p not in told]
        self._tree = tree
        self._jobs = jobs
        self._files = tree.mentions(b"page", files, jobs)

    def reaching(self, fields: Collection[str]) -> list[str]:
        """Those that reach for one of ``fields`` through what may be a page, sorted."""
        return self._with(rf"(?:\)|page\w*)\s*->\s*(?:{_either(fields)})\b") if fields else []

    def naming(self, words: Collection[str]) -> list[str]:
        """Those in which one of ``words`` stands, sorted."""
        return self._with(rf"\b(?:{_either(words)})\b") if words else []

    def _with(self, pattern: str) -> list[str]:
        found = re.compile(pattern.encode("latin-1"))
        return self._tree.mentions(found, self._files, self._jobs)


def _either(words: Collection[str]) -> str:
    return "|".join(sorted(map(re.escape, words)))
