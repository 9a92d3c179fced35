# SPDX-License-Identifier: GPL-2.0-only
"""What a patch would write goes in; the same with what a person wrote in its place comes out."""

from __future__ import annotations

from collections.abc import Sequence

from folioize.contents import without_returns
from folioize.cst.edits import check_reparse
from folioize.errors import FolioizeError
from folioize.model import ByHand


class Edits:
    """The edits of a series by hand; remembers which of them found their text."""

    def __init__(self, edits: Sequence[ByHand]) -> None:
        self._edits = edits
        self._used: set[ByHand] = set()

    def apply(self, path: str, data: bytes) -> bytes:
        """A file's bytes with the edits made. Raises FolioizeError, with file and line, where the
        outcome does not parse, or the text to be edited is there more than once."""
        new = data
        for edit in self._edits:
            before, after = edit.before.encode(), edit.after.encode()
            if before not in new:  # the text was edited without the file's carriage returns
                before, after = _with_returns(before), _with_returns(after)
            found = new.count(before) if edit.file == path else 0
            if found > 1:
                raise FolioizeError(f"{path}: what was edited by hand is there {found} times: "
                                    f"{_first(edit.before)}; edit more of its lines")  # fmt: skip
            if found:
                new = new.replace(before, after)
                self._used.add(edit)
        if new != data and path.endswith((".c", ".h")):
            for trouble in check_reparse(path, data, new)[:1]:
                raise FolioizeError(f"edited by hand: {trouble}")
        return new

    def unused(self) -> tuple[str, ...]:
        """A line for each edit whose text no patch writes."""
        return tuple(
            f"{edit.file}: no patch writes what was edited by hand: {_first(edit.before)}"
            for edit in self._edits
            if edit not in self._used
        )


def _with_returns(text: bytes) -> bytes:
    return without_returns(text).replace(b"\n", b"\r\n")


def _first(text: str) -> str:
    return text.strip().split("\n")[0].strip()
