# SPDX-License-Identifier: GPL-2.0-only
"""A file's bytes go in; as many come out, with function bodies that cannot matter left blank.

Masking and parsing take their time by the token; two fifths of the text of the files that name
``struct page`` is in functions that have nothing to do with one.
"""

from __future__ import annotations

from collections.abc import Iterator

from folioize.facts.hits import FileHits

_BLANK = bytes(byte if byte == ord("\n") else ord(" ") for byte in range(256))


def lean(data: bytes, hits: FileHits) -> bytes:
    """The same bytes, but for the bodies of functions that ``hits`` knows nothing in.

    A body is what stands between braces in the first column after a closing parenthesis, if its
    own braces are paired and no preprocessor line is in it; all others stay.
    """
    out: list[bytes] = []
    kept = last = 0
    for start, end in _bodies(data):
        body = data[start:end]
        if (
            data[max(0, start - 40) : start].rstrip().endswith(b")")
            and b"\n#" not in body
            and body.count(b"{") == body.count(b"}")
            and not hits.function(last, end, False)
        ):
            out += (data[kept : start + 1], body[1:-1].translate(_BLANK))
            kept = end - 1
        last = end
    out.append(data[kept:])
    return b"".join(out)


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
