# SPDX-License-Identifier: GPL-2.0-only
"""Words that a reader typed go in; which patches and declarations are shown comes out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from folioize.decisions.targets import PAGE
from folioize.errors import FolioizeError
from folioize.model import Declaration
from folioize.review.session import Session

_FLAGS = ("open", "decided", "conflict", "unread", "all")
QUESTION = "show only: kind:K conf:<0.9 sub:mm who:NAME, " + " ".join(_FLAGS) + ", words"


@dataclass(frozen=True, slots=True)
class Filter:
    """What is shown: ``kind``, ``below`` a confidence, ``subsystem`` (a folder), ``who`` (part of
    a recipient), flags, and ``words`` that a name or subject holds."""

    kind: str = ""
    below: float = 2.0
    subsystem: str = ""
    who: str = ""
    flags: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()

    @property
    def everything(self) -> bool:
        """Whether declarations that hold any page are shown too."""
        return "all" in self.flags or self.kind == PAGE

    def takes_path(self, path: str) -> bool:
        """Whether a file is shown in which nothing is declared that has a kind."""
        of_rows = self.kind or self.below <= 1.0 or self.flags - {"unread", "all"}
        ours = not self.subsystem or _below(path, self.subsystem)
        return not of_rows and ours and all(word in path.lower() for word in self.words)

    def takes_patch(self, session: Session, number: int, rows: tuple[int, ...]) -> bool:
        """Whether a patch is shown."""
        patch = session.patch(number)
        text = f"{patch.subject} {' '.join(patch.files)}".lower()
        named = all(word in text for word in self.words)
        ours = not self.subsystem or any(_below(path, self.subsystem) for path in patch.files)
        state = not self.flags or self._flagged(session, number, rows)
        any_kind = not session.rows or (not self.kind and self.below > 1.0)
        kinds = any_kind or any(self._of_kind(session.rows[at]) for at in rows)
        return named and ours and state and kinds and self._to(session, number)

    def _of_kind(self, row: Declaration) -> bool:
        """Whether a declaration has the kind, and is as uncertain, as was asked for."""
        if self.kind and row.kind != self.kind:
            return False
        return self.below > 1.0 or (row.kind != PAGE and row.confidence < self.below)

    def _flagged(self, session: Session, number: int, rows: tuple[int, ...]) -> bool:
        decided = bool(rows) and all(session.decision(at) is not None for at in rows)
        answers = {
            "open": bool(rows) and not decided,
            "decided": decided,
            "conflict": any(session.rows[at].why_not is not None for at in rows if session.rows),
            "unread": not session.is_read(number),
            "all": True,
        }
        return all(answers[flag] for flag in self.flags)

    def _to(self, session: Session, number: int) -> bool:
        if not self.who:
            return True
        people = [value for name, value in session.mail(number).headers if name in ("To", "Cc")]
        return self.who in " ".join(people).lower()

    def takes_row(self, session: Session, at: int) -> bool:
        """Whether a declaration is shown."""
        row = session.rows[at]
        if not self._of_kind(row):
            return False
        if self.subsystem and not _below(row.file, self.subsystem):
            return False
        if self.who and not any(self._to(session, n) for n in session.patches_about(at)):
            return False
        text = f"{row.file} {row.function or ''} {row.name}".lower()
        if not all(word in text for word in self.words):
            return False
        decided = session.decision(at) is not None
        answers = {
            "open": not decided,
            "decided": decided,
            "conflict": row.why_not is not None,
            "unread": True,
            "all": True,
        }
        return all(answers[flag] for flag in self.flags)

    def __str__(self) -> str:
        parts = [f"{name}:{value}" for name, value in (
            ("kind", self.kind), ("sub", self.subsystem), ("who", self.who)) if value]  # fmt: skip
        parts += [f"conf:<{self.below}"] if self.below <= 1.0 else []
        return " ".join([*parts, *sorted(self.flags), *self.words])


def parse_filter(text: str) -> Filter:
    """Read a filter: "kind:slab_page conf:<0.9 sub:mm who:tomson open put"."""
    found: dict[str, str] = {}
    flags, words = set(), []
    for word in text.split():
        name, colon, value = word.partition(":")
        if colon and name in ("kind", "conf", "sub", "who"):
            found[name] = value
        elif colon:
            raise FolioizeError(f"{word}: a filter has kind: conf: sub: who:, {' '.join(_FLAGS)}")
        elif word in _FLAGS:
            flags.add(word)
        else:
            words.append(word.lower())
    try:
        below = float(found.get("conf", "2").lstrip("<"))
    except ValueError as error:
        raise FolioizeError(f"conf:{found['conf']}: give a number, as conf:<0.9") from error
    return Filter(
        found.get("kind", ""), below, found.get("sub", "").rstrip("/"),
        found.get("who", "").lower(), frozenset(flags), tuple(words),
    )  # fmt: skip


def _below(path: str, folder: str) -> bool:
    return PurePosixPath(path).is_relative_to(folder)
