# SPDX-License-Identifier: GPL-2.0-only
"""Keys that move, search and filter go in; where the cursor is comes out."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from folioize.review.screen.app import Review

from .driven import Here, drive, line, notified, press, seen, settle

pytestmark = pytest.mark.slow


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
        await press(pilot, "G")
        assert app.diff.cursor == app.diff.count() - 1
        await press(pilot, "home", "ctrl+d")
        half = app.diff.cursor
        await press(pilot, "home", "ctrl+f")
        assert 0 < half < app.diff.cursor
        await press(pilot, "ctrl+b", "ctrl+u")
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


def test_by_declaration_conflicts_come_first(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        await press(pilot, "2")
        labels = [node.label for node in app.outline.nodes if node.form == "group"]
        assert [label.split()[0] for label in labels] == ["conflicts", "open", "decided"]
        told = " ".join(row.text for row in app.diff.rows)
        assert "stay struct page until somebody decides" in told
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


def test_a_file_shows_its_diff_and_so_does_one_without_declarations(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        await press(pilot, "3")
        paths = {path for one in app.session.record.patches for path in one.files}
        assert paths <= {node.path for node in app.outline.nodes}
        for at, node in enumerate(app.outline.nodes):
            app.outline.go(at)
            await settle(pilot)
            found = {row.hunk.path for row in app.diff.rows if row.hunk is not None}
            assert found == ({node.path} if node.path in paths else set())
        slub = next(n for n, node in enumerate(app.outline.nodes) if node.path == "mm/slub.c")
        app.outline.go(slub)
        await press(pilot, "enter", "j")
        mine = set(app.outline.node.rows)
        hunks = [row for row in app.diff.rows if row.form == "hunk"]
        assert hunks
        for row in hunks:
            assert row.hunk is not None
            assert mine & {*app.session.subjects(row.number, row.hunk)}
        await press(pilot, "tab", "plus")
        assert app.diff.row is not None

    drive(app, steps)


def test_what_is_cut_on_the_left_can_be_moved_into_sight(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        await press(pilot, "2", "j")
        label = app.outline.node.label
        assert label not in seen(app)
        await press(pilot, "l")
        assert label[16:30] in seen(app)
        await press(pilot, "h")
        assert label[:14] in seen(app)
        certain = next(
            n for n in app.outline.nodes if n.form == "row" and "conflict" not in n.label
        )
        confidence = app.session.rows[certain.rows[0]].confidence
        assert certain.label.startswith(f"{confidence:.2f} ")

    drive(app, steps, size=(80, 24))


def test_search_goes_on_in_the_next_patch(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        await press(
            pilot, "right_square_bracket", "tab", "slash", *"remove the slab fields", "enter"
        )
        assert app.number() == len(app.session.record.patches)
        assert "remove the slab fields" in app.diff.plain(app.diff.cursor)
        await press(pilot, "slash", *"introduce struct", "enter")
        assert app.number() == 1
        before = app.diff.cursor
        await press(pilot, "slash", *"nowhere at all", "enter")
        assert (app.number(), app.diff.cursor) == (1, before)

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
        for text, some in (
            ("kind:slab_page", True),
            ("kind:page_table", False),
            ("conf:<0.1", False),
        ):
            await press(pilot, "f")
            app.screen.query_one(Input).value = text
            await press(pilot, "enter")
            assert (1 < app.outline.count() < total) == some, text

    drive(app, steps)


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


def test_text_is_wrapped_and_code_is_moved_sideways(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        for row in app.diff.rows:
            if row.form in ("head", "text") and " " in row.text.strip() and " | " not in row.text:
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


def test_no_end_of_a_row_lies_under_the_scroll_bar(app: Review) -> None:
    async def steps(pilot: Here) -> None:
        await press(pilot, "right_square_bracket")
        assert app.diff.show_vertical_scrollbar
        strips = [app.diff.render_line(y).text for y in range(app.diff.size.height)]
        rows = [row for row in app.diff.rows[: len(strips)] if row.form in ("head", "text")]
        width = app.diff.scrollable_content_region.width
        assert max(len(row.text) for row in rows) > width - 10
        for row, strip in zip(rows, strips, strict=False):
            assert len(strip) == width
            assert strip[1:].rstrip() == row.text.rstrip()

    drive(app, steps, size=(80, 24))
