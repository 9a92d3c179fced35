# SPDX-License-Identifier: GPL-2.0-only
"""C declarators: a tree-sitter declarator goes in, its name, pointer depth and parameters come out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tree_sitter import Node

Read = Callable[[int, int], bytes]
"""The original bytes between two of a node's offsets."""

_TYPES = ("struct_specifier", "union_specifier", "enum_specifier")


@dataclass(frozen=True, slots=True)
class Specifier:
    """The type specifier of a declaration; ``token`` is the span of ``struct page`` or None."""

    base: str
    const: bool
    static: bool
    token: tuple[int, int] | None
    body: Node | None
    extern: bool = False


@dataclass(frozen=True, slots=True)
class Declarator:
    """A declared name: ``depth`` pointers and arrays over the base type.

    For a function or a pointer to one, ``params`` is its parameter list, ``depth`` that of the
    result, and ``pointer`` tells the pointer from the function.
    """

    name: Node | None
    depth: int
    array: bool
    params: Node | None
    pointer: bool
    value: Node | None
    node: Node | None


def specifier(node: Node, read: Read) -> Specifier:
    """Read the specifiers of a declaration, field, parameter, type descriptor or definition."""
    const = static = extern = False
    for child in node.children:
        kind = child.type
        if kind == "type_qualifier":
            const = const or read(child.start_byte, child.end_byte) == b"const"
        elif kind == "storage_class_specifier":
            word = read(child.start_byte, child.end_byte)
            static = static or word == b"static"
            extern = extern or word == b"extern"
    kind_node = node.child_by_field_name("type")
    if kind_node is None:
        return Specifier("?", const, static, None, None, extern)
    base, token, body = _base(kind_node, read)
    return Specifier(base, const, static, token, body, extern)


def _base(node: Node, read: Read) -> tuple[str, tuple[int, int] | None, Node | None]:
    if node.type not in _TYPES:
        return read(node.start_byte, node.end_byte).decode("latin-1"), None, None
    word = node.type.split("_", 1)[0]
    name = node.child_by_field_name("name")
    body = node.child_by_field_name("body")
    if name is None:
        return f"{word} @{node.start_byte}", None, body
    base = f"{word} {read(name.start_byte, name.end_byte).decode('latin-1')}"
    token = (node.start_byte, name.end_byte) if base == "struct page" and body is None else None
    return base, token, body


def declarator(node: Node | None) -> Declarator:
    """Unwrap a declarator (None for an unnamed parameter) down to its name."""
    depth, array, pointer = 0, False, False
    params: Node | None = None
    value: Node | None = None
    top = node
    while node is not None:
        kind = node.type
        if kind == "init_declarator":
            value = node.child_by_field_name("value")
            node = node.child_by_field_name("declarator")
        elif kind in ("pointer_declarator", "abstract_pointer_declarator"):
            if params is None:
                depth += 1
            else:
                pointer = True
            node = node.child_by_field_name("declarator")
        elif kind in ("array_declarator", "abstract_array_declarator"):
            if params is None:
                depth += 1
                array = True
            node = node.child_by_field_name("declarator")
        elif kind in ("function_declarator", "abstract_function_declarator"):
            params = node.child_by_field_name("parameters")
            node = node.child_by_field_name("declarator")
        elif kind in ("parenthesized_declarator", "abstract_parenthesized_declarator"):
            node = _inner(node)
        elif kind == "attributed_declarator":
            node = node.named_children[0] if node.named_children else None
        elif kind in ("identifier", "field_identifier", "type_identifier"):
            return Declarator(node, depth, array, params, pointer, value, top)
        else:
            break
    return Declarator(None, depth, array, params, pointer, value, top)


def _inner(node: Node) -> Node | None:
    for child in node.named_children:
        if child.type.endswith("declarator") or child.type in (
            "identifier",
            "field_identifier",
            "type_identifier",
        ):
            return child
    return None


def declarators(node: Node) -> list[Node]:
    """All declarators of a declaration."""
    return node.children_by_field_name("declarator")
