# SPDX-License-Identifier: GPL-2.0-only
"""Keys that decide go in; what was decided, and what is shown of it, comes out."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from folioize.review.screen.app import Review
from folioize.review.screen.dialogs import Ask, Choose, Keep

from .driven import Desk, Here, drive, line, notified, press, seen, settle, to_open_hunk

pytestmark = pytest.mark.slow


def test_enter_never_decides(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        for _ in range(4):
            await press(pilot, "enter", "j")
        await to_open_hunk(pilot)
        await press(pilot, "enter", "enter")
        await press(pilot, "n", "enter")
        assert isinstance(app.screen, Keep)
        await press(pilot, "enter", "escape")
        assert app.session.decisions == ()
        assert not app.session.journal.path.exists()

    drive(app, steps)


def test_y_accepts_the_hunk_and_u_takes_it_back(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        await to_open_hunk(pilot)
        row = app.diff.row
        assert row is not None
        await press(pilot, "y")
        assert {one.verdict for one in app.session.decisions} == {"accept"}
        assert row.hunk is not None
        assert app.tell_hunk(row.number, row.hunk) == "accept"
        assert app.diff.row is not row, "on to the next hunk"
        await press(pilot, "u")
        assert app.session.decisions == ()
        assert app.tell_hunk(row.number, row.hunk) == "open"
        await press(pilot, "u")
        assert "nothing to undo" in notified(app)

    drive(app, steps)


def test_n_shows_what_follows_and_only_y_keeps_it(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        await to_open_hunk(pilot)
        before = line(app, "churn")
        await press(pilot, "n")
        assert isinstance(app.screen, Keep)
        assert "declaration" in seen(app)
        assert "becomes" in seen(app)
        await press(pilot, "n")
        assert not app.session.decisions
        await press(pilot, "n", "y")
        assert [app.session.decisions[0].kind] == ["page"]
        assert line(app, "churn") != before, "the churn line is that of the new series"
        assert "not written: W" in line(app, "top")
        await press(pilot, "u")
        assert line(app, "churn") == before

    drive(app, steps)


def test_a_question_can_be_left_before_it_is_answered(app: Review, desk: Desk) -> None:
    async def steps(pilot: Here) -> None:
        await to_open_hunk(pilot)
        desk.held = True
        await pilot.press("n")
        await pilot.pause()
        assert "solving: what follows from it?" in seen(app)
        await pilot.press("y")
        await pilot.pause()
        assert isinstance(app.screen, Keep), "nothing is kept unseen"
        await pilot.press("escape")
        await pilot.pause()
        desk.held = False
        desk.work.answer(desk.asked[-1])
        await settle(pilot)
        assert app.session.decisions == ()
        assert app.session.is_written

    drive(app, steps)


def test_the_rest_of_a_file(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        await to_open_hunk(pilot)
        await press(pilot, "a")
        assert {one.verdict for one in app.session.decisions} == {"accept"}
        await press(pilot, "u")
        await press(pilot, "d", "y")
        assert {one.kind for one in app.session.decisions} == {"page"}

    drive(app, steps)


@pytest.mark.parametrize(
    ("presses", "breadth"), [(1, {0}), (2, {1}), (3, {2})], ids=["declaration", "function", "file"]
)
def test_scopes(app: Review, presses: int, breadth: set[int]) -> None:
    async def steps(pilot: Here) -> None:
        await to_open_hunk(pilot)
        assert line(app, "churn").startswith("[hunk]")
        await press(pilot, *["t"] * presses)
        while app.diff.row is not None and len(functions(app)) != 1:
            await press(pilot, "j")
        await press(pilot, "n", "y")
        assert {one.breadth for one in app.session.decisions} == breadth

    drive(app, steps)


def functions(app: Review) -> set[str | None]:
    return {app.session.rows[at].function for at in app.under_cursor()}


def test_a_patch_from_the_left(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        await press(pilot, "y")
        assert app.session.state(app.session.patch_rows(1)) == "accept"

    drive(app, steps)


def test_the_line_of_the_churn_says_what_is_decided_about(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        assert line(app, "churn").startswith("[patch] ")
        await press(pilot, "enter", "j")
        assert line(app, "churn").startswith("[file] ")
        await press(pilot, "t")
        assert "here it is the file" in notified(app)
        await press(pilot, "tab")
        assert line(app, "churn").startswith("[declaration] ")
        await press(pilot, "tab", "space")
        assert line(app, "churn").startswith("[1 selected] ")

    drive(app, steps)


def test_a_declaration_is_that_of_the_function_under_the_cursor(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        await press(pilot, "right_square_bracket", "tab", "slash", *"*get_freelist(", "enter")
        about = {app.session.rows[at].function for at in app.under_cursor()}
        assert about == {"get_freelist"}

    drive(app, steps)


def test_the_reader_stays_where_he_was(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        patches = app.session.record.patches
        number = max(patches, key=lambda one: len(one.declarations)).number
        app.to_patch(number)
        await press(pilot, "enter")
        file = max(app.session.mail(number).files, key=lambda one: len(one.hunks)).path
        app.outline.go(next(n for n, one in enumerate(app.outline.nodes) if one.path == file))
        await press(pilot, "enter", "j", "j", "j")
        node = app.outline.node
        assert node.form == "hunk"
        await press(pilot, "n", "y")
        assert app.outline.node.number == node.number
        assert app.outline.node.path == node.path
        await press(pilot, "u", "tab", "J", "J", "J")
        assert app.diff.row is not None
        place, number = app.diff.row.place, app.diff.row.number
        assert place is not None
        await press(pilot, "n", "y")
        assert app.diff.row.place is not None
        assert (app.diff.row.number, app.diff.row.place[0]) == (number, place[0])
        lines = [
            abs(row.place[1] - place[1])
            for row in app.diff.rows
            if row.place is not None and (row.number, row.place[0]) == (number, place[0])
        ]
        assert abs(app.diff.row.place[1] - place[1]) == min(lines)

    drive(app, steps)


def test_several_together(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        await press(pilot, "space", "space", "y")
        for number in (1, 2):
            assert app.session.state(app.session.patch_rows(number)) == "accept"
        assert app.session.journal.history() == ["accept 2 selected"]

    drive(app, steps)


def test_pin_generic_and_note(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        await to_open_hunk(pilot)
        await press(pilot, "p")
        assert isinstance(app.screen, Choose)
        assert "net_page" in seen(app)
        await press(pilot, "escape")
        await press(pilot, "p", "y", "y")
        assert {one.kind for one in app.session.decisions} == {"page"}
        await press(pilot, "u")
        await to_open_hunk(pilot)
        await press(pilot, "x", "y")
        assert {one.verdict for one in app.session.decisions} == {"generic"}
        await press(pilot, "u")
        await to_open_hunk(pilot)
        await press(pilot, "N")
        assert isinstance(app.screen, Ask)
        await press(pilot, *"ask", "enter")
        assert {one.note for one in app.session.decisions} == {"ask"}

    drive(app, steps)


def test_kinds_of_ones_own_can_be_pinned(app: Review, tmp_path: Path) -> None:
    folder = tmp_path / "kinds" / "aaa_page"
    folder.mkdir(parents=True)
    (folder / "kind.toml").write_text("")
    app.session.kind_dirs = (str(folder.parent),)

    async def steps(pilot: Here) -> None:
        await to_open_hunk(pilot)
        await press(pilot, "p")
        assert "aaa_page" in seen(app)
        await press(pilot, "escape")

    drive(app, steps)


def test_what_nothing_is_declared_in_says_so(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        await press(pilot, *["j"] * 40, "y")
        assert "it follows from other places" in notified(app)
        assert app.session.decisions == ()

    drive(app, steps)


def test_a_disk_that_is_full_is_told(app: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async def steps(pilot: Here) -> None:
        await to_open_hunk(pilot)
        with monkeypatch.context() as patch:
            patch.setattr("folioize.decisions.journal._append", full)
            await press(pilot, "n", "y")
            assert "No space left on device" in notified(app)
        assert not app.session.decisions
        await press(pilot, "n", "y")
        assert app.session.decisions

    drive(app, steps)


def test_a_hunk_is_edited_and_checked_again(app: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    edits = ["", "int broken(\n", "/* mine */\n"]
    monkeypatch.setattr(
        "folioize.review.screen.deciding.edit_text", lambda text, *_: text + edits.pop(0)
    )

    async def steps(pilot: Here) -> None:
        await to_open_hunk(pilot)
        await press(pilot, "e")
        assert "nothing was edited" in notified(app)
        await press(pilot, "e")
        assert isinstance(app.screen, Keep)
        assert "edited by hand: " in seen(app)
        await press(pilot, "y", "escape")
        assert not app.session.decisions
        await press(pilot, "e", "y")
        assert {decision.verdict for decision in app.session.decisions} == {"edit"}
        assert b"/* mine */" in b"".join(app.session.mails)
        assert "not written: W" in line(app, "top")
        await press(pilot, "u")
        assert b"/* mine */" not in b"".join(app.session.mails)

    drive(app, steps)


def test_writing(app: Review, out: Path) -> None:
    async def steps(pilot: Here) -> None:
        await to_open_hunk(pilot)
        await press(pilot, "t", "n", "y")
        assert "not written: W" in line(app, "top")
        await press(pilot, "W")
        await settle(pilot)
        assert "not written" not in line(app, "top")
        assert (out / "decisions.toml").is_file()
        assert app.session.written is not None

    drive(app, steps)


def test_control_c_loses_nothing(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        await to_open_hunk(pilot)
        await press(pilot, "y", "ctrl+c")
        assert "q quits" in notified(app)
        assert app.session.journal.decisions()

    drive(app, steps)
