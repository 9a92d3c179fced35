# SPDX-License-Identifier: GPL-2.0-only
"""Bad trees, ^C and full disks go in; one clear line comes out, and nothing has changed."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

import folioize.git
from folioize.errors import FolioizeError, TreeError
from folioize.facts.stamps import digest
from folioize.git import Repo, open_repo, require_ready
from folioize.model import Edit, Plan
from folioize.series import amend_messages, commits, dry_run, make_series, outfolder

from .conftest import contents, git, state, step


def refused(path: Path, plan: Plan, out: Path) -> str:
    with pytest.raises(TreeError) as caught:
        make_series(path, plan, out)
    text = str(caught.value)
    assert "\n" not in text
    assert not out.exists()
    return text


def test_no_git(tree: Path, plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "install git" in refused(tree, plan, tmp_path / "out")


def test_no_tree(plan: Plan, tmp_path: Path) -> None:
    assert "no such directory" in refused(tmp_path / "none", plan, tmp_path / "out")


def test_no_repository(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    text = refused(tmp_path / "plain", plan, tmp_path / "out")
    assert "not a git repository: run `git init" in text
    assert "folioize fetch" in text


def test_bare_repository(tree: Path, plan: Plan, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(tree), "bare")
    assert "bare repository: give a work tree" in refused(tmp_path / "bare", plan, tmp_path / "out")


def test_no_commit(plan: Plan, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "new")
    assert "has no commit yet: run `git add" in refused(tmp_path / "new", plan, tmp_path / "out")


def test_shallow(tree: Path, plan: Plan, tmp_path: Path) -> None:
    git(tree, "commit", "-q", "--allow-empty", "-m", "second")
    git(tmp_path, "clone", "-q", "--depth=1", tree.as_uri(), "shallow")
    text = refused(tmp_path / "shallow", plan, tmp_path / "out")
    assert "is a shallow clone: run `git fetch --unshallow`" in text


@pytest.mark.parametrize("staged", [False, True])
def test_dirty(tree: Path, plan: Plan, tmp_path: Path, staged: bool) -> None:
    (tree / "run.sh").write_text("echo changed\n")
    (tree / "MAINTAINERS").write_text("")
    (tree / "untracked").write_text("does not matter")
    if staged:
        git(tree, "add", "-u")
    text = refused(tree, plan, tmp_path / "out")
    assert "has changes to MAINTAINERS and 1 more: commit or `git stash` them" in text


def test_below_the_top(tree: Path, plan: Plan, tmp_path: Path) -> None:
    assert open_repo(tree / "mm").top == tree
    assert f"lies inside the repository {tree}" in refused(tree / "mm", plan, tmp_path / "out")


def test_no_identity(tree: Path, plan: Plan, tmp_path: Path, clean_git: Path) -> None:
    clean_git.write_text("[user]\n\tname = Zoe\n")
    text = refused(tree, plan, tmp_path / "out")
    assert 'run `git config --global user.email "you@example.org"`' in text


def test_unfinished_business_is_a_warning(tree: Path) -> None:
    (tree / ".git/rebase-merge").mkdir()
    repo = open_repo(tree)
    require_ready(repo)
    assert "a rebase is in progress" in repo.warnings[0]


def test_file_that_is_not_committed(tree: Path, plan: Plan, tmp_path: Path) -> None:
    (tree / "mm/slab_page.h").write_text("untracked")
    assert "mm/slab_page.h is not committed" in refused(tree, plan, tmp_path / "out")


def test_link(tree: Path, plan: Plan, tmp_path: Path) -> None:
    (tree / "link.c").symlink_to("mm/dos.c")
    git(tree, "add", "link.c")
    git(tree, "commit", "-q", "-m", "link")
    odd = replace(plan, steps=(step(1, {"link.c": (Edit(0, 1, b"x"),)}),))
    assert "link.c is no plain file" in refused(tree, odd, tmp_path / "out")


def test_a_plan_for_other_bytes_than_those_committed(
    tree: Path, plan: Plan, tmp_path: Path
) -> None:
    """As the tree had them before something was committed."""
    odd = replace(plan, sources={**plan.sources, "mm/slub.c": digest(b"other")})
    told = refused(tree, odd, tmp_path / "out")
    assert "mm/slub.c is another one in HEAD than it was when it was read: start again" in told


def test_what_lies_in_the_work_tree_does_not_matter(tree: Path, plan: Plan, tmp_path: Path) -> None:
    before = make_series(tree, plan, tmp_path / "before")
    git(tree, "update-index", "--skip-worktree", "mm/slub.c", "MAINTAINERS")
    git(tree, "update-index", "--assume-unchanged", "mm/dos.c")
    (tree / "mm/slub.c").unlink()
    (tree / "MAINTAINERS").unlink()
    (tree / "mm/dos.c").write_text("other")
    assert make_series(tree, plan, tmp_path / "out") == before
    assert contents(tmp_path / "out") == contents(tmp_path / "before")


def test_a_tree_that_is_no_repository_can_be_counted(tree: Path, plan: Plan) -> None:
    counted = dry_run(tree, plan)
    shutil.rmtree(tree / ".git")
    again = dry_run(tree, plan)
    assert again.churn == counted.churn
    assert [patch.files for patch in again.record.patches] == [
        patch.files for patch in counted.record.patches
    ]
    assert not (tree / ".git").exists()


def test_edit_beyond_the_end(tree: Path, plan: Plan, tmp_path: Path) -> None:
    odd = replace(plan, steps=(step(1, {"mm/slub.c": (Edit(0, 10**6, b""),)}),))
    with pytest.raises(FolioizeError, match=r"mm/slub\.c: an edit ends at byte 1000000"):
        make_series(tree, odd, tmp_path / "out")


def full_disk(*_: object, **__: object) -> int:
    raise OSError(errno.ENOSPC, "No space left on device")


def interrupt(*_: object, **__: object) -> int:
    raise KeyboardInterrupt


def on_write(name: str, fail: Callable[..., int]) -> Callable[[pytest.MonkeyPatch], None]:
    real = Path.write_bytes

    def write(self: Path, data: bytes) -> int:
        return fail() if self.name == name else real(self, data)

    return lambda patch: patch.setattr(Path, "write_bytes", write)


def on_rename(name: str, fail: Callable[..., int]) -> Callable[[pytest.MonkeyPatch], None]:
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if self.name == name:
            fail()
        return real(self, target)

    return lambda patch: patch.setattr(Path, "rename", rename)


def on_git(verb: str, fail: Callable[..., int]) -> Callable[[pytest.MonkeyPatch], None]:
    real = Repo.run

    def run(self: Repo, *args: str, stdin: bytes | None = None) -> bytes:
        if args[0] == verb:
            fail()
        return real(self, *args, stdin=stdin)

    return lambda patch: patch.setattr(Repo, "run", run)


def on_exchange(fail: Callable[..., int]) -> Callable[[pytest.MonkeyPatch], None]:
    def arm(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(outfolder, "exchange", fail)
        on_rename("new", fail)(patch)

    return arm


Arm = Callable[[pytest.MonkeyPatch], None]
PLACES: dict[str, Callable[[Callable[..., int]], Arm]] = {
    "building": lambda fail: lambda patch: patch.setattr(commits, "_commit", fail),
    "writing": lambda fail: on_write("series.mbox", fail),
    "moving objects": lambda fail: on_git("index-pack", fail),
    "setting the branch": lambda fail: on_git("update-ref", fail),
    "putting OUT in place": on_exchange,
    "keeping the user's folders": lambda fail: on_rename("papers", fail),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("fail", [full_disk, interrupt])
@pytest.mark.parametrize("again", ["", "at once", "in two steps"])
def test_nothing_is_left(  # noqa: PLR0917 - three fixtures, three parameters
    tree: Path, plan: Plan, tmp_path: Path, place: str, fail: Callable[..., int], again: str
) -> None:
    out = tmp_path / "there/out"
    if again:
        make_series(tree, replace(plan, steps=plan.steps[:2]), out)
        (out / "notes").write_text("mine")
        (out / "papers").mkdir()
        (out / "papers/one").write_text("mine too")
    elif place == "keeping the user's folders":
        pytest.skip("there are none yet")
    before = state(tree), contents(out) if again else None
    error = FolioizeError if fail is full_disk else KeyboardInterrupt
    with pytest.MonkeyPatch.context() as patch, pytest.raises(error) as caught:
        PLACES[place](fail)(patch)
        if again == "in two steps":
            patch.setattr(outfolder, "_renameat2", None)
        make_series(tree, plan, out)
    if fail is full_disk:
        assert "No space left on device; nothing was changed" in str(caught.value)
        assert place != "writing" or "/new/series.mbox: " in str(caught.value)
    assert (state(tree), contents(out) if again else None) == before
    assert [path.name for path in tmp_path.joinpath("there").glob("*")] == (
        ["out"] if again else []
    )
    assert not list(tmp_path.joinpath("there").glob(".*"))


@pytest.mark.parametrize("fail", [full_disk, interrupt])
def test_a_failed_proof_leaves_the_series(
    tree: Path, plan: Plan, tmp_path: Path, fail: Callable[..., int]
) -> None:
    out = tmp_path / "out"
    make_series(tree, plan, out)
    before = state(tree), contents(out)
    error = FolioizeError if fail is full_disk else KeyboardInterrupt
    with pytest.MonkeyPatch.context() as patch, pytest.raises(error):
        on_exchange(fail)(patch)
        amend_messages(tree, out, {1: "Shown."})
    assert (state(tree), contents(out)) == before


def test_git_that_fails_is_quoted(tree: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commits, "_commit", lambda *_: b"nonsense\n")
    with pytest.raises(folioize.git.GitError, match=r"git fast-import failed: fatal: \w+"):
        dry_run(tree, plan)


def test_scratch_leaves_nothing(
    tree: Path, plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temp = tmp_path / "temp"
    temp.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temp))
    dry_run(tree, plan)
    monkeypatch.setattr(commits, "_commit", interrupt)
    with pytest.raises(KeyboardInterrupt):
        dry_run(tree, plan)
    assert not list(temp.iterdir())
