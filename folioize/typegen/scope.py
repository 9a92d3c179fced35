# SPDX-License-Identifier: GPL-2.0-only
"""An expression of a parsed file goes in; its type, as far as the file itself tells, comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tree_sitter import Node

from folioize.cst import Module


@dataclass(frozen=True, slots=True)
class CType:
    """A type: ``base`` with its qualifiers, such as "struct page", and how often it points."""

    base: str
    depth: int

    @property
    def text(self) -> str:
        """As a cast would write it, without parentheses."""
        return self.base + (" " + "*" * self.depth if self.depth else "")


def type_of(module: Module, node: Node) -> CType | None:
    """The type of an identifier, call, subscript or sum; None if the file does not tell.

    Of calls only those of the file's own functions are known.
    """
    reader = _READERS.get(node.type)
    return None if reader is None else reader(module, node)


def _inside(module: Module, node: Node) -> CType | None:
    return type_of(module, node.named_children[0]) if node.named_child_count == 1 else None


def _cast(module: Module, node: Node) -> CType | None:
    return type_name(module, _child(node, "type"))


def _subscript(module: Module, node: Node) -> CType | None:
    return _pointee(type_of(module, _child(node, "argument")))


def _pointer(module: Module, node: Node) -> CType | None:
    inner = type_of(module, _child(node, "argument"))
    if node.children[0].type == "&":
        return None if inner is None else CType(inner.base, inner.depth + 1)
    return _pointee(inner)


def _sum(module: Module, node: Node) -> CType | None:
    """Only pointer arithmetic: an integer's type is not needed."""
    if _child(node, "operator").type not in ("+", "-"):
        return None
    left = type_of(module, _child(node, "left"))
    return left if left is not None and left.depth else None


def type_name(module: Module, written: Node) -> CType:
    """The type that a type name, as in a cast, writes."""
    text = " ".join(module.text(written).decode("latin-1").split())
    return CType(text.replace("*", "").strip(), text.count("*"))


def result_type(module: Module, node: Node) -> CType | None:
    """What the function around ``node`` returns."""
    while node.parent is not None and node.type != "function_definition":
        node = node.parent
    return _result(module, node) if node.type == "function_definition" else None


def _result(module: Module, function: Node) -> CType | None:
    found = next(_declarators(module, function), None)
    return None if found is None else found[1]


def _child(node: Node, name: str) -> Node:
    found = node.child_by_field_name(name)
    assert found is not None, f"{node.type} without {name}"
    return found


def _pointee(of: CType | None) -> CType | None:
    return None if of is None or not of.depth else CType(of.base, of.depth - 1)


def _call(module: Module, node: Node) -> CType | None:
    function = _child(node, "function")
    name = module.text(function).decode("latin-1")
    for item in module.items():
        if item.node.type == "function_definition":
            for declared, result in _declarators(module, item.node):
                if declared == name:
                    return result
    return None


def _variable(module: Module, node: Node) -> CType | None:
    name = module.text(node).decode("latin-1")
    around = node.parent
    while around is not None:
        for declaration in _in_scope(around, node.start_byte):
            for declared, found in _declarators(module, declaration):
                if declared == name:
                    return found
        around = around.parent
    return None


def _in_scope(around: Node, before: int) -> Iterator[Node]:
    """Declarations that belong to a block, loop, function or file, the nearest first."""
    if around.type == "function_definition":
        declarator = around.child_by_field_name("declarator")
        while declarator is not None and declarator.type != "function_declarator":
            declarator = declarator.child_by_field_name("declarator")
        if declarator is not None:
            yield from _child(declarator, "parameters").named_children
        return
    for child in reversed(around.named_children):
        if child.type == "declaration" and child.start_byte < before:
            yield child


def _declarators(module: Module, declaration: Node) -> Iterator[tuple[str, CType]]:
    """The names of a declaration, parameter or function with their types (a result's, if one)."""
    base = declaration.child_by_field_name("type")
    if base is None:
        return
    text = " ".join(module.text(base).decode("latin-1").split())
    for node in declaration.children_by_field_name("declarator"):
        depth, inner = 0, node
        while inner.type not in ("identifier", "field_identifier"):
            depth += inner.type in ("pointer_declarator", "array_declarator")
            step = inner.child_by_field_name("declarator")
            if step is None:
                break
            inner = step
        else:
            yield module.text(inner).decode("latin-1"), CType(text, depth)


_READERS: dict[str, Callable[[Module, Node], CType | None]] = {
    "parenthesized_expression": _inside,
    "identifier": _variable,
    "cast_expression": _cast,
    "call_expression": _call,
    "subscript_expression": _subscript,
    "pointer_expression": _pointer,
    "binary_expression": _sum,
}
