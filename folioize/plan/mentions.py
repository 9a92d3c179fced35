# SPDX-License-Identifier: GPL-2.0-only
"""A conversion in its last state goes in; who still calls its fields struct page's comes out.

Comments of code that is not converted, documents, and scripts that read a kernel's memory by the
names of fields (gdb, drgn): the compiler tells of none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from folioize.model import Edit, Left
from folioize.plan.conversion import Conversion, Snapshot
from folioize.plan.docs import comments


def mentions(conversion: Conversion, last: Snapshot) -> tuple[Left, ...]:
    """Each place that says ``page->field`` or ``page.field`` and stays as it is, in order."""
    fields = "|".join(sorted(conversion.kind.evidence.fields))
    pattern = re.compile(rf"\bpage(?:->|\.)({fields})\b".encode())
    search = conversion.analysis.search
    rows: list[Left] = []
    for path in search.saying(pattern):
        data = conversion.analysis.tree.read(path)
        edits = last.edits.get(path, ())
        for start, text in comments(data, 0, len(data)):
            rows += _rows(path, data, pattern.finditer(text), start, edits)
    for path in search.mentions(pattern, search.texts):
        data = conversion.analysis.tree.read(path)
        rows += _rows(path, data, pattern.finditer(data), 0, ())
    line_of = conversion.analysis.tree.line_on_disk
    told = (replace(row, line=line_of(row.file, row.line)) for row in rows)
    return tuple(sorted(told, key=lambda row: (row.file, row.line)))


def _rows(
    path: str,
    data: bytes,
    found: Iterator[re.Match[bytes]],
    offset: int,
    edits: tuple[Edit, ...],
) -> Iterator[Left]:
    for match in found:
        at, end = offset + match.start(), offset + match.end()
        if not any(edit.start < end and at < edit.end for edit in edits):
            line = data.count(b"\n", 0, at) + 1
            yield Left(path, line, "left", f"still says {match[0].decode()}")
