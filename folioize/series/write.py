# SPDX-License-Identifier: GPL-2.0-only
"""Takes commits in a scratch store; gives the files of OUT: patches, cover letter, mbox, json."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from binascii import b2a_qp
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from email.header import Header
from email.utils import format_datetime, formataddr
from pathlib import Path

import msgspec

from folioize.errors import FolioizeError
from folioize.model import SeriesRecord
from folioize.series.commits import Work
from folioize.series.maintainers import Address, Recipients
from folioize.series.numbers import DIFF

COVER = "0000-cover-letter.patch"
MBOX = "series.mbox"
RECORD = "series.json"
VERDICT = "verify.json"
DECIDED = ("decisions.toml", "decisions.log")
"""What may stand in OUT before there is a series."""

_OURS = re.compile(r"\d{4,}-.*\.patch")
# Twelve digits as the kernel writes them: git's own choice depends on how many objects there are.
_FORMAT = (
    "--numbered",
    "--no-signature",
    "--abbrev=12",
    "--stat=72",
    "--summary",
    "--patch",
    "--binary",
)


def patch_name(number: int, slug: str) -> str:
    """Return a patch's file name, such as ``0003-slub-get-freelist.patch``."""
    plain = re.sub(r"[^A-Za-z0-9._]+", "-", slug).strip("-.")[:60].rstrip("-.")
    return f"{number:04d}-{plain or 'patch'}.patch"


def patches(work: Work, commits: Sequence[str], to: Sequence[Recipients]) -> list[bytes]:
    """Return each commit as a mail that ``git am`` takes, in order.

    Determinism: no configuration reaches the scratch store, the diff's algorithm and prefixes are
    git's defaults, dates are the commits' own, and git's version is not written.
    """
    if not commits:
        return []
    prefix = f"--subject-prefix={work.prefix}"
    span = f"{work.repo.head}..{commits[-1]}"
    out = work.store.run("format-patch", "--stdout", *_FORMAT, *DIFF, prefix, span)
    starts = []
    at = 0
    for commit in commits:
        at = out.index(f"From {commit} ".encode(), at)
        starts.append(at)
    ends = [*starts[1:], len(out)]
    return [
        _address(out[start:end], recipients)
        for start, end, recipients in zip(starts, ends, to, strict=True)
    ]


def _address(patch: bytes, to: Recipients) -> bytes:
    """Add To: and Cc: to a patch's headers, and protect a carriage return in it if there is one."""
    head, _, body = patch.partition(b"\n\n")
    lines = [head, *recipient_headers(to)]
    if b"\r" in body:
        # git am strips a return at a line's end unless it is encoded.
        lines = [
            *re.sub(rb"\n(MIME-Version|Content-[\w-]+): [^\n]*", b"", head).split(b"\n"),
            *recipient_headers(to),
            b"MIME-Version: 1.0",
            b"Content-Type: text/plain; charset=UTF-8",
            b"Content-Transfer-Encoding: quoted-printable",
        ]
        # A line at a time, or the encoder would take the return for a part of the line's end.
        body = b"\n".join(b2a_qp(line, istext=False) for line in body.split(b"\n"))
    return b"\n".join(lines) + b"\n\n" + body


def recipient_headers(to: Recipients) -> list[bytes]:
    """Return a To: line for people and a Cc: line for lists, as b4 has them; none if empty."""
    pairs = (("To", to.people), ("Cc", to.lists))
    return [f"{name}: {_joined(addresses)}".encode() for name, addresses in pairs if addresses]


def _joined(addresses: Sequence[Address]) -> str:
    return ",\n\t".join(formataddr((one.name, one.email), "utf-8") for one in addresses)


def mail_head(work: Work, commit: str, subject: str, to: Recipients) -> bytes:
    """Return the headers of the cover letter, which is dated as the base commit is."""
    sign = -1 if work.repo.zone.startswith("-") else 1
    offset = sign * timedelta(hours=int(work.repo.zone[1:3]), minutes=int(work.repo.zone[3:5]))
    date = format_datetime(datetime.fromtimestamp(work.repo.date, timezone(offset)))
    charset = "us-ascii" if subject.isascii() else "utf-8"
    lines = [
        f"From {commit} Mon Sep 17 00:00:00 2001".encode(),
        b"From: " + formataddr((work.who.name, work.who.email), "utf-8").encode(),
        f"Date: {date}".encode(),
        b"Subject: " + Header(subject, charset).encode().encode(),
        *recipient_headers(to),
        b"MIME-Version: 1.0",
        b"Content-Type: text/plain; charset=UTF-8",
        b"Content-Transfer-Encoding: 8bit",
    ]
    return b"\n".join(lines) + b"\n\n"


def contents(record: SeriesRecord, cover: bytes, bodies: Sequence[bytes]) -> dict[str, bytes]:
    """Return the files of OUT by name; a series of no patches is its record alone.

    The mailbox is for git am, which stops at a mail without a patch: no cover letter in it.
    """
    files = {RECORD: msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"}
    if not bodies:
        return files
    files |= {patch.file: body for patch, body in zip(record.patches, bodies, strict=True)}
    return files | {COVER: cover, MBOX: b"".join(bodies)}


def check_out(out: Path) -> Path:
    """Return ``out`` as an absolute path, links followed, if a series may be written there.

    Raises FolioizeError if it is a file, or a folder that holds anything but a series.
    """
    real = Path(os.path.realpath(out))
    if not real.exists():
        return real
    if not real.is_dir():
        raise FolioizeError(f"{out} is a file: give a folder that does not exist yet")
    others = {entry.name for entry in real.iterdir()} - set(DECIDED)
    if others and not (real / RECORD).is_file():
        raise FolioizeError(f"{out} holds something that is no series: give another folder")
    return real


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
def staged(out: Path, files: Mapping[str, bytes], drop: Sequence[str] = ()) -> Iterator[None]:
    """Write ``files`` beside ``out``, run the block, and put them in place if it succeeds.

    Files in an old ``out`` that folioize did not make are kept, those named in ``drop`` are not.
    If anything fails, ``out`` is as it was. Raises OSError where the disk does not take it.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        new = beside / "new"
        new.mkdir()
        for name, data in files.items():
            (new / name).write_bytes(data)
        yield
        _swap(out, beside, drop)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _swap(out: Path, beside: Path, drop: Sequence[str]) -> None:
    """Rename the new folder into place, and take along what is not ours in the old one."""
    new, old = beside / "new", beside / "old"
    if not out.exists():
        new.rename(out)
        return
    foreign = [
        entry.name
        for entry in sorted(out.iterdir())
        if entry.name not in (RECORD, MBOX, *drop) and not _OURS.fullmatch(entry.name)
    ]
    out.rename(old)
    try:
        for name in foreign:
            (old / name).rename(new / name)
        new.rename(out)
    except BaseException:
        for name in foreign:
            if (new / name).exists():
                (new / name).rename(old / name)
        old.rename(out)
        raise
