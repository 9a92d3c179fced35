# SPDX-License-Identifier: GPL-2.0-only
"""The bytes of a patch mail go in; its headers, message, files, hunks and lines come out."""

from __future__ import annotations

import hashlib
import quopri
import re
from collections.abc import Iterator

import msgspec

_HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)")
_QUOTED = re.compile(rb"^Content-Transfer-Encoding: quoted-printable$", re.MULTILINE | re.I)
_VOLATILE = re.compile(rb"^(?:index .*|@@ .*)$", re.MULTILINE)


class Line(msgspec.Struct, frozen=True, gc=False):
    """A line of a hunk: ``mark`` is " ", "-" or "+"; ``old`` and ``new`` are its numbers, 0 where
    it is not."""

    mark: str
    text: str
    old: int
    new: int


class Hunk(msgspec.Struct, frozen=True, gc=False):
    """A hunk; ``number`` counts from 1 through the patch, ``function`` is what git names."""

    number: int
    path: str
    function: str
    old_start: int
    new_start: int
    lines: tuple[Line, ...]

    @property
    def touched(self) -> tuple[int, ...]:
        """The lines of the old file that go away, and for what is only added the line before."""
        gone = [line.old for line in self.lines if line.mark == "-"]
        return tuple(gone) or (self.old_start,)


class FileDiff(msgspec.Struct, frozen=True, gc=False):
    """What a patch does to one file."""

    path: str
    hunks: tuple[Hunk, ...]
    insertions: int
    deletions: int


class Mail(msgspec.Struct, frozen=True, gc=False):
    """A patch as a mail: ``headers`` in order and unfolded, ``message`` up to the three dashes,
    ``stat`` what follows them."""

    headers: tuple[tuple[str, str], ...]
    message: str
    stat: str
    files: tuple[FileDiff, ...]

    @property
    def subject(self) -> str:
        """The subject with its brackets."""
        return next((value for name, value in self.headers if name == "Subject"), "")

    @property
    def hunks(self) -> tuple[Hunk, ...]:
        """All hunks in order."""
        return tuple(hunk for file in self.files for hunk in file.hunks)

    def holds(self, text: str) -> bool:
        """Whether the words stand in it, in any case."""
        wanted = text.lower()
        top = (self.message, self.stat, *(value for _, value in self.headers))
        lines = (line.text for hunk in self.hunks for line in hunk.lines)
        return any(wanted in one.lower() for one in (*top, *lines))


def parse_mail(raw: bytes) -> Mail:
    """Take a mail of format-patch apart."""
    head, body = _halves(raw)
    headers = tuple(_headers(head.decode("utf-8", "replace")))
    start = body.find(b"\ndiff --git ")
    top = body if start < 0 else body[: start + 1]
    diff = b"" if start < 0 else body[start + 1 :]
    message, _, stat = top.decode("utf-8", "replace").partition("\n---\n")
    files = tuple(_files(diff.decode("utf-8", "replace")))
    return Mail(headers, message.strip("\n"), stat.strip("\n"), files)


def fingerprint(raw: bytes) -> str:
    """What stands for a patch's change: the same wherever in a file its lines have moved."""
    _, body = _halves(raw)
    start = body.find(b"\ndiff --git ")
    diff = body[start:] if start >= 0 else b""
    return hashlib.blake2b(_VOLATILE.sub(b"", diff), digest_size=8).hexdigest()


def _halves(raw: bytes) -> tuple[bytes, bytes]:
    head, _, body = raw.partition(b"\n\n")
    return head, (quopri.decodestring(body) if _QUOTED.search(head) else body)


def _headers(head: str) -> Iterator[tuple[str, str]]:
    for line in re.sub(r"\n[ \t]+", " ", head).splitlines():
        name, colon, value = line.partition(": ")
        if colon and " " not in name:
            yield name, value


def _files(diff: str) -> Iterator[FileDiff]:
    number = 0
    for part in re.split(r"^(?=diff --git )", diff, flags=re.MULTILINE):
        if not part:
            continue
        lines = part.split("\n")
        hunks = list(_hunks(lines, _path(lines), number))
        number += len(hunks)
        marks = [line.mark for hunk in hunks for line in hunk.lines]
        yield FileDiff(_path(lines), tuple(hunks), marks.count("+"), marks.count("-"))


def _path(lines: list[str]) -> str:
    for line in lines:
        if line.startswith(("+++ b/", "--- a/")) and not line.endswith("/dev/null"):
            after = next((one for one in lines if one.startswith("+++ b/")), line)
            return after[6:].rstrip("\t")
        if line.startswith("@@ "):
            break
    return lines[0].rpartition(" b/")[2]


def _hunks(lines: list[str], path: str, before: int) -> Iterator[Hunk]:
    at = 0
    while at < len(lines):
        match = _HUNK.match(lines[at])
        at += 1
        if match is None:
            continue
        before += 1
        old, new = int(match[1]), int(match[3])
        left = [int(match[2] or 1), int(match[4] or 1)]
        rows: list[Line] = []
        start = (old, new)
        while at < len(lines) and (left[0] or left[1] or lines[at].startswith("\\")):
            mark, text = lines[at][:1] or " ", lines[at][1:]
            at += 1
            if mark == "\\":
                continue
            rows.append(Line(mark, text, old if mark != "+" else 0, new if mark != "-" else 0))
            old, new = old + (mark != "+"), new + (mark != "-")
            left = [left[0] - (mark != "+"), left[1] - (mark != "-")]
        yield Hunk(before, path, match[5], *start, tuple(rows))
