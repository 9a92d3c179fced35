# SPDX-License-Identifier: GPL-2.0-only
"""The name of an action goes in; it is done: looking, and what the solver answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from folioize.errors import FolioizeError
from folioize.model import SeriesRecord
from folioize.review.effects import consequence
from folioize.review.records import Compare, Outcome, Write
from folioize.review.screen import content
from folioize.review.screen.content import Row
from folioize.review.screen.dialogs import Reader
from folioize.review.screen.helping import help_rows
from folioize.review.screen.lines import Lines
from folioize.review.screen.moving import Moving
from folioize.review.screen.opening import open_place
from folioize.review.screen.outline import Outline

if TYPE_CHECKING:
    from folioize.review.screen.diffview import DiffView

_WIDER = 5  # lines of context more, or less


class Doing(Moving):
    """The part of the app that does what keys ask for."""

    outline: Outline
    diff: DiffView

    def setup(self) -> None:
        """What is remembered between two keys."""
        self.setup_deciding()
        self.context = 0
        self.side_by_side = False
        self.sought = ""
        self._shown: tuple[object, ...] = ()

    def action_do(self, name: str) -> None:
        """Do one action; what can't be done is told in a line."""
        with self.telling():
            getattr(self, f"_do_{name}")()

    # -- showing --------------------------------------------------------------------------------

    def on_lines_moved(self, message: Lines.Moved) -> None:
        """The right side shows what the left side is on."""
        if message.lines is self.outline:
            self.show_node()
        elif message.lines is self.diff:
            self._follow()

    def _follow(self) -> None:
        """Keep what the cursor is in in sight; who has seen the end has read the patch."""
        self.tell_where()
        number = self.number()
        at_end = self.diff.cursor >= self.diff.count() - 2
        if number and at_end and self._shown[0] == "patch" and not self.session.is_read(number):
            with self.telling():
                self.session.mark_read(number)
            self.outline.build()
            self.tell()

    def on_lines_opened(self, message: Lines.Opened) -> None:
        """Enter opens an entry, or goes to what it shows; on a step of evidence it opens its
        place, elsewhere it goes a line down."""
        row = self.diff.row
        if message.lines is self.outline:
            if not self.outline.toggle():
                self.diff.focus()
        elif message.lines is self.diff and row is not None and row.form == "step":
            self.action_do("open")
        elif message.lines is self.diff:
            self.diff.move(1)

    def show_node(self) -> None:
        """Show what the cursor on the left is on."""
        node = self.outline.node
        look = (self.context, self.side_by_side)
        if node.form == "cover":
            self._show(("cover",), content.of_cover(self.session))
        elif node.form == "row":
            rows = content.of_declaration(self.session, node.rows[0], *look)
            self._show(("row", node.key), rows)
        elif node.number:
            shown = ("patch", node.number, *look)
            stays = "anew" in self._shown and self.diff.has_focus
            if self._shown != shown:
                self._show(shown, content.of_patch(self.session, node.number, *look))
            if not stays:
                self._to_part(node.path, node.hunk.number if node.hunk is not None else 0)
        elif node.form == "file":
            rows = content.of_file(self.session, node.path, node.rows, *look)
            self._show(("file", node.key, *look), rows)
        elif node.rows:
            rows = content.of_function(self.session, node.rows, *look)
            self._show((node.form, node.key, *look), rows)
        else:
            told = content.GROUPS.get(str(node.key[-1]), "")
            self._show(("none",), [Row("head", node.label), Row("text", told)])
        self.tell_where()

    def _show(self, shown: tuple[object, ...], rows: list[Row]) -> None:
        same = shown[:2] == self._shown[:2]
        here, cursor = self.diff.row, self.diff.cursor
        anew, self._shown = "anew" in self._shown, shown
        self.diff.show(rows, cursor if same else 0)
        if same and anew and here is not None and here.place is not None:
            self.diff.go(self.diff.nearest(here.number, *here.place, cursor))

    def _to_part(self, path: str, hunk: int) -> None:
        for at, row in enumerate(self.diff.rows if path else ()):
            of_file = row.form == "file" and row.place is not None and row.place[0] == path
            of_hunk = row.form == "hunk" and row.hunk is not None and row.hunk.number == hunk
            if (of_hunk and hunk) or (of_file and not hunk):
                self.diff.go(at, top=True)
                return

    def number(self) -> int:
        """The patch that is shown, 0 for none."""
        row = self.diff.row
        if row is not None and row.number:
            return row.number
        return self.outline.node.number

    def refresh_all(self) -> None:
        """The series is another one: show it, with the cursors where they were."""
        self.outline.build()
        self._shown = (*self._shown[:2], "anew")
        self.show_node()
        self.tell()

    def _again(self) -> None:
        here = self.diff.row
        self.show_node()
        if here is not None and here.hunk is not None:
            for at, row in enumerate(self.diff.rows):
                same = row.hunk is not None and row.hunk.number == here.hunk.number
                if row.form == "hunk" and same and row.number == here.number:
                    self.diff.go(at, top=True)
                    return

    def _do_split(self) -> None:
        self.side_by_side = not self.side_by_side
        self._again()

    def _do_wider(self) -> None:
        self.context += _WIDER
        self._again()

    def _do_narrower(self) -> None:
        self.context = max(0, self.context - _WIDER)
        self._again()

    def _do_zoom(self) -> None:
        self.outline.display = not self.outline.display
        if not self.outline.display:
            self.diff.focus()

    # -- looking --------------------------------------------------------------------------------

    def _do_why(self) -> None:
        self.require_read()
        rows: list[Row] = []
        for at in self.under_cursor():
            rows += [Row("head", line, row=at) for line in content.title(self.session, at)]
            rows += content.evidence(self.session.rows[at], at)
            rows += [Row("text", f"note: {n}") for n in self.session.notes(self.session.rows[at])]
        if not rows:
            raise FolioizeError("nothing is declared here: it follows from other places")
        self.read("why", rows)

    def _do_checks(self) -> None:
        number = self._patch_here()
        found = self.session.checked(number)
        rows = [Row("text", line) for line in found] or [
            Row("text", self.session.checks.why or "this patch is not the one that was verified")
        ]
        claims = ", ".join(self.session.patch(number).claims)
        self.read(f"checks of patch {number}, which claims: {claims}", rows)

    def _patch_here(self) -> int:
        number = self.number()
        if not number:
            raise FolioizeError("no patch is shown: go to one")
        return number

    def _do_mail(self) -> None:
        number = self.number()
        raw = self.session.mails[number - 1].decode("utf-8", "replace") if number else ""
        text = raw or self.session.cover()
        self.read_text(f"mail {number} as it would be sent", text)

    def _do_range_diff(self) -> None:
        old = self.session.other()
        self.send(Compare(self.session.decisions, old.base, old.tip), "comparing")
        self.tell()

    def _do_read(self) -> None:
        number = self._patch_here()
        self.session.mark_read(number, not self.session.is_read(number))
        self.outline.build()
        self.tell()

    def _do_open(self) -> None:
        row = self.diff.row
        if row is None or row.place is None:
            raise FolioizeError("nothing to open here")
        open_place(self, self.session.tree, *row.place)

    def read_text(self, title: str, text: str) -> None:
        """Show a text."""
        self.read(title, [Row("text", line) for line in text.split("\n")])

    def read(self, title: str, rows: list[Row]) -> None:
        """Show rows; one that is chosen is opened."""

        def then(row: Row | None) -> None:
            if row is not None and row.place is not None:
                with self.telling():
                    open_place(self, self.session.tree, *row.place)

        self.push_screen(Reader(title, rows), then)

    def _do_help(self) -> None:
        self.read("keys", help_rows(self.chosen_keys))

    def _do_quit(self) -> None:
        self.exit()

    # -- the solver's answers -------------------------------------------------------------------

    def solved(self, outcome: Outcome, number: int) -> None:
        """Take an outcome: for a question that waits for it, or to be shown."""
        if self.waiting is not None and number == self.waiting.number:
            before = self.session.outcome
            if before is not None:
                found = consequence(self.waiting.proposal, before, outcome)
                self.waiting.outcome = outcome
                self.waiting.screen.show(found)
        elif number == self.to_show:
            self.take(outcome)

    def failed(self, why: str, number: int) -> None:
        """Tell what can't be done."""
        if self.session.outcome is None:
            self.unread = f"nothing can be decided: {why}"
        asked = self.waiting
        if asked is not None and asked.outcome is None and (self.lost or number == asked.number):
            asked.screen.fail(why)
        else:
            self.say(why)

    def _do_write(self) -> None:
        folder = str(self.session.out.absolute())
        self.send(Write(self.session.decisions, folder), "writing")
        self.tell()

    def written(self, record: SeriesRecord, note: str = "") -> None:
        """The series was written: what is shown is what OUT has."""
        self.session.reload()
        number = len(record.patches)
        made = f"{number} patch{'' if number == 1 else 'es'}"
        self.say(f"{made} on {record.branch}, in {self.session.out}")
        if note:  # the last line has room for one; what may have been lost is the one
            self.say(note)
        self.solve()
