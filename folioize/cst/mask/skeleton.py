# SPDX-License-Identifier: GPL-2.0-only
"""A file's bytes in, the bytes without comments and string contents out, and the comments."""

from __future__ import annotations

import re

from folioize.cst.mask.buffer import spaces
from folioize.cst.mask.records import Span

_TOKEN = re.compile(
    rb"/\*[^*]*\*+(?:[^/*][^*]*\*+)*/"
    rb"|//[^\\\n]*(?:\\[\s\S][^\\\n]*)*"
    rb'|"[^"\\\n]*(?:\\[\s\S][^"\\\n]*)*"'
    rb"|'(?:\\[^\n][^'\n]{0,8}|[^'\\\n]{1,8})'"
)
_FILL = bytes(10 if byte == 10 else 120 for byte in range(256))


def skeleton(data: bytes) -> tuple[bytes, tuple[Span, ...]]:
    """Return ``data`` with blank comments and ``x`` for what strings hold, and the comments.

    Both keep every newline in place. An unended comment or string is left as it is.
    """
    comments: list[Span] = []

    def replace(found: re.Match[bytes]) -> bytes:
        text = found.group()
        if text[0] == 0x2F:
            comments.append(found.span())
            return spaces(text)
        quote = text[:1]
        inner = text[1:-1]
        if b"\n" in inner:
            return quote + inner.translate(_FILL).replace(b"x\n", b"\\\n") + quote
        return quote + b"x" * len(inner) + quote

    return _TOKEN.sub(replace, data), tuple(comments)
