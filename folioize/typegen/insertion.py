# SPDX-License-Identifier: GPL-2.0-only
"""A layout, a kind and the parts wanted go in; the edits that put them into the tree come out."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from folioize.errors import KindError, TreeError
from folioize.kinds.kindfile import Kind
from folioize.model import Edit
from folioize.typegen.accessors import Signatures, accessor_text
from folioize.typegen.layout import Layout
from folioize.typegen.text import assert_text, bridge_text, type_text

TYPE, FROM_PAGE, TO_PAGE = "type", "from_page", "to_page"

_INCLUDE = re.compile(r"^#[ \t]*include[ \t]*<(linux/[^>]+)>[^\n]*\n", re.MULTILINE)
_ANY_INCLUDE = re.compile(r"#[ \t]*include\b")
_BUILD_BUG = "linux/build_bug.h"
_FORWARD = re.compile(r"^struct[ \t]+(\w+);[ \t]*\n", re.MULTILINE)


def introduce_edits(  # noqa: PLR0913 - each is needed, and they are keyword arguments
    layout: Layout,
    kind: Kind,
    parts: Collection[str],
    *,
    files: Mapping[str, bytes],
    signatures: Signatures,
    after_removal: bool = False,
    static_assert: str = "static_assert",
) -> dict[str, tuple[Edit, ...]]:
    """The edits that bring in ``parts``, by path, relative to the pristine files.

    A part is "type" (with its assertions), "from_page" or "to_page" (the bridges) or the name
    of an accessor. Give all parts that a step and those before it need: the edits are whole
    each time, since parts share their place. ``files`` has the accessors' header (only if there
    are accessors); the header of struct page is in ``layout``. ``after_removal`` picks the
    assertions for a struct page without the kind's fields; ``static_assert`` is as for
    ``assert_text``. Raises KindError for a part that the kind does not have.
    """
    edits: dict[str, list[Edit]] = {}
    block = _type_block(layout, kind, parts, after_removal, static_assert)
    if block:
        at = edits.setdefault(layout.path, [])
        if TYPE in parts and static_assert == "static_assert":
            at += _include_edits(layout.text, _BUILD_BUG)
        if TYPE in parts and layout.ahead:
            text = type_text(layout, kind) + "\n"
            at.append(Edit(layout.start, layout.start, text.encode("latin-1")))
        at.append(Edit(layout.end, layout.end, block.encode("latin-1")))
    wanted = [name for name in parts if name not in (TYPE, FROM_PAGE, TO_PAGE)]
    if wanted:
        path, edit = _accessor_edit(kind, wanted, files, signatures)
        edits.setdefault(path, []).append(edit)
    return {path: tuple(sorted(group)) for path, group in sorted(edits.items())}


def _type_block(
    layout: Layout, kind: Kind, parts: Collection[str], after_removal: bool, static_assert: str
) -> str:
    blocks = []
    if TYPE in parts and not layout.ahead:
        blocks.append(type_text(layout, kind))
    if TYPE in parts:
        blocks.append(assert_text(layout, kind, after_removal, static_assert))
    blocks += [bridge_text(kind, which) for which in (FROM_PAGE, TO_PAGE) if which in parts]
    return "".join("\n" + block for block in blocks)


def _include_edits(text: str, header: str) -> list[Edit]:
    """Include ``header`` unless it is: in its place in a sorted run, or else after the last."""
    includes = list(_INCLUDE.finditer(text))
    if any(found[1] == header for found in includes):
        return []
    if not includes:
        raise TreeError(f"#include <{header}> by hand: the header of struct page includes nothing")
    # The longest run of neighbouring lines is the list of includes that a person would extend.
    run = max(_runs(includes), key=len)
    names = [found[1] for found in run]
    at = run[-1].end()
    if names == sorted(names):
        at = next((found.start() for found in run if found[1] > header), at)
    return [Edit(at, at, f"#include <{header}>\n".encode("latin-1"))]


def _accessor_edit(
    kind: Kind, wanted: Collection[str], files: Mapping[str, bytes], signatures: Signatures
) -> tuple[str, Edit]:
    if kind.accessors is None:
        raise KindError(f"{kind.path}:1: add a table [accessors] with a header")
    path = kind.accessors.header
    if path not in files:
        where = kind.place("accessors.header")
        raise KindError(f"{where}: the tree has no {path}: name another header")
    for name in wanted:
        kind.accessor(name)
    ordered = [entry.name for entry in kind.accessors.function if entry.name in wanted]
    text = files[path].decode("latin-1")
    at = _accessor_place(kind, text)
    body = "\n" + accessor_text(kind, ordered, signatures)
    if not re.match(r"[ \t]*(?:\n|\Z)", text[at:]):
        body += "\n"
    return path, Edit(at, at, body.encode("latin-1"))


def _accessor_place(kind: Kind, text: str) -> int:
    """The offset of the line after which accessors go, at its end."""
    assert kind.accessors is not None
    lines = text.splitlines(keepends=True)
    after = kind.accessors.after
    if after is not None:
        hits = [index for index, line in enumerate(lines) if re.search(after, line)]
        if not hits:
            header = kind.accessors.header
            where = kind.place("accessors.after")
            raise KindError(f"{where}: no line of {header} matches accessors.after {after!r}")
        return sum(len(line) for line in lines[: hits[-1] + 1])
    return _after_includes(lines, kind.accessors.header)


def _after_includes(lines: list[str], path: str) -> int:
    """The end of the last #include that every configuration sees, or of the #endif after one."""
    guard = 1 if re.search(r"^#ifndef \w+\n#define \w+", "".join(lines), re.MULTILINE) else 0
    depth, at, offset, pending = 0, -1, 0, False
    for line in lines:
        offset += len(line)
        word = line.lstrip().lstrip("#").split(maxsplit=1)[:1] if line.startswith("#") else []
        if word and word[0].startswith("if"):
            depth += 1
        elif word == ["endif"]:
            depth -= 1
            if depth == guard and pending:
                at, pending = offset, False
        elif _ANY_INCLUDE.match(line):
            if depth <= guard:
                at = offset
            else:
                pending = True
    if at < 0:
        raise TreeError(f"{path} includes nothing: set accessors.after in the kind file")
    return at


def forward_declaration_edits(data: bytes, kind: Kind) -> tuple[Edit, ...]:
    """Declare the kind's struct wherever a header declares ``struct page;`` and no more.

    The line goes after the one for struct page, or to its place if the declarations are sorted.
    No edit for a header that has the line already, or does not declare struct page itself.
    """
    text = data.decode("latin-1")
    tag = kind.kind.type
    found = list(_FORWARD.finditer(text))
    if any(one[1] == tag for one in found):
        return ()
    for run in _runs(found):
        names = [one[1] for one in run]
        if "page" not in names:
            continue
        at = run[names.index("page")].end()
        # Two names in order may be chance.
        if len(names) > 2 and names == sorted(names):
            at = next((one.start() for one in run if one[1] > tag), run[-1].end())
        return (Edit(at, at, f"struct {tag};\n".encode("latin-1")),)
    return ()


def declare_before(data: bytes, kind: Kind, offset: int) -> tuple[Edit, ...]:
    """Declare the kind's struct ahead of the paragraph in which ``offset`` stands: a prototype's
    parameter is no declaration for those that follow. No edit if it is declared before."""
    tag = kind.kind.type.encode()
    if re.search(rb"^struct[ \t]+" + tag + rb"\s*[;{]", data[:offset], re.MULTILINE):
        return ()
    at = data.rfind(b"\n\n", 0, offset) + 2
    return (Edit(at, at, b"struct " + tag + b";\n"),) if at > 1 else ()


def _runs(found: Sequence[re.Match[str]]) -> list[list[re.Match[str]]]:
    """Matches of whole lines, those on neighbouring lines together."""
    runs: list[list[re.Match[str]]] = []
    for one in found:
        if runs and runs[-1][-1].end() == one.start():
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs
