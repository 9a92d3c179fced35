# SPDX-License-Identifier: GPL-2.0-only
"""A Spec goes in; a process of its own that solves comes out, so that no screen waits for it.

Requests and answers are frames: four bytes of length, then MessagePack. The process ends when
nobody can ask it any more.
"""

from __future__ import annotations

import contextlib
import struct
import subprocess
import sys
from typing import IO, TypeVar

import msgspec

from folioize.review.records import Answer, Failed, Request, Spec

T = TypeVar("T")

_LENGTH = struct.Struct("!I")


class Solver:
    """The process; send() never waits, receive() waits for the next answer."""

    def __init__(self, spec: Spec) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "folioize.review.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # ^C in the terminal is for the screen
        )
        self._put(spec)

    def send(self, request: Request) -> None:
        """Ask for something."""
        self._put(request)

    def receive(self) -> Answer | None:
        """The next answer, None when there is none to come."""
        assert self._process.stdout is not None
        try:
            return read_frame(self._process.stdout, Answer)  # type: ignore[arg-type]
        except msgspec.MsgspecError as error:
            return Failed(f"the solver said something odd: {error}")

    def close(self) -> None:
        """End the process, whatever it does."""
        with contextlib.suppress(OSError):
            assert self._process.stdin is not None
            self._process.stdin.close()
        self._process.kill()
        self._process.wait()

    def _put(self, record: Request | Spec) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # receive() tells
            write_frame(self._process.stdin, record)


def write_frame(stream: IO[bytes], record: msgspec.Struct) -> None:
    """Write one record."""
    data = msgspec.msgpack.encode(record)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def read_frame(stream: IO[bytes], kind: type[T]) -> T | None:
    """Read one record; None at the end of the stream."""
    head = _exactly(stream, _LENGTH.size)
    data = _exactly(stream, _LENGTH.unpack(head)[0]) if head is not None else None
    return msgspec.msgpack.decode(data, type=kind) if data is not None else None


def _exactly(stream: IO[bytes], size: int) -> bytes | None:
    parts: list[bytes] = []
    while size:
        part = stream.read(size)
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
