# SPDX-License-Identifier: GPL-2.0-only
"""A tree and kinds go in; what is declared there under any decisions comes out, soon."""

from __future__ import annotations

from collections.abc import Sequence

from folioize.decisions.targets import Target, find_patch, find_target
from folioize.facts.store import Progress
from folioize.kinds import Analysis, Catalog, analyse, solve_again
from folioize.kinds.declared import declarations
from folioize.kinds.pins import Decision, pins_of
from folioize.model import Declaration, Options, SeriesRecord
from folioize.tree import Tree


class Desk:
    """A tree that is read once, and solved for each set of decisions that somebody wants to see.

    ``rows`` are its declarations under the decisions that were asked for last.
    """

    def __init__(
        self,
        tree: Tree,
        kinds: tuple[str, ...],
        options: Options,
        decisions: tuple[Decision, ...] = (),
        progress: Progress | None = None,
    ) -> None:
        catalog = Catalog(tree.root, options.kind_dirs)
        self.tree = tree
        self.known = {"page", *catalog.folders}
        self.kinds = catalog.find_all(kinds)
        self.options = options
        self._progress = progress
        pins = pins_of(decisions, tree.root, self.known)
        self.analysis: Analysis = analyse(tree, self.kinds, options, progress, pins=pins)
        self.rows: Sequence[Declaration] = list(declarations(self.analysis))

    def look(self, decisions: tuple[Decision, ...]) -> Sequence[Declaration]:
        """The declarations under these decisions. Raises FolioizeError for an unknown kind."""
        pins = pins_of(decisions, self.tree.root, self.known)
        again = solve_again(self.analysis, self.kinds, pins)
        if again is None:  # something is used where nothing was read yet
            again = analyse(self.tree, self.kinds, self.options, self._progress, pins=pins)
        self.analysis = again
        self.rows = _shared(self.rows, list(declarations(again)))
        return self.rows

    def find(self, text: str, record: SeriesRecord | None) -> Target:
        """What a target's text points at; patches are those of ``record``."""

        def of_patch(number: int) -> Target:
            return find_patch(record, self.rows, number)

        return find_target(self.rows, text, of_patch, self.tree.name)


def _shared(old: Sequence[Declaration], new: list[Declaration]) -> list[Declaration]:
    """``new``, with those of ``old`` that are equal in their places: somebody may keep both, and
    there are thousands."""
    if len(old) != len(new):
        return new
    return [one if one == other else other for one, other in zip(old, new, strict=True)]
