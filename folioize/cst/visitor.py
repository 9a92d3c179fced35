# SPDX-License-Identifier: GPL-2.0-only
"""A Module in, calls of a visitor's visit_* and leave_* methods for each view out.

class Puts(Visitor):
    def visit_FunctionDef(self, function: FunctionDef) -> None:
        self.current = function.name

    def visit_Call(self, call: Call) -> bool:
        if call.name == "put_page":
            self.replace(call.function, "folio_put")
        return True

visitor = Puts(module)
visitor.run()
after = visitor.result()
"""

from __future__ import annotations

import functools

from tree_sitter import Node

from folioize.cst.edits import apply_edits, merge_edits
from folioize.cst.module import Module
from folioize.cst.scopes import Binding, Scopes
from folioize.cst.views import Name, View, view
from folioize.model import Edit


class Visitor:
    """Derive and write ``visit_X`` and ``leave_X`` for the view classes X of interest.

    ``visit_X`` may return False, then nothing below that view is visited and it is not left.
    ``visit_View`` is called for views without a method of their own. Edits gathered with
    ``replace`` and ``insert`` are in ``edits``; ``result`` applies them.
    """

    def __init__(self, module: Module) -> None:
        self.module = module
        self.refused: list[View] = []
        self._edits: list[Edit] = []

    def run(self, top: View | None = None) -> None:
        """Visit ``top`` and all below it, or the whole module."""
        self._walk(self.module.root if top is None else top.node)

    def _walk(self, root: Node) -> None:
        stack: list[tuple[Node, bool]] = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            seen = view(self.module, node)
            if leaving:
                self._call("leave_", seen)
                continue
            if self._call("visit_", seen) is False:
                continue
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(node.named_children))

    def _call(self, prefix: str, seen: View) -> object:
        method = getattr(self, prefix + type(seen).__name__, None) or getattr(
            self, prefix + "View", None
        )
        return None if method is None else method(seen)

    @functools.cached_property
    def scopes(self) -> Scopes:
        """The scope provider of the module."""
        return Scopes(self.module)

    def declarations_of(self, name: Name) -> tuple[Binding, ...]:
        """Return what a name may have been declared as, where it stands."""
        return self.scopes.lookup(name.name, name.start)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits so far, sorted; EditError if two overlap."""
        return merge_edits(self._edits)

    def replace(self, old: View | None, new: str) -> bool:
        """Replace a view's text; where it was not parsed whole, refuse and return False."""
        if old is None:
            return False
        if not self.module.clean_at(old.start, old.end):
            self.refused.append(old)
            return False
        self._edits.append(Edit(old.start, old.end, new.encode()))
        return True

    def insert(self, at: int, new: str) -> None:
        """Insert text at an offset; several at one offset keep their order."""
        self._edits.append(Edit(at, at, new.encode()))

    def result(self) -> bytes:
        """Return the file with the edits made."""
        return apply_edits(self.module.data, self._edits)
