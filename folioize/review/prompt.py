# SPDX-License-Identifier: GPL-2.0-only
"""A session and somebody who answers go in; decisions, asked for hunk by hunk, come out.

The letters are those of ``git add -p``: y n q a d g / j J k K e ? s; w shows why, and u undoes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from folioize.errors import FolioizeError
from folioize.review.diffs import Hunk
from folioize.review.effects import consequence, told
from folioize.review.engine import Engine
from folioize.review.session import NONE, OPEN, Proposal, Session, hunk_text

HELP = """\
y - accept what this hunk is about
n - reject it: its declarations stay struct page, and the series is made anew
q - quit; what was decided is kept
a - accept this hunk and all later hunks of the file
d - reject this hunk and all later hunks of the file
g - go to a hunk by its number, such as 3.2
/ - go to the next hunk that matches a regular expression
j - go to the next undecided hunk; J - to the next hunk
k - go to the previous undecided hunk; K - to the previous hunk
s - split: decide about one declaration of this hunk after the other
e - edit what this hunk leaves; it is checked again
w - show why: the evidence for what this hunk is about
u - undo the last decision
? - print help"""


_SHOWN = 60  # characters of an answer that are told back


def _taken_apart(answer: str) -> tuple[str, str]:
    """The letter, and what stands after it. Raises FolioizeError for a word: who writes "all" or
    "nothing yet" means neither a nor n."""
    letter, rest = answer.strip()[:1], answer.strip()[1:].strip()
    if rest and letter not in ("g", "/"):
        shown = answer.strip()[:_SHOWN]
        raise FolioizeError(f"one letter is expected, not {shown!r}: ? tells which")
    return letter, rest


class Place(NamedTuple):
    """A hunk of a patch."""

    number: int
    hunk: Hunk

    @property
    def name(self) -> str:
        """How it is called: 3.2."""
        return f"{self.number}.{self.hunk.number}"


class Prompt:
    """Asks about one hunk after the other; ``ask`` gives an answer, None at the end of input."""

    def __init__(
        self,
        session: Session,
        engine: Engine,
        ask: Callable[[str], str | None],
        say: Callable[[str], None],
        edit: Callable[[str, str], str],
    ) -> None:
        self.session = session
        self.engine = engine
        self.ask = ask
        self.say = say
        self.edit = edit
        self.at = 0
        self.places: list[Place] = []
        self._list()

    def run(self) -> None:
        """Ask until all is decided or somebody quits."""
        if self.places and not self._is_open(self.places[0]):
            self._step(1, self._is_open)
            self._tell_passed()
        while self.at < len(self.places):
            place = self.places[self.at]
            self._show(place)
            answer = self.ask(f"({self.at + 1}/{len(self.places)}) {self._question(place)}")
            if answer is None or answer.strip() == "q":
                return
            try:
                self._answer(place, *_taken_apart(answer))
            except FolioizeError as error:
                self.say(str(error))

    def _tell_passed(self) -> None:
        """Say what comes before the first hunk that is asked about."""
        passed = self.places[: self.at]
        if not passed or self.at >= len(self.places):
            return
        names = passed[0].name + (f" to {passed[-1].name}" if len(passed) > 1 else "")
        follow = sum(self._state(place) == NONE for place in passed)
        parts = [
            f"{follow} {'follows' if follow == 1 else 'follow'} from others" if follow else "",
            f"{len(passed) - follow} decided already" if len(passed) > follow else "",
        ]
        told = ", ".join(part for part in parts if part)
        self.say(f"passed over: {names} ({told}); g {passed[0].name} goes there")

    def _question(self, place: Place) -> str:
        if self._state(place) == NONE:
            return "This hunk follows from others. Next? [y,q,g,/,j,J,k,K,e,u,?] "
        return "Accept this hunk? [y,n,q,a,d,g,/,j,J,k,K,s,e,w,u,?] "

    def _list(self) -> None:
        self.places = [
            Place(one.number, hunk)
            for one in self.session.record.patches
            for hunk in self.session.mail(one.number).hunks
        ]

    def _state(self, place: Place) -> str:
        return self.session.state(self.session.subjects(*place))

    def _is_open(self, place: Place) -> bool:
        return self._state(place) not in ("accept", "pin", "generic", NONE)

    def _show(self, place: Place) -> None:
        number, hunk = place
        file = next(f for f in self.session.mail(number).files if hunk in f.hunks)
        if hunk is file.hunks[0]:
            subject = self.session.patch(number).subject
            self.say(f"patch {number}: {subject}\n--- a/{file.path}\n+++ b/{file.path}")
        self.say(f"@@ {place.name} -{hunk.old_start} +{hunk.new_start} @@ {hunk.function}")
        for line in hunk.lines:
            self.say(line.mark + line.text)

    def _answer(self, place: Place, letter: str, rest: str) -> None:
        match letter:
            case "y" | "n" if self._state(place) != NONE:
                self._decide([place], "accept" if letter == "y" else "reject")
            case "y":
                self._step(1)
            case "a" | "d":
                later = [
                    one
                    for one in self.places[self.at :]
                    if (one.number, one.hunk.path) == (place.number, place.hunk.path)
                    and self._state(one) != NONE
                ]
                self._decide(later, "accept" if letter == "a" else "reject")
            case "j":
                self._step(1, self._is_open)
            case "k":
                self._step(-1, self._is_open)
            case "J":
                self._step(1)
            case "K":
                self._step(-1)
            case _:
                self._look(place, letter, rest)

    def _look(self, place: Place, letter: str, rest: str) -> None:
        match letter:
            case "g":
                self._go(rest or self.ask("go to which hunk (3.2)? ") or "")
            case "/":
                self._search(rest or self.ask("search for regex? ") or "")
            case "s":
                self._split(place)
            case "e":
                self._edit(place)
            case "w":
                self._why(place)
            case "u":
                undone = self.session.undo()
                self.say(f"undone: {undone}" if undone else "nothing to undo")
                self._take(place)
            case _:
                self.say(HELP)

    def _decide(self, places: list[Place], verb: str) -> None:
        """Say the same of all these hunks; what follows is shown, and asked, before it is kept."""
        session = self.session
        rows = sorted({row for one in places for row in session.subjects(*one)})
        names = f"hunk {places[0].name}" + (f" to {places[-1].name}" if len(places) > 1 else "")
        self._say_of(names, rows, verb, places[-1])

    def _say_of(self, names: str, rows: list[int], verb: str, last: Place) -> bool:
        session = self.session
        return self._keep(session.propose(verb, session.of_rows(names, rows)), last)

    def _edit(self, place: Place) -> None:
        text = self.edit(hunk_text(place.hunk), Path(place.hunk.path).suffix)
        self._keep(self.session.of_edit(*place, text), place)

    def _keep(self, proposal: Proposal, last: Place) -> bool:
        """Keep a proposal, after what follows was shown and asked about where anything may."""
        session, verb = self.session, proposal.verb
        assert session.outcome is not None
        after = self.engine.solve(proposal.all)
        if verb != "accept":
            for line in told(consequence(proposal, session.outcome, after)):
                self.say(line)
            if (self.ask("Keep this decision [y,n]? ") or "n").strip() != "y":
                self.say("nothing was kept")
                return False
        session.keep(proposal)
        if session.decisions != proposal.all:  # somebody else decided meanwhile
            after = self.engine.solve(session.decisions)
        session.take(after)
        self._list()
        self._go_after(last, verb == "accept")
        return True

    def _split(self, place: Place) -> None:
        for row in self.session.subjects(*place):
            one = self.session.rows[row]
            name = f"{one.file}:{one.line} {one.declared(one.role)}"
            answer = (self.ask(f"Accept {name} as {one.kind} [y,n,q]? ") or "q").strip()
            if answer == "q":
                return
            if answer in ("y", "n"):
                verb = "accept" if answer == "y" else "reject"
                if self._say_of(name, [row], verb, place) and verb == "reject":
                    return  # the rows have new numbers, and the hunk may be another one

    def _why(self, place: Place) -> None:
        for row in self.session.subjects(*place):
            one = self.session.rows[row]
            self.say(f"{one.file}:{one.line} {one.name or one.role}: {one.kind}"
                     f" ({one.confidence:.2f}, {self.session.verdict(row)})")  # fmt: skip
            for step in one.evidence:
                self.say(f"    {step.file}:{step.line}: {step.what}")

    def _take(self, place: Place) -> None:
        self.session.take(self.engine.solve(self.session.decisions))
        self._list()
        self._go_after(place, step=False)

    def _go_after(self, place: Place, step: bool) -> None:
        """Stand where a hunk stood, in a series that may be another one by now."""
        key = (place.number, place.hunk.path, place.hunk.old_start)
        after = [
            n
            for n, one in enumerate(self.places)
            if (one.number, one.hunk.path, one.hunk.old_start) >= key
        ]
        self.at = after[0] if after else max(0, len(self.places) - 1)
        if step:
            self._step(1, self._is_open)

    def _go(self, name: str) -> None:
        for number, place in enumerate(self.places):
            if place.name == name.strip():
                self.at = number
                return
        self.say(
            f"no hunk {name[:_SHOWN]}: they are {self.places[0].name} to {self.places[-1].name}"
        )

    def _search(self, pattern: str) -> None:
        try:
            wanted = re.compile(pattern)
        except (re.error, OverflowError, RecursionError) as error:
            raise FolioizeError(f"{pattern[:_SHOWN]} is no regular expression: {error}") from error
        order = [*range(self.at + 1, len(self.places)), *range(self.at + 1)]
        for number in order:
            hunk = self.places[number].hunk
            if any(wanted.search(line.text) for line in hunk.lines):
                self.at = number
                return
        self.say(f"no hunk matches {pattern[:_SHOWN]}")

    def _step(self, by: int, wanted: Callable[[Place], bool] | None = None) -> None:
        at = self.at + by
        while 0 <= at < len(self.places) and wanted is not None and not wanted(self.places[at]):
            at += by
        if at < 0:
            self.say("no previous hunk")
        elif at >= len(self.places) and by > 0 and wanted is None:
            self.say("no next hunk")
        elif at >= len(self.places):
            self._finish()
        else:
            self.at = at

    def _finish(self) -> None:
        """Go back to what is open before; where nothing is, it is done."""
        left = [number for number, one in enumerate(self.places) if self._is_open(one)]
        self.at = left[0] if left and left[0] < self.at else len(self.places)
        if self.at == len(self.places):
            open_ones = len(left)
            self.say("all hunks are decided" if not open_ones else f"{OPEN}: {open_ones} hunks")
