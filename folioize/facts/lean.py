# SPDX-License-Identifier: GPL-2.0-only
"""A file's bytes go in; as many come out, with functions that cannot matter left blank.

Masking and parsing take their time by the token; two fifths of the text of the files that name
``struct page`` is in functions that have nothing to do with one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from folioize.facts.hits import FileHits
from folioize.facts.outline import head
from folioize.facts.records import Func

_BLANK = bytes(byte if byte == ord("\n") else ord(" ") for byte in range(256))


class Lean(NamedTuple):
    """The text that is left to parse, and the functions that were told without a parse."""

    text: bytes
    told: tuple[Func, ...] = ()


def lean(data: bytes, hits: FileHits) -> Lean:
    """The same bytes, but for the functions that ``hits`` knows nothing in.

    Their bodies are blank, and their heads as well if they are plain enough to be told from the
    text. A body is what stands between braces in the first column after a closing parenthesis, if
    its own braces are paired and no preprocessor line is in it; all others stay.
    """
    out: list[bytes] = []
    told: list[Func] = []
    kept = last = 0
    for start, end in _bodies(data):
        if (
            data[max(0, start - 40) : start].rstrip().endswith(b")")
            and not hits.function(last, end, False)
            and _is_whole(data[start:end])
        ):
            function = head(data, last, start, end)
            if function is not None:
                told.append(function)
            first, past = (start + 1, end - 1) if function is None else (function.start, end)
            out += (data[kept:first], data[first:past].translate(_BLANK))
            kept = past
        last = end
    out.append(data[kept:])
    return Lean(b"".join(out), tuple(told))


def _is_whole(body: bytes) -> bool:
    return b"\n#" not in body and body.count(b"{") == body.count(b"}")


def _bodies(data: bytes) -> Iterator[tuple[int, int]]:
    """From each brace that is alone in its line's first column to the next that closes there."""
    start = 0 if data.startswith(b"{\n") else data.find(b"\n{\n") + 1
    if start == 0 and not data.startswith(b"{\n"):
        return
    while (end := data.find(b"\n}", start) + 2) > 1:
        yield start, end
        start = data.find(b"\n{\n", end - 1) + 1
        if start == 0:
            return
