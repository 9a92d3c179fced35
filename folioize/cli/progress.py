# SPDX-License-Identifier: GPL-2.0-only
"""Takes how far a stage is; shows it on standard error, if that is a terminal and it takes long."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

from folioize.cli.terminal import escape

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

AFTER = 1.0  # seconds: whatever ends sooner needs no bar
_EVERY = 0.1  # seconds between two pictures


class Reporter:
    """What stages are given as ``progress``: call it with what is done, how much, out of how much.

    It draws only when it is called, never from a thread, because stages fork. A context manager:
    the bar is gone when the block ends.
    """

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._drawn = 0.0
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._shows = sys.stderr.isatty()

    def __call__(self, what: str, done: int = 0, total: int = 0) -> None:
        """Tell that ``done`` of ``total`` is done of ``what``; 0 of 0 where that is unknown."""
        now = time.monotonic()
        if not self._shows or now - self._start < AFTER or now - self._drawn < _EVERY:
            return
        self._drawn = now
        if self._bar is None:
            self._bar, self._task = _new_bar()
        assert self._task is not None
        self._bar.update(
            self._task,
            description=escape(what),
            completed=done,
            total=total or None,
            refresh=True,
        )

    def __enter__(self) -> Reporter:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()


def _new_bar() -> tuple[Progress, TaskID]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        auto_refresh=False,
        transient=True,
    )
    bar.start()
    return bar, bar.add_task("", total=None)
