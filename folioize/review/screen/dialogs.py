# SPDX-License-Identifier: GPL-2.0-only
"""Something to read, to choose or to keep goes in; what the reader said comes out."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from folioize.model import Declaration
from folioize.review.effects import Consequence, told
from folioize.review.screen.content import Row
from folioize.review.screen.lines import Lines
from folioize.review.screen.painting import plain
from folioize.review.screen.wrapping import BECAUSE, fitted

_CSS = """
{name} {{ align: center middle; }}
{name} > Vertical {{ width: 96%; max-width: 120; height: auto; max-height: 90%;
    border: round $accent; padding: 0 1; background: $surface; }}
{name} Listing {{ height: auto; max-height: 100%; min-height: 1; scrollbar-gutter: stable; }}
"""


class Listing(Lines):
    """Rows of text with a cursor."""

    def __init__(self, rows: Sequence[Row]) -> None:
        super().__init__("listing")
        self._whole = rows
        self.rows = rows

    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def text(self, row: int, width: int) -> Text:
        """A row."""
        one = self.rows[row]
        style = {"head": "bold", "step": "bright_blue"}.get(one.form, "")
        text = (BECAUSE if one.form == "step" else "") + plain(one.text)
        if text.startswith("FAILS"):
            style = "bold red"
        return Text(text, style)

    def show(self, rows: Sequence[Row]) -> None:
        """Show these rows."""
        self._whole = rows
        self.rows = self._fitting(self.scrollable_content_region.width)
        self.changed(0)

    def _fitting(self, width: int) -> Sequence[Row]:
        return [*fitted(self._whole, width - 1)]

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As high as there are rows; the dialog scrolls if that is too much, in the last column."""
        return max(1, len(self._fitting(width - 1)))

    def on_resize(self) -> None:
        """Wrap anew."""
        super().on_resize()
        cursor = self.cursor
        self.show(self._whole)
        self.changed(cursor)


class Reader(ModalScreen[Row | None]):
    """Something to read; Enter or ``o`` opens the row's place, Escape or q goes back."""

    CSS = _CSS.format(name="Reader")
    BINDINGS = [
        Binding("escape,q", "back", "back"),
        Binding("j,down", "move(1)", "down", show=False),
        Binding("k,up", "move(-1)", "up", show=False),
        Binding("o", "open", "open"),
    ]

    def __init__(self, title: str, rows: Sequence[Row]) -> None:
        super().__init__()
        self._title = title
        self._rows = rows

    def compose(self) -> ComposeResult:
        """A title, the rows, and, in the border where a long text leaves it, what can be done."""
        with Vertical() as frame:
            frame.border_subtitle = "j k move  Enter o open in $EDITOR  Esc back"
            yield Static(Text(self._title, "bold"))
            yield Listing(self._rows)

    def on_mount(self) -> None:
        """Keys go to the rows."""
        self.query_one(Listing).focus()

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.query_one(Listing).move(by)

    def action_back(self) -> None:
        """Close."""
        self.dismiss(None)

    def action_open(self) -> None:
        """Open the place of the row."""
        listing = self.query_one(Listing)
        row = listing.rows[listing.cursor]
        if row.place is not None:
            self.dismiss(row)

    def on_lines_opened(self) -> None:
        """Enter opens."""
        self.action_open()


class Keep(ModalScreen[bool]):
    """What follows from a decision, shown before it is kept; only ``y`` keeps it."""

    CSS = _CSS.format(name="Keep")
    BINDINGS = [
        Binding("y", "keep", "keep"),
        Binding("n,escape,q", "drop", "drop"),
        Binding("j,down", "move(1)", "down", show=False),
        Binding("k,up", "move(-1)", "up", show=False),
    ]

    def __init__(self, said: str) -> None:
        super().__init__()
        self._said = said
        self.ready = False

    def compose(self) -> ComposeResult:
        """The decision, what follows, and what can be done."""
        with Vertical():
            yield Static(Text(self._said, "bold"))
            yield Static("solving: what follows from it? ...", id="told")
            yield Listing([])
            yield Static("wait, or Esc to drop it", id="ask")

    def show(self, found: Consequence) -> None:
        """It was solved: tell what follows."""
        rows = [
            Row(
                "text",
                f"{what} {c.declaration.file}:{c.declaration.line} {_name(c.declaration)}: "
                f"{c.declaration.kind} -> {c.kind}{': ' + c.why if c.why and how else ''}",
                place=(c.declaration.file, c.declaration.line),
            )
            for what, changes, how in (
                ("does not obey", found.kinds.refused, True),
                ("follows", found.kinds.follow, False),
                ("changes", found.kinds.asked, False),
            )
            for c in changes
        ]
        for what, these in (("ends", found.kinds.ended), ("begins", found.kinds.begun)):
            rows += [Row("text", f"conflict {what} {r.file}:{r.line} {_name(r)}") for r in these]
        self.ready = True
        self.query_one("#told", Static).update(Text("\n".join(told(found))))
        self.query_one("#ask", Static).update("keep it? y keep  n Esc drop  j k look")
        listing = self.query_one(Listing)
        listing.show(rows)
        listing.styles.height = min(len(listing.rows), 12)
        listing.focus()

    def fail(self, why: str) -> None:
        """It can't be solved."""
        self.query_one("#told", Static).update(Text(why))
        self.query_one("#ask", Static).update("Esc to go back: nothing was kept")

    def action_keep(self) -> None:
        """Keep it, if it is known what that means."""
        if self.ready:
            self.dismiss(True)

    def action_drop(self) -> None:
        """Leave everything as it was."""
        self.dismiss(False)

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.query_one(Listing).move(by)


def _name(row: Declaration) -> str:
    inside = f" of {row.function}" if row.function else ""
    return f"{row.name or row.role}{inside}"


class Ask(ModalScreen[str | None]):
    """A line to be typed; Escape gives None."""

    CSS = _CSS.format(name="Ask")
    BINDINGS = [Binding("escape", "back", "back")]

    def __init__(self, question: str, value: str = "") -> None:
        super().__init__()
        self._question = question
        self._value = value

    def compose(self) -> ComposeResult:
        """The question and a line."""
        with Vertical():
            yield Static(Text(self._question))
            yield Input(self._value, compact=True)

    def on_mount(self) -> None:
        """Keys go to the line."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """What was typed."""
        self.dismiss(event.value)

    def action_back(self) -> None:
        """Nothing."""
        self.dismiss(None)


class Choose(ModalScreen[str | None]):
    """One of some words, by its number or by the cursor and ``y``."""

    CSS = _CSS.format(name="Choose")
    BINDINGS = [
        Binding("escape,q", "back", "back"),
        Binding("j,down", "move(1)", "down", show=False),
        Binding("k,up", "move(-1)", "up", show=False),
        Binding("y", "take", "take"),
    ]

    def __init__(self, question: str, words: Sequence[str]) -> None:
        super().__init__()
        self._question = question
        self._words = words

    def compose(self) -> ComposeResult:
        """The question and the words."""
        with Vertical() as frame:
            frame.border_subtitle = "j k move  y take  Esc back"
            yield Static(Text(self._question, "bold"))
            yield Listing([Row("text", word) for word in self._words])

    def on_mount(self) -> None:
        """Keys go to the words."""
        self.query_one(Listing).focus()

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.query_one(Listing).move(by)

    def action_take(self) -> None:
        """Take the word under the cursor."""
        self.dismiss(self._words[self.query_one(Listing).cursor])

    def action_back(self) -> None:
        """None of them."""
        self.dismiss(None)
