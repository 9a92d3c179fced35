# SPDX-License-Identifier: GPL-2.0-only
"""A conversion in its last state goes in; who still calls its fields struct page's comes out.

Comments of code that is not converted, documents, and scripts that read a kernel's memory by the
names of fields (gdb, drgn): the compiler tells of none of them. Comments are mended with the patch
that takes the fields away; the others are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from folioize.model import Edit
from folioize.plan.conversion import Conversion, Snapshot
from folioize.plan.docs import comments
from folioize.plan.layout_lex import width

_PROSE = (".c", ".h", ".rst", ".txt", ".S")
_WIDEST = 80
_SAID = (b"page->", b"page.", b"struct page")
"""What all that is looked for begins with: one search for the fields of every kind."""


def mentions(conversion: Conversion, last: Snapshot) -> dict[str, list[str]]:
    """Each place that says ``page->field`` or ``page.field`` and stays as it is, in order, by what
    it is: ``mentions`` are for people to read, ``scripts`` look for the fields."""
    found: dict[str, list[str]] = {"mentions": [], "scripts": []}
    if not conversion.kind.evidence.fields:
        return found
    rows = [
        (path, data.count(b"\n", 0, match.start(1)) + 1, match[0].decode())
        for path, data, match in _mentioned(conversion, last)
    ]
    search = conversion.analysis.search
    pattern = _pattern(conversion)
    near = search.mentions(_SAID, search.texts)
    for path in search.mentions(pattern, near):
        data = conversion.analysis.tree.read(path)
        for match in pattern.finditer(data):
            rows.append((path, data.count(b"\n", 0, match.start()) + 1, match[0].decode()))
    rows += _by_name(conversion, [path for path in near if not path.endswith(_PROSE)])
    line_of = conversion.analysis.tree.line_on_disk
    told = sorted((path, line_of(path, line), said) for path, line, said in rows)
    for path, line, said in told:
        prose = path.endswith(_PROSE)
        row = f"{path}:{line}: {'still says' if prose else 'looks for'} {said}"
        found["mentions" if prose else "scripts"].append(row)
    return found


def _by_name(conversion: Conversion, scripts: list[str]) -> Iterator[tuple[str, int, str]]:
    """Each place of a script that names a field in quotes behind the type that it looks into, as
    ``list_for_each_entry('struct page', head, 'lru')`` does: file, line, field."""
    fields = "|".join(sorted(conversion.kind.evidence.fields))
    pattern = re.compile(rf"""(['"])struct page(?: \*)?\1[^'"]*(['"])({fields})\2""".encode())
    for path in conversion.analysis.search.mentions(pattern, scripts):
        data = conversion.analysis.tree.read(path)
        for match in pattern.finditer(data):
            line = data.count(b"\n", 0, match.start(3)) + 1
            yield path, line, f"{match[3].decode()} of struct page"


def mended_comments(
    conversion: Conversion, last: Snapshot
) -> Iterator[tuple[str, tuple[Edit, ...]]]:
    """The edits, by file, that give the variable of the kind's name to comments of code that is
    not converted; none where a line would get too long, or variables keep their names."""
    if conversion.keep_names or not conversion.kind.evidence.fields:
        return  # nothing to say of a kind that is known by other things alone
    variable = conversion.kind.kind.variable.encode()
    found: dict[str, list[Edit]] = {}
    for path, data, match in _mentioned(conversion, last):
        if path in conversion.borrowers:
            continue  # its own data may be meant
        start, end = match.span(1)
        edge = data.rfind(b"\n", 0, start) + 1
        line = data[edge : data.find(b"\n", end)]
        new = line[: start - edge] + variable + line[end - edge :]
        if width(new) <= max(_WIDEST, width(line)):
            found.setdefault(path, []).append(Edit(start, end, variable))
    for path, edits in found.items():
        yield path, tuple(edits)


def _mentioned(
    conversion: Conversion, last: Snapshot
) -> Iterator[tuple[str, bytes, re.Match[bytes]]]:
    """What comments of C say that no edit of the last state changes: file, bytes, and the match in
    them, of which the first group is the variable."""
    pattern = _pattern(conversion)
    for path in conversion.analysis.search.saying(pattern, conversion.kind.evidence.fields):
        data = conversion.analysis.tree.read(path)
        edits = last.edits.get(path, ())
        for start, text in comments(data, 0, len(data)):
            for match in pattern.finditer(data, start, start + len(text)):
                low, high = match.span()
                if not any(edit.start < high and low < edit.end for edit in edits):
                    yield path, data, match


def _pattern(conversion: Conversion) -> re.Pattern[bytes]:
    fields = "|".join(sorted(conversion.kind.evidence.fields))
    return re.compile(rf"\b(page)(?:->|\.)(?:{fields})\b".encode())
