# SPDX-License-Identifier: GPL-2.0-only
"""Rows of a patch or a declaration go in; the right side of the screen comes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.style import Style
from rich.text import Text

from folioize.review.diffs import Hunk
from folioize.review.screen.content import Row
from folioize.review.screen.lines import Lines
from folioize.review.screen.painting import MINUS, PLUS, Painter, plain
from folioize.review.screen.wrapping import BECAUSE, filled

_BACK = {"+": PLUS, "-": MINUS, " ": Style()}
_MARK = {"+": Style(color="green", bold=True), "-": Style(color="red", bold=True), " ": Style()}
_FORMS = {
    "head": Style(bold=True),
    "file": Style(bold=True, color="bright_white", underline=True),
    "hunk": Style(color="cyan", bold=True),
    "step": Style(color="bright_blue"),
}


class DiffView(Lines):
    """Shows rows; ``told`` gives what to say of a hunk at its head."""

    def __init__(self, told: Callable[[int, Hunk], str]) -> None:
        super().__init__("diff")
        self.rows: Sequence[Row] = ()
        self._told = told
        self._whole: Sequence[Row] = ()
        self._width = 0
        self.shift = 0
        self._painter = Painter()

    def show(self, rows: Sequence[Row], cursor: int = 0) -> None:
        """Show these rows; text is wrapped, code is not."""
        self._whole = rows
        self._width = self.scrollable_content_region.width
        self.rows = [*filled(rows, self._width - 1)]
        self.changed(cursor)

    def on_resize(self) -> None:
        """Wrap anew for another width, and stay at the row."""
        super().on_resize()
        if self.scrollable_content_region.width != self._width and self._whole:
            row = self.row
            self.show(self._whole, self.cursor)
            if row in self.rows:
                self.go(self.rows.index(row))

    def sideways(self, by: int) -> None:
        """Show what lies right or left of what is in sight."""
        self.shift = max(0, self.shift + by)
        self.repaint()

    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def nearest(self, number: int, file: str, line: int, otherwise: int) -> int:
        """The row of a patch that is of this line of a file, or else of the nearest one."""
        found = [
            (abs(row.place[1] - line), at)
            for at, row in enumerate(self.rows)
            if row.place is not None and row.number == number and row.place[0] == file
        ]
        return min(found, default=(0, otherwise))[1]

    def hunk_at(self, row: int) -> int | None:
        """The row at which the hunk begins that a row is in."""
        while row >= 0 and row < len(self.rows):
            form = self.rows[row].form
            if form == "hunk":
                return row
            if form not in ("line", "pair"):
                return None
            row -= 1
        return None

    def heads(self) -> list[int]:
        """The rows at which hunks begin."""
        return [at for at, row in enumerate(self.rows) if row.form == "hunk"]

    def plain(self, row: int) -> str:
        """A row's text to be searched, which need not be painted."""
        one = self.rows[row]
        if one.hunk is not None and one.form != "hunk":
            numbers = {at for at in (one.at, one.other) if at >= 0}
            return " ".join(one.hunk.lines[at].text for at in sorted(numbers))
        return one.text

    def text(self, row: int, width: int) -> Text:
        """A row as it is shown."""
        one = self.rows[row]
        if one.form == "line" and one.hunk is not None:
            return self._line(one.hunk, one.at, width)
        if one.form == "pair" and one.hunk is not None:
            half = (width - 1) // 2
            left = self._half(one.hunk, one.at, half, "-")
            right = self._half(one.hunk, one.other, width - 1 - half, "+")
            return Text.assemble(left, ("|", "bright_black"), right)
        if one.form == "hunk" and one.hunk is not None:
            return self._head(one, one.hunk, width)
        text = Text(plain(one.text), _FORMS.get(one.form, ""))
        if one.form == "step":
            text = Text.assemble(BECAUSE, text)
        return text

    def _head(self, one: Row, hunk: Hunk, width: int) -> Text:
        state = self._told(one.number, hunk)
        name = f"@@ {one.number}.{hunk.number} -{hunk.old_start} +{hunk.new_start} "
        room = max(4, width - len(name) - len(state) - 3)
        return Text(f"{name}[{state}] {plain(one.text)[:room]}", _FORMS["hunk"])

    def _line(self, hunk: Hunk, at: int, width: int) -> Text:
        mark = hunk.lines[at].mark
        text = Text(mark, _MARK[mark])
        text.append_text(self._painter.lines(hunk)[at][self.shift :])
        return _filled(text, width, _BACK[mark])

    def _half(self, hunk: Hunk, at: int, width: int, side: str) -> Text:
        if at < 0:
            return Text(" " * width)
        mark = hunk.lines[at].mark
        text = Text(mark if mark == side else " ", _MARK[mark])
        text.append_text(self._painter.lines(hunk)[at][self.shift :])
        return _filled(text, width, _BACK[mark])


def _filled(text: Text, width: int, back: Style) -> Text:
    text.truncate(width, pad=True)
    out = Text(text.plain, back)
    for span in text.spans:
        out.stylize(span.style, span.start, span.end)
    if text.style:
        out.stylize(text.style, 0, 1)
    return out
