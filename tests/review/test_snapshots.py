# SPDX-License-Identifier: GPL-2.0-only
"""Whole screens are what they were; FOLIOIZE_SNAPSHOTS=write makes them anew, to be looked at."""

from __future__ import annotations

import os
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rich.style import Style
from textual.color import Color

from folioize.review.screen.app import Review
from folioize.review.session import Session

from .driven import Desk, Drive, Here, drive, press, seen

pytestmark = pytest.mark.slow

WRITE = "FOLIOIZE_SNAPSHOTS"
FOLDER = Path(__file__).parent / "snapshots"


async def first(pilot: Here) -> None:
    await press(pilot, "right_square_bracket")


async def hunk(pilot: Here) -> None:
    await press(pilot, "right_square_bracket", "g")


async def split(pilot: Here) -> None:
    await press(pilot, "right_square_bracket", "g", "v")


async def declarations(pilot: Here) -> None:
    await press(pilot, "2", "j")


async def files(pilot: Here) -> None:
    await press(pilot, "3", "j", "enter", "j", "enter")


async def why(pilot: Here) -> None:
    await press(pilot, "right_square_bracket", "g", "w")


async def keep(pilot: Here) -> None:
    await press(pilot, "right_square_bracket", "g", "n")


async def help_text(pilot: Here) -> None:
    await press(pilot, "question_mark")


SCREENS = (first, hunk, split, declarations, files, why, keep, help_text)


@pytest.mark.parametrize("size", [(80, 24), (140, 36)], ids=["small", "large"])
@pytest.mark.parametrize("steps", SCREENS, ids=lambda one: one.__name__)
def test_a_screen_is_as_it_was(app: Review, steps: Drive, size: tuple[int, int]) -> None:
    name = f"{steps.__name__}-{size[0]}x{size[1]}.txt"
    found: list[str] = []

    async def look(pilot: Here) -> None:
        await steps(pilot)
        found.append("\n".join(row.rstrip() for row in seen(app).split("\n")) + "\n")

    drive(app, look, size)
    text = re.sub(r"\S*/keys\.toml", "KEYS", found[0])
    path = FOLDER / name
    if os.environ.get(WRITE) == "write":
        FOLDER.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), f"look at it, then {WRITE}=write"


def test_colours_are_of_lines_and_words(app: Review) -> None:
    """What is added, removed, and changed within a line looks different, and all of it is text."""
    pictures: list[str] = []

    async def look(pilot: Here) -> None:
        await hunk(pilot)
        pictures.append(app.export_screenshot())

    drive(app, look, (140, 36))
    root = ElementTree.fromstring(pictures[0])
    fills = {node.get("fill") for node in root.iter() if node.tag.endswith("rect")}
    assert {"#10301c", "#3a1719", "#1d6b37", "#8a2f35"} <= fills
    words = "".join("".join(node.itertext()) for node in root.iter() if node.tag.endswith("text"))
    assert "slab_page" in words


def test_without_colour_all_is_grey(
    session: Session, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = Review(session, desk)
    styles: list[Style] = []

    async def look(pilot: Here) -> None:
        await hunk(pilot)
        for strip in app.screen._compositor.render_strips():
            for segment in strip.apply_filter(app._filters[0], Color(0, 0, 0)):
                styles.append(segment.style or Style())

    drive(app, look, (80, 24))
    colours = {c.triplet for one in styles for c in (one.color, one.bgcolor) if c and c.triplet}
    assert styles
    assert all(c.red == c.green == c.blue for c in colours)
