# SPDX-License-Identifier: GPL-2.0-only
"""A file of decisions goes in; changes to it that are whole or not at all, and can all be undone.

Beside decisions.toml lies decisions.log, a line of JSON for each change, written and on the disk
before the file itself is replaced: after a crash the log knows what the file should say. It also
remembers what has been read. Without it nothing is lost but the way back.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from folioize.decisions.store import with_decisions, without
from folioize.errors import FolioizeError
from folioize.kinds.pins import Decision, parse


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A change: bytes ``at`` of the file's text, ``old`` before, ``new`` after it.

    ``before`` and ``after`` are digests of the whole file. ``undoes`` is the number of the entry
    that this one takes back. ``read`` and ``unread`` are marks: they change no file.
    """

    said: str = ""
    at: int = 0
    old: str = ""
    new: str = ""
    before: str = ""
    after: str = ""
    undoes: int = -1
    added: tuple[Decision, ...] = ()
    gone: tuple[Decision, ...] = ()
    read: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


_DONE = Entry()
"""What follows a change in the log when the file has been replaced."""


class Journal:
    """One decisions.toml with its log; made when there is something to write."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.log = path.with_suffix(".log")
        if self.log.exists() and os.access(self.log.parent, os.W_OK):  # or it can be read only
            with self._locked() as log:
                self._recover(log)

    def decisions(self) -> tuple[Decision, ...]:
        """What has been decided."""
        return parse(self.text(), str(self.path))

    def decide(self, new: tuple[Decision, ...], said: str) -> None:
        """Decide these things, as one change that ``said`` tells of."""
        self._change(said, lambda text: with_decisions(text, new, str(self.path)))

    def forget(self, gone: tuple[Decision, ...], said: str) -> None:
        """Take decisions out, as one change that ``said`` tells of."""
        self._change(said, lambda text: without(text, gone, str(self.path)))

    def undo(self) -> str | None:
        """Take back the last change that was not taken back; return what it was, or None."""
        with self._locked() as log:
            entries = self._recover(log)
            number = _last(entries)
            if number is None:
                return None
            entry = entries[number]
            text = self.text()
            if _digest(text) == entry.after:  # as it was left: to the byte
                back = text[: entry.at] + entry.old + text[entry.at + len(entry.new) :]
            else:
                back = without(text, entry.added, str(self.path))
                back = with_decisions(back, entry.gone, str(self.path))
            self._write(log, text, back, Entry(said=f"undo: {entry.said}", undoes=number))
            return entry.said

    def history(self) -> list[str]:
        """What was decided and not taken back, the last first."""
        entries = self._entries()
        undone = {entry.undoes for entry in entries}
        rows = [
            entry.said
            for number, entry in enumerate(entries)
            if entry.undoes < 0 and number not in undone and not _is_mark(entry)
        ]
        return rows[::-1]

    def read(self) -> set[str]:
        """The marks of what has been read."""
        marks: set[str] = set()
        for entry in self._entries():
            marks.update(entry.read)
            marks.difference_update(entry.unread)
        return marks

    def mark(self, read: tuple[str, ...] = (), unread: tuple[str, ...] = ()) -> None:
        """Remember that something has been read, or has not."""
        with self._locked() as log:
            self._recover(log)
            _append(log, Entry(read=read, unread=unread))

    def _change(self, said: str, make: Callable[[str], str]) -> None:
        with self._locked() as log:
            self._recover(log)
            text = self.text()
            self._write(log, text, make(text), Entry(said=said))

    def _write(self, log: BinaryIO, text: str, new: str, entry: Entry) -> None:
        """The log first, then the file: whoever comes after a crash finds either state."""
        if text == new and entry.undoes < 0:
            return  # or undo would take back what was no change
        old, now = parse(text, str(self.path)), parse(new, str(self.path))
        at = _alike(text, new)
        end = _alike(text[at:][::-1], new[at:][::-1])
        whole = msgspec.structs.replace(
            entry,
            at=at,
            old=text[at : len(text) - end],
            new=new[at : len(new) - end],
            before=_digest(text),
            after=_digest(new),
            added=tuple(one for one in now if one not in old),
            gone=tuple(one for one in old if one not in now),
        )
        size = os.fstat(log.fileno()).st_size
        _append(log, whole)
        try:
            _replace(self.path, new)
        except OSError:
            os.ftruncate(log.fileno(), size)  # or the next run would finish what was refused
            raise
        _append(log, _DONE)

    def _recover(self, log: BinaryIO) -> list[Entry]:
        """Cut off a line that was not written whole; finish a change that was only logged."""
        log.seek(0)
        data = log.read()
        whole = data[: data.rfind(b"\n") + 1]
        if len(whole) < len(data):
            log.truncate(len(whole))
        entries = _decode(whole, self.log)
        if entries and not _is_mark(entries[-1]):
            last, text = entries[-1], self.text()
            if _digest(text) == last.before != last.after:
                _replace(self.path, text[: last.at] + last.new + text[last.at + len(last.old) :])
            _append(log, _DONE)
            entries.append(_DONE)
        return entries

    def _entries(self) -> list[Entry]:
        try:
            data = self.log.read_bytes()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise FolioizeError(f"cannot read {self.log}: {error.strerror}") from error
        return _decode(data[: data.rfind(b"\n") + 1], self.log)

    def text(self) -> str:
        """The file as it stands."""
        try:
            return self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""
        except UnicodeDecodeError as error:
            raise FolioizeError(f"{self.path} is not UTF-8: mend it or take it away") from error
        except OSError as error:
            raise FolioizeError(
                f"cannot read {self.path}: {error.strerror}: mend it or take it away"
            ) from error

    @contextmanager
    def _locked(self) -> Iterator[BinaryIO]:
        try:
            self.log.parent.mkdir(parents=True, exist_ok=True)
            with self.log.open("a+b") as log:
                fcntl.flock(log, fcntl.LOCK_EX)
                yield log
        except OSError as error:
            raise FolioizeError(
                f"cannot write {self.path}: {error.strerror}; what was decided before is kept"
            ) from error


def _decode(data: bytes, where: Path) -> list[Entry]:
    try:
        return [msgspec.json.decode(line, type=Entry) for line in data.splitlines()]
    except msgspec.MsgspecError as error:
        raise FolioizeError(f"{where}: {error}; move it away: what is decided stays") from error


def _is_mark(entry: Entry) -> bool:
    return not entry.after


def _last(entries: list[Entry]) -> int | None:
    """The last change that is neither undone nor an undoing."""
    undone = {entry.undoes for entry in entries}
    for number, entry in reversed([*enumerate(entries)]):
        if not _is_mark(entry) and entry.undoes < 0 and number not in undone:
            return number
    return None


def _append(log: BinaryIO, entry: Entry) -> None:
    # Past the buffer: what could not be written must not be tried again when the file is closed.
    data, size = msgspec.json.encode(entry) + b"\n", os.fstat(log.fileno()).st_size
    try:
        while data:
            data = data[os.write(log.fileno(), data) :]
        os.fsync(log.fileno())
    except OSError:
        os.ftruncate(log.fileno(), size)
        raise


def _replace(path: Path, text: str) -> None:
    """Put a file in place whole, also if the machine stops meanwhile; its lines end as they did."""
    if path.exists() and b"\r\n" in path.read_bytes():
        text = text.replace("\n", "\r\n")
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(text.encode())
            out.flush()
            os.fsync(out.fileno())
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _alike(one: str, other: str) -> int:
    """How many characters at the beginning are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
