# SPDX-License-Identifier: GPL-2.0-only
"""A block that must not be cut off goes in; signals that come meanwhile are answered at its end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""The signals that ask a program to end."""


@contextmanager
def deferred() -> Iterator[None]:
    """Run the block to its end, and only then do what a signal to end asked for meanwhile.

    Signals reach the main thread alone: in another one there is nothing to defer.
    """
    came: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        came.append(number)

    with ExitStack() as stack:
        if threading.current_thread() is threading.main_thread():
            # Called last, with all handlers back in their place.
            stack.callback(_answer, came)
            for number in ENDING:
                old = signal.getsignal(number)
                if old is not None and old is not signal.SIG_IGN:
                    stack.callback(signal.signal, number, old)
                    signal.signal(number, note)
        yield


def _answer(came: list[int]) -> None:
    if came:
        signal.raise_signal(came[0])
