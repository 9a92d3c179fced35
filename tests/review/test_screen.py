# SPDX-License-Identifier: GPL-2.0-only
"""Keys go in; what the screen shows, and what was decided, comes out."""

from __future__ import annotations

import asyncio
import queue
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from folioize.errors import FolioizeError
from folioize.review.engine import Engine
from folioize.review.records import Answer, Busy, Request
from folioize.review.screen import keys, opening
from folioize.review.screen.app import Review
from folioize.review.screen.dialogs import Ask, Choose, Keep, Listing, Reader
from folioize.review.session import Session
from folioize.review.worker import Work

from .conftest import Converted

_HELD = 0.5  # seconds to wait for a solver that is not to answer
_SLOW = 120.0  # and for one that does: a machine may have other things to do

Here = Pilot[None]
Drive = Callable[[Here], Coroutine[Any, Any, None]]


class Desk:
    """An engine in the place of the solver's process; ``held`` holds its answers back."""

    def __init__(self, engine: Engine) -> None:
        self.work = Work(engine.spec, self._say)
        self.work.engine = engine
        self.answers: queue.Queue[Answer | None] = queue.Queue()
        self.asked: list[Request] = []
        self.held = False

    def _say(self, answer: Answer) -> None:
        if not self.held:
            self.answers.put(answer)

    def send(self, request: Request) -> None:
        self.asked.append(request)
        if not self.held:
            self.work.answer(request)

    def receive(self) -> Answer | None:
        return self.answers.get()

    def close(self) -> None:
        self.answers.put(None)


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return Desk(engine)


@pytest.fixture
def app(session: Session, desk: Desk, mini: Converted) -> Review:
    session.tree = mini.tree
    session.outcome = None
    session.reload()
    return Review(session, desk)


def drive(app: Review, steps: Drive, size: tuple[int, int] = (120, 40)) -> None:
    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await settle(pilot)
            await steps(pilot)

    asyncio.run(run())


async def settle(pilot: Here) -> None:
    """Wait until the solver has said all that it has to say."""
    app = pilot.app
    assert isinstance(app, Review)
    held = isinstance(app.solver, Desk) and app.solver.held
    end = time.monotonic() + (_HELD if held else _SLOW)
    await pilot.pause(0.01)
    while app.busy and time.monotonic() < end:
        await pilot.pause(0.01)
    await pilot.pause()


async def press(pilot: Here, *names: str) -> None:
    await pilot.press(*names)
    await settle(pilot)


def seen(app: Review) -> str:
    """The screen as text."""
    width, height = app.size
    lines = []
    for y in range(height):
        strip = app.screen._compositor.render_strips()[y]
        lines.append(strip.text.ljust(width))
    return "\n".join(lines)


def line(app: Review, name: str) -> str:
    return str(app.query_one(f"#{name}", Static).render())


def notified(app: Review) -> str:
    """What was told in the last line of the screen."""
    return "\n".join(app.messages)


async def to_open_hunk(pilot: Here) -> None:
    await press(pilot, "g")


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
            assert "the tree is still being read" in notified(app)
            desk.answers.put(Busy("reading the tree", 3, 9))
            await pilot.pause(0.1)
            assert "reading the tree 3 of 9" in line(app, "top")

    asyncio.run(run())


def test_moving(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        await press(pilot, "j", "j", "k")
        assert app.outline.node.number == 2
        await press(pilot, "right_square_bracket")
        assert app.number() == 3
        await press(pilot, "left_square_bracket", "left_square_bracket")
        assert app.number() == 1
        await press(pilot, "J", "J")
        assert app.diff.has_focus
        assert app.diff.row is not None
        assert app.diff.row.hunk is not None
        assert app.diff.row.hunk.number == 2
        await press(pilot, "K")
        assert app.diff.row.hunk.number == 1
        before = app.diff.cursor
        await press(pilot, "j", "down", "up")
        assert app.diff.cursor == before + 1
        await press(pilot, "end", "home", "pagedown", "pageup")
        assert app.diff.cursor == 0
        await press(pilot, "tab")
        assert app.outline.has_focus

    drive(app, steps)


def test_the_end_of_a_patch_has_been_read(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        total = len(app.session.record.patches)
        await press(pilot, "tab", "end")
        assert f"1 of {total} patches read" in line(app, "top")
        await press(pilot, "r")
        assert f"0 of {total} patches read" in line(app, "top")

    drive(app, steps)


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


def test_what_nothing_is_declared_in_says_so(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        await press(pilot, *["j"] * 40, "y")
        assert "it follows from other places" in notified(app)
        assert app.session.decisions == ()

    drive(app, steps)


def test_by_declaration_conflicts_come_first(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        await press(pilot, "2")
        labels = [node.label for node in app.outline.nodes if node.form == "group"]
        assert [label.split()[0] for label in labels] == ["conflicts", "open", "decided"]
        first = next(at for at, n in enumerate(app.outline.nodes) if n.form == "row")
        assert "conflict" in app.outline.nodes[first].label
        app.outline.go(first)
        await settle(pilot)
        assert "stays struct page" in seen(app)
        open_one = next(
            at for at, n in enumerate(app.outline.nodes)
            if n.form == "row" and app.session.rows[n.rows[0]].kind != "page"
        )  # fmt: skip
        app.outline.go(open_one)
        await settle(pilot)
        assert "because" in seen(app)
        await press(pilot, "n", "y")
        assert len(app.session.decisions) == 1

    drive(app, steps)


def test_by_file(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        await press(pilot, "3")
        assert "mm/slub.c" in seen(app)
        at = next(n for n, node in enumerate(app.outline.nodes) if node.path == "mm/slub.c")
        app.outline.go(at)
        await press(pilot, "enter", "j")
        assert app.outline.node.form == "function"
        await press(pilot, "enter", "j")
        assert app.outline.node.form == "row"
        await press(pilot, "k", "k", "y")
        assert [one.file for one in app.session.decisions] == ["mm/slub.c"]

    drive(app, steps)


def test_side_by_side_and_context_and_zoom(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        await to_open_hunk(pilot)
        rows = app.diff.count()
        await press(pilot, "v")
        assert {row.form for row in app.diff.rows} >= {"pair", "hunk"}
        assert "|" in seen(app)
        await press(pilot, "v", "plus")
        assert app.diff.count() > rows
        await press(pilot, "plus", "minus", "minus", "minus")
        assert app.diff.count() == rows
        await press(pilot, "z")
        assert not app.outline.display
        await press(pilot, "z")
        assert app.outline.display

    drive(app, steps)


def test_wider_context_is_what_the_file_says(app: Review, mini: Converted) -> None:
    async def steps(pilot: Here) -> None:
        await press(pilot, "right_square_bracket", *["plus"] * 8)
        for row in app.diff.rows:
            if row.form == "line" and row.hunk is not None:
                one = row.hunk.lines[row.at]
                text = old[row.hunk.path] if one.mark == "-" else new[row.hunk.path]
                number = one.old if one.mark == "-" else one.new
                assert text[number - 1] == one.text

    first, second = mini.series.patches[:2]
    old = {p: shown(mini, first.commit, p) for p in second.files}
    new = {p: shown(mini, second.commit, p) for p in second.files}
    drive(app, steps)


def shown(mini: Converted, commit: str, path: str) -> list[str]:
    from .conftest import git  # noqa: PLC0415

    return git(mini.tree, "show", f"{commit}:{path}").split("\n")


def test_looking(app: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[str, int]] = []
    monkeypatch.setattr(
        "folioize.review.screen.doing.open_place",
        lambda _app, _tree, file, number: opened.append((file, number)),
    )

    async def steps(pilot: Here) -> None:
        await to_open_hunk(pilot)
        await press(pilot, "w")
        assert isinstance(app.screen, Reader)
        listing = app.screen.query_one(Listing)
        step = next(at for at, row in enumerate(listing.rows) if row.form == "step")
        listing.go(step)
        await press(pilot, "enter")
        assert opened == [listing.rows[step].place]
        await press(pilot, "o")
        assert len(opened) == 2
        await press(pilot, "c")
        assert "not verified yet" in seen(app)
        await press(pilot, "escape", "m")
        assert "From: Ann" in seen(app)
        await press(pilot, "q")
        await press(pilot, "question_mark")
        assert "accept: it is right, and stays so" in seen(app)
        await press(pilot, "escape")

    drive(app, steps)


def test_range_diff_with_what_was_written(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        await to_open_hunk(pilot)
        await press(pilot, "t", "n", "y", "D")
        assert isinstance(app.screen, Reader)
        assert "1:  " in seen(app)
        assert " = " in seen(app) or " ! " in seen(app)

    drive(app, steps)


def test_search(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        await press(pilot, "tab", "slash", *"STRUCT slab_page {", "enter")
        assert "struct slab_page {" in app.diff.plain(app.diff.cursor)
        first = app.diff.cursor
        await press(pilot, "slash", *"slab", "enter", "slash", "enter")
        assert app.diff.cursor > first
        await press(pilot, "slash", *"nowhere", "enter")
        assert "nothing here says nowhere" in notified(app)
        await press(pilot, "slash", "escape")

    drive(app, steps)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("kind:slab_page", "slab_page"),
        ("conf:<0.95", "0.9"),
        ("sub:mm", "mm/"),
        ("conflict", "conflict"),
        ("get_freelist", "get_freelist"),
        ("who:tomson", "page"),
    ],
)
def test_filters(app: Review, text: str, fits: str) -> None:
    async def steps(pilot: Here) -> None:
        await press(pilot, "2", "f")
        app.screen.query_one(Input).value = text
        await press(pilot, "enter")
        rows = [node for node in app.outline.nodes if node.form == "row"]
        assert rows
        assert all(fits in node.label for node in rows)
        assert f"filter {text}" in line(app, "top")

    drive(app, steps)


def test_filters_of_patches(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        total = app.outline.count()
        await press(pilot, "y", "f", *"open", "enter")
        assert app.outline.count() < total
        await press(pilot, "f")
        app.screen.query_one(Input).value = "who:tomson sub:mm unread slub"
        await press(pilot, "enter")
        assert 1 < app.outline.count() < total
        await press(pilot, "f")
        app.screen.query_one(Input).value = "what:ever"
        await press(pilot, "enter")
        assert "a filter has kind:" in notified(app)

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


def test_the_mouse(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        await pilot.click("#outline", offset=(5, 3))
        await settle(pilot)
        assert app.outline.cursor == 3
        await pilot.click("#outline", offset=(5, 3))
        await settle(pilot)
        assert app.outline.node.key in app.outline.open
        await pilot.click("#diff", offset=(5, 4))
        await settle(pilot)
        assert app.diff.has_focus
        assert app.session.decisions == ()

    drive(app, steps)


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


def test_what_opens_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "emacs -nw")
    assert opening.command(Path("a.c"), 7) == ["emacs", "-nw", "+7", "a.c"]
    monkeypatch.delenv("EDITOR")
    monkeypatch.setenv("PAGER", "most")
    assert opening.command(Path("a.c"), 7) == ["most", "+7", "a.c"]


def test_a_solver_that_is_gone_is_told(app: Review, desk: Desk) -> None:
    async def steps(pilot: Here) -> None:
        desk.answers.put(None)
        await pilot.pause(0.1)
        assert "the solver is gone" in notified(app)
        await press(pilot, "J")
        assert app.diff.has_focus

    drive(app, steps)


def test_names_of_a_tree_obey_nobody(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        app.session.mails[0] = app.session.mails[0].replace(b"+struct", b"+\x1b[31m\x07struct")
        app.refresh_all()
        await settle(pilot)
        for at in range(app.diff.count()):
            assert "\x1b" not in app.diff.text(at, 80).plain

    drive(app, steps)


def test_text_is_wrapped_and_code_is_moved_sideways(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        for row in app.diff.rows:
            if row.form in ("head", "text") and " " in row.text.strip():
                assert len(row.text) <= app.diff.size.width
        await press(pilot, "right_square_bracket", "J", "j", "j")
        text = app.diff.text(app.diff.cursor, 80).plain
        await press(pilot, "l")
        assert app.diff.text(app.diff.cursor, 80).plain[1:40] == text[17:56].ljust(39)[:39]
        await press(pilot, "left", "left")
        assert app.diff.text(app.diff.cursor, 80).plain == text
        await pilot.resize_terminal(140, 30)
        await settle(pilot)
        assert app.diff.row is not None
        assert app.diff.row.hunk is not None

    drive(app, steps, size=(80, 24))


def test_a_hunk_is_edited_and_checked_again(app: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    edits = ["", "int broken(\n", "/* mine */\n"]
    monkeypatch.setattr(
        "folioize.review.screen.deciding.edit_text", lambda _app, text, _suffix: text + edits.pop(0)
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


def test_control_c_loses_nothing(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        await to_open_hunk(pilot)
        await press(pilot, "y", "ctrl+c")
        assert "q quits" in notified(app)
        assert app.session.journal.decisions()

    drive(app, steps)
