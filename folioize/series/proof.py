# SPDX-License-Identifier: GPL-2.0-only
"""Takes a written series and what verify found; gives the same series with that in its messages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from folioize.errors import FolioizeError
from folioize.git import GitError, Identity, Repo, Scratch, open_repo, scratch
from folioize.model import SeriesRecord
from folioize.series import branches, commits, outfolder
from folioize.series.commits import Change, Work
from folioize.series.cover import UNPROVEN, Cover, tail
from folioize.series.make import Target, deliver, require_top, series_files
from folioize.series.messages import with_paragraph
from folioize.series.write import stands_alone
from folioize.series.written import read_series

_ADVICE = "verify with --keep-messages"
_ANEW = f"write the series anew, or {_ADVICE}"


@dataclass(frozen=True, slots=True)
class Amendable:
    """A series whose messages may be rewritten: its record, its base, and where it goes.

    ``edited`` names the files with other people's words, which are taken over: the cover letter.
    """

    record: SeriesRecord
    repo: Repo
    target: Target
    edited: tuple[str, ...]


def require_amendable(tree: Path, series_dir: Path) -> Amendable:
    """Return the series in ``series_dir`` if amend_messages() can do its work, looking only.

    Raises FolioizeError where branch and folder are not any more what series.json says, the
    branch is in use, or the folder may not be written.
    """
    repo = open_repo(tree)
    require_top(repo, tree)
    record = read_series(series_dir)
    # The series' base counts here, not where HEAD may be by now.
    repo = _at_base(repo, record)
    branch = branches.find_branch(repo, record.branch, force=True, advice=_ADVICE)
    if record.patches and branch.old != record.tip:
        raise FolioizeError(
            f"branch {record.branch} is not at {record.tip[:12]}, as {series_dir} says: {_ANEW}"
        )
    span = f"{record.base}..{record.tip}"
    listed = repo.run("rev-list", "--reverse", span).decode().split()
    if listed != [patch.commit for patch in record.patches]:
        path = series_dir / outfolder.RECORD
        raise FolioizeError(f"{path} does not list the commits of {record.branch}: {_ANEW}")
    with outfolder.disk_errors():
        real = outfolder.check_out(series_dir, repo, force=True)
        written = outfolder.read_record(real)
        edited = tuple(outfolder.edited(real, written))
    for patch in record.patches:
        if patch.file not in written.hashes:
            path = series_dir / outfolder.RECORD
            raise FolioizeError(f"{path} does not tell of {patch.file} as it was written: {_ANEW}")
    for name in edited:
        if name != outfolder.COVER:
            raise FolioizeError(f"{series_dir / name} was edited: {_ANEW}")
    if record.patches and not stands_alone(record):
        _cover_parts(real)
    return Amendable(record, repo, Target(branch, real, amend=True), edited)


def amend_messages(
    tree: Path,
    series_dir: Path,
    proofs: Mapping[int, str | None],
    *,
    summary: str | None = None,
    tip: str | None = None,
) -> SeriesRecord:
    """Put what was shown into the messages, and write branch, patches, mbox and json again.

    ``proofs`` maps a patch's number to a paragraph (wrapped here); None takes a former one out,
    and a patch that is not listed keeps what it has. ``summary`` is the cover letter's paragraph;
    None leaves it. ``tip`` is the last commit of the series that the proofs are of. Contents,
    author and dates stay, so that the same proofs give the same bytes, however often verify runs.
    Other files in ``series_dir`` stay.

    Raises FolioizeError as require_amendable() does.
    """
    with outfolder.held(series_dir):
        found = require_amendable(tree, series_dir)
        record, repo = found.record, found.repo
        if tip not in (None, record.tip):
            raise FolioizeError(f"{series_dir} holds another series by now: verify that")
        if not record.patches:
            return record
        with outfolder.disk_errors(), scratch(repo) as store:
            work = Work(repo, store, _author(store, record.tip), record.prefix)
            new = _rewritten(work, record, proofs, summary)
            cover = None if stands_alone(record) else _new_cover(store, found, new)
            deliver(work, found.target, new.tip, series_files(work, new, cover, found.edited))
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


def _new_cover(store: Scratch, found: Amendable, new: SeriesRecord) -> Cover:
    """The cover letter that OUT has, with the summary and the end that are true of ``new``."""
    body = _cover_text(store, found.record, found.target.out)
    body = with_paragraph(body, None, found.record.proof or UNPROVEN)
    body = with_paragraph(body, new.proof or UNPROVEN, None)
    subject, _, text = body.partition("\n\n")
    return Cover(subject, text, tail(store, new))


def _cover_text(store: Scratch, record: SeriesRecord, out: Path) -> str:
    """The cover letter's subject and body as OUT has them, as one message."""
    subject, rest = _cover_parts(out)
    end = rest.find(tail(store, record))
    if end < 0:
        raise FolioizeError(f"{out / outfolder.COVER} has lost its end: {_ANEW}")
    return f"{subject}\n\n{rest[:end].rstrip()}\n"


def _cover_parts(out: Path) -> tuple[str, str]:
    """The subject of OUT's cover letter, and what follows its headers."""
    path = out / outfolder.COVER
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FolioizeError(f"{path} is missing or odd: {_ANEW}") from error
    head, _, rest = text.partition("\n\n")
    unfolded = re.sub(r"\n[ \t]+", " ", head)
    subject = re.search(r"^Subject: \[[^\]]*\] (.*)$", unfolded, re.MULTILINE)
    if subject is None or "\nbase-commit: " not in rest:
        raise FolioizeError(f"{path} has lost its subject or its end: {_ANEW}")
    return subject[1], rest
