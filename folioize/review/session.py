# SPDX-License-Identifier: GPL-2.0-only
"""A series and decisions about it go in; all that a reader is shown, and may do, comes out.

Nothing here knows of a screen: the app, the prompt and the JSON show the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from folioize.decisions import Journal
from folioize.decisions.store import with_all
from folioize.decisions.targets import PAGE, Target, fewest, key_of, label_of
from folioize.decisions.verbs import decisions_of, said
from folioize.errors import FolioizeError
from folioize.kinds.pins import Decision
from folioize.model import Account, Declaration, PatchRecord, SeriesRecord
from folioize.review.checks import Checks, load_checks
from folioize.review.diffs import Hunk, Mail, fingerprint, parse_mail
from folioize.review.records import Outcome
from folioize.series import read_series
from folioize.series.write import COVER, RECORD

OPEN, MIXED, NONE = "open", "in part", "follows"
"""What is not decided, decided in part, or has nothing to decide: it follows from other places."""


class Proposal(msgspec.Struct, frozen=True):
    """A decision before it is kept: what it says, of what, and all decisions with it."""

    said: str
    verb: str
    target: Target
    new: tuple[Decision, ...]
    all: tuple[Decision, ...]


class Session:
    """One review: the series as OUT has it or, once it was solved, as it would be now."""

    def __init__(self, out: Path, journal: Journal, kind: str = "") -> None:
        self.out = out
        self.journal = journal
        self.outcome: Outcome | None = None
        self.written = read_series(out) if (out / RECORD).is_file() else None
        self.record: SeriesRecord = self.written or _nothing(kind)
        self.checks: Checks = load_checks(out)
        self.decisions = journal.decisions()
        self.mails: list[bytes] = []
        self.seen = journal.read()
        self.marks: list[str] = []
        self._disk = {one.number: out / one.file for one in self.record.patches}
        self._parse = lru_cache(maxsize=64)(parse_mail)
        if self.written is not None:
            self.mails = [_read(self._disk[one.number]) for one in self.record.patches]
            self.marks = [fingerprint(raw) for raw in self.mails]
        self._on_disk = dict(zip(self.marks, self.mails, strict=True))
        self._proven = dict(zip(self.marks, self.record.patches, strict=True))

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
        links = self.outcome.links[number - 1].get(hunk.path, ())
        touched = set(hunk.touched)
        return tuple(sorted({row for line, row in links if line in touched}))

    def patch_rows(self, number: int) -> tuple[int, ...]:
        """The numbers of the rows that a patch converts."""
        names = set(self.patch(number).declarations)
        return tuple(
            at for at, row in enumerate(self.rows) if row.kind != PAGE and label_of(row) in names
        )

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
        return Target(text, fewest(self.rows, rows), rows)

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

    def propose(self, verb: str, target: Target, kind: str = "", note: str = "") -> Proposal:
        """Say ``verb`` of a target, without keeping it."""
        new = decisions_of(verb, target, kind, note)
        whole = with_all(self.journal.text(), new, str(self.journal.path))
        return Proposal(said(verb, target, kind), verb, target, new, whole)

    def keep(self, proposal: Proposal) -> None:
        """Keep what was proposed; what comes of it is for the caller to take()."""
        self.journal.decide(proposal.new, proposal.said)
        self.decisions = self.journal.decisions()

    def undo(self) -> str | None:
        """Take back the last decision; return what it was."""
        undone = self.journal.undo()
        self.decisions = self.journal.decisions()
        return undone


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FolioizeError(f"{path}: {error.strerror}: write the series anew") from error


def _nothing(kind: str) -> SeriesRecord:
    account = Account(0, 0, 0, 0, 0, ())
    return SeriesRecord(1, kind, kind, "", "", "", (), 0, 0, 0, account)
