# SPDX-License-Identifier: GPL-2.0-only
"""A file that borrows a kind's fields goes in; edits that move it to other fields come out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from tree_sitter import Node

from folioize.cst import Module
from folioize.errors import KindError
from folioize.kinds.kindfile import Kind
from folioize.model import Edit, Left
from folioize.typegen.layout import Layout
from folioize.typegen.scope import result_type
from folioize.typegen.sizes import lies_over
from folioize.typegen.use import Fields, NotUnderstood, edits_of_use


@dataclass(frozen=True, slots=True)
class Borrowing:
    """What was found in one file: its ``edits``, the ``moved`` uses by the offset of the field's
    name, and what is left."""

    edits: tuple[Edit, ...]
    moved: frozenset[int]
    left: tuple[Left, ...]


def find_borrowing(
    path: str, data: bytes, kind: Kind, layout: Layout, borrowed: frozenset[int]
) -> Borrowing:
    """Rewrite the uses ``borrowed`` of the kind's fields to the fields that stay.

    A use is known by the offset of the field's name. Which field becomes which is in the kind's
    [[borrower]] entries; both lie at one offset, and casts are added, changed or dropped so that
    the machine code stays. Comments that name the old field of a page follow. Uses that can't be
    moved are in ``left``, not edited; those of a field without an entry are in neither. Raises
    KindError for an entry whose two fields are not known to lie over one another.
    """
    moves = {move.field: _fields(at, kind, layout) for at, move in enumerate(kind.borrower)}
    names = "|".join(re.escape(name) for name, fields in moves.items() if fields)
    if not names or not borrowed:
        return Borrowing((), frozenset(), ())
    module = Module.parse(path, data)
    edits: list[Edit] = []
    left: list[Left] = []
    pages = {"page"}
    moved: set[int] = set()
    for node in _field_uses(module.root):
        field = _field(node)
        fields = moves.get(module.text(field).decode("latin-1"))
        if fields is None or field.start_byte not in borrowed:
            continue
        argument = node.child_by_field_name("argument")
        if argument is not None and argument.type == "identifier":
            pages.add(module.text(argument).decode("latin-1"))
        try:
            edits += _use(module, node, fields)
            moved.add(field.start_byte)
        except NotUnderstood as err:
            left.append(Left(path, module.line(node.start_byte), "not understood", str(err)))
    left += _in_macros(module, names)
    edits += _comment_edits(module, pages, moves, moved)
    return Borrowing(tuple(sorted(edits)), frozenset(moved), tuple(left))


def _fields(number: int, kind: Kind, layout: Layout) -> Fields | None:
    """The two declarations of the kind's move ``number``; None if this tree has no such field."""
    field, use = kind.borrower[number].field, kind.borrower[number].use
    old = next((one for one in layout.own if one.declared.name == field), None)
    if old is None:
        return None
    new = next((one for one in layout.left if one.declared.name == use), None)
    if new is None or not lies_over(old, new):
        raise KindError(
            f"{kind.place(f'borrower[{number}].use')}: struct page has no {use} of the size of "
            f"{field} at its offset: name another field"
        )
    return Fields(field, use, old.declared.type, new.declared.type)


def _field(node: Node) -> Node:
    found = node.child_by_field_name("field")
    assert found is not None
    return found


def _field_uses(root: Node) -> Iterator[Node]:
    stack = [root]
    while stack:
        node = stack.pop()
        if node.type == "field_expression":
            yield node
        stack += reversed(node.named_children)


def _use(module: Module, node: Node, fields: Fields) -> list[Edit]:
    made = edits_of_use(module, node, fields, result_type(module, node))
    for edit in made:
        if not module.clean_at(edit.start, max(edit.end, edit.start + 1)):
            raise NotUnderstood(f"{fields.old} stands in code that was not parsed whole")
    return made


def _in_macros(module: Module, names: str) -> list[Left]:
    """Macro bodies are no tree: what they do to such a field of a page is told, not edited."""
    found = []
    for define in module.defines:
        body = module.data[define.body_start : define.body_end].decode("latin-1")
        for hit in re.finditer(rf"\bpage\)?->({names})\b", body):
            line = module.line(define.body_start + hit.start())
            why = f"macro {define.name} uses {hit[1]}: move it by hand"
            found.append(Left(module.path, line, "not understood", why))
    return found


def _comment_edits(
    module: Module, pages: set[str], moves: dict[str, Fields | None], moved: Collection[int]
) -> Iterator[Edit]:
    """Comments follow, but not in a function in which nothing has moved: it is of the kind."""
    owners = "|".join(sorted(pages))
    concerned = {item.start for item in map(module.item_at, moved) if item is not None}
    for field, fields in moves.items():
        if fields is None:
            continue
        named = re.compile(rf"\b(?:{owners})->({field}(?:\({fields.new}\))?)(?!\w)".encode())
        for start, end in module.comments:
            item = module.item_at(start)
            inside = item is not None and item.node.type == "function_definition"
            if inside and item is not None and item.start not in concerned:
                continue
            for hit in named.finditer(module.data, start, end):
                yield Edit(hit.start(1), hit.end(1), fields.new.encode("latin-1"))
