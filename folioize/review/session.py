# SPDX-License-Identifier: GPL-2.0-only
"""A series and decisions about it go in; all that a reader is shown, and may do, comes out.

Nothing here knows of a screen: the app, the prompt and the JSON show the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec
from msgspec.structs import replace

from folioize.decisions import Journal
from folioize.decisions.store import with_all
from folioize.decisions.targets import PAGE, Target, fewest, key_of, label_of
from folioize.decisions.verbs import decisions_of, said
from folioize.errors import FolioizeError
from folioize.git import open_repo
from folioize.kinds.pins import Decision
from folioize.model import Account, Declaration, PatchRecord, SeriesRecord
from folioize.review.checks import Checks, load_checks
from folioize.review.diffs import Hunk, Mail, fingerprint, parse_mail
from folioize.review.records import Outcome
from folioize.series import read_series
from folioize.series.outfolder import COVER, RECORD

OPEN, MIXED, NONE, UNREAD = "open", "in part", "follows", "..."
"""What is not decided, decided in part, has nothing to decide (it follows from other places), or
is not known before the tree has been read."""


class Proposal(msgspec.Struct, frozen=True):
    """A decision before it is kept: what it says, of what, and all decisions with it."""

    said: str
    verb: str
    target: Target
    new: tuple[Decision, ...]
    all: tuple[Decision, ...]


class Other(msgspec.Struct, frozen=True):
    """Another series, by what it is called, to compare with: from ``base`` to ``tip``."""

    name: str
    base: str
    tip: str


class Progress(msgspec.Struct, frozen=True):
    """How many declarations have a kind or were decided to have none, and how many are decided."""

    decided: int
    declarations: int
    conflicts: int


class Session:
    """One review: the series as OUT has it or, once it was solved, as it would be now."""

    def __init__(
        self, out: Path, journal: Journal, kind: str = "", tree: Path | None = None
    ) -> None:
        self.out = out
        self.tree = tree
        self.journal = journal
        self.outcome: Outcome | None = None
        self.decisions = journal.decisions()
        self.seen = journal.read()
        self.marks: list[str] = []
        self.mails: list[bytes] = []
        self._about: dict[tuple[int, str], dict[int, list[int]]] = {}
        self._by_label: dict[str, list[int]] = {}
        self._indexed: tuple[dict[int, tuple[int, ...]], list[frozenset[int]]] | None = None
        self._parse = lru_cache(maxsize=64)(parse_mail)
        self._kind = kind
        self.against: Other | None = None
        self.kind_dirs: tuple[str, ...] = ()
        self.reload()

    def reload(self) -> None:
        """Read what OUT has; until something was solved, that is what is shown."""
        out = self.out
        self.written = read_series(out) if (out / RECORD).is_file() else None
        self.checks: Checks = load_checks(out)
        patches = self.written.patches if self.written is not None else ()
        mails = [_read(out / one.file) for one in patches]
        marks = [fingerprint(raw) for raw in mails]
        self._on_disk = dict(zip(marks, mails, strict=True))
        self._proven = dict(zip(marks, patches, strict=True))
        if self.outcome is not None:
            self.take(self.outcome)
            return
        self.record: SeriesRecord = self.written or _nothing(self._kind)
        self.mails, self.marks = mails, marks

    def other(self) -> Other:
        """The series that a range-diff is with: what was asked for, or else what OUT has."""
        if self.against is not None:
            return self.against
        if self.written is None or not self.written.patches:
            raise FolioizeError("no series was written yet: W writes it")
        return Other(str(self.out), self.written.base, self.written.tip)

    # -- what there is --------------------------------------------------------------------------

    @property
    def rows(self) -> tuple[Declaration, ...]:
        """All declarations; () until the tree has been read."""
        return self.outcome.rows if self.outcome is not None else ()

    @property
    def is_written(self) -> bool:
        """Whether OUT is what would be written now."""
        return self.written is not None and list(self._on_disk) == self.marks

    def take(self, outcome: Outcome) -> None:
        """Show this outcome from now on. If OUT is just that, its mails are, with their proofs."""
        self.outcome = outcome
        self.record = outcome.record
        self._indexed = None
        self._about.clear()
        self._by_label.clear()
        for at, row in enumerate(outcome.rows):
            if row.kind != PAGE:
                self._by_label.setdefault(label_of(row), []).append(at)
        self.marks = [fingerprint(raw) for raw in outcome.mails]
        self.mails = list(self._on_disk.values() if self.is_written else outcome.mails)

    def mail(self, number: int) -> Mail:
        """A patch, taken apart."""
        return self._parse(self.mails[number - 1])

    def cover(self) -> str:
        """The cover letter, as it would be sent."""
        raw = self.outcome.cover if self.outcome is not None else b""
        if self.is_written and (self.out / COVER).is_file():
            raw = _read(self.out / COVER)
        return raw.decode("utf-8", "replace")

    def pristine(self, path: str) -> list[str]:
        """The lines of a file as the series finds it; [] where that is not known."""
        if self.tree is None:
            return []
        try:
            data = open_repo(self.tree).run("show", f"{self.record.base}:{path}")
        except FolioizeError:
            return []
        return data.decode("utf-8", "replace").split("\n")

    def checked(self, number: int) -> tuple[str, ...]:
        """What verify found of a patch, a line each; () where it was not run on this patch."""
        old = self._proven.get(self.marks[number - 1])
        return self.checks.of_patch(old.number, old.file) if old is not None else ()

    def patch(self, number: int) -> PatchRecord:
        """The record of a patch."""
        return self.record.patches[number - 1]

    def subjects(self, number: int, hunk: Hunk) -> tuple[int, ...]:
        """The numbers of the rows that a hunk is about."""
        if self.outcome is None or number > len(self.outcome.links):
            return ()
        lines = self._lines(number, hunk.path)
        return tuple(sorted({row for line in hunk.touched for row in lines.get(line, ())}))

    def _lines(self, number: int, path: str) -> dict[int, list[int]]:
        """The rows that each line of a file is about, as a patch finds the file."""
        found = self._about.get((number, path))
        if found is None:
            found = self._about[number, path] = {}
            assert self.outcome is not None
            for line, row in self.outcome.links[number - 1].get(path, ()):
                found.setdefault(line, []).append(row)
        return found

    def patches_about(self, row: int) -> tuple[int, ...]:
        """The numbers of the patches that may have a hunk about a row."""
        return self._index()[0].get(row, ())

    def rows_about(self, number: int) -> frozenset[int]:
        """The rows that hunks of a patch may be about."""
        found = self._index()[1]
        return found[number - 1] if number <= len(found) else frozenset()

    def _index(self) -> tuple[dict[int, tuple[int, ...]], list[frozenset[int]]]:
        """Rows and patches, both ways; made when somebody asks."""
        if self._indexed is None:
            links = self.outcome.links if self.outcome is not None else ()
            rows = [frozenset(row for pairs in one.values() for _, row in pairs) for one in links]
            patches: dict[int, tuple[int, ...]] = {}
            for number, found in enumerate(rows, 1):
                for row in found:
                    patches[row] = (*patches.get(row, ()), number)
            self._indexed = patches, rows
        return self._indexed

    def patch_rows(self, number: int) -> tuple[int, ...]:
        """The numbers of the rows that a patch converts."""
        names = self.patch(number).declarations
        return tuple(sorted({at for name in names for at in self._by_label.get(name, ())}))

    # -- what has been decided ------------------------------------------------------------------

    def verdict(self, row: int) -> str:
        """accept, reject, pin or generic; "open" for what nobody decided about."""
        one = self.decision(row)
        if one is None:
            return OPEN
        return "reject" if one.verdict == "pin" and one.kind == PAGE else one.verdict

    def decision(self, row: int) -> Decision | None:
        """The decision about a row."""
        if self.outcome is None or row not in self.outcome.decided:
            return None
        return self.outcome.decisions[self.outcome.decided[row]]

    def state(self, rows: Iterable[int]) -> str:
        """The verdict that all rows have, or that they are open or differ."""
        if self.outcome is None:
            return UNREAD
        found = {self.verdict(row) for row in rows}
        if not found:
            return NONE
        return found.pop() if len(found) == 1 else MIXED

    def notes(self, row: Declaration) -> tuple[str, ...]:
        """The notes on a declaration, its function and its file."""
        key = key_of(row)
        return tuple(
            one.note
            for one in self.decisions
            if one.note
            and one.file == row.file
            and (one.breadth == 2 or one.function == row.function)
            and (one.breadth > 0 or (one.role, one.name) == (key.role, key.name))
        )

    def progress(self) -> Progress:
        """How far the reader is. What was rejected is a page now, and decided all the same."""
        done = [self.decision(at) is not None for at in range(len(self.rows))]
        return Progress(
            sum(done),
            sum(row.kind != PAGE or done[at] for at, row in enumerate(self.rows)),
            sum(row.why_not is not None and not done[at] for at, row in enumerate(self.rows)),
        )

    # -- what has been read ---------------------------------------------------------------------

    def is_read(self, number: int) -> bool:
        """Whether a patch has been read, as it is now."""
        return self.marks[number - 1] in self.seen

    def mark_read(self, number: int, read: bool = True) -> None:
        """Remember that a patch has been read, or has not."""
        mark = (self.marks[number - 1],)
        if read != (mark[0] in self.seen):
            self.journal.mark(read=mark if read else (), unread=() if read else mark)
            self.seen = self.journal.read()

    # -- what can be done -----------------------------------------------------------------------

    def of_rows(self, text: str, numbers: Sequence[int]) -> Target:
        """These rows as what a decision is about."""
        rows = tuple(self.rows[number] for number in numbers)
        if not rows:
            raise FolioizeError(f"{text} declares nothing: it follows from other places")
        one = {key_of(row) for row in rows}
        # One declaration is kept as such, though it may be all that its file has by now.
        return Target(text, tuple(one) if len(one) == 1 else fewest(self.rows, rows), rows)

    def of_hunk(self, number: int, hunk: Hunk) -> Target:
        """What a hunk is about, as what a decision is about."""
        rows = self.subjects(number, hunk)
        return self.of_rows(f"hunk {number}.{hunk.number}", rows)

    def of_patch(self, number: int) -> Target:
        """What a patch converts, as what a decision is about."""
        return self.of_rows(f"patch {number}", self.patch_rows(number))

    def of_file(self, path: str) -> Target:
        """All of a file."""
        rows = tuple(row for row in self.rows if row.file == path)
        if not rows:
            raise FolioizeError(f"{path} declares nothing: it follows from other places")
        return Target(path, (Decision(path, verdict="note"),), rows)

    def of_function(self, path: str, function: str) -> Target:
        """All of a function, or of a struct."""
        rows = tuple(row for row in self.rows if (row.file, row.function) == (path, function))
        if not rows:
            raise FolioizeError(f"{path}:{function} declares no struct page")
        key = Decision(path, function=function, verdict="note")
        return Target(f"{path}:{function}", (key,), rows)

    def of_edit(self, number: int, hunk: Hunk, text: str) -> Proposal:
        """What a person wrote in the place of a hunk, as a proposal.

        Raises FolioizeError where nothing was changed.
        """
        before = hunk_text(hunk)
        if text == before:
            raise FolioizeError("nothing was edited")
        new = (Decision(hunk.path, verdict="edit", before=before, after=text),)
        whole = with_all(self.journal.text(), new, str(self.journal.path))
        name = f"hunk {number}.{hunk.number}"
        return Proposal(f"edit {name}", "edit", Target(name, (), ()), new, whole)

    def propose(self, verb: str, target: Target, kind: str = "", note: str = "") -> Proposal:
        """Say ``verb`` of a target, without keeping it."""
        new = decisions_of(verb, target, kind, note)
        whole = with_all(self.journal.text(), new, str(self.journal.path))
        return Proposal(said(verb, target, kind), verb, target, new, whole)

    def keep(self, proposal: Proposal) -> None:
        """Keep what was proposed; what comes of it is for the caller to take()."""
        self.journal.decide(proposal.new, proposal.said)
        self.decisions = self.journal.decisions()

    def keep_at_once(self, proposal: Proposal) -> None:
        """Keep what changes no kind, and show it as decided before it is solved again."""
        self.keep(proposal)
        if self.outcome is None:
            return
        old = self.outcome.decisions
        numbers = {one: number for number, one in enumerate(self.decisions)}
        decided = {
            row: numbers[old[n]] for row, n in self.outcome.decided.items() if old[n] in numbers
        }
        mine = {label_of(row) for row in proposal.target.rows}
        new = [numbers[one] for one in proposal.new if one in numbers and one.verdict != "note"]
        for at, row in enumerate(self.rows if new else ()):
            if row.kind != PAGE and label_of(row) in mine:
                decided[at] = new[0]
        self.outcome = replace(self.outcome, decisions=self.decisions, decided=decided)

    def undo(self) -> str | None:
        """Take back the last decision; return what it was."""
        undone = self.journal.undo()
        self.decisions = self.journal.decisions()
        return undone


def hunk_text(hunk: Hunk) -> str:
    """What a hunk leaves of its lines: the text that can be edited."""
    return "".join(f"{line.text}\n" for line in hunk.lines if line.mark != "-")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FolioizeError(f"{path}: {error.strerror}: write the series anew") from error


def _nothing(kind: str) -> SeriesRecord:
    account = Account(0, 0, 0, 0, 0, ())
    return SeriesRecord(1, kind, kind, "", "", "", (), 0, 0, 0, account)
