# SPDX-License-Identifier: GPL-2.0-only
"""Names in nested blocks: bindings go in as they are declared, the innermost one comes out."""

from __future__ import annotations

from folioize.facts.records import Term


class Scopes:
    """A stack of blocks; a binding is a term: a declaration, another type, a parameter."""

    def __init__(self) -> None:
        self._blocks: list[dict[str, Term]] = []

    def push(self) -> None:
        """Enter a block."""
        self._blocks.append({})

    def pop(self) -> None:
        """Leave a block."""
        self._blocks.pop()

    def bind(self, name: str, term: Term) -> Term | None:
        """Bind a name here; returns what it was bound to in this same block, if anything."""
        block = self._blocks[-1]
        before = block.get(name)
        block[name] = term
        return before

    def find(self, name: str) -> Term | None:
        """The innermost binding, None for a file-scope or unknown name."""
        for block in reversed(self._blocks):
            term = block.get(name)
            if term is not None:
                return term
        return None
