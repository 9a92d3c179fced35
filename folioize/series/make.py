# SPDX-License-Identifier: GPL-2.0-only
"""Takes a tree and a plan; gives a branch and OUT, or only their numbers for a dry run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from folioize.cst.edits import EditError, apply_edits
from folioize.errors import FolioizeError, TreeError
from folioize.git import Identity, Repo, identity, open_repo, require_ready, scratch
from folioize.model import Edit, PatchRecord, Plan, SeriesRecord, Step
from folioize.series import commits, write
from folioize.series.commits import Branch, Change, Pristine, Progress, Work
from folioize.series.cover import Cover, cover_mail, write_cover
from folioize.series.maintainers import Recipients, recipients
from folioize.series.messages import compose, step_body, subject_line
from folioize.series.numbers import Churn, Lines, measure

VERSION = 1
"""The format of series.json."""

_MOST_CC = 10  # in a message; all of a patch's people stand in the mail's headers


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a series would be: its record, and git's line counts for each file and patch."""

    record: SeriesRecord
    churn: Churn


@dataclass(frozen=True, slots=True)
class Target:
    """Where a series goes: a branch, and a folder by its absolute path."""

    branch: Branch
    out: Path


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

    ``branch`` is ``folioize/KIND`` if not given; one that folioize did not make is replaced only
    with ``force``. ``progress`` is called with (patches done, patches in all). The work tree and
    its index are not touched; on any failure, ^C included, neither are the branch and ``out``.
    A plan without steps makes no branch, and an ``out`` that holds series.json alone.

    Raises TreeError and FolioizeError, one line each.
    """
    repo = open_repo(tree)
    require_top(repo, tree)
    who = identity(repo)
    real = write.check_out(out)
    name = branch or commits.default_branch(plan.kind)
    target = Target(commits.find_branch(repo, name, force), real)
    # git looks at every file of the tree for it, so it does that beside the rest.
    with write.disk_errors(), ThreadPoolExecutor(1) as pool, scratch(repo) as store:
        ready = pool.submit(require_ready, repo)
        work = Work(repo, store, who, prefix)
        try:
            record, churn = _build(work, plan, name, progress)
        except TreeError:
            ready.result()  # a tree with changes is the better thing to say
            raise
        cover = write_cover(store, record, churn, plan) if plan.steps else None
        files = series_files(work, record, cover)
        ready.result()
        deliver(work, target, record.tip, files, drop=(write.VERDICT,))
    return record


def dry_run(tree: Path, plan: Plan, *, progress: Progress | None = None) -> DryRun:
    """Return what make_series() would write, with the same numbers, and write nothing."""
    with rehearse(tree) as rehearsal:
        return rehearsal.run(plan, progress)


@dataclass(slots=True)
class Rehearsal:
    """Series of commits that the user's repository never sees, one on top of the other.

    ``work`` is where the next series would begin.
    """

    work: Work

    def run(self, plan: Plan, progress: Progress | None = None) -> DryRun:
        """Make a series here, with the commits that make_series() would make, and stand on it."""
        with write.disk_errors():
            work = self.work
            run = DryRun(*_build(work, plan, commits.default_branch(plan.kind), progress))
            found = commits.read_files(work.store, run.record.tip, run.churn.net.files)
            changed = {path: file.data for path, file in found.items()}
            date = work.repo.date + len(plan.steps)
            repo = replace(work.repo, head=run.record.tip, date=date)
            self.work = replace(work, repo=repo, changed={**work.changed, **changed})
        return run


@contextmanager
def rehearse(tree: Path) -> Iterator[Rehearsal]:
    """Give a Rehearsal on HEAD; all of it is gone when the block ends.

    The tree may be shallow or dirty elsewhere, and git need not know the user's name; with the
    name known, commit ids are those of the series too.
    """
    repo = open_repo(tree)
    require_top(repo, tree)
    try:
        who = identity(repo)
    except TreeError:
        who = Identity("Nobody", "nobody@example.org")
    with scratch(repo) as store:
        yield Rehearsal(Work(repo, store, who))


def require_top(repo: Repo, tree: Path) -> None:
    """Raise TreeError if ``tree`` lies below its repository's top: paths would not fit."""
    if tree.resolve() != repo.top.resolve():
        raise TreeError(f"{tree} lies inside the repository {repo.top}: give that, or a copy")


def deliver(
    work: Work,
    target: Target,
    tip: str,
    files: Mapping[str, bytes],
    drop: Sequence[str] = (),
) -> None:
    """Set the branch and put OUT in place: both, or neither if anything fails."""
    published = False
    try:
        with write.staged(target.out, files, drop):
            if tip != work.repo.head:
                commits.publish(work, target.branch, tip)
                published = True
    except BaseException:
        if published:
            commits.withdraw(work.repo, target.branch, tip)
        raise


def series_files(work: Work, record: SeriesRecord, cover: Cover | None) -> dict[str, bytes]:
    """Return the files of OUT for commits that the store has, by name."""
    if cover is None:
        return write.contents(record, b"", ())
    find = _find_recipients(work, record.patches[0].files)
    made = [patch.commit for patch in record.patches]
    to = [find(patch.files) for patch in record.patches]
    bodies = write.patches(work, made, to)
    everyone = find(tuple(dict.fromkeys(path for patch in record.patches for path in patch.files)))
    return write.contents(record, cover_mail(work, record, cover, everyone), bodies)


def _build(
    work: Work, plan: Plan, branch: str, progress: Progress | None
) -> tuple[SeriesRecord, Churn]:
    """Make the commits in the scratch store, and count."""
    paths = [path for step in plan.steps for path in step.files]
    pristine = commits.read_pristine(work, paths)
    made = commits.build(
        work,
        _changes(work, plan, pristine),
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
    )
    return record, churn


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


def _changes(work: Work, plan: Plan, pristine: Mapping[str, Pristine]) -> Iterator[Change]:
    """Each step as a commit to make; a file that a step leaves as it was is not in it."""
    find = _find_recipients(work, sorted(plan.steps[0].files) if plan.steps else ())
    now = {path: file.data for path, file in pristine.items()}
    for number, step in enumerate(plan.steps, 1):
        changed: dict[str, bytes] = {}
        for path, edits in step.files.items():
            data = _edited(path, pristine[path].data if path in pristine else b"", edits)
            if data != now.get(path):
                changed[path] = now[path] = data
        if not changed:
            raise FolioizeError(f"step {number} of the plan ({step.slug}) changes nothing")
        body = step_body(step, plan.type_name, plan.folder)
        yield Change(
            compose(step.subject, body, _trailers(find(sorted(changed)), work.who)), changed
        )


def _edited(path: str, data: bytes, edits: tuple[Edit, ...]) -> bytes:
    try:
        return apply_edits(data, edits)
    except EditError as error:
        raise FolioizeError(f"{path}: {error}") from error


def _find_recipients(
    work: Work, first: Sequence[str]
) -> Callable[[Sequence[str]], Recipients]:
    """Return a function from a patch's files to its recipients; where the tree names nobody for
    them, they are those of the patch to ``first``, which began the series."""
    find = recipients(work.repo.top, work.who.email)

    def to(files: Sequence[str]) -> Recipients:
        found = find(files)
        return found if found.people else find(first)

    return to


def _trailers(to: Recipients, who: Identity) -> list[str]:
    return [*(f"Cc: {one}" for one in to.people[:_MOST_CC]), f"Signed-off-by: {who}"]
