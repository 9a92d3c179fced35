# SPDX-License-Identifier: GPL-2.0-only
"""The tables of a tree go in; which arguments of a macro are names of members comes out."""

from __future__ import annotations

from folioize.facts.records import PAGE
from folioize.facts.roles import load_roles
from folioize.kinds.tables import Tables


class Membership:
    """Follows macros into those that they use."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._known: dict[tuple[str, bool], frozenset[int]] = {}
        self._pages: dict[str, bool] = {}
        roles = load_roles()
        self._roles: dict[str, int] = {
            **{name: places[1] for name, places in (*roles.member.items(), *roles.step.items())},
            **{name: places[2] for name, places in (*roles.entry.items(), *roles.each.items())},
        }

    def of(self, name: str, pasted: bool = False) -> frozenset[int]:
        """The parameters by which a macro names a member, itself or in another that it uses; with
        ``pasted`` those that are only a part of the name."""
        known = self._known.get((name, pasted))
        if known is None:
            self._known[name, pasted] = frozenset()  # for one that comes back to itself
            found = {self._roles[name]} if name in self._roles and not pasted else set()
            for path, index in self.tables.macros.get(name, ()):
                macro = self.tables.files[path].macros[index]
                found.update(macro.parts if pasted else macro.members)
                found.update(i for i, to, at in macro.hands if at in self.of(to, pasted))
            known = self._known[name, pasted] = frozenset(found)
        return known

    def says_page(self, name: str) -> bool:
        """Whether a macro names ``struct page`` itself, or one that it uses does."""
        known = self._pages.get(name)
        if known is None:
            self._pages[name] = False
            known = self._pages[name] = any(
                self._has_page(path, index) for path, index in self.tables.macros.get(name, ())
            )
        return known

    def _has_page(self, path: str, index: int) -> bool:
        facts = self.tables.files[path]
        if any(decl.macro == index and decl.base == PAGE for decl in facts.decls):
            return True
        return any(self.says_page(to) for _, to, _ in facts.macros[index].hands)
