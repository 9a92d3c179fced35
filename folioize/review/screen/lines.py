# SPDX-License-Identifier: GPL-2.0-only
"""Rows go in; a widget that shows those in sight, and a cursor among them, comes out.

A row is made into text only when it comes into sight, so that the length does not matter.
"""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

_CURSOR = Style(reverse=True)
_PLAIN = Style()


class Lines(ScrollView, can_focus=True):
    """A list of rows with a cursor, which is a ">" as well as a colour."""

    DEFAULT_CSS = "Lines { overflow-x: hidden; scrollbar-size-vertical: 1; }"

    class Moved(Message):
        """The cursor is on another row."""

        def __init__(self, lines: Lines) -> None:
            super().__init__()
            self.lines = lines

    class Opened(Message):
        """Enter, or a click on the row of the cursor."""

        def __init__(self, lines: Lines) -> None:
            super().__init__()
            self.lines = lines

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self.cursor = 0
        self._strips: dict[tuple[int, int], Strip] = {}

    # -- what a kind of list gives --------------------------------------------------------------

    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def text(self, row: int, width: int) -> Text:
        """A row's text."""
        raise NotImplementedError

    def plain(self, row: int) -> str:
        """A row's text to be searched."""
        return self.text(row, 400).plain

    # -- the widget -----------------------------------------------------------------------------

    def changed(self, cursor: int | None = None) -> None:
        """The rows are others now."""
        self._strips.clear()
        self.virtual_size = Size(0, self.count())
        self.cursor = max(0, min(self.count() - 1, self.cursor if cursor is None else cursor))
        self.keep_in_sight()
        self.refresh()

    def repaint(self) -> None:
        """The rows are the same and look different."""
        self._strips.clear()
        self.refresh()

    def move(self, by: int) -> None:
        """Move the cursor."""
        self.go(self.cursor + by)

    def go(self, row: int, top: bool = False) -> None:
        """Put the cursor on a row; ``top`` brings that row to the top of the screen."""
        row = max(0, min(self.count() - 1, row))
        old, self.cursor = self.cursor, row
        for one in (old, row):
            self._drop(one)
        self.keep_in_sight(top)
        if row != old:
            self.post_message(self.Moved(self))
        self.refresh()

    def _drop(self, row: int) -> None:
        width = self.scrollable_content_region.width
        self._strips.pop((row, width), None)

    def keep_in_sight(self, top: bool = False) -> None:
        """Scroll so that the cursor is seen."""
        if top:
            self.scroll_to(y=self.cursor, animate=False, force=True, immediate=True)
            return
        region = Region(0, self.cursor, 1, 1)
        self.scroll_to_region(region, animate=False, force=True, immediate=True)

    def render_line(self, y: int) -> Strip:
        """A row of the screen."""
        row, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        if row >= self.count():
            return Strip.blank(width, self.rich_style)
        key = (row, width)
        strip = self._strips.get(key)
        if strip is None:
            if len(self._strips) > 4000:
                self._strips.clear()
            strip = self._strips[key] = self._strip(row, width)
        return strip

    def _strip(self, row: int, width: int) -> Strip:
        here = row == self.cursor
        text = Text(">" if here else " ", no_wrap=True, overflow="crop")
        text.append_text(self.text(row, width - 1))
        text.truncate(width)
        if here and self.has_focus:
            text.stylize(_CURSOR, 0, max(1, min(len(text), width)))
        # No segment without a style: textual's filter for NO_COLOR can't do with None.
        segments = [
            Segment(one.text, one.style or _PLAIN) for one in text.render(self.app.console, end="")
        ]
        strip = Strip(segments).adjust_cell_length(width, _PLAIN)
        return strip.apply_style(self.rich_style) if not here else strip

    def find(self, pattern: str, start: int | None = None, wrap: bool = True) -> bool:
        """Go to the next row that holds the words, in any case; whether there is one."""
        wanted = pattern.lower()
        total = self.count()
        first = (self.cursor if start is None else start) + 1
        for row in [*range(first, total), *range(min(first, total) if wrap else 0)]:
            if wanted in self.plain(row).lower():
                self.go(row)
                return True
        return False

    def sideways(self, by: int) -> None:
        """Show what lies right or left of what is in sight, where that can be."""

    def on_focus(self) -> None:
        """Show where the keys go."""
        self._drop(self.cursor)
        self.refresh()

    def on_blur(self) -> None:
        """Show where the keys do not go any more."""
        self._drop(self.cursor)
        self.refresh()

    def on_resize(self) -> None:
        """Rows are made for a width."""
        self._strips.clear()

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; a second one opens."""
        self.focus()
        row = event.y + self.scroll_offset.y
        if row == self.cursor:
            self.post_message(self.Opened(self))
        elif row < self.count():
            self.go(row)

    def key_pagedown(self) -> None:
        """A screen down."""
        self.move(max(1, self.size.height - 2))

    def key_pageup(self) -> None:
        """A screen up."""
        self.move(-max(1, self.size.height - 2))

    def key_home(self) -> None:
        """To the first row."""
        self.go(0)

    def key_end(self) -> None:
        """To the last row."""
        self.go(self.count() - 1)

    def key_enter(self) -> None:
        """Open; it never decides anything."""
        self.post_message(self.Opened(self))
