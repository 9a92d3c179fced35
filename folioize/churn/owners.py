# SPDX-License-Identifier: GPL-2.0-only
"""A tree's MAINTAINERS goes in; each path's subsystem and people come out."""

from __future__ import annotations

from functools import cache

from folioize.series.maintainers import Section, recipients
from folioize.series.maintainers import parse as parse_maintainers
from folioize.tree import Tree

NOBODY = "(none named)"
"""The subsystem of files that only the entry for everything covers, or none."""


class Owners:
    """Answers whose a file is; remembers what it has looked up."""

    def __init__(self, tree: Tree) -> None:
        def read(path: str) -> str:
            return tree.read(path).decode("utf-8", "replace") if tree.has(path) else ""

        self._recipients = recipients(read, "")
        self._maintainers = parse_maintainers(read("MAINTAINERS"))
        self._sections = cache(self._for_file)

    def subsystem(self, path: str) -> str:
        """The title of the entry that covers a file most closely."""
        sections = self._sections(path)
        return sections[0].title if sections else NOBODY

    def people(self, path: str) -> tuple[str, ...]:
        """The maintainers and reviewers that get_maintainer.pl would name for a file."""
        return tuple(str(one) for one in self._recipients((path,)).people)

    def _for_file(self, path: str) -> tuple[Section, ...]:
        found = self._maintainers.for_file(path)
        return tuple(section for section in found if "*" not in section.files)
