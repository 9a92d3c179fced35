# SPDX-License-Identifier: GPL-2.0-only
"""Takes commits in a scratch store; gives the files of OUT: patches, cover letter, mbox, json."""

from __future__ import annotations

import re
from binascii import b2a_qp
from collections.abc import Container, Sequence
from datetime import datetime, timedelta, timezone
from email.header import Header
from email.utils import format_datetime, formataddr

import msgspec

from folioize.model import SeriesRecord
from folioize.series.commits import Work
from folioize.series.maintainers import Address, Recipients
from folioize.series.numbers import DIFF
from folioize.series.outfolder import COVER, RECORD, Written, hash_of

MBOX = "series.mbox"

# Twelve digits as the kernel writes them: git's own choice depends on how many objects there are.
_FORMAT = (
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


def stands_alone(record: SeriesRecord) -> bool:
    """Whether a series is one patch that says all there is to say: it needs no cover letter."""
    return len(record.patches) == 1 and not record.account.tokens


def patches(
    work: Work, commits: Sequence[str], to: Sequence[Recipients], alone: bool = False
) -> list[bytes]:
    """Return each commit as a mail that ``git am`` takes, in order.

    One that stands ``alone`` has no number, and names the base commit as a cover letter would.
    Determinism: no configuration reaches the scratch store, the diff's algorithm and prefixes are
    git's defaults, dates are the commits' own, and git's version is not written.
    """
    if not commits:
        return []
    prefix = f"--subject-prefix={work.prefix}"
    span = f"{work.repo.head}..{commits[-1]}"
    form = ("--no-numbered", f"--base={work.repo.head}") if alone else ("--numbered",)
    out = work.store.run("format-patch", "--stdout", *form, *_FORMAT, *DIFF, prefix, span)
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


def contents(
    record: SeriesRecord, cover: bytes, bodies: Sequence[bytes], edited: Container[str] = ()
) -> dict[str, bytes]:
    """Return the files of OUT by name; a series of no patches is its record alone, and an empty
    ``cover`` stands for none.

    The mailbox is for git am, which stops at a mail without a patch: no cover letter in it.
    ``edited`` names files that hold what somebody else wrote.
    """
    files = {patch.file: body for patch, body in zip(record.patches, bodies, strict=True)}
    if bodies:
        files |= ({COVER: cover} if cover else {}) | {MBOX: b"".join(bodies)}
    hashes = {name: "" if name in edited else hash_of(data) for name, data in files.items()}
    written = Written(**msgspec.structs.asdict(record) | {"hashes": hashes})
    return {RECORD: msgspec.json.format(msgspec.json.encode(written), indent=1) + b"\n"} | files
