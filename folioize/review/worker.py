# SPDX-License-Identifier: GPL-2.0-only
"""Requests come in on standard input; what was solved goes out on standard output.

Of several series that wait to be shown, only the last is answered.
"""

from __future__ import annotations

import os
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import IO

from folioize.errors import FolioizeError
from folioize.kinds.pins import Decision
from folioize.review.engine import Engine
from folioize.review.records import (
    Answer,
    Ask,
    Busy,
    Compare,
    Compared,
    Failed,
    Request,
    Solved,
    Spec,
    Write,
    Written,
)
from folioize.review.remote import read_frame, write_frame

_EVERY = 0.2  # seconds between two words of how far it is

Say = Callable[[Answer], None]


class Work:
    """Answers requests, with an engine that is made for the first of them."""

    def __init__(self, spec: Spec, say: Say) -> None:
        self.spec = spec
        self.say = say
        self.engine: Engine | None = None
        self._told = 0.0

    def answer(self, request: Request) -> None:
        """Answer one request; whatever goes wrong is an answer too."""
        number = request.number if isinstance(request, Ask) else 0
        try:
            self.say(self._answer(request))
        except FolioizeError as error:
            self.say(Failed(str(error), number))
        except OSError as error:
            self.say(Failed(f"{error.filename or ''}: {error.strerror}", number))
        except Exception as error:
            self.say(Failed(f"this is a bug in folioize: {error!r}", number))

    def _answer(self, request: Request) -> Answer:
        engine = self._ready(request.decisions)
        self.say(Busy("solving"))
        match request:
            case Ask():
                return Solved(engine.solve(request.decisions), request.number)
            case Compare():
                return Compared(engine.compare(request.decisions, request.base, request.tip))
            case Write():
                return Written(*engine.write(request.decisions, Path(request.out)))

    def _ready(self, decisions: tuple[Decision, ...]) -> Engine:
        if self.engine is None:
            self.say(Busy("reading the tree"))
            self.engine = Engine(self.spec, decisions, self._progress)
        return self.engine

    def _progress(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._told > _EVERY:
            self._told = now
            self.say(Busy("reading the tree", done, total))


class Requests:
    """What waits to be done, in order; a series that is not to be shown any more is left out."""

    def __init__(self) -> None:
        self._new: queue.Queue[Request] = queue.Queue()
        self._waiting: deque[Request] = deque()

    def put(self, request: Request) -> None:
        """Add one; from any thread."""
        self._new.put(request)

    def next(self) -> Request:
        """Wait for the next thing to do."""
        while True:
            if not self._waiting:
                self._waiting.append(self._new.get())
            while not self._new.empty():
                self._waiting.append(self._new.get())
            request = self._waiting.popleft()
            if not (_is_shown(request) and any(map(_is_shown, self._waiting))):
                return request


def _is_shown(request: Request) -> bool:
    return isinstance(request, Ask) and request.show


def main() -> None:
    """Serve until standard input ends; then the thread that listens ends the process."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what anything prints is no answer
    # Unbuffered, and not sys.stdin: a process that is forked while the thread below waits in a
    # read closes that, and would wait for its lock for ever.
    asked = os.fdopen(os.dup(0), "rb", buffering=0)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    spec = read_frame(asked, Spec)
    if spec is None:
        return
    waiting = Requests()
    threading.Thread(target=_listen, args=(asked, waiting), daemon=True).start()
    work = Work(spec, lambda answer: write_frame(answers, answer))
    while True:
        work.answer(waiting.next())


def _listen(stream: IO[bytes], waiting: Requests) -> None:
    while True:
        request: Request | None = read_frame(stream, Request)  # type: ignore[arg-type]
        if request is None:
            os._exit(0)  # nobody is there to answer
        waiting.put(request)


if __name__ == "__main__":
    main()
