# SPDX-License-Identifier: GPL-2.0-only
"""A file's bytes and byte-range edits in, the edited bytes (or the new parse errors) out."""

from __future__ import annotations

from collections.abc import Iterable

from folioize.cst.module import Module
from folioize.errors import FolioizeError
from folioize.model import Edit


class EditError(FolioizeError):
    """Edits contradict each other or leave the file."""


def merge_edits(*groups: Iterable[Edit]) -> tuple[Edit, ...]:
    """Sort edits of several origins into one tuple; the same edit given twice is kept once.

    Insertions at the same point keep the order given (all of them, equal ones too). Raises
    EditError where two edits share a byte, or an insertion is inside a replacement.
    """
    given = [edit for group in groups for edit in group]
    ordered = sorted(given, key=lambda edit: (edit.start, edit.end))
    merged: list[Edit] = []
    for edit in ordered:
        if edit.start > edit.end or edit.start < 0:
            raise EditError(f"an edit runs backwards, from byte {edit.start} to {edit.end}")
        if merged and edit.start < edit.end and edit == merged[-1]:
            continue
        if merged and edit.start < merged[-1].end:
            raise EditError(
                f"two edits overlap: bytes {merged[-1].start} to {merged[-1].end} become "
                f"{merged[-1].new!r}, and bytes {edit.start} to {edit.end} become {edit.new!r}"
            )
        merged.append(edit)
    return tuple(merged)


def apply_edits(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return ``data`` with all edits made; their offsets are those of ``data``, in any order.

    Raises EditError as ``merge_edits`` does, and for an edit beyond the end.
    """
    parts: list[bytes] = []
    at = 0
    for edit in merge_edits(edits):
        if edit.end > len(data):
            raise EditError(f"an edit ends at byte {edit.end}, the file at {len(data)}")
        parts += (data[at : edit.start], edit.new)
        at = edit.end
    return b"".join((*parts, data[at:]))


def check_reparse(path: str, before: bytes, after: bytes) -> list[str]:
    """Return one line, ``path:line: …``, for each parse error that the edited text has in excess.

    Errors are compared by the text of their lines, since edits move them.
    """
    known = [text for _, text in _errors(Module.parse(path, before))]
    new: list[str] = []
    for line, text in _errors(Module.parse(path, after)):
        if text in known:
            known.remove(text)
        else:
            new.append(f"{path}:{line}: does not parse after the edit: {text}")
    return new


def _errors(module: Module) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    stack = [module.root] if module.root.has_error else []
    while stack:
        node = stack.pop()
        if node.is_error or node.is_missing:
            line = module.line(node.start_byte)
            text = module.text(*module.line_span(line)).decode("utf-8", "replace").strip()
            found.append((line, text))
        else:
            stack += [child for child in node.children if child.has_error or child.is_missing]
    return sorted(found)
