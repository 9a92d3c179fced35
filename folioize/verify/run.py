# SPDX-License-Identifier: GPL-2.0-only
"""Runs programs: takes argument lists, gives exit codes and output, and can stop them all."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from folioize.errors import FolioizeError, PartialError

# What a make or git around us left in the environment, or what would shape objects without being
# part of what verdicts are remembered for, must not reach those that we start.
_DROPPED = (
    *("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "MAKEFILES", "KBUILD_OUTPUT"),
    *("KCFLAGS", "KCPPFLAGS", "KAFLAGS", "CPATH", "C_INCLUDE_PATH"),
)

GRACE = 5.0
"""Seconds that programs which are told to end have for it: make takes half-made files away."""

_PR_SET_PDEATHSIG = 1
_prctl = getattr(ctypes.CDLL(None), "prctl", None)


@dataclass(frozen=True, slots=True)
class Finished:
    """A program that ended: its exit code, and stdout and stderr as one text."""

    code: int
    out: str


class TimedOutError(FolioizeError):
    """A program ran longer than it was given; ``out`` is what it had written until then."""

    def __init__(self, message: str, out: str) -> None:
        super().__init__(message)
        self.out = out


class Runner:
    """Starts programs from any thread, each in a process group of its own.

    That group is what lets :meth:`stop` end a make with all that it started. A program is told to
    end when we die, however we die.
    """

    def __init__(self) -> None:
        self._live: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._stopped = False
        self._lent: tuple[int, ...] = ()

    def lend(self, descriptor: int) -> None:
        """Let all programs from here on hold an open file: a lock on it lasts as long as they."""
        self._lent = (*self._lent, descriptor)

    def run(
        self,
        argv: Sequence[str],
        cwd: Path,
        *,
        env: Mapping[str, str] | None = None,
        stdin: bytes = b"",
        timeout: float | None = None,
    ) -> Finished:
        """Run ``argv`` in ``cwd``; ``env`` is added to the environment, ``timeout`` in seconds.

        Raises FolioizeError where the program is not there, TimedOutError, and PartialError
        where it died of a full disk or :meth:`stop` was called.
        """
        process = self._start(argv, cwd, env or {})
        try:
            out, _ = process.communicate(stdin, timeout)
        except subprocess.TimeoutExpired as error:
            _end((process,))
            text = process.communicate()[0].decode(errors="replace")
            raise TimedOutError(f"{argv[0]} did not end within {timeout:g} s", text) from error
        except BaseException:
            _end((process,))
            process.wait()
            raise
        finally:
            with self._lock:
                self._live.discard(process)
        if self._stopped:
            raise PartialError("stopped; run the same command again to go on")
        text = out.decode(errors="replace")
        if process.returncode and "No space left on device" in text:
            raise PartialError(f"the disk that holds {cwd} is full: make room and run again")
        return Finished(process.returncode, text)

    def stop(self) -> None:
        """End every program that still runs; later calls of :meth:`run` fail at once."""
        with self._lock:
            self._stopped = True
            live = tuple(self._live)
        _end(live)

    def _start(
        self, argv: Sequence[str], cwd: Path, env: Mapping[str, str]
    ) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._stopped:
                raise PartialError("stopped; run the same command again to go on")
            try:
                process = subprocess.Popen(
                    list(argv),
                    cwd=cwd,
                    env=_environment() | dict(env),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                    pass_fds=self._lent,
                    preexec_fn=_follow,  # noqa: PLW1509 - one system call, no lock
                )
            except FileNotFoundError as error:
                raise FolioizeError(f"{argv[0]} is not on PATH: install it") from error
            self._live.add(process)
            return process


def _environment() -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in _DROPPED and not name.startswith(("GIT_", "LC_"))
    }
    # The kernel's Makefile takes LC_ALL away again, and leaves LANG.
    return kept | {"LC_ALL": "C", "LANG": "C", "LANGUAGE": "C"}


def _follow() -> None:
    """In a new process: be told to end when the thread that started it does."""
    if _prctl is not None:
        _prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _end(processes: Iterable[subprocess.Popen[bytes]]) -> None:
    """Tell programs and all that they started to end, and make those end that do not."""
    left = tuple(processes)
    try:
        until = time.monotonic() + GRACE
        left = tuple(one for one in left if _signal(one, signal.SIGTERM))
        while left and time.monotonic() < until:
            time.sleep(0.01)
            left = tuple(one for one in left if _signal(one, 0))
    finally:  # also where somebody does not want to wait
        for one in left:
            _signal(one, signal.SIGKILL)


def _signal(process: subprocess.Popen[bytes], number: int) -> bool:
    """Send a signal to a program's group; return whether anything of it is still there."""
    process.poll()  # one that ended and was not asked for its code would still be there
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True
