# SPDX-License-Identifier: GPL-2.0-only
"""The screen as a whole: how it opens, on what, with which keys, and what ends it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from folioize.errors import FolioizeError
from folioize.review.records import Busy, Failed
from folioize.review.screen import keys
from folioize.review.screen.app import Review
from folioize.review.screen.dialogs import Keep
from folioize.review.session import Session

from .driven import Desk, Here, drive, line, notified, press, seen, settle, to_open_hunk

pytestmark = pytest.mark.slow


def test_it_opens_on_the_first_patch(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        assert "mm: introduce struct slab_page" in seen(app)
        assert "Subject: [PATCH 01/" in seen(app)
        assert "0 of" in line(app, "top")
        assert "patches read" in line(app, "top")
        assert "net +" in line(app, "churn")
        assert "y accept" in seen(app)

    drive(app, steps)


def test_before_the_tree_is_read_the_series_can_be(app: Review, desk: Desk) -> None:
    desk.held = True

    async def run() -> None:
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.pause()
            assert "... reading the tree" in line(app, "top")
            await pilot.press("right_square_bracket", "tab", "J")
            await pilot.pause()
            assert "@@ 2.1 " in seen(app)
            await pilot.press("y")
            await pilot.pause()
            assert app.session.decisions == ()
            await pilot.press("2")
            await pilot.pause()
            assert "not yet, and nothing was done: the tree is still being read" in notified(app)
            for key in ("y", "n", "a", "d", "x", "p", "g", "w", "3"):
                app.messages.clear()
                await pilot.press(key)
                await pilot.pause()
                assert app.messages == [app.unread], key
            desk.answers.put(Busy("reading the tree", 3, 9))
            await pilot.pause(0.1)
            assert "reading the tree 3 of 9" in line(app, "top")
            desk.answers.put(Failed("no kind 'x'", 1))
            await pilot.pause(0.1)
            await pilot.press("y")
            await pilot.pause()
            assert app.messages[-1] == "nothing can be decided: no kind 'x'"

    asyncio.run(run())


def test_a_small_screen_without_colour(
    session: Session, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = Review(session, desk)

    async def steps(pilot: Here) -> None:
        await to_open_hunk(pilot)
        text = seen(app)
        assert len(text.splitlines()) == 24
        assert "[open]" in text
        assert any(row[27:].lstrip().startswith(("+", "-")) for row in text.splitlines())
        assert ">" in text
        assert "? help" in text
        assert "net +" in text

    drive(app, steps, size=(80, 24))


def test_no_number_is_cut(session: Session, desk: Desk) -> None:
    app = Review(session, desk)

    async def steps(pilot: Here) -> None:
        await to_open_hunk(pilot)
        await press(pilot, "t", "n", "y")
        for width in (60, 70, 80, 100, 140):
            await pilot.resize_terminal(width, 24)
            await settle(pilot)
            rows = [row.rstrip() for row in seen(app).splitlines()]
            assert "not written: W" in rows[0]
            assert rows[0] == line(app, "top")
            assert rows[-2] == line(app, "churn")

    drive(app, steps, size=(80, 24))


def test_keys_can_be_others(session: Session, desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    path.write_text('[keys]\naccept = "f5"\n')
    app = Review(session, desk, keys.load_keys(path))

    async def steps(pilot: Here) -> None:
        await press(pilot, "y")
        assert app.session.decisions == ()
        await press(pilot, "f5")
        assert app.session.decisions
        await press(pilot, "question_mark")
        assert "f5           accept" in seen(app)

    drive(app, steps)


@pytest.mark.parametrize("text", ['[keys]\nnothing = "y"\n', "keys = 1\n", "[keys]\naccept = 1\n"])
def test_a_broken_file_of_keys_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "keys.toml"
    path.write_text(text)
    with pytest.raises(FolioizeError, match=r"keys\.toml: "):
        keys.load_keys(path)
    assert keys.load_keys(tmp_path / "none.toml") == {}


def test_every_key_is_one_actions_and_has_help() -> None:
    found = [key for action in keys.ALL for key in action.keys.split(",")]
    assert len(found) == len(set(found))
    for action in keys.ALL:
        assert hasattr(Review, f"_do_{action.name}")
        assert action.help


def test_a_solver_that_is_gone_is_told(app: Review, desk: Desk) -> None:
    async def steps(pilot: Here) -> None:
        desk.answers.put(None)
        await pilot.pause(0.1)
        assert "the solver is gone" in notified(app)
        await press(pilot, "J")
        assert app.diff.has_focus
        assert "... the solver is gone" in line(app, "top")
        await press(pilot, "n")
        assert not isinstance(app.screen, Keep), "nobody would tell what follows"
        assert "the solver is gone: what was decided is kept; q, and start again" in notified(app)

    drive(app, steps)


def test_who_waits_for_a_solver_that_ends_is_told(app: Review, desk: Desk) -> None:
    async def steps(pilot: Here) -> None:
        await to_open_hunk(pilot)
        desk.held = True
        await pilot.press("n")
        await pilot.pause()
        assert isinstance(app.screen, Keep)
        desk.answers.put(None)
        await pilot.pause(0.1)
        assert "the solver is gone" in seen(app)
        assert "Esc to go back: nothing was kept" in seen(app)

    drive(app, steps)


def test_names_of_a_tree_obey_nobody(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        app.session.mails[0] = app.session.mails[0].replace(b"+struct", b"+\x1b[31m\x07struct")
        app.refresh_all()
        await settle(pilot)
        for at in range(app.diff.count()):
            assert "\x1b" not in app.diff.text(at, 80).plain

    drive(app, steps)
