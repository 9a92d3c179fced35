# SPDX-License-Identifier: GPL-2.0-only
"""A session and a solver go in; the screen comes out: what is shown, and what answers do.

What keys do is in doing.py; this is the frame, and the solver's answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rich.text import Text
from textual import events, work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from folioize.harmless import escape
from folioize.review.diffs import Hunk
from folioize.review.effects import churn_of, churn_parts
from folioize.review.records import (
    Answer,
    Busy,
    Compared,
    Failed,
    Outcome,
    Request,
    Solved,
    Written,
)
from folioize.review.screen import keys
from folioize.review.screen.content import function_at
from folioize.review.screen.deciding import GONE
from folioize.review.screen.diffview import DiffView
from folioize.review.screen.doing import Doing
from folioize.review.screen.outline import Outline
from folioize.review.screen.status import fitting, top_parts
from folioize.review.session import Session

_SAID = 6.0  # seconds that a message stays


class Solver(Protocol):
    """What answers requests: a process of its own, or what a test has in its place."""

    def send(self, request: Request) -> None:
        """Ask for something, without waiting."""

    def receive(self) -> Answer | None:
        """Wait for the next answer; None when there is none to come."""

    def close(self) -> None:
        """End."""


class Answered(Message):
    """The solver said something."""

    def __init__(self, answer: Answer | None) -> None:
        super().__init__()
        self.answer = answer


def _bindings() -> list[BindingType]:
    return [
        Binding(
            action.keys,
            f"do('{action.name}')",
            action.word,
            show=action.footer,
            id=action.name,
            priority=action.name == "other_side",
        )
        for action in keys.ALL
    ]


class Review(Doing, App[None]):
    """The review on a screen."""

    CSS = """
    Screen { layout: vertical; }
    #top, #where, #churn, #keys { height: 1; }
    #keys { background: $footer-background; }
    #top { text-style: bold; }
    #where { color: $text-muted; text-style: underline; }
    #outline { width: 34%; min-width: 24; max-width: 70; border-right: solid $primary; }
    #right { width: 1fr; }
    #diff { scrollbar-gutter: stable; }
    """
    BINDINGS = _bindings()
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self, session: Session, solver: Solver, chosen: dict[str, str] | None = None
    ) -> None:
        super().__init__()
        self.session = session
        self.solver = solver
        self.busy = "reading the tree"
        self.messages: list[str] = []
        self._silence: Timer | None = None
        self.begun = False
        self.setup()
        self.chosen_keys = chosen or {}
        self.set_keymap(self.chosen_keys)

    def compose(self) -> ComposeResult:
        """The lines at the top, the two sides, the churn, and the keys."""
        yield Static(id="top")
        with Horizontal():
            yield Outline(self.session)
            with Vertical(id="right"):
                yield Static(id="where")
                yield DiffView(self.tell_hunk)
        yield Static(id="churn")
        yield Static(id="keys")

    def on_mount(self) -> None:
        """Show what OUT has at once, and let the tree be read meanwhile."""
        self.outline = self.query_one(Outline)
        self.diff = self.query_one(DiffView)
        self.outline.build()
        if self.outline.count() > 1:
            self.outline.cursor = 1
        self.outline.focus()
        self.begun = True
        self.show_keys()
        self.show_node()
        self.tell()
        self.listen()
        self.solve()

    def on_unmount(self) -> None:
        """Leave no process behind."""
        self.solver.close()

    @work(thread=True)
    def listen(self) -> None:
        """Hear the solver, in a thread, so that the screen never waits."""
        while True:
            answer = self.solver.receive()
            self.post_message(Answered(answer))
            if answer is None:
                return

    def action_help_quit(self) -> None:
        """What ^C does: say how to leave."""
        self.say("q quits; what was decided is kept")

    # -- what the solver says -------------------------------------------------------------------

    def on_answered(self, message: Answered) -> None:
        """Take an answer, if there is a screen still to show it on."""
        answer = message.answer
        if not self.query("#keys"):
            return
        if not isinstance(answer, Busy):
            self.busy = ""
        with self.telling():
            self._heard(answer)
        self.tell()

    def _heard(self, answer: Answer | None) -> None:
        match answer:
            case None:
                self.lost, self.busy = True, GONE
                self.failed(f"{GONE}: what was decided is kept; q, and start again", 0)
            case Busy():
                part = f" {answer.done} of {answer.total}" if answer.total else ""
                self.busy = f"{answer.what}{part}"
            case Solved():
                self.solved(answer.outcome, answer.number)
            case Compared():
                old = self.session.other().name
                self.read_text(f"range-diff: {old}, and the series as it would be", answer.text)
            case Written():
                self.written(answer.record, answer.note)
            case Failed():
                self.failed(answer.why, answer.number)

    def take(self, outcome: Outcome) -> None:
        """Show another series; the reader stays where he was."""
        self.session.take(outcome)
        self.refresh_all()
        for text in outcome.record.unused:
            self.say(text)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A decision is about something else on the other side."""
        if event.widget in (self.outline, self.diff):
            self.tell_where()

    def on_resize(self) -> None:
        """Make the lines for another width."""
        if self.begun:
            self.call_after_refresh(self.tell)

    # -- the lines at the top and at the bottom -------------------------------------------------

    def tell(self) -> None:
        """Write the lines around the two sides."""
        filtered = str(self.outline.filter)
        self._line("#top", top_parts(self.session, self.busy, filtered), " | ")
        self.tell_where()

    def _line(self, name: str, ways: Sequence[Sequence[str]], between: str) -> None:
        text = escape(fitting(ways, between, self.size.width))
        self.query_one(name, Static).update(Text(text, no_wrap=True))

    def say(self, text: str) -> None:
        """Tell something in the line of the keys; it hides nothing, and goes after a while."""
        self.messages.append(text)
        self.query_one("#keys", Static).update(Text(f"* {escape(text)}", "bold", no_wrap=True))
        if self._silence is not None:
            self._silence.stop()
        self._silence = self.set_timer(_SAID, self.show_keys)

    def show_keys(self) -> None:
        """Put the keys back in the last line, which is gone where the screen is closing."""
        for line in self.query("#keys").results(Static):
            line.update(Text(self.footer(), no_wrap=True))

    def footer(self) -> str:
        """The keys that are needed most; textual's own footer is made anew at every step."""
        parts = [
            f"{keys.shown(self.chosen_keys.get(one.name, one.keys)).split()[0]} {one.word}"
            for one in keys.ALL
            if one.footer
        ]
        return "  ".join(parts)

    def tell_where(self) -> None:
        """Write where the cursor is: the file, the function, and what the hunk is about; and
        beside the churn what a decision would be about."""
        churn = [f"[{self.about()}]", *churn_parts(churn_of(self.session.record))]
        fewer = churn[:-1]  # the declarations go first, then the files
        self._line("#churn", [churn, fewer, [*fewer[:2], *fewer[3:]]], " ")
        row = self.diff.row
        text = ""
        if row is not None and row.hunk is not None:
            names = [self.session.rows[at].name or self.session.rows[at].role
                     for at in self.session.subjects(row.number, row.hunk)]  # fmt: skip
            about = f"  about {', '.join(dict.fromkeys(names))}" if names else ""
            text = f"{row.hunk.path}: {function_at(row.hunk, max(row.at, row.other))}{about}"
        elif row is not None and row.number:
            text = self.session.patch(row.number).subject
        elif row is not None and row.place is not None:
            text = f"{row.place[0]}:{row.place[1]}"
        self.query_one("#where", Static).update(Text(escape(text), no_wrap=True))

    def tell_hunk(self, number: int, hunk: Hunk) -> str:
        """What stands at a hunk's head."""
        return self.session.state(self.session.subjects(number, hunk))
