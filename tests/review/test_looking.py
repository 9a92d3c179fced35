# SPDX-License-Identifier: GPL-2.0-only
"""Keys that show more of a patch go in; what is shown comes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from folioize.review.editing import command
from folioize.review.screen.app import Answered, Review
from folioize.review.screen.dialogs import Listing, Reader

from .conftest import Converted
from .driven import Here, drive, press, seen, to_open_hunk

pytestmark = pytest.mark.slow


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


def test_a_long_text_leaves_the_way_out_in_sight(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        for key in ("m", "question_mark"):
            await press(pilot, key)
            assert "Esc back" in seen(app)
            await press(pilot, "escape")

    drive(app, steps, size=(80, 24))


def test_range_diff_with_what_was_written(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        await to_open_hunk(pilot)
        await press(pilot, "t", "n", "y", "D")
        assert isinstance(app.screen, Reader)
        assert "1:  " in seen(app)
        assert " = " in seen(app) or " ! " in seen(app)

    drive(app, steps)


def test_an_answer_that_comes_as_the_screen_closes_is_passed_over(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        await app.query("Static").remove()
        app.on_answered(Answered(None))
        app.show_keys()
        assert not app.messages

    drive(app, steps)


def test_what_opens_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "emacs -nw")
    assert command(Path("a.c"), 7) == ["emacs", "-nw", "+7", "a.c"]
    monkeypatch.delenv("EDITOR")
    monkeypatch.setenv("PAGER", "most")
    assert command(Path("a.c"), 7) == ["most", "+7", "a.c"]
