# SPDX-License-Identifier: GPL-2.0-only
"""Decisions on a series go in; what is shown, and what comes of them, comes out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from folioize.cli import app
from folioize.decisions import Journal
from folioize.decisions.targets import PAGE
from folioize.errors import FolioizeError
from folioize.model import Options
from folioize.plan import make_plan
from folioize.review.effects import churn_of, churn_parts, consequence, told
from folioize.review.engine import Engine
from folioize.review.export import export
from folioize.review.session import NONE, Session
from folioize.series import make_series
from folioize.tree import open_tree

from .conftest import Converted

pytestmark = pytest.mark.slow

Row = Callable[..., int]


def test_before_the_tree_is_read_there_are_the_patches(out: Path, mini: Converted) -> None:
    session = Session(out, Journal(out / "decisions.toml"))
    assert [one.subject for one in session.record.patches] == [
        one.subject for one in mini.series.patches
    ]
    assert session.mail(1).hunks
    assert session.rows == ()
    assert session.subjects(1, session.mail(1).hunks[0]) == ()
    with pytest.raises(FolioizeError, match="declares nothing"):
        session.of_patch(1)


def test_what_was_written_is_what_would_be_written(session: Session, mini: Converted) -> None:
    assert session.is_written
    assert session.record.tip == mini.series.tip


def test_hunks_know_what_they_are_about(session: Session) -> None:
    """Every declaration that a patch converts is the subject of a hunk of that patch."""
    found = 0
    for patch in session.record.patches:
        about = {
            row for hunk in session.mail(patch.number).hunks
            for row in session.subjects(patch.number, hunk)
        }  # fmt: skip
        mine = set(session.patch_rows(patch.number))
        assert mine <= about, [session.rows[at] for at in mine - about]
        found += len(mine)
    assert found == sum(row.kind != PAGE for row in session.rows) - _own_fields(session)


def _own_fields(session: Session) -> int:
    """Fields of struct page itself leave with it; no patch retypes them."""
    return sum(row.kind != PAGE and row.function == "page" for row in session.rows)


def test_what_follows_is_told_before_it_is_kept(session: Session, engine: Engine, row: Row) -> None:
    at = row("alloc_slab_page", "return")
    proposal = session.propose("reject", session.of_rows("it", [at]))
    assert not session.journal.path.exists()
    assert session.outcome is not None
    after = engine.solve(proposal.all)
    came = consequence(proposal, session.outcome, after)
    assert came.kinds.asked
    lines = told(came)
    assert "declaration changes" in lines[0]
    assert "bridge" in lines[0]
    assert lines[1].startswith(f"net +{session.record.net_insertions} ")
    session.keep(proposal)
    session.take(after)
    assert session.verdict(at) == "reject"
    assert not session.is_written
    assert session.undo() == "reject it"
    session.take(engine.solve(session.decisions))
    assert session.is_written


def test_the_series_shown_is_the_series_written(
    session: Session, engine: Engine, row: Row, mini: Converted, tmp_path: Path
) -> None:
    wanted = (("reject", "alloc_slab_page", "return"), ("accept", "get_freelist", "page"))
    for verb, function, name in wanted:
        proposal = session.propose(verb, session.of_rows("it", [row(function, name)]))
        session.keep(proposal)
        session.take(engine.solve(session.decisions))
    options = Options(jobs=1, decisions=str(session.journal.path))
    plan = make_plan(open_tree(mini.tree), "slab_page", options)
    record = make_series(mini.tree, plan, tmp_path / "new", branch="folioize/other")
    assert msgspec.structs.replace(record, branch=session.record.branch) == session.record
    made = [(tmp_path / "new" / one.file).read_bytes() for one in record.patches]
    assert made == session.mails


def test_accepting_changes_no_patch(session: Session, engine: Engine) -> None:
    before = list(session.mails)
    for patch in session.record.patches:
        if session.patch_rows(patch.number):
            session.keep(session.propose("accept", session.of_patch(patch.number)))
    session.take(engine.solve(session.decisions))
    assert session.mails == before
    typed = [at for at, one in enumerate(session.rows) if one.kind != PAGE]
    undecided = [session.rows[at] for at in typed if session.verdict(at) != "accept"]
    assert not [one for one in undecided if one.function != "page"]
    lines = session.journal.path.read_text().count("[[decision]]")
    assert lines < len(typed) / 2, "a whole file is accepted in one table"


def test_a_file_and_a_function_and_a_note(session: Session, engine: Engine, row: Row) -> None:
    one = session.rows[row("get_freelist")]
    session.keep(session.propose("note", session.of_function(one.file, "get_freelist"), note="hm"))
    session.keep(session.propose("reject", session.of_file(one.file)))
    session.take(engine.solve(session.decisions))
    assert session.notes(one) == ("hm",)
    assert not [at for at, r in enumerate(session.rows) if r.file == one.file and r.kind != PAGE]
    assert {session.verdict(at) for at, r in enumerate(session.rows) if r.file == one.file} == {
        "reject"
    }


def test_reading_is_remembered_by_what_a_patch_changes(session: Session, out: Path) -> None:
    session.mark_read(2)
    session.mark_read(2)
    again = Session(out, Journal(out / "decisions.toml"))
    assert [again.is_read(one.number) for one in again.record.patches].count(True) == 1
    again.mark_read(2, read=False)
    assert not Session(out, Journal(out / "decisions.toml")).is_read(2)


def test_the_churn_line_fits_a_small_screen(session: Session) -> None:
    line = " ".join(churn_parts(churn_of(session.record)))
    assert len(line) < 110
    assert f"net +{session.record.net_insertions}" in line


def test_all_that_is_shown_is_in_the_json(
    session: Session, mini: Converted, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.run(["review", str(mini.tree), str(out), "--format", "json", "-j", "1"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found == json.loads(msgspec.json.encode(export(session)))
    assert [one["subject"] for one in found["patches"]] == [
        one.subject for one in mini.series.patches
    ]
    hunk = next(
        h for p in found["patches"] for f in p["files"] for h in f["hunks"] if h["declarations"]
    )
    declaration = found["declarations"][str(hunk["declarations"][0])]
    assert declaration["evidence"]
    assert declaration["verdict"] == "open"
    assert found["churn"]["transient"] == mini.series.transient


def test_the_json_counts_as_the_screen_does_and_has_the_range_diff(
    session: Session, engine: Engine, mini: Converted, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = [at for at, one in enumerate(session.rows) if one.function == "get_freelist"]
    typed = [at for at in mine if session.rows[at].kind != PAGE and session.rows[at].name == "page"]
    target = session.of_rows("page", typed)
    session.keep(session.propose("reject", target))
    session.take(engine.solve(session.decisions))
    assert app.run(["review", str(mini.tree), str(out), "--format", "json", "-j", "1"]) == 0
    found = json.loads(capsys.readouterr().out)
    done = session.progress()
    assert done.decided == 1
    assert found["progress"]["decided"] == done.decided
    assert found["progress"]["declarations"] == done.declarations
    assert " ! " in found["range_diff"]


def test_one_declaration_is_kept_as_such_though_it_is_all_of_its_file(session: Session) -> None:
    by_file: dict[str, list[int]] = {}
    for at, one in enumerate(session.rows):
        by_file.setdefault(one.file, []).append(at)
    alone = next(rows for rows in by_file.values() if len(rows) == 1)
    assert [key.breadth for key in session.of_rows("it", alone).keys] == [0]


def test_a_folder_without_a_series_needs_a_kind(
    mini: Converted, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["review", str(mini.tree), str(tmp_path / "new"), "--format", "json", "-j", "1"]
    assert app.run(words) == 2
    assert "holds no series: name --kind, or a --design" in capsys.readouterr().err
    assert app.run([*words, "--kind", "slab_page"]) == 0
    assert json.loads(capsys.readouterr().out)["written"] is False
    assert not (tmp_path / "new").exists()


def test_a_hunk_that_follows_says_so(session: Session) -> None:
    last = session.record.patches[-1].number
    assert {session.state(session.subjects(last, h)) for h in session.mail(last).hunks} <= {
        NONE, "open",
    }  # fmt: skip
    with pytest.raises(FolioizeError, match="follows from other places"):
        session.of_patch(last)


def test_the_index_misses_no_hunk(session: Session) -> None:
    for patch in session.record.patches:
        for hunk in session.mail(patch.number).hunks:
            for at in session.subjects(patch.number, hunk):
                assert patch.number in session.patches_about(at)
                assert at in session.rows_about(patch.number)
