# SPDX-License-Identifier: GPL-2.0-only
"""OUT with files of others, or left by a killed run, goes in; what is whose must be respected."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from folioize.errors import FolioizeError
from folioize.model import Plan
from folioize.series import amend_messages, make_series, outfolder

from .conftest import contents, git, state

VERDICT = b'{"version": 2, "base": "1", "tip": "2", "complete": true}'


@pytest.fixture
def out(tree: Path, plan: Plan, tmp_path: Path) -> Path:
    """A series of two patches, and a few files of somebody else."""
    where = tmp_path / "there/out"
    make_series(tree, replace(plan, steps=plan.steps[:2]), where)
    (where / "notes.txt").write_text("mine")
    (where / "0099-mine.patch").write_text("mine")
    (where / "papers/deep").mkdir(parents=True)
    (where / "papers/deep/one").write_text("mine")
    (where / "link").symlink_to("notes.txt")
    return where


MINE = {"notes.txt", "0099-mine.patch", "papers/deep/one", "link"}


def mine(out: Path) -> dict[str, bytes]:
    return {name: data for name, data in contents(out).items() if name in MINE}


def test_what_is_not_ours_stays(tree: Path, plan: Plan, out: Path) -> None:
    before = mine(out)
    inode = (out / "notes.txt").stat().st_ino
    (out / "verify.json").write_bytes(VERDICT)
    (out / ".verify.json.new").write_bytes(b'{"version"')
    make_series(tree, plan, out)
    assert mine(out) == before
    assert (out / "notes.txt").stat().st_ino == inode
    assert (out / "link").is_symlink()
    record = msgspec.json.decode((out / "series.json").read_bytes(), type=outfolder.Written)
    assert set(contents(out)) == {*MINE, "series.json", *record.hashes}
    make_series(tree, replace(plan, steps=plan.steps[:1]), out)
    assert sorted(path.name for path in out.glob("000*.patch")) == [
        "0000-cover-letter.patch",
        "0001-slub-f1.patch",
    ]
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_folders_without_links_are_copied(
    tree: Path, plan: Plan, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(*_: object, **__: object) -> None:
        raise PermissionError

    before = mine(out)
    monkeypatch.setattr(os, "link", link)
    monkeypatch.setattr(outfolder, "_renameat2", None)
    make_series(tree, plan, out)
    assert mine(out) == before
    assert (out / "link").is_symlink()


@pytest.mark.parametrize(
    "file",
    [
        ("0001-slub-f1.patch", b"edited", "was edited"),
        ("0000-cover-letter.patch", b"edited", "was edited"),
        ("series.mbox", b"edited", "was edited"),
        ("0004-slub-f4.patch", b"mine", "is not of this series"),
    ],
)
def test_what_was_edited_is_not_overwritten(
    tree: Path, plan: Plan, out: Path, file: tuple[str, bytes, str]
) -> None:
    name, data, why = file
    (out / name).write_bytes(data)
    before = contents(out), state(tree)
    with pytest.raises(FolioizeError, match=rf"/{name} {why}: move it away, or .* --force"):
        make_series(tree, plan, out)
    assert (contents(out), state(tree)) == before
    make_series(tree, plan, out, force=True)
    assert (out / name).read_bytes() != data
    assert mine(out) == {key: before[0][key] for key in MINE}


def test_what_is_a_folder_now_is_in_the_way(tree: Path, plan: Plan, out: Path) -> None:
    (out / "0001-slub-f1.patch").unlink()
    (out / "0001-slub-f1.patch").mkdir()
    with pytest.raises(FolioizeError, match=r"0001-slub-f1\.patch is a folder, and in the way"):
        make_series(tree, plan, out, force=True)


def test_a_pipe_is_not_waited_for(tree: Path, plan: Plan, out: Path) -> None:
    os.mkfifo(out / "verify.json")
    os.mkfifo(out / "pipe")
    make_series(tree, plan, out)
    assert (out / "verify.json").is_fifo()
    assert (out / "pipe").is_fifo()
    (out / "series.mbox").unlink()
    os.mkfifo(out / "series.mbox")
    with pytest.raises(FolioizeError, match=r"series\.mbox was edited: move it away"):
        make_series(tree, plan, out)


def test_the_same_file_may_be_there(tree: Path, plan: Plan, out: Path, tmp_path: Path) -> None:
    make_series(tree, plan, tmp_path / "other", branch="other")
    (out / "0004-slub-f4.patch").write_bytes((tmp_path / "other/0004-slub-f4.patch").read_bytes())
    (out / "0002-slub-f2.patch").unlink()
    make_series(tree, plan, out)
    with pytest.raises(FolioizeError, match=r"0004-slub-f4\.patch was edited"):
        (out / "0004-slub-f4.patch").write_bytes(b"edited")
        make_series(tree, replace(plan, steps=plan.steps[:1]), out)


def test_a_cover_letter_with_own_words_is_kept_by_proofs_only(
    tree: Path, plan: Plan, out: Path
) -> None:
    cover = out / "0000-cover-letter.patch"
    cover.write_text(cover.read_text().replace("Lines changed,", "Hello.\n\nLines changed,"))
    for proof in ("Shown.", "Shown again."):
        amend_messages(tree, out, {1: proof})
        assert "\n\nHello.\n\n" in cover.read_text()
    with pytest.raises(FolioizeError, match=r"cover-letter\.patch was edited"):
        make_series(tree, plan, out)


@pytest.mark.parametrize("name", ["0001-slub-f1.patch", "series.mbox"])
def test_proofs_are_not_written_into_what_was_edited(tree: Path, out: Path, name: str) -> None:
    (out / name).write_bytes((out / name).read_bytes() + b"\n")
    before = contents(out), state(tree)
    with pytest.raises(FolioizeError, match=rf"{name} was edited: write the series anew, or"):
        amend_messages(tree, out, {1: "Shown."})
    assert (contents(out), state(tree)) == before


def test_proofs_of_another_series_are_not_written(tree: Path, plan: Plan, out: Path) -> None:
    old = outfolder.read_record(out).tip
    make_series(tree, plan, out)
    with pytest.raises(FolioizeError, match="holds another series by now"):
        amend_messages(tree, out, {1: "Shown."}, tip=old)


def test_a_series_that_was_put_into_another_order(tree: Path, out: Path) -> None:
    record = outfolder.read_record(out)
    turned = replace(record, patches=record.patches[::-1])
    (out / "series.json").write_bytes(msgspec.json.encode(turned))
    with pytest.raises(FolioizeError, match="does not list the commits of folioize/slab_page"):
        amend_messages(tree, out, {1: "Shown."})


def test_a_series_without_hashes_is_no_longer_amended(tree: Path, out: Path) -> None:
    old = replace(outfolder.read_record(out), hashes={})
    (out / "series.json").write_bytes(msgspec.json.encode(old))
    with pytest.raises(FolioizeError, match=r"does not tell of 0001-slub-f1\.patch as it was"):
        amend_messages(tree, out, {1: "Shown."})


def test_what_was_decided_is_there_before_and_after(tree: Path, plan: Plan, tmp_path: Path) -> None:
    out = tmp_path / "decided"
    out.mkdir()
    texts = {"decisions.toml": '[[decision]]\nfile = "mm/slub.c"\n', "decisions.log": "{}\n"}
    for name, text in texts.items():
        (out / name).write_text(text)
    for _ in range(2):
        make_series(tree, plan, out)
        assert {name: (out / name).read_text() for name in texts} == texts
        assert (out / "series.json").is_file()


def test_a_folder_that_is_no_series(tree: Path, plan: Plan, out: Path) -> None:
    (out / "series.json").write_text('{"title": "Dark"}')
    before = contents(out)
    with pytest.raises(FolioizeError, match="holds something that is no series"):
        make_series(tree, plan, out, force=True)
    (out / "series.json").unlink()
    with pytest.raises(FolioizeError, match="holds something that is no series"):
        make_series(tree, plan, out, force=True)
    before.pop("series.json")
    assert contents(out) == before


@pytest.mark.parametrize(
    "place",
    [
        ("there/out/notes.txt", "is a file"),
        ("linux/.git", "is part of what git keeps"),
        ("linux/.git/out", "is part of what git keeps"),
        ("linux", "holds the tree"),
        (".", "holds the tree"),
        ("there/out/notes.txt/out", "cannot write to .*notes.txt: "),
    ],
)
def test_a_place_where_no_series_can_be(
    tree: Path, plan: Plan, out: Path, place: tuple[str, str]
) -> None:
    where, says = place
    before = contents(out), state(tree)
    with pytest.raises(FolioizeError, match=says):
        make_series(tree, plan, tree.parent / where)
    assert (contents(out), state(tree)) == before


@pytest.mark.parametrize("there", [False, True])
def test_a_link_to_a_folder_is_followed(
    tree: Path, plan: Plan, out: Path, tmp_path: Path, there: bool
) -> None:
    target = out if there else tmp_path / "new"
    (tmp_path / "link").symlink_to(target)
    record = make_series(tree, plan, tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert outfolder.read_record(target).tip == record.tip


def test_a_folder_inside_the_tree(tree: Path, plan: Plan) -> None:
    with pytest.raises(FolioizeError, match="where git would see it: give a folder outside"):
        make_series(tree, plan, tree / "out")
    assert git(tree, "status", "--porcelain") == ""
    assert not (tree / "out").exists()


@pytest.mark.parametrize("pattern", ["/out/", "out", "*.patch\n*.mbox\nseries.json", "/*"])
def test_a_folder_inside_the_tree_that_git_ignores(tree: Path, plan: Plan, pattern: str) -> None:
    (tree / ".git/info/exclude").write_text(f"{pattern}\n")
    make_series(tree, plan, tree / "out")
    make_series(tree, plan, tree / "out")
    assert git(tree, "status", "--porcelain") == ""


def test_a_part_that_git_ignores_does_not_do(tree: Path, plan: Plan) -> None:
    (tree / ".git/info/exclude").write_text("*.patch\n")
    with pytest.raises(FolioizeError, match="where git would see it"):
        make_series(tree, plan, tree / "out")


def test_a_folder_that_somebody_works_on(tree: Path, plan: Plan, out: Path) -> None:
    descriptor = os.open(out, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    with pytest.raises(FolioizeError, match="another folioize is at work on"):
        make_series(tree, plan, out)
    with pytest.raises(FolioizeError, match="another folioize is at work on"):
        amend_messages(tree, out, {1: "Shown."})
    os.close(descriptor)
    make_series(tree, plan, out)


# -- what killed runs leave ----------------------------------------------------------------------


def left_by_a_killed_run(out: Path, name: str = "abcd1234") -> Path:
    beside = out.with_name(f".out-{name}")
    (beside / "new").mkdir(parents=True)
    (beside / "new/series.json").write_text("half")
    (beside / "folioize-lock").touch()
    return beside


def test_what_a_killed_run_left_is_removed(tree: Path, plan: Plan, out: Path) -> None:
    left_by_a_killed_run(out)
    alive = left_by_a_killed_run(out, "alive000")
    others = [alive, out.with_name(".out-mine"), out.with_name(".out-12345678")]
    for other in others[1:]:
        other.mkdir()
        (other / "file").touch()
    with (alive / "folioize-lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        make_series(tree, plan, out)
    assert sorted(out.parent.iterdir()) == sorted([out, *others])


def test_a_run_that_was_killed_between_two_steps(tree: Path, plan: Plan, out: Path) -> None:
    """Where folders can't be exchanged, OUT is away for a moment."""
    before = mine(out)
    beside = left_by_a_killed_run(out)
    out.rename(beside / "old")
    make_series(tree, plan, out)
    assert mine(out) == before
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_a_run_that_was_killed_before_it_moved_the_folders(
    tree: Path, plan: Plan, out: Path
) -> None:
    before = mine(out)
    beside = left_by_a_killed_run(out)
    (out / "papers").rename(beside / "new/papers")
    make_series(tree, plan, out)
    assert mine(out) == before
