# SPDX-License-Identifier: GPL-2.0-only
"""One use of a struct field goes in; the edits that make it use another field come out."""

from __future__ import annotations

from dataclasses import dataclass

from tree_sitter import Node

from folioize.cst import Module
from folioize.model import Edit
from folioize.typegen.scope import CType, type_name, type_of

_TRUTH = frozenset(("if_statement", "while_statement", "do_statement", "for_statement"))
_INTEGERS = frozenset(("int", "unsigned int", "unsigned"))
_UNSIGNED_LONG = frozenset(("unsigned long", "pgoff_t", "size_t"))
_SIMPLE = frozenset(
    (
        "identifier",
        "number_literal",
        "call_expression",
        "field_expression",
        "subscript_expression",
        "parenthesized_expression",
        "cast_expression",
        "pointer_expression",
    )
)


class NotUnderstood(Exception):
    """The use stands in a place whose type can't be told; the text says which place."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The field used and the one to use, with their types as struct page declares them."""

    old: str
    new: str
    old_type: str
    new_type: str

    @property
    def to_integer(self) -> bool:
        """A pointer moves into a word that is an integer."""
        return "*" in self.old_type and "*" not in self.new_type

    @property
    def both_integers(self) -> bool:
        """Neither is a pointer."""
        return "*" not in self.old_type and "*" not in self.new_type

    @property
    def cast(self) -> str:
        """A cast to the new type, spelt as for any word."""
        plain = "unsigned long" if self.new_type in _UNSIGNED_LONG else self.new_type
        return f"({plain})"


def edits_of_use(module: Module, node: Node, fields: Fields, result: CType | None) -> list[Edit]:
    """Edits for the field expression ``node``; ``result`` is what the function returns.

    Raises NotUnderstood where the value or its address goes somewhere that would see the type.
    """
    name = node.child_by_field_name("field")
    assert name is not None
    rename = Edit(name.start_byte, name.end_byte, fields.new.encode("latin-1"))
    if fields.old_type == fields.new_type:
        return [rename]
    outer, parent = _outside(node)
    if parent.type == "assignment_expression" and _is(parent, "left", outer):
        return [rename, *_stored(module, parent, fields)]
    if _address_or_change(outer, parent):
        raise NotUnderstood(f"{fields.old} is changed in place or its address is taken")
    return [rename, *_read(module, outer, parent, fields, result)]


def _outside(node: Node) -> tuple[Node, Node]:
    """The node with the parentheses around it that belong to no statement, and what holds it."""
    parent = node.parent
    assert parent is not None
    while parent.type == "parenthesized_expression":
        above = parent.parent
        assert above is not None
        if above.type in _TRUTH:
            break
        node, parent = parent, above
    return node, parent


def _is(parent: Node, name: str, node: Node) -> bool:
    found = parent.child_by_field_name(name)
    return found is not None and found.id == node.id


def _address_or_change(node: Node, parent: Node) -> bool:
    if parent.type == "pointer_expression":
        return True
    return parent.type in ("update_expression", "sizeof_expression")


def _operator(node: Node) -> str:
    found = node.child_by_field_name("operator")
    return "" if found is None else found.type


# -- written --------------------------------------------------------------------------------------


def _stored(module: Module, assignment: Node, fields: Fields) -> list[Edit]:
    value = assignment.child_by_field_name("right")
    if value is None or _operator(assignment) != "=":
        raise NotUnderstood(f"{fields.old} is changed in place")
    statement = assignment.parent
    if statement is None or statement.type not in ("expression_statement", "for_statement"):
        raise NotUnderstood(f"the value of an assignment to {fields.old} is used")
    if fields.both_integers:
        return []
    return [_converted(module, value, fields)]


def _converted(module: Module, value: Node, fields: Fields) -> Edit:
    """A value for the old field, converted for the new one."""
    text = module.text(value).decode("latin-1")
    if fields.to_integer:
        if text in ("NULL", "0"):
            return _replace(value, "0")
        if value.type == "cast_expression":
            inner = value.child_by_field_name("value")
            found = None if inner is None else type_of(module, inner)
            if inner is not None and found is not None and "*" in text.split(")", 1)[0]:
                plain = module.text(inner).decode("latin-1")
                return _replace(value, plain if not found.depth else fields.cast + plain)
    simple = value.type in _SIMPLE
    return _replace(value, fields.cast + (text if simple else f"({text})"))


def _replace(node: Node, text: str) -> Edit:
    return Edit(node.start_byte, node.end_byte, text.encode("latin-1"))


# -- read -----------------------------------------------------------------------------------------


def _read(
    module: Module, node: Node, parent: Node, fields: Fields, result: CType | None
) -> list[Edit]:
    """Edits around a use that reads the field: a cast to add, to change or to drop."""
    if _is_truth(node, parent):
        return []
    if parent.type == "cast_expression":
        return _under_cast(module, node, parent, fields)
    if parent.type == "binary_expression" and _operator(parent) in ("==", "!="):
        left = parent.child_by_field_name("left")
        other = parent.child_by_field_name("right" if left is not None and left == node else "left")
        if other is not None and not fields.both_integers:
            return [_converted(module, other, fields)]
    target = _target(module, node, parent, result)
    if fields.both_integers:
        return [] if target is not None and _narrow(target) else [_cast(node, fields.old_type)]
    if target is None or not target.depth:
        return [_cast(node, fields.old_type)]
    return [_cast(node, target.text)]


def _is_truth(node: Node, parent: Node) -> bool:
    if parent.type == "parenthesized_expression":
        return True
    if parent.type in ("for_statement", "conditional_expression"):
        return _is(parent, "condition", node)
    return _operator(parent) in ("!", "&&", "||")


def _under_cast(module: Module, node: Node, parent: Node, fields: Fields) -> list[Edit]:
    written = parent.child_by_field_name("type")
    if written is None or not fields.to_integer:
        return []
    found = type_name(module, written)
    if found.depth or found.base not in _UNSIGNED_LONG:
        return []
    if fields.new_type not in _UNSIGNED_LONG:
        return []
    return [Edit(parent.start_byte, node.start_byte, b"")]


def _target(module: Module, node: Node, parent: Node, result: CType | None) -> CType | None:
    """The type that the place expects of the value, if it can be told."""
    if parent.type == "return_statement":
        return result
    if parent.type == "assignment_expression":
        left = parent.child_by_field_name("left")
        return None if left is None else type_of(module, left)
    if parent.type == "init_declarator":
        inner = parent.child_by_field_name("declarator")
        while inner is not None and inner.type != "identifier":
            inner = inner.child_by_field_name("declarator")
        return None if inner is None else _declared_here(module, parent, inner)
    return None


def _declared_here(module: Module, declarator: Node, name: Node) -> CType | None:
    declaration = declarator.parent
    base = None if declaration is None else declaration.child_by_field_name("type")
    if base is None:
        return None
    stars = module.text(declarator.start_byte, name.start_byte).count(b"*")
    return CType(" ".join(module.text(base).decode("latin-1").split()), stars)


def _narrow(target: CType) -> bool:
    """An int's worth of bits, whatever its sign: the conversion is the same from both fields."""
    return not target.depth and target.base in _INTEGERS


def _cast(node: Node, written: str) -> Edit:
    return Edit(node.start_byte, node.start_byte, f"({written})".encode("latin-1"))
