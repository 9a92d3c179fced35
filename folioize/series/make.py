# SPDX-License-Identifier: GPL-2.0-only
"""Takes a tree and a plan; gives a branch and OUT, or only their numbers for a dry run."""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from folioize.cst.edits import EditError, apply_edits
from folioize.errors import FolioizeError, TreeError
from folioize.git import (
    Identity,
    Repo,
    Scratch,
    empty_store,
    identity,
    open_repo,
    require_ready,
    scratch,
)
from folioize.model import Edit, PartRecord, PatchRecord, Plan, SeriesRecord, Step
from folioize.series import branches, commits, outfolder, write
from folioize.series.branches import Branch
from folioize.series.by_hand import Edits
from folioize.series.commits import Change, Pristine, Progress, Work
from folioize.series.cover import Cover, cover_mail, write_cover
from folioize.series.maintainers import Recipients, recipients
from folioize.series.messages import compose, step_body, subject_line
from folioize.series.numbers import Churn, Lines, measure
from folioize.signals import deferred

VERSION = 1
"""The format of series.json."""

_MOST_CC = 10  # in a message; all of a patch's people stand in the mail's headers


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a series would be: its record, and git's line counts for each file and patch."""

    record: SeriesRecord
    churn: Churn


@dataclass(frozen=True, slots=True)
class Preview:
    """What a series would be, to be looked at: its record, and the files of OUT by name.

    ``range_diff`` is git's comparison with the series it was to be compared with.
    """

    record: SeriesRecord
    files: Mapping[str, bytes]
    range_diff: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a series goes: a branch, and a folder by its absolute path.

    With ``force`` files in the folder that somebody edited are replaced; with ``amend`` it holds
    this series already, and what is in the cover letter is taken over.
    """

    branch: Branch
    out: Path
    force: bool = False
    amend: bool = False


def make_series(  # noqa: PLR0913 - the options of the command, by name
    tree: Path,
    plan: Plan,
    out: Path,
    *,
    branch: str | None = None,
    force: bool = False,
    prefix: str = "PATCH",
    progress: Progress | None = None,
) -> SeriesRecord:
    """Write the plan as a branch of ``tree``'s repository and as a series in ``out``.

    ``branch`` is ``folioize/KIND`` if not given; one that folioize did not make, and edited files
    in ``out``, are replaced only with ``force``. ``progress`` is called with (patches done, patches
    in all). The work tree and its index are not touched; on any failure, ^C included, neither are
    the branch and ``out``. A plan without steps makes no branch, and an ``out`` that holds
    series.json alone.

    Raises TreeError and FolioizeError, one line each.
    """
    repo = open_repo(tree)
    require_top(repo, tree)
    who = identity(repo)
    name = branch or branches.default_branch(plan.kind)
    # git looks at every file of the tree for it, so it does that beside the rest.
    with (
        outfolder.disk_errors(),
        outfolder.held(out),
        ThreadPoolExecutor(1) as pool,
        scratch(repo) as store,
    ):
        target = find_target(repo, out, name, force)
        ready = pool.submit(require_ready, repo)
        work = Work(repo, store, who, prefix)
        try:
            record, churn = _build(work, plan, name, progress)
        except TreeError:
            ready.result()  # a tree with changes is the better thing to say
            raise
        files = series_files(work, record, _cover(store, record, churn, plan))
        ready.result()
        deliver(work, target, record.tip, files)
    return record


def find_target(repo: Repo, out: Path, branch: str, force: bool) -> Target:
    """Return the branch and the folder as they may be written, looking only.

    Raises FolioizeError as check_out() and find_branch() do, and for a folder that would make the
    user's work tree look changed.
    """
    with outfolder.disk_errors():
        real = outfolder.check_out(out, repo, force)
    if not repo.unseen(real / outfolder.RECORD) or not repo.unseen(real / outfolder.COVER):
        raise FolioizeError(
            f"{out} lies in the work tree of {repo.top}, where git would see it: give a folder "
            "outside of it, or one that git ignores"
        )
    return Target(branches.find_branch(repo, branch, force), real, force)


def other_tip(target: Target) -> str:
    """Return where a branch is that belongs to no series in the folder; "" if nothing is lost."""
    try:
        known = outfolder.read_record(target.out).tip
    except FolioizeError:
        known = ""
    return target.branch.old if target.branch.old != known else ""


def told_replaced(record: SeriesRecord, before: str, out: Path) -> str:
    """What to say where the series' branch was at ``before``, as other_tip() gave it; "" if
    nothing was lost."""
    if not before or not record.patches or before == record.tip:
        return ""
    return (
        f"replaced the branch {record.branch}, which was at {before[:12]} and not of a series "
        f"in {out}: --branch NAME keeps both"
    )


def dry_run(tree: Path, plan: Plan, *, progress: Progress | None = None) -> DryRun:
    """Return what make_series() would write, with the same numbers, and write nothing."""
    with rehearse(tree, plan, progress=progress) as (run, _):
        return run


@contextmanager
def rehearse(
    tree: Path, plan: Plan, *, progress: Progress | None = None
) -> Iterator[tuple[DryRun, Scratch]]:
    """Give a dry run with the store that has its commits, which is gone when the block ends.

    The tree may be shallow, have changes or be no repository at all, and git need not know the
    user's name; with the name known, commit ids are those of the series too.
    """
    name = branches.default_branch(plan.kind)
    with outfolder.disk_errors(), _elsewhere(tree, plan) as work:
        yield DryRun(*_build(work, plan, name, progress)), work.store


@contextmanager
def _elsewhere(tree: Path, plan: Plan) -> Iterator[Work]:
    """Give a place to make the series that the user's repository never sees."""
    if not os.path.lexists(tree / ".git"):
        with empty_store() as store:
            yield Work(commits.commit_files(store, tree, plan.sources), store, commits.NOBODY)
        return
    repo = open_repo(tree)
    require_top(repo, tree)
    with scratch(repo) as store:
        yield Work(repo, store, _anybody(repo))


def preview(
    tree: Path, plan: Plan, branch: str = "", against: tuple[str, str] | None = None
) -> Preview:
    """Return the files that make_series() would write, and write nothing.

    ``against`` is the base and the tip of a series to compare it with.
    """
    repo = open_repo(tree)
    require_top(repo, tree)
    with outfolder.disk_errors(), scratch(repo) as store:
        work = Work(repo, store, _anybody(repo))
        name = branch or branches.default_branch(plan.kind)
        record, churn = _build(work, plan, name, None)
        files = series_files(work, record, _cover(store, record, churn, plan))
        told = b""
        if against is not None:
            spans = (f"{against[0]}..{against[1]}", f"{record.base}..{record.tip}")
            told = store.run("range-diff", "--no-color", "--creation-factor=80", *spans)
        return Preview(record, files, told.decode(errors="replace"))


def _anybody(repo: Repo) -> Identity:
    """The user, or somebody in his place where git does not know him."""
    try:
        return identity(repo)
    except TreeError:
        return commits.NOBODY


def require_top(repo: Repo, tree: Path) -> None:
    """Raise TreeError if ``tree`` lies below its repository's top: paths would not fit."""
    if tree.resolve() != repo.top.resolve():
        raise TreeError(f"{tree} lies inside the repository {repo.top}: give that, or a copy")


def deliver(work: Work, target: Target, tip: str, files: Mapping[str, bytes]) -> None:
    """Set the branch and put OUT in place: both, or neither if anything fails.

    A signal that comes meanwhile is answered when that is done.
    """
    published = False
    with deferred():
        try:
            with outfolder.staged(target.out, files, force=target.force, amend=target.amend):
                if tip != work.repo.head:
                    branches.publish(work, target.branch, tip)
                    published = True
        except BaseException:
            if published:
                branches.withdraw(work.repo, target.branch, tip)
            raise


def series_files(
    work: Work, record: SeriesRecord, cover: Cover | None, edited: Container[str] = ()
) -> dict[str, bytes]:
    """Return the files of OUT for commits that the store has, by name.

    ``edited`` names those that hold what somebody else wrote.
    """
    if not record.patches:
        return write.contents(record, b"", ())
    find = _find_recipients(work)
    made = [patch.commit for patch in record.patches]
    to = [find(patch.files) for patch in record.patches]
    bodies = write.patches(work, made, to, alone=cover is None)
    if cover is None:
        return write.contents(record, b"", bodies, edited)
    everyone = find(tuple(dict.fromkeys(path for patch in record.patches for path in patch.files)))
    return write.contents(record, cover_mail(work, record, cover, everyone), bodies, edited)


def _cover(store: Scratch, record: SeriesRecord, churn: Churn, plan: Plan) -> Cover | None:
    """The cover letter of a series that is to have one."""
    if not record.patches or write.stands_alone(record):
        return None
    return write_cover(store, record, churn, plan)


def _build(
    work: Work, plan: Plan, branch: str, progress: Progress | None
) -> tuple[SeriesRecord, Churn]:
    """Make the commits in the scratch store, and count."""
    paths = [path for step in plan.steps for path in step.files]
    pristine = commits.read_pristine(work, paths, plan.sources)
    by_hand = Edits(plan.by_hand)
    made = commits.build(
        work,
        _changes(work, plan, pristine, by_hand),
        {path: file.mode for path, file in pristine.items()},
        None if progress is None else partial(_told, progress, len(plan.steps)),
    )
    churn = measure(work.store, work.repo.head, made)
    rows = zip(plan.steps, made, churn.patches, strict=True)
    record = SeriesRecord(
        version=VERSION,
        kind=plan.kind,
        type_name=plan.type_name,
        base=work.repo.head,
        branch=branch,
        tip=made[-1] if made else work.repo.head,
        patches=tuple(_row(number, *row) for number, row in enumerate(rows, 1)),
        net_insertions=churn.net.insertions,
        net_deletions=churn.net.deletions,
        transient=churn.transient,
        account=plan.account,
        negatives=plan.negatives,
        prefix=work.prefix,
        parts=tuple(_parts(plan)),
        layout=plan.layout,
        unused=by_hand.unused(),
        decisions=plan.decided,
        decided_in=plan.decided_in,
    )
    return record, churn


def _parts(plan: Plan) -> Iterator[PartRecord]:
    """The plan's parts that have a patch, with the numbers of their patches."""
    last = 0
    for part in plan.parts:
        first, last = last + 1, last + part.steps
        if part.steps:
            yield PartRecord(part.kind, part.type_name, part.title, first, last, part.converted)


def _told(progress: Progress, total: int, number: int) -> None:
    progress(number, total)


def _row(number: int, step: Step, commit: str, lines: Lines) -> PatchRecord:
    return PatchRecord(
        number=number,
        file=write.patch_name(number, step.slug),
        commit=commit,
        subject=subject_line(step.subject),
        files=tuple(sorted(lines.files)),
        insertions=lines.insertions,
        deletions=lines.deletions,
        declarations=step.declarations,
        bridges_added=step.bridges_added,
        bridges_removed=step.bridges_removed,
        claims=step.claims,
    )


def _changes(
    work: Work, plan: Plan, pristine: Mapping[str, Pristine], by_hand: Edits
) -> Iterator[Change]:
    """Each step as a commit to make; a file that a step leaves as it was is not in it."""
    find = _find_recipients(work)
    now = {path: file.data for path, file in pristine.items()}
    parts = [(part.type_name, part.folder) for part in plan.parts for _ in range(part.steps)]
    parts += [(plan.type_name, plan.folder)] * (len(plan.steps) - len(parts))
    for number, (step, part) in enumerate(zip(plan.steps, parts, strict=True), 1):
        changed: dict[str, bytes] = {}
        for path, edits in step.files.items():
            data = _edited(path, pristine[path].data if path in pristine else b"", edits)
            data = by_hand.apply(path, data)
            if data != now.get(path):
                changed[path] = now[path] = data
        if not changed:
            raise FolioizeError(f"step {number} of the plan ({step.slug}) changes nothing")
        body = step_body(step, *part)
        yield Change(
            compose(step.subject, body, _trailers(find(sorted(changed)), work.who)), changed
        )


def _edited(path: str, data: bytes, edits: tuple[Edit, ...]) -> bytes:
    try:
        return apply_edits(data, edits)
    except EditError as error:
        raise FolioizeError(f"{path}: {error}") from error


def _find_recipients(work: Work) -> Callable[[Iterable[str]], Recipients]:
    """Return a function from a patch's files to its recipients."""
    return recipients(partial(commits.base_text, work), work.who.email)


def _trailers(to: Recipients, who: Identity) -> list[str]:
    return [*(f"Cc: {one}" for one in to.people[:_MOST_CC]), f"Signed-off-by: {who}"]
