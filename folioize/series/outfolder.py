# SPDX-License-Identifier: GPL-2.0-only
"""Files go in; OUT with them in it comes out as a whole: it is the old one until it is the new one.

series.json records the other files of OUT with the hashes of what folioize wrote. Only what is as
recorded is replaced or removed; everything else in OUT is somebody's.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import msgspec

from folioize.errors import FolioizeError, naming
from folioize.git import Repo
from folioize.model import SeriesRecord
from folioize.temporary import sweep, temporary

COVER = "0000-cover-letter.patch"
RECORD = "series.json"
VERDICT = "verify.json"
DECIDED = ("decisions.toml", "decisions.log")
"""What a person decided: it may stand in OUT before there is a series, and stays there."""
_HALF = f".{VERDICT}.new"  # left by a verify that was killed

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)


class Written(SeriesRecord, frozen=True):
    """series.json as it is in OUT: ``hashes`` has the SHA-256 of each other file, by name.

    It is empty for a file that has somebody else's words in it.
    """

    hashes: dict[str, str] = msgspec.field(default_factory=dict)


class _Verdict(msgspec.Struct):
    """What tells a verify.json of ours from another file of that name."""

    version: int
    base: str
    tip: str
    complete: bool


def hash_of(data: bytes) -> str:
    """Return what series.json records of a file's contents."""
    return hashlib.sha256(data).hexdigest()


def check_out(out: Path, repo: Repo, force: bool = False) -> Path:
    """Return ``out`` as an absolute path, links followed, if a series may be written there.

    Raises FolioizeError if it is a file, a folder that holds anything but a series, or part of
    what git keeps; and, without ``force``, if a file of the series was edited.
    """
    real = Path(os.path.realpath(out))
    inside = {repo.git_dir, repo.objects.parent} & {real, *real.parents}
    if inside or real in (repo.top.resolve(), *repo.top.resolve().parents):
        where = "is part of what git keeps" if inside else "holds the tree"
        raise FolioizeError(f"{out} {where}: give another folder")
    if real.parent.is_dir():
        sweep(_prefix(real), real.parent, partial(_rescue, real))
    if real.exists() and not real.is_dir():
        raise FolioizeError(f"{out} is a file: give a folder that does not exist yet")
    if real.exists() and os.path.ismount(real):
        raise FolioizeError(f"{out} is where a file system is mounted: give a folder in it")
    near = next(one for one in real.parents if one.exists())
    if not near.is_dir() or not os.access(near, os.W_OK):
        raise FolioizeError(f"cannot write to {near}: give another folder")
    if real.exists() and any(real.iterdir()):
        _kept(real, {}, force)
    return real


def _prefix(out: Path) -> str:
    return f".{out.name}-"


def read_record(out: Path) -> Written:
    """Return series.json of OUT; FolioizeError where that is missing or not as we write it."""
    try:
        return msgspec.json.decode((out / RECORD).read_bytes(), type=Written)
    except (OSError, msgspec.MsgspecError) as error:
        raise FolioizeError(
            f"{out} holds something that is no series: give another folder"
        ) from error


def edited(out: Path, record: Written) -> list[str]:
    """Return the names of recorded files of OUT that are not as recorded; one may be gone."""
    return [name for name, known in record.hashes.items() if _differs(out / name, known)]


def _differs(path: Path, known: str) -> bool:
    """Whether somebody else's words are in a file."""
    if not _is_plain(path):
        return os.path.lexists(path)
    return hash_of(path.read_bytes()) != known


def _is_plain(path: Path) -> bool:
    """Whether there is a file that can be read: no link, and no pipe that would never end."""
    return path.is_file() and not path.is_symlink()


def _kept(
    out: Path, files: Mapping[str, bytes], force: bool = False, amend: bool = False
) -> list[str]:
    """Return the names in OUT that are not ours to replace by ``files`` or to remove.

    Raises FolioizeError for a file that would have to go and that somebody wrote, unless
    ``force`` is given.
    """
    names = sorted(entry.name for entry in out.iterdir())
    if set(names) <= set(DECIDED):
        return names
    record = read_record(out)
    changed = set(edited(out, record)) - ({COVER} if amend else set())
    kept = []
    for name in names:
        ours = name in record.hashes and name not in changed
        old = name == VERDICT and not amend and is_verdict(out / name)
        if ours or old or name in (RECORD, _HALF):
            continue
        if name not in record.hashes and name not in files:
            kept.append(name)
        elif (out / name).is_dir():
            raise FolioizeError(f"{out / name} is a folder, and in the way: move it away")
        elif not force and not _same(out / name, files.get(name)):
            why = "was edited" if name in changed else "is not of this series"
            raise FolioizeError(f"{out / name} {why}: move it away, or overwrite it with --force")
    return kept


def _same(path: Path, data: bytes | None) -> bool:
    return data is not None and _is_plain(path) and path.read_bytes() == data


def is_verdict(path: Path) -> bool:
    """Whether a file is one that verify wrote."""
    try:
        return _is_plain(path) and bool(msgspec.json.decode(path.read_bytes(), type=_Verdict))
    except (OSError, msgspec.MsgspecError):
        return False


@contextmanager
def held(out: Path) -> Iterator[None]:
    """Keep other processes of folioize from changing ``out``, if it is there, until the block ends.

    Raises FolioizeError where one is at it.
    """
    try:
        descriptor = os.open(out, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        yield
        return
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FolioizeError(f"another folioize is at work on {out}: wait for it") from error
        except OSError:  # a file system without locks
            pass
        yield
    finally:
        os.close(descriptor)


@contextmanager
def disk_errors() -> Iterator[None]:
    """Turn what the disk refuses in the block into one FolioizeError that names the file."""
    try:
        yield
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        why = error.strerror or str(error)
        raise FolioizeError(f"{where}{why}; nothing was changed") from error


@contextmanager
def staged(
    out: Path, files: Mapping[str, bytes], *, force: bool = False, amend: bool = False
) -> Iterator[None]:
    """Write ``files`` beside ``out``, run the block, and put them in place if it succeeds.

    If anything fails, ``out`` is as it was; a signal must not come in between. With ``force``
    edited files are replaced; with ``amend`` it is the same series still: verify.json stays, and
    what was written into the cover letter is in the new one. Raises FolioizeError as check_out()
    does, and OSError where the disk does not take it.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    with temporary(_prefix(out), out.parent, partial(_rescue, out)) as at:
        new = at / "new"
        new.mkdir()
        for name, data in files.items():
            with naming(str(new / name)):
                (new / name).write_bytes(data)
        folders = []
        if out.exists():
            shutil.copymode(out, new)
            kept = _kept(out, files, force, amend) if any(out.iterdir()) else ()
            for name in kept:
                if (out / name).is_dir() and not (out / name).is_symlink():
                    folders.append(name)
                else:
                    _link(out / name, new / name)
        yield
        _swap(out, at, folders)


def _link(old: Path, new: Path) -> None:
    """Let a file be in two folders; a copy will do where the file system has no links."""
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError:
        shutil.copy2(old, new, follow_symlinks=False)


def _swap(out: Path, at: Path, folders: list[str]) -> None:
    """Put ``at``/new in place, and take folders along from what was there."""
    if not out.exists():
        (at / "new").rename(out)
        return
    old = exchange(out, at)
    try:
        for name in folders:
            (old / name).rename(out / name)
    except BaseException:
        for name in folders:
            if (out / name).exists():
                (out / name).rename(old / name)
        _undo(out, at, old)
        raise


def exchange(out: Path, at: Path) -> Path:
    """Put ``at``/new in the place of ``out``, and return where in ``at`` that is now.

    It is one step where the system knows how; else two, between which ``out`` is missing.
    """
    if _at_once(at / "new", out):
        return at / "new"
    out.rename(at / "old")
    try:
        (at / "new").rename(out)
    except BaseException:
        (at / "old").rename(out)
        raise
    return at / "old"


def _undo(out: Path, at: Path, old: Path) -> None:
    """Take exchange() back."""
    if old.name == "new":
        _at_once(old, out)
    else:
        out.rename(at / "new")
        old.rename(out)


def _at_once(one: Path, other: Path) -> bool:
    """Exchange two folders, if the file system can; OSError where it can and does not."""
    if _renameat2 is None:
        return False
    places = (_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other))
    if _renameat2(*places, _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False
    raise OSError(number, os.strerror(number), str(other))


def _rescue(out: Path, left: Path) -> None:
    """Give OUT back what a killed run had taken of it: itself, or its folders."""
    if (left / "old").is_dir() and not out.exists():
        (left / "old").rename(out)
    for old in (left / "old", left / "new"):
        for entry in sorted(old.iterdir()) if old.is_dir() and out.is_dir() else ():
            if entry.is_dir() and not entry.is_symlink() and not (out / entry.name).exists():
                entry.rename(out / entry.name)
