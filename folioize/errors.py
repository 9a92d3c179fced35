# SPDX-License-Identifier: GPL-2.0-only
"""What can go wrong, as exceptions that carry one clear line for the user and an exit code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class FolioizeError(Exception):
    """A failure the user can mend: the text is one line that says what to do.

    ``exit_code`` is 2 for bad input or a broken kind file, 3 for partial results.
    """

    exit_code = 2


class TreeError(FolioizeError):
    """The kernel tree is missing, odd, dirty or shallow."""


class KindError(FolioizeError):
    """A kind or design file is broken; the text begins with FILE:LINE."""


class ConvertedAlready(FolioizeError):
    """The tree has the type already: nothing to do, and that is success."""

    exit_code = 0


class PartialError(FolioizeError):
    """Some of the work was done; the text says what is missing."""

    exit_code = 3


@contextmanager
def naming(what: str) -> Iterator[None]:
    """Let an OSError of the block that names no file, as of a write to a full disk, name this."""
    try:
        yield
    except OSError as error:
        if error.filename is not None or error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, what) from error
