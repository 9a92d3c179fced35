# SPDX-License-Identifier: GPL-2.0-only
"""The name of an action goes in; the cursor is somewhere else, or other entries are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from folioize.errors import FolioizeError
from folioize.review.screen.deciding import Deciding
from folioize.review.screen.dialogs import Ask
from folioize.review.screen.filters import QUESTION, parse_filter
from folioize.review.session import OPEN

if TYPE_CHECKING:
    from folioize.review.screen.lines import Lines

_COLUMNS = 16  # of a step to the side


class Moving(Deciding):
    """The part of the app that moves."""

    sought: str
    _shown: tuple[object, ...]

    def show_node(self) -> None:
        """Show what the cursor on the left is on."""
        raise NotImplementedError

    def number(self) -> int:
        """The patch that is shown, 0 for none."""
        raise NotImplementedError

    def lines(self) -> Lines:
        """The side on which the keys are."""
        return self.diff if self.diff.has_focus else self.outline

    def _do_down(self) -> None:
        self.lines().move(1)

    def _do_up(self) -> None:
        self.lines().move(-1)

    def _do_page_down(self) -> None:
        self.lines().key_pagedown()

    def _do_page_up(self) -> None:
        self.lines().key_pageup()

    def _do_half_down(self) -> None:
        self.lines().move(max(1, self.lines().size.height // 2))

    def _do_half_up(self) -> None:
        self.lines().move(-max(1, self.lines().size.height // 2))

    def _do_end(self) -> None:
        self.lines().key_end()

    def _do_left(self) -> None:
        self.lines().sideways(-_COLUMNS)

    def _do_right(self) -> None:
        self.lines().sideways(_COLUMNS)

    def _do_other_side(self) -> None:
        (self.outline if self.diff.has_focus else self.diff).focus()

    def _do_next_hunk(self) -> None:
        self._to_hunk(1)

    def _do_previous_hunk(self) -> None:
        self._to_hunk(-1)

    def _to_hunk(self, by: int, only_open: bool = False) -> bool:
        heads = self.diff.heads()
        order = [at for at in heads if (at > self.diff.cursor if by > 0 else at < self.diff.cursor)]
        for at in order[::by]:
            row = self.diff.rows[at]
            if only_open and (row.hunk is None or self.tell_hunk(row.number, row.hunk) != OPEN):
                continue
            self.diff.focus()
            self.diff.go(at, top=True)
            return True
        return False

    def _do_next_open(self) -> None:
        if self._to_hunk(1, only_open=True):
            return
        self.require_read()
        start = self.number() or 0
        total = len(self.session.mails)
        for number in [*range(start + 1, total + 1), *range(1, start + 1)]:
            rows = self.session.rows_about(number)
            undecided = any(self.session.decision(at) is None for at in rows)
            for hunk in self.session.mail(number).hunks if undecided else ():
                if self.tell_hunk(number, hunk) == OPEN:
                    self.to_patch(number)
                    self.diff.go(0)
                    self._to_hunk(1, only_open=True)
                    return
        self.say("no hunk is undecided")

    def _do_next_patch(self) -> None:
        self.to_patch((self.number() or 0) + 1)

    def _do_previous_patch(self) -> None:
        self.to_patch((self.number() or 2) - 1)

    def to_patch(self, number: int) -> None:
        """Show a patch."""
        if not 1 <= number <= len(self.session.mails):
            raise FolioizeError(f"no patch {number}: the series has {len(self.session.mails)}")
        if self.outline.way != "patch":
            self.outline.build("patch")
        for at, node in enumerate(self.outline.nodes):
            if node.form == "patch" and node.number == number:
                self.outline.go(at)
                self.show_node()
                return
        raise FolioizeError(f"patch {number} is filtered out")

    def _do_by_patch(self) -> None:
        self._way("patch")

    def _do_by_declaration(self) -> None:
        self.outline.open |= {("group", "conflicts"), ("group", "open")}
        self._way("declaration")

    def _do_by_file(self) -> None:
        self._way("file")

    def _way(self, way: str) -> None:
        if way != "patch":
            self.require_read()
        self.outline.build(way)
        self.outline.go(0)
        self.outline.focus()
        self.show_node()

    # -- searching ------------------------------------------------------------------------------

    def _do_search(self) -> None:
        def then(text: str | None) -> None:
            self.sought = text or self.sought
            if text is None or not self.sought:
                return
            if not self._seek(self.sought):
                self.say(f"nothing here says {self.sought}")

        self.push_screen(Ask(f"search (again: {self.sought or 'nothing yet'})"), then)

    def _seek(self, text: str) -> bool:
        """Go to the next row that holds the words; after a patch come those behind it."""
        if not self.diff.has_focus or self._shown[0] != "patch":
            return self.lines().find(text)
        if self.diff.find(text, wrap=False):
            return True
        here, cursor = self.number(), self.diff.cursor
        numbers = [node.number for node in self.outline.nodes if node.form == "patch"]
        later = [one for one in numbers if one > here]
        for number in [*later, *(one for one in numbers if one < here)]:
            if self.session.mail(number).holds(text):
                self.to_patch(number)
                if self.diff.find(text, start=-1):
                    return True
        if self.number() != here:
            self.to_patch(here)
            self.diff.go(cursor)
        return self.diff.find(text)

    def _do_filter(self) -> None:
        def then(text: str | None) -> None:
            if text is None:
                return
            try:
                self.outline.filter = parse_filter(text)
            except FolioizeError as error:
                self.say(str(error))
                return
            self.outline.build()
            self.show_node()
            self.tell()

        self.push_screen(Ask(QUESTION, str(self.outline.filter)), then)
