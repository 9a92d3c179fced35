# SPDX-License-Identifier: GPL-2.0-only
"""A screen with an engine beside it goes in; keys pressed and text read come out."""

from __future__ import annotations

import asyncio
import queue
import time
from collections.abc import Callable, Coroutine
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Static

from folioize.review.engine import Engine
from folioize.review.records import Answer, Request
from folioize.review.screen.app import Review
from folioize.review.worker import Work

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
    while app.busy and not app.lost and time.monotonic() < end:
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
