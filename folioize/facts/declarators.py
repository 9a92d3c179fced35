# SPDX-License-Identifier: GPL-2.0-only
"""C declarators: a tree-sitter node goes in; a name, pointer depth and parameters come out."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec
from tree_sitter import Node

Read = Callable[[int, int], bytes]
"""The original bytes between two of a node's offsets."""

_QUALIFIED = re.compile(rb"const|static|extern")
_NAMES = frozenset(("identifier", "field_identifier", "type_identifier"))
_POINTERS = frozenset(("pointer_declarator", "abstract_pointer_declarator"))
_ARRAYS = frozenset(("array_declarator", "abstract_array_declarator"))
_FUNCTIONS = frozenset(("function_declarator", "abstract_function_declarator"))
_AROUND = frozenset(
    ("parenthesized_declarator", "abstract_parenthesized_declarator", "attributed_declarator")
)
_NO_BASE = rb"(?:const|volatile|struct|union|enum|unsigned|signed|static|extern|register|typeof)"
_NO_NAME = rb"(?:__|(?:int|long|char|short|const|restrict|unsigned|signed|double)\b)"
_PLAIN = re.compile(
    rb"(?:const )?((?:struct|union|enum) \w+|unsigned (?:int|long|char|short)|(?!%b\b)\w+)"
    rb"(\s*\*[\s*]*|\s+)((?!%b)[A-Za-z_]\w*)\s*;?" % (_NO_BASE, _NO_NAME)
)
_TYPES = ("struct_specifier", "union_specifier", "enum_specifier")


class Specifier(msgspec.Struct, frozen=True):
    """The type specifier of a declaration; ``token`` is the span of ``struct page`` or None."""

    base: str
    const: bool
    static: bool
    extern: bool
    token: tuple[int, int] | None
    body: Node | None

    def moved(self, base: str, delta: int) -> Specifier:
        """The same with another base, and offsets greater by ``delta``."""
        token = (self.token[0] + delta, self.token[1] + delta) if self.token else None
        return Specifier(base, self.const, self.static, self.extern, token, self.body)


class Declarator(msgspec.Struct, frozen=True):
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


def plain(text: bytes) -> tuple[str, int, str] | None:
    """The base type, depth and name of the text of a declaration, if it is a simple one.

    Most parameters and variables have nothing to do with a page and are as simple as
    ``struct inode *inode``; reading their text is much quicker than asking for nodes.
    """
    if b"page" in text:
        return None
    found = _PLAIN.fullmatch(text)
    if found is None:
        return None
    base, stars, name = found.groups()
    return base.decode("latin-1"), stars.count(b"*"), name.decode("latin-1")


def specifier(node: Node, read: Read) -> Specifier:
    """Read the specifiers of a declaration, field, parameter, type descriptor or definition."""
    kind_node = node.child_by_field_name("type")
    if kind_node is None:
        return Specifier("?", *_qualifiers(node, read), None, None)
    const = static = extern = False
    start, end = kind_node.start_byte, kind_node.end_byte
    if _QUALIFIED.search(read(node.start_byte, start) + read(end, min(end + 24, node.end_byte))):
        const, static, extern = _qualifiers(node, read)
    base, token, body = _base(kind_node, read)
    return Specifier(base, const, static, extern, token, body)


def _qualifiers(node: Node, read: Read) -> tuple[bool, bool, bool]:
    words = {
        read(child.start_byte, child.end_byte)
        for child in node.children
        if child.type in ("type_qualifier", "storage_class_specifier")
    }
    return b"const" in words, b"static" in words, b"extern" in words


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
        if kind in _NAMES:
            return Declarator(node, depth, array, params, pointer, value, top)
        if kind in _POINTERS or kind in _ARRAYS:
            if params is None:
                depth += 1
                array = array or kind in _ARRAYS
            else:
                pointer = pointer or kind in _POINTERS
        elif kind in _FUNCTIONS:
            params = node.child_by_field_name("parameters")
        elif kind == "init_declarator":
            value = node.child_by_field_name("value")
        node = _inner(node) if kind in _AROUND else node.child_by_field_name("declarator")
    return Declarator(None, depth, array, params, pointer, value, top)


def _inner(node: Node) -> Node | None:
    """What parentheses or attributes stand around."""
    for child in node.named_children:
        if child.type in _NAMES or child.type.endswith("declarator"):
            return child
    return None


def declarators(node: Node) -> list[Node]:
    """All declarators of a declaration."""
    return node.children_by_field_name("declarator")
