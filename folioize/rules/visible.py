# SPDX-License-Identifier: GPL-2.0-only
"""A parsed file and bodies of its macros go in; what a name means at a place comes out."""

from __future__ import annotations

from typing import NamedTuple

from folioize.cst.module import Module
from folioize.cst.scopes import Binding, Scopes


class _Body(NamedTuple):
    """A macro's body: its span in the file, and its own module, whose offsets are so much less."""

    start: int
    end: int
    delta: int
    scopes: Scopes


class Visible:
    """The declarations that a name has in a file; those in a macro are seen in its body alone."""

    def __init__(self, module: Module) -> None:
        self._file = Scopes(module)
        self._bodies: list[_Body] = []

    def add(self, start: int, end: int, own: Module, delta: int) -> None:
        """Add the body of a macro, as the function that it was parsed in."""
        self._bodies.append(_Body(start, end, delta, Scopes(own)))

    def lookup(self, name: str, offset: int) -> tuple[Binding, ...]:
        """The innermost declarations of ``name`` that ``offset`` sees, often one."""
        for body in self._bodies:
            if body.start <= offset < body.end:
                found = body.scopes.lookup(name, offset - body.delta)
                if found:
                    return found
        return self._file.lookup(name, offset)
