# SPDX-License-Identifier: GPL-2.0-only
"""A file's bytes go in; as many come out, with function bodies that cannot matter left blank.

Masking and parsing take their time by the token; two fifths of the text of the files that name
``struct page`` is in functions that have nothing to do with one.
"""

from __future__ import annotations

import re

from folioize.facts.hits import FileHits

_BODY = re.compile(rb"^\{\n.*?^\}", re.M | re.S)
_BLANK = bytes(byte if byte == ord("\n") else ord(" ") for byte in range(256))


def lean(data: bytes, hits: FileHits) -> bytes:
    """The same bytes, but for the bodies of functions that ``hits`` knows nothing in.

    A body is what stands between braces in the first column after a closing parenthesis, if its
    own braces are paired and no preprocessor line is in it; all others stay.
    """
    out: list[bytes] = []
    kept = last = 0
    for found in _BODY.finditer(data):
        start, end = found.span()
        body = found.group()
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
