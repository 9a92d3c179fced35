# SPDX-License-Identifier: GPL-2.0-only
"""A written series and proofs go in; the same series with them in its messages must come out."""

from __future__ import annotations

from pathlib import Path

import pytest

from folioize.errors import FolioizeError
from folioize.model import Plan
from folioize.series import amend_messages, make_series

from .conftest import contents, git

PROOF = (
    "The machine code of mm/slub.o is the same before and after, in defconfig and with KASAN, "
    "apart from line numbers."
)


def messages(tree: Path) -> list[str]:
    shown = git(tree, "log", "--reverse", "--format=%B%x00", "main..folioize/slab_page")
    return shown.split("\0")[:-1]


def test_proofs_go_before_the_trailers(tree: Path, plan: Plan, tmp_path: Path) -> None:
    out = tmp_path / "out"
    old = make_series(tree, plan, out)
    (out / "verify.json").write_text("{}")
    record = amend_messages(tree, out, {2: PROOF}, summary="All of it was built.")
    assert record.patches[1].proof == PROOF
    assert record.patches[0].commit == old.patches[0].commit  # nothing to change before it
    told = messages(tree)
    assert "\n\nThe machine code of mm/slub.o is the same before and after" in told[1]
    assert "line numbers.\n\nCc: " in told[1]
    assert "machine code" not in told[0] + told[2]
    tip = git(tree, "rev-parse", "folioize/slab_page").strip()
    assert tip == record.tip
    assert git(tree, "diff", old.tip, record.tip) == ""
    text = (out / "0000-cover-letter.patch").read_text()
    assert "\n\nAll of it was built.\n\n" in text
    assert "None of the patches has been built" not in text
    assert text.startswith(f"From {record.tip} ")
    assert (out / "verify.json").exists()
    patch = (out / record.patches[1].file).read_bytes()
    assert b"The machine code of mm/slub.o" in patch
    assert patch in (out / "series.mbox").read_bytes()


def test_proving_twice_gives_the_same_bytes(tree: Path, plan: Plan, tmp_path: Path) -> None:
    out = tmp_path / "out"
    make_series(tree, plan, out)
    before = contents(out)
    amend_messages(tree, out, {1: PROOF, 3: "Another.\n\nOf two paragraphs."}, summary="Built.")
    once = contents(out)
    amend_messages(tree, out, {1: PROOF, 3: "Another.\n\nOf two paragraphs."}, summary="Built.")
    assert contents(out) == once
    amend_messages(tree, out, {3: "Better."})
    assert messages(tree)[2].count("Better.") == 1
    assert "two paragraphs" not in messages(tree)[2]
    amend_messages(tree, out, {1: None, 3: None})
    make_series(tree, plan, out)
    assert contents(out) == before


def test_an_edited_cover_letter_is_kept(tree: Path, plan: Plan, tmp_path: Path) -> None:
    out = tmp_path / "out"
    make_series(tree, plan, out)
    cover = out / "0000-cover-letter.patch"
    text = cover.read_text().replace("Lines changed,", "Hello, this is v1.\n\nLines changed,")
    cover.write_text(text.replace("mm: separate", "mm/slab: separate"))
    amend_messages(tree, out, {}, summary="Built.")
    assert "\n\nHello, this is v1.\n\n" in cover.read_text()
    assert "[PATCH 0/4] mm/slab: separate" in cover.read_text()
    cover.write_text("Subject: gone\n")
    with pytest.raises(FolioizeError, match="has lost its subject or its end: write the series"):
        amend_messages(tree, out, {1: PROOF})


def test_a_branch_that_moved_is_left(tree: Path, plan: Plan, tmp_path: Path) -> None:
    out = tmp_path / "out"
    make_series(tree, plan, out)
    for space in ("heads", "folioize"):
        git(tree, "update-ref", f"refs/{space}/folioize/slab_page", "HEAD")
        with pytest.raises(FolioizeError, match=r"is not at .* or verify with --keep-messages"):
            amend_messages(tree, out, {1: PROOF})


def test_no_series(tree: Path, tmp_path: Path) -> None:
    with pytest.raises(FolioizeError, match="holds no series: write one with"):
        amend_messages(tree, tmp_path, {})
    (tmp_path / "series.json").write_text('{"version": "one"}')
    with pytest.raises(FolioizeError, match=r"series\.json: .*write the series anew"):
        amend_messages(tree, tmp_path, {})


def test_head_may_have_moved(tree: Path, plan: Plan, tmp_path: Path) -> None:
    out = tmp_path / "out"
    record = make_series(tree, plan, out)
    git(tree, "commit", "-q", "--allow-empty", "-m", "later")
    new = amend_messages(tree, out, {4: PROOF})
    assert new.base == record.base
    assert [p.commit for p in new.patches[:3]] == [p.commit for p in record.patches[:3]]
