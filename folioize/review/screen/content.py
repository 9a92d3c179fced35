# SPDX-License-Identifier: GPL-2.0-only
"""What is chosen goes in; the rows that the right side shows of it come out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from msgspec.structs import replace

from folioize.model import Declaration
from folioize.review.diffs import FileDiff, Hunk, Line
from folioize.review.session import Session

_FUNCTION = re.compile(r"[A-Za-z_][\w\s*]*?(\w+)\(")
_TYPE = re.compile(r"(?:typedef )?((?:struct|union|enum) \w+) \{")
FILE_SCOPE = "(file scope)"
GROUPS = {
    "conflicts": "Something speaks against the kind, or kinds meet: these stay struct page until "
    "somebody decides.",
    "open": "These get a kind, and nobody decided about them yet; the least certain come first.",
    "decided": "What was decided, in this session or before.",
    "stale": "Decisions that name nothing any more. They stay in decisions.toml, and change "
    "nothing.",
}
"""What the entries of a group have in common."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: ``form`` is head, text, file, hunk, line, pair or step.

    ``at`` and ``other`` are places in ``hunk.lines``, -1 for none. ``place`` can be opened.
    """

    form: str
    text: str = ""
    number: int = 0
    hunk: Hunk | None = None
    at: int = -1
    other: int = -1
    row: int = -1
    place: tuple[str, int] | None = None


def of_patch(session: Session, number: int, context: int = 0, split: bool = False) -> list[Row]:
    """A whole patch, as a mail reader would show it, with the diff a row a line."""
    mail = session.mail(number)
    rows = [
        Row("head", f"{name}: {value}", number)
        for name, value in mail.headers
        if name in ("From", "Date", "Subject", "To", "Cc")
    ]
    rows += [Row("text", line, number) for line in ["", *mail.message.split("\n"), "---"]]
    rows += [Row("text", line, number) for line in mail.stat.split("\n")]
    for file in mail.files:
        rows += _file(session, number, file, context, split)
    return rows


def of_cover(session: Session) -> list[Row]:
    """The cover letter."""
    return [Row("text", line) for line in session.cover().split("\n")]


def of_declaration(session: Session, at: int, context: int = 0, split: bool = False) -> list[Row]:
    """A declaration: what it is, why, what was said of it, and every hunk about it."""
    row = session.rows[at]
    place = _declared(session, at)
    rows = [Row("head", line, row=at, place=place) for line in title(session, at)]
    rows += evidence(row, at)
    rows += [Row("text", f"note: {note}", row=at) for note in session.notes(row)]
    return rows + _about(session, (at,), session.patches_about(at), context, split)


def of_function(
    session: Session, about: tuple[int, ...], context: int = 0, split: bool = False
) -> list[Row]:
    """Declarations that stand together: what they are, and every hunk about them."""
    rows = [
        Row("head", line, row=at, place=_declared(session, at))
        for at in about
        for line in title(session, at)
    ]
    numbers = sorted({number for at in about for number in session.patches_about(at)})
    return rows + _about(session, about, numbers, context, split)


def of_file(
    session: Session, path: str, about: tuple[int, ...], context: int = 0, split: bool = False
) -> list[Row]:
    """A file: how much of it is decided, and all that patches change in it."""
    decided = sum(session.decision(at) is not None for at in about)
    told = f"{len(about)} declarations, {decided} decided" if about else "nothing to decide about"
    rows = [Row("head", f"{path}: {told}", place=(path, 1))]
    for patch in session.record.patches:
        if path in patch.files:
            files = [one for one in session.mail(patch.number).files if one.path == path]
            rows += _part(session, patch.number, files, context, split)
    return rows


def _about(
    session: Session, about: tuple[int, ...], numbers: Iterable[int], context: int, split: bool
) -> list[Row]:
    """The hunks of patches that are about declarations."""
    rows: list[Row] = []
    for number in numbers:
        files = [
            replace(file, hunks=mine)
            for file in session.mail(number).files
            if (mine := tuple(h for h in file.hunks if {*session.subjects(number, h)} & {*about}))
        ]
        rows += _part(session, number, files, context, split)
    return rows


def _part(
    session: Session, number: int, files: list[FileDiff], context: int, split: bool
) -> list[Row]:
    if not files:
        return []
    rows = [Row("text"), Row("head", f"patch {number}: {session.patch(number).subject}", number)]
    for file in files:
        rows += _file(session, number, file, context, split)
    return rows


def _declared(session: Session, at: int) -> tuple[str, int]:
    return session.rows[at].file, session.rows[at].line


def title(session: Session, at: int) -> list[str]:
    """What a declaration is, in one or two lines."""
    row = session.rows[at]
    inside = f" of {row.function}" if row.function else ""
    lines = [f"{row.file}:{row.line}: {row.declared('(no name)')}, a {row.role}{inside}"]
    verdict = session.verdict(at)
    if row.kind != "page":
        lines.append(f"is {row.kind}, confidence {row.confidence:.2f}, {verdict}")
    elif row.why_not:
        lines.append(f"stays struct page ({verdict}): {row.why_not}")
    else:
        lines.append(f"stays struct page ({verdict}): nothing shows that it is of one kind")
    return lines


def evidence(row: Declaration, at: int = -1) -> list[Row]:
    """The evidence path, a row a step, which can be opened at its place."""
    return [
        Row(
            "step",
            f"{step.file}:{step.line}: {step.what}",
            row=at,
            place=(step.file, step.line) if step.line else None,
        )
        for step in row.evidence
    ]


def _file(session: Session, number: int, file: FileDiff, context: int, split: bool) -> list[Row]:
    told = f"{file.path}  +{file.insertions} -{file.deletions}"
    rows = [Row("file", told, number, place=(file.path, 1))]
    old = old_lines(session, number, file.path) if context else []
    for at, hunk in enumerate(file.hunks):
        end = file.hunks[at + 1].old_start if at + 1 < len(file.hunks) else len(old) + 1
        start = _end(file.hunks[at - 1]) if at else 1
        wide = widened(hunk, old, context, start, end) if context else hunk
        rows.append(Row("hunk", hunk.function, number, wide, place=(file.path, hunk.old_start)))
        rows += _pairs(number, wide) if split else _unified(number, wide)
    return rows


def _end(hunk: Hunk) -> int:
    return hunk.old_start + sum(line.mark != "+" for line in hunk.lines)


def _unified(number: int, hunk: Hunk) -> list[Row]:
    place = hunk.old_start
    rows = []
    for at, line in enumerate(hunk.lines):
        place = line.old or place
        rows.append(Row("line", "", number, hunk, at, place=(hunk.path, place)))
    return rows


def _pairs(number: int, hunk: Hunk) -> list[Row]:
    """Side by side: what a line was, and what it is."""
    rows: list[Row] = []
    gone: list[int] = []
    new: list[int] = []

    def flush() -> None:
        for old, now in zip_longest(gone, new, fillvalue=-1):
            line = hunk.lines[old if old >= 0 else now]
            place = (hunk.path, line.old or hunk.old_start)
            rows.append(Row("pair", "", number, hunk, old, now, place=place))
        gone.clear()
        new.clear()

    for at, line in enumerate(hunk.lines):
        if line.mark == " ":
            flush()
            rows.append(Row("pair", "", number, hunk, at, at, place=(hunk.path, line.old)))
        elif line.mark == "-":
            if new:
                flush()
            gone.append(at)
        else:
            new.append(at)
    flush()
    return rows


def widened(hunk: Hunk, old: list[str], context: int, start: int, end: int) -> Hunk:
    """The hunk with up to ``context`` more lines of the old file on either side of it."""
    first = max(start, hunk.old_start - context)
    shift = hunk.new_start - hunk.old_start
    above = [
        Line(" ", old[n - 1], n, n + shift) for n in range(first, hunk.old_start) if n <= len(old)
    ]
    after = _end(hunk)
    news = [line.new for line in hunk.lines if line.new]
    moved = (news[-1] if news else hunk.new_start) + 1 - after
    last = min(end, after + context, len(old) + 1)
    below = [Line(" ", old[n - 1], n, n + moved) for n in range(after, last)]
    return replace(
        hunk,
        function=_named(old, first) if first < hunk.old_start else hunk.function,
        old_start=first,
        new_start=first + shift,
        lines=(*above, *hunk.lines, *below),
    )


def _named(old: list[str], first: int) -> str:
    """What git names at the head of a hunk: the last line above it that begins at the edge."""
    above = (old[n - 1] for n in range(min(first - 1, len(old)), 0, -1))
    return next((line for line in above if line[:1].isalpha() or line[:1] in ("_", "$")), "")


def old_lines(session: Session, number: int, path: str) -> list[str]:
    """A file as a patch finds it: as the tree has it, with the earlier patches in."""
    lines = session.pristine(path)
    for before in range(1, number):
        for file in session.mail(before).files:
            if file.path == path:
                lines = _applied(lines, file)
    return lines


def _applied(lines: list[str], file: FileDiff) -> list[str]:
    out: list[str] = []
    at = 0
    for hunk in file.hunks:
        out += lines[at : hunk.old_start - 1]
        out += [line.text for line in hunk.lines if line.mark != "-"]
        at = _end(hunk) - 1
    return out + lines[at:]


def function_at(hunk: Hunk, at: int) -> str:
    """The function, or the type, that a line of a hunk stands in: the last one that begins above
    it, else the one that git names. A line that goes stands in what there was before."""
    if at < 0:  # at the hunk's head: what it changes first
        marks = [line.mark for line in hunk.lines]
        at = marks.index("+") if "+" in marks else marks.index("-") if "-" in marks else 0
    other = "+" if hunk.lines[at].mark == "-" else "-"
    for above in range(at, -1, -1):
        line = hunk.lines[above]
        if line.mark == other:
            continue
        if name := _begun(line.text):
            return name
        if above < at and line.text.startswith("}"):
            return FILE_SCOPE
    return _begun(hunk.function) or hunk.function or FILE_SCOPE


def _begun(line: str) -> str:
    """The function or type that a line begins, "" for none."""
    if match := _TYPE.match(line):
        return match[1]
    match = _FUNCTION.match(line)
    return f"{match[1]}()" if match is not None else ""
