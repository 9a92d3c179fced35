# SPDX-License-Identifier: GPL-2.0-only
"""A parsed file in; whether its masked text is a faithful image of its bytes out."""

from __future__ import annotations

from folioize.cst.edits import apply_edits
from folioize.cst.mask.skeleton import skeleton
from folioize.cst.module import Module


def is_lossless(module: Module) -> bool:
    """Whether the masked text has the file's newlines, and its bytes wherever no mark is.

    Then a parse with no edit gives back the same bytes, and a node's offsets are the file's.
    Comments and what strings hold count as marked: each mask leaves them out.
    """
    data, masked = module.data, module.masked
    if len(masked.data) != len(data) or apply_edits(data, ()) != data:
        return False
    before, after = bytearray(skeleton(data)[0]), bytearray(masked.data)
    for start, end, _rule in masked.marks:
        if _newlines(data[start:end]) != _newlines(masked.data[start:end]):
            return False
        before[start:end] = after[start:end] = bytes(end - start)
    return before == after


def _newlines(text: bytes) -> list[int]:
    return [at for at, byte in enumerate(text) if byte == 0x0A]
