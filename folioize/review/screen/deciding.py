# SPDX-License-Identifier: GPL-2.0-only
"""A verb and where the cursor is go in; a decision, once it is known what follows, comes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from folioize.decisions.targets import PAGE, Target
from folioize.errors import FolioizeError
from folioize.kinds import Catalog
from folioize.review.editing import edit_text
from folioize.review.records import Ask as AskSolver
from folioize.review.records import Outcome, Request
from folioize.review.screen.content import function_at
from folioize.review.screen.dialogs import Ask, Choose, Keep
from folioize.review.screen.outline import Node
from folioize.review.session import Proposal, Session, hunk_text

if TYPE_CHECKING:
    from textual.app import App

    from folioize.review.diffs import Hunk
    from folioize.review.screen.app import Solver
    from folioize.review.screen.diffview import DiffView
    from folioize.review.screen.outline import Outline

    Base = App[None]
else:
    Base = object

GONE = "the solver is gone"

_FORMS = {"row": "declaration", "cover": "nothing", "stale": "nothing"}
SCOPES = ("hunk", "declaration", "function", "file", "patch")


@dataclass(slots=True)
class Waiting:
    """A proposal whose consequences are being found."""

    proposal: Proposal
    screen: Keep
    number: int
    outcome: Outcome | None = None


class Deciding(Base):
    """The part of the app that decides."""

    session: Session
    solver: Solver
    outline: Outline
    diff: DiffView
    busy: str

    def setup_deciding(self) -> None:
        """What is remembered between two keys."""
        self.scope = "hunk"
        self.waiting: Waiting | None = None
        self.last_number = 0
        self.to_show = 0
        self.chosen_keys: dict[str, str] = {}
        self.lost = False
        self.unread = "not yet, and nothing was done: the tree is still being read"

    def next_number(self) -> int:
        """A number for the next question."""
        self.last_number += 1
        return self.last_number

    # -- what is meant --------------------------------------------------------------------------

    def under_cursor(self) -> tuple[int, ...]:
        """The declarations under the cursor."""
        if not self.diff.has_focus:
            return self.outline.node.rows
        row = self.diff.row
        if row is None:
            return ()
        if row.row >= 0:
            return (row.row,)
        if row.hunk is None:
            return self.outline.node.rows
        rows = self.session.subjects(row.number, row.hunk)
        if row.form == "hunk":
            return rows
        narrow = [n for n in rows if self._on_line(n, row.hunk, row.at)] or rows
        name = function_at(row.hunk, row.at).rstrip("()")
        here = [n for n in narrow if self._is_in(n, row.hunk.path, name)]
        return tuple(here or narrow)

    def _is_in(self, number: int, path: str, name: str) -> bool:
        """Whether a function, or the struct of a field, declares it; what a function passes pages
        to is another matter, where both have the same name."""
        row = self.session.rows[number]
        return row.file == path and row.function in (name, name.removeprefix("struct "))

    def _on_line(self, number: int, hunk: Hunk, at: int) -> bool:
        """Whether the line names the declaration."""
        name = self.session.rows[number].name
        return at >= 0 and bool(name) and name in hunk.lines[at].text

    def about(self) -> str:
        """What a decision would be about, in a word: on the left that is the entry, or those
        that are selected, on the right what the scope says."""
        chosen = len(self.outline.chosen_nodes())
        if chosen:
            return f"{chosen} selected"
        if self.diff.has_focus:
            return self.scope
        return _FORMS.get(self.outline.node.form, self.outline.node.form)

    def targets(self) -> list[Target]:
        """What a decision is about: what was selected, else what the scope says."""
        chosen = self.outline.chosen_nodes()
        if chosen:
            return [self._of_node(node) for node in chosen]
        if not self.diff.has_focus:
            return [self._of_node(self.outline.node)]
        return [self._of_scope()]

    def _of_node(self, node: Node) -> Target:
        self.require_read()
        match node.form:
            case "patch":
                return self.session.of_patch(node.number)
            case "hunk" if node.hunk is not None:
                return self.session.of_hunk(node.number, node.hunk)
            case "file" if not node.number:
                return self.session.of_file(node.path)
            case "function" if node.function:
                return self.session.of_function(node.path, node.function)
            case "row":
                row = self.session.rows[node.rows[0]]
                return self.session.of_rows(
                    f"{row.file}:{row.line}:{row.name or row.role}", node.rows
                )
            case _:
                return self.session.of_rows(node.label.strip(), node.rows or self._in(node))

    def _in(self, node: Node) -> tuple[int, ...]:
        return tuple(sorted({row for child in node.children for row in child.rows}))

    def _of_scope(self) -> Target:
        row = self.diff.row
        session = self.session
        self.require_read()
        if row is None or (row.hunk is None and self.scope != "patch"):
            return self._of_node(self.outline.node)
        if self.scope == "patch":
            return session.of_patch(row.number)
        assert row.hunk is not None
        if self.scope == "hunk":
            return session.of_hunk(row.number, row.hunk)
        if self.scope == "file":
            return session.of_file(row.hunk.path)
        found = [session.rows[at] for at in self.under_cursor()]
        names = ", ".join(
            dict.fromkeys(f"{one.file}:{one.line}:{one.name or one.role}" for one in found)
        )
        if self.scope == "declaration":
            return session.of_rows(names, self.under_cursor())
        functions = {(one.file, one.function) for one in found if one.function}
        if len(functions) != 1:
            raise FolioizeError(f"this is about {len(functions)} functions: go to a line of one")
        path, function = functions.pop()
        return session.of_function(path, function or "")

    # -- verbs ----------------------------------------------------------------------------------

    def _do_accept(self) -> None:
        self.decide("accept", self.targets())

    def _do_reject(self) -> None:
        self.decide("reject", self.targets())

    def _do_generic(self) -> None:
        self.decide("generic", self.targets())

    def _do_accept_rest(self) -> None:
        self.decide("accept", [self._rest()])

    def _do_reject_rest(self) -> None:
        self.decide("reject", [self._rest()])

    def _rest(self) -> Target:
        """This hunk and all later ones of its file."""
        row = self.diff.row
        if row is None or row.hunk is None:
            raise FolioizeError("go to a hunk on the right side first")
        self.require_read()
        later = [
            hunk
            for hunk in self.session.mail(row.number).hunks
            if hunk.path == row.hunk.path and hunk.number >= row.hunk.number
        ]
        rows = {at for hunk in later for at in self.session.subjects(row.number, hunk)}
        name = f"hunks {row.number}.{row.hunk.number} to {row.number}.{later[-1].number}"
        return self.session.of_rows(name, sorted(rows))

    def _do_pin(self) -> None:
        targets = self.targets()
        kinds = [PAGE, *Catalog(self.session.tree, self.session.kind_dirs).folders]

        def then(kind: str | None) -> None:
            if kind is not None:
                self._tried("pin", targets, kind=kind)

        self.push_screen(Choose("pin to which kind? (page keeps struct page)", kinds), then)

    def _do_note(self) -> None:
        targets = self.targets()

        def then(text: str | None) -> None:
            if text:
                self._tried("note", targets, note=text)

        self.push_screen(Ask(f"note on {', '.join(one.said for one in targets)}"), then)

    def _tried(self, verb: str, targets: list[Target], kind: str = "", note: str = "") -> None:
        try:
            self.decide(verb, targets, kind, note)
        except FolioizeError as error:
            self.say(str(error))

    def decide(self, verb: str, targets: list[Target], kind: str = "", note: str = "") -> None:
        """Say a verb of these: at once where nothing follows, else once that has been seen."""
        target = targets[0] if len(targets) == 1 else _together(targets)
        self._proposed(self.session.propose(verb, target, kind, note))

    def _do_edit(self) -> None:
        row = self.diff.row
        if row is None or row.hunk is None:
            raise FolioizeError("go to a hunk on the right side first")
        hunk = next(h for h in self.session.mail(row.number).hunks if h.number == row.hunk.number)
        suffix = Path(hunk.path).suffix
        text = edit_text(hunk_text(hunk), suffix, self.suspend)
        self._proposed(self.session.of_edit(row.number, hunk, text))

    def _proposed(self, proposal: Proposal) -> None:
        verb = proposal.verb
        self.outline.chosen.clear()
        if verb in ("accept", "note"):
            self.session.keep_at_once(proposal)
            self.say(proposal.said)
            self._solve()
            if verb == "accept":
                self._onward()
            return
        number = self.next_number()
        self.send(AskSolver(proposal.all, number), "solving")
        self.waiting = Waiting(proposal, Keep(proposal.said), number)
        self.push_screen(self.waiting.screen, self._kept)

    def _kept(self, keep: bool | None) -> None:
        waiting, self.waiting = self.waiting, None
        if waiting is None or not keep or waiting.outcome is None:
            self.say("nothing was kept")
            return
        with self.telling():
            self.session.keep(waiting.proposal)
            self.take(waiting.outcome)
            self.say(waiting.proposal.said)
            if self.session.decisions != waiting.proposal.all:  # somebody else decided meanwhile
                self._solve()

    @contextmanager
    def telling(self) -> Iterator[None]:
        """What can't be done is told in a line."""
        try:
            yield
        except FolioizeError as error:
            self.say(str(error))

    def take(self, outcome: Outcome) -> None:
        """Show another series."""
        raise NotImplementedError

    def refresh_all(self) -> None:
        """Show everything again."""
        raise NotImplementedError

    def _onward(self) -> None:
        """After an accepted hunk comes the next one, as with git add -p."""
        if self.diff.has_focus:
            head = self.diff.hunk_at(self.diff.cursor)
            later = [at for at in self.diff.heads() if head is not None and at > head]
            if later and self.scope == "hunk":
                self.diff.go(later[0], top=True)

    def _solve(self) -> None:
        self.refresh_all()
        self.solve()
        self.tell()

    def solve(self) -> None:
        """Ask for the series under all decisions, to be shown when it is there."""
        self.to_show = self.next_number()
        what = "solving" if self.session.outcome is not None else self.busy
        self.send(AskSolver(self.session.decisions, self.to_show, show=True), what)

    def send(self, request: Request, what: str) -> None:
        """Ask the solver for something; ``what`` says what it does meanwhile."""
        if self.lost:
            raise FolioizeError(f"{GONE}: what was decided is kept; q, and start again")
        self.busy = what
        self.solver.send(request)

    def require_read(self) -> None:
        """Raise FolioizeError where nobody knows yet what there is to decide about."""
        if self.session.outcome is None:
            raise FolioizeError(self.unread)

    def _do_scope(self) -> None:
        self.scope = SCOPES[(SCOPES.index(self.scope) + 1) % len(SCOPES)]
        self.tell()
        if self.about() != self.scope:
            self.say(f"{self.scope}, on the right side; here it is the {self.about()}: Tab")

    def tell(self) -> None:
        """Write the lines around the two sides."""
        raise NotImplementedError

    def tell_where(self) -> None:
        """Write where the cursor is."""
        raise NotImplementedError

    def say(self, text: str) -> None:
        """Tell something, in a line."""
        raise NotImplementedError

    def tell_hunk(self, number: int, hunk: Hunk) -> str:
        """What stands at a hunk's head."""
        raise NotImplementedError

    def _do_mark(self) -> None:
        self.outline.choose()
        self.outline.move(1)
        self.tell_where()

    def _do_undo(self) -> None:
        undone = self.session.undo()
        if undone is None:
            raise FolioizeError("nothing to undo")
        self.say(f"undone: {undone}")
        self._solve()


def _together(targets: Iterable[Target]) -> Target:
    """Several things as one, to be decided, and undone, together."""
    found = list(targets)
    keys = dict.fromkeys(key for one in found for key in one.keys)
    rows = dict.fromkeys(row for one in found for row in one.rows)
    return Target(f"{len(found)} selected", tuple(keys), tuple(rows))
