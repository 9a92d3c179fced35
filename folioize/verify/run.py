# SPDX-License-Identifier: GPL-2.0-only
"""Runs programs: takes argument lists, gives exit codes and output, and can stop them all."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from folioize.errors import FolioizeError, PartialError

# What a make or git around us left in the environment must not reach those that we start.
_DROPPED = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "KBUILD_OUTPUT", "KCFLAGS")


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

    That group is what lets :meth:`stop` end a make with all that it started.
    """

    def __init__(self) -> None:
        self._live: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._stopped = False

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
            _kill(process)
            text = process.communicate()[0].decode(errors="replace")
            raise TimedOutError(f"{argv[0]} did not end within {timeout:g} s", text) from error
        except BaseException:
            _kill(process)
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
            for process in self._live:
                _kill(process)

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


def _kill(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
