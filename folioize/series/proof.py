# SPDX-License-Identifier: GPL-2.0-only
"""Takes a written series and what verify found; gives the same series with that in its messages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
from msgspec.structs import replace

from folioize.errors import FolioizeError, PartialError
from folioize.git import GitError, Identity, Repo, Scratch, open_repo, scratch
from folioize.model import SeriesRecord
from folioize.series import branches, commits, write
from folioize.series.commits import Change, Work
from folioize.series.cover import UNPROVEN, Cover, tail
from folioize.series.make import Target, deliver, require_top, series_files
from folioize.series.messages import with_paragraph


def read_series(series_dir: Path) -> SeriesRecord:
    """Return series.json of OUT.

    Raises FolioizeError where it is missing or not as this version of folioize writes it.
    """
    path = series_dir / write.RECORD
    try:
        return msgspec.json.decode(path.read_bytes(), type=SeriesRecord)
    except OSError as error:
        raise FolioizeError(
            f"{series_dir} holds no series: write one with `folioize series TREE -o {series_dir}`"
        ) from error
    except msgspec.MsgspecError as error:
        raise FolioizeError(f"{path}: {error}; write the series anew") from error


def amend_messages(
    tree: Path,
    series_dir: Path,
    proofs: Mapping[int, str | None],
    *,
    summary: str | None = None,
) -> SeriesRecord:
    """Put what was shown into the messages, and write branch, patches, mbox and json again.

    ``proofs`` maps a patch's number to a paragraph (wrapped here); None takes a former one out,
    and a patch that is not listed keeps what it has. ``summary`` is the cover letter's paragraph;
    None leaves it. Contents, author and dates stay, so that the same proofs give the same bytes,
    however often verify runs. Other files in ``series_dir`` stay.

    Raises PartialError where the branch is not any more what series.json says.
    """
    repo = open_repo(tree)
    require_top(repo, tree)
    record = read_series(series_dir)
    if not record.patches:
        return record
    # The series' base counts here, not where HEAD may be by now.
    repo = _at_base(repo, record)
    target = branches.find_branch(repo, record.branch, force=False)
    if target.old != record.tip:
        raise PartialError(
            f"branch {record.branch} is not at {record.tip[:12]} as {series_dir} says: "
            "the proofs stand in verify.json only; write the series anew"
        )
    out = write.check_out(series_dir)
    with write.disk_errors(), scratch(repo) as store:
        work = Work(repo, store, _author(store, record.tip), record.prefix)
        new = _rewritten(work, record, proofs, summary)
        body = with_paragraph(_cover_text(store, record, out), None, record.proof or UNPROVEN)
        body = with_paragraph(body, new.proof or UNPROVEN, None)
        subject, _, text = body.partition("\n\n")
        cover = Cover(subject, text, tail(store, new))
        deliver(work, Target(target, out), new.tip, series_files(work, new, cover))
    return new


def _at_base(repo: Repo, record: SeriesRecord) -> Repo:
    try:
        return repo.at(record.base)
    except GitError as error:
        raise FolioizeError(f"{repo.top} has no commit {record.base[:12]}: wrong tree") from error


def _author(store: Scratch, commit: str) -> Identity:
    told = store.run("log", "-1", "--format=%an%n%ae", commit).decode(errors="replace")
    name, email = told.splitlines()
    return Identity(name, email)


def _rewritten(
    work: Work, record: SeriesRecord, proofs: Mapping[int, str | None], summary: str | None
) -> SeriesRecord:
    """Make the commits again with their new messages; return the record of them."""
    patches = [
        replace(patch, proof=proofs.get(patch.number, patch.proof)) for patch in record.patches
    ]

    def changes() -> Iterator[Change]:
        for old, new in zip(record.patches, patches, strict=True):
            raw = work.store.run("log", "-1", "--format=%T%n%B", old.commit).decode(
                errors="replace"
            )
            tree, _, message = raw.partition("\n")
            yield Change(with_paragraph(message, new.proof, old.proof), {}, tree)

    made = commits.build(work, changes(), {})
    return replace(
        record,
        tip=made[-1],
        proof=summary if summary is not None else record.proof,
        patches=tuple(
            replace(patch, commit=commit) for patch, commit in zip(patches, made, strict=True)
        ),
    )


def _cover_text(store: Scratch, record: SeriesRecord, out: Path) -> str:
    """The cover letter's subject and body as OUT has them, as one message."""
    try:
        text = (out / write.COVER).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PartialError(
            f"{out / write.COVER} is missing or odd: write the series anew"
        ) from error
    head, _, rest = text.partition("\n\n")
    unfolded = re.sub(r"\n[ \t]+", " ", head)
    subject = re.search(r"^Subject: \[[^\]]*\] (.*)$", unfolded, re.MULTILINE)
    end = rest.find(tail(store, record))
    if subject is None or end < 0:
        raise PartialError(f"{out / write.COVER} was edited: write the series anew")
    return f"{subject[1]}\n\n{rest[:end].rstrip()}\n"
