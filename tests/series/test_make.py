# SPDX-License-Identifier: GPL-2.0-only
"""A plan goes into make_series(); the branch, the files and the numbers must be right."""

from __future__ import annotations

import mailbox
import subprocess
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from folioize.errors import FolioizeError
from folioize.model import Left, Plan, SeriesRecord
from folioize.series import dry_run, make_series

from .conftest import DOS, LATIN, ODD, SLUB, contents, edits, git, state, step


def numstat(tree: Path, old: str, new: str) -> tuple[int, int]:
    lines = git(tree, "diff", "--numstat", "--no-renames", old, new).splitlines()
    return sum(int(x.split("\t")[0]) for x in lines), sum(int(x.split("\t")[1]) for x in lines)


def test_branch_holds_the_edits(tree: Path, plan: Plan, tmp_path: Path) -> None:
    before = state(tree)
    record = make_series(tree, plan, tmp_path / "out")
    assert git(tree, "rev-parse", "folioize/slab_page").strip() == record.tip
    assert git(tree, "rev-list", "--count", f"{record.base}..{record.tip}").strip() == "4"
    for path, pristine, count in (("mm/slub.c", SLUB, 4), ("mm/dos.c", DOS, 2), (ODD, LATIN, 1)):
        shown = subprocess.run(
            ("git", "show", f"{record.tip}:{path}"), cwd=tree, capture_output=True, check=True
        )
        assert shown.stdout.count(b"slab_page") == count
        assert shown.stdout.replace(b"slab_page", b"page") == pristine
    assert git(tree, "ls-tree", record.tip, "run.sh").startswith("100755")
    untouched = [line for line in state(tree).splitlines() if "folioize" not in line]
    assert untouched == before.splitlines()


def test_same_bytes_in_another_clone(
    tmp_path: Path, make_tree: Callable[[Path], Path], plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = make_tree(tmp_path / "a"), make_tree(tmp_path / "b/c d")
    make_series(one, plan, tmp_path / "out1")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("GIT_DIFF_OPTS", "-u1")
    git(two, "config", "diff.context", "9")
    for number in range(50):
        (two / "mm" / f"untracked{number}").write_text("x")
    make_series(two, plan, tmp_path / "out2")
    assert contents(tmp_path / "out1") == contents(tmp_path / "out2")
    make_series(two, plan, tmp_path / "out2")
    assert contents(tmp_path / "out1") == contents(tmp_path / "out2")


@pytest.mark.parametrize("what", ["series.mbox", "patches"])
def test_git_am_gives_the_same_commits(tree: Path, plan: Plan, tmp_path: Path, what: str) -> None:
    out = tmp_path / "out"
    record = make_series(tree, plan, out)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", str(tree), str(clone))
    git(clone, "checkout", "-q", record.base)
    files = [patch.file for patch in record.patches]
    if what == "series.mbox":
        assert len(mailbox.mbox(out / "series.mbox")) == 4
        given = [str(out / "series.mbox")]
    else:
        given = [str(out / name) for name in files]
    git(
        clone,
        "-c",
        "i18n.commitEncoding=utf-8",
        "am",
        "-q",
        "--committer-date-is-author-date",
        *given,
    )
    assert git(clone, "rev-parse", "HEAD").strip() == record.tip


def test_numbers_are_gits(tree: Path, plan: Plan, tmp_path: Path) -> None:
    record = make_series(tree, plan, tmp_path / "out")
    at = record.base
    for patch in record.patches:
        assert (patch.insertions, patch.deletions) == numstat(tree, at, patch.commit)
        at = patch.commit
    assert (record.net_insertions, record.net_deletions) == numstat(tree, record.base, record.tip)
    assert record.transient == 2  # "interim" of the first patch
    assert record.transient == sum(p.deletions for p in record.patches) - record.net_deletions
    assert record.patches[2].files == ("mm/latin.c", ODD)
    stored = (tmp_path / "out/series.json").read_bytes()
    assert msgspec.json.decode(stored, type=SeriesRecord) == record


def test_dry_run_has_the_same_numbers_and_writes_nothing(
    tree: Path, plan: Plan, tmp_path: Path
) -> None:
    def everything() -> dict[str, int]:
        return {str(p): p.stat().st_mtime_ns for p in tree.rglob("*")}

    before = everything()
    dry = dry_run(tree, plan)
    assert everything() == before
    assert dry.record == make_series(tree, plan, tmp_path / "out")
    assert dry.churn.gross_insertions == sum(p.insertions for p in dry.record.patches)
    assert dry.churn.net.files["mm/dos.c"] == (2, 2)


def test_dry_run_needs_no_name(tree: Path, plan: Plan, clean_git: Path) -> None:
    clean_git.write_text("")
    assert dry_run(tree, plan).record.patches


def test_headers_and_messages(tree: Path, plan: Plan, tmp_path: Path) -> None:
    make_series(tree, plan, tmp_path / "out", prefix="PATCH v2")
    text = (tmp_path / "out/0002-slub-f2.patch").read_text()
    assert "Subject: [PATCH v2 2/4] mm/slub: use struct slab_page in f2()\n" in text
    assert "\nTo: =?utf-8?" in text
    assert ',\n\tAda Example <ada@example.org>,\n\t"Bob E. Review" <bob@example.org>\n' in text
    assert "Cc: linux-mm@example.org,\n\tlinux-kernel@example.org\n" in text
    assert "chief@" not in text
    assert "Content-Transfer-Encoding: quoted-printable" in text
    raw = git(tree, "log", "-1", "--format=raw", "folioize/slab_page~2")
    assert "1700000002 +0130" in raw
    utf8 = ("-c", "i18n.logOutputEncoding=utf-8")
    message = git(tree, *utf8, "log", "-1", "--format=%B", "folioize/slab_page~2")
    assert "\nCc: Jos\u00e9 Example <jose@example.org>\nCc: Ada Example" in message
    assert message.endswith("example.org>\nSigned-off-by: Zo\u00eb Tester <zoe@example.org>\n\n")
    assert "no functional change intended" in message
    assert "\n - mm/slub.c:2: page->x is read\n" in message


def test_whoever_is_not_in_the_trailers_is_in_the_headers(
    tree: Path, plan: Plan, tmp_path: Path
) -> None:
    people = [f"Person {n} <p{n}@example.org>" for n in range(12)]
    lines = [f"M:\t{one}" for one in people]
    (tree / "MAINTAINERS").write_text("\n".join(["MM", *lines, "F:\tmm/", ""]))
    git(tree, "commit", "-q", "-a", "-m", "more people")
    record = make_series(tree, plan, tmp_path / "out")
    mail = (tmp_path / "out" / record.patches[0].file).read_text()
    assert mail.count("\nCc: Person ") == 10
    head = mail.partition("\n\n")[0]
    assert all(one in head for one in people)
    cover = (tmp_path / "out/0000-cover-letter.patch").read_text().partition("\n\n")[0]
    assert all(one in cover for one in people)


def test_cover_letter(tree: Path, plan: Plan, tmp_path: Path) -> None:
    record = make_series(tree, plan, tmp_path / "out")
    text = (tmp_path / "out/0000-cover-letter.patch").read_text()
    assert "Subject: [PATCH 0/4] mm: separate struct slab_page from struct page\n" in text
    assert "Date: Tue, 14 Nov 2023 23:43:20 +0130\n" in text
    assert "Zo\u00eb Tester (4):\n  mm/slub: use struct slab_page in f1()\n" in text
    assert f"base-commit: {record.base}\n" in text
    assert f"+{record.net_insertions} -{record.net_deletions}" in text
    assert "\n - 1 in a comment\n" in text
    assert "None of the patches has been built yet" in text
    assert " files changed, " in text
    assert "Subject: [PATCH 0/4]" not in (tmp_path / "out/series.mbox").read_text("latin-1")


def test_a_cover_letter_counts_declarations_alone(tree: Path, plan: Plan, tmp_path: Path) -> None:
    """Four places get the type; those that are only an argument are no declarations."""
    for number, says in (
        (0, "uses it for 4 declarations in 1 file. "),
        (1, "uses it for 3 declarations and 1 other place that names it, in 1 file. "),
        (2, "uses it for 2 declarations and 2 other places that name it, in 1 file. "),
    ):
        steps = [replace(one, mentions=int(at < number)) for at, one in enumerate(plan.steps)]
        make_series(tree, replace(plan, steps=tuple(steps)), tmp_path / "out")
        text = (tmp_path / "out/0000-cover-letter.patch").read_text()
        assert says in f"{' '.join(text.split())} "


def test_cover_letter_of_some_paths(tree: Path, plan: Plan, tmp_path: Path) -> None:
    first = msgspec.structs.replace(plan.steps[0], context={"paths": ["mm", "run.sh"]})
    steps = (first, *plan.steps[1:])
    make_series(tree, msgspec.structs.replace(plan, steps=steps), tmp_path / "out")
    text = (tmp_path / "out/0000-cover-letter.patch").read_text()
    said = " ".join(text.split())
    assert 'Every "struct page" in the text of mm and run.sh is accounted for; only what' in said
    assert "`folioize series --kind slab_page --paths mm --paths run.sh`" in said


def test_cover_letter_without_a_subject(tree: Path, plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "kind/templates").mkdir(parents=True)
    (tmp_path / "kind/templates/cover.j2").write_text("\nText.\n")
    odd = msgspec.structs.replace(plan, folder=str(tmp_path / "kind"))
    with pytest.raises(FolioizeError, match=r"kind/templates/cover\.j2:1: write the subject"):
        make_series(tree, odd, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_cover_letter_says_once_whose_lines_it_names(
    tree: Path, plan: Plan, tmp_path: Path
) -> None:
    make_series(tree, plan, tmp_path / "a")
    says = "Lines of files that are named above are those of the base commit."
    assert says not in (tmp_path / "a/0000-cover-letter.patch").read_text()
    left = (Left("mm/slub.c", 3, "left", "a name"), Left("mm/dos.c", 1, "left", "a name"))
    odd = msgspec.structs.replace(plan, unedited=left)
    make_series(tree, odd, tmp_path / "b", branch="other")
    text = (tmp_path / "b/0000-cover-letter.patch").read_text()
    assert text.index("mm/dos.c:1: a name") < text.index(says) < text.index("None of the patches")
    assert text.count(says) == 1


def test_branches_of_others_are_safe(tree: Path, plan: Plan, tmp_path: Path) -> None:
    git(tree, "branch", "folioize/slab_page")
    with pytest.raises(FolioizeError, match="holds work that is not folioize's"):
        make_series(tree, plan, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    make_series(tree, plan, tmp_path / "out", force=True)
    git(tree, "branch", "-f", "folioize/slab_page", "HEAD")
    with pytest.raises(FolioizeError, match="not folioize's"):
        make_series(tree, plan, tmp_path / "out")
    make_series(tree, plan, tmp_path / "out", branch="other")
    git(tree, "checkout", "-q", "other")
    git(tree, "checkout", "-q", "main")
    git(tree, "worktree", "add", "-q", str(tmp_path / "wt"), "other")
    with pytest.raises(FolioizeError, match="other is checked out"):
        make_series(tree, plan, tmp_path / "out", branch="other", force=True)


@pytest.mark.parametrize("name", ["a..b", "-x", "with space", "a/"])
def test_bad_branch_names(tree: Path, plan: Plan, tmp_path: Path, name: str) -> None:
    with pytest.raises(FolioizeError, match="is no name for a branch"):
        make_series(tree, plan, tmp_path / "out", branch=name)


def test_empty_plan_is_success(tree: Path, plan: Plan, tmp_path: Path) -> None:
    record = make_series(tree, msgspec.structs.replace(plan, steps=()), tmp_path / "out")
    assert record.tip == record.base
    assert list(contents(tmp_path / "out")) == ["series.json"]
    assert "folioize" not in git(tree, "for-each-ref")


def test_progress_is_told(tree: Path, plan: Plan, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    make_series(
        tree, plan, tmp_path / "out", progress=lambda done, total: told.append((done, total))
    )
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_step_that_changes_nothing_is_named(tree: Path, plan: Plan, tmp_path: Path) -> None:
    again = msgspec.structs.replace(plan, steps=(*plan.steps, step(5, {"mm/dos.c": edits(DOS, 2)})))
    with pytest.raises(FolioizeError, match=r"step 5 of the plan \(slub-f5\) changes nothing"):
        make_series(tree, again, tmp_path / "out")
