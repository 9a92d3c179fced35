# SPDX-License-Identifier: GPL-2.0-only
"""A function and items go in; its results, made by forked processes, come out as they are ready.

The processes share what the caller had in memory when they were forked. They die with their
parent, however it dies, and one that is killed is told, not waited for.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from typing import TypeVar

from folioize.errors import PartialError

T = TypeVar("T")
R = TypeVar("R")


def in_processes(
    work: Callable[[T], R], items: Sequence[T], jobs: int, chunk: int = 1
) -> Iterator[R]:
    """``work`` of each item, in any order; ``jobs`` processes take ``chunk`` items at a time.

    With one process or none the work is done here. Raises PartialError if a process was killed.
    """
    if jobs <= 1:
        yield from map(work, items)
        return
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(jobs, context, initializer=_start)
    try:
        chunks = [items[start : start + chunk] for start in range(0, len(items), chunk)]
        for done in as_completed([pool.submit(_each, work, some) for some in chunks]):
            yield from done.result()
    except BrokenProcessPool as err:
        raise PartialError(
            "a working process was killed, perhaps for want of memory: run the command again, "
            "with fewer --jobs if it happens again"
        ) from err
    finally:
        pool.shutdown(cancel_futures=True)


def _each(work: Callable[[T], R], items: Sequence[T]) -> list[R]:
    return [work(item) for item in items]


def _start() -> None:
    """What a new process does first: the parent alone minds ^C and a terminal that goes, and what
    the parent would do to end in order is not this process's to do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.disable()  # facts make no cycles; the collector would only walk what was inherited
    threading.Thread(target=_follow, daemon=True).start()


def _follow() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
