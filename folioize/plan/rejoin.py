# SPDX-License-Identifier: GPL-2.0-only
"""A file as it was and as it is after several edits go in; lines broken for nothing come together.

A step that makes a line too long breaks it, and a later one may make it short again. What stood
on one line at first stands on one line in the end, if it fits.
"""

from __future__ import annotations

from difflib import SequenceMatcher

WIDTH = 80
_TAB = 8


def rejoined(first: bytes, last: bytes) -> bytes:
    """``last`` without the breaks that ``first`` had not, where the whole fits into 80 columns."""
    old, new = first.splitlines(keepends=True), last.splitlines(keepends=True)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    out: list[bytes] = []
    for _, start, end, low, high in matcher.get_opcodes():
        out += _joined(new[low:high], (high - low) - (end - start))
    return b"".join(out)


def _joined(lines: list[bytes], surplus: int) -> list[bytes]:
    """The lines of one place with ``surplus`` breaks less; as they are if that can't be."""
    out: list[bytes] = []
    for line in lines:
        if surplus > 0 and out and _goes_on(out[-1], line):
            whole = out[-1].rstrip() + _space(out[-1], line) + line.lstrip()
            if len(whole.rstrip().expandtabs(_TAB)) <= WIDTH:
                out[-1] = whole
                surplus -= 1
                continue
        out.append(line)
    return lines if surplus > 0 else out


def _goes_on(line: bytes, after: bytes) -> bool:
    """Whether ``after`` is the rest of the statement that ``line`` begins."""
    ends = line.rstrip().endswith((b",", b"=", b"+", b"-", b"|", b"&", b"("))
    deeper = len(_indent(after)) > len(_indent(line))
    comment = line.lstrip().startswith((b"*", b"/*", b"//", b"#"))
    return ends and deeper and bool(after.strip()) and not comment


def _space(line: bytes, after: bytes) -> bytes:
    return b"" if line.rstrip().endswith(b"(") else b" "


def _indent(line: bytes) -> bytes:
    """The blanks before a line's text, with tabs as columns."""
    return line[: len(line) - len(line.lstrip())].expandtabs(_TAB)
