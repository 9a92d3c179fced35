# SPDX-License-Identifier: GPL-2.0-only
"""Nodes that declare something in, views with its names, types, stars and members out."""

from __future__ import annotations

from tree_sitter import Node

from folioize.cst.node import Name, View

# Nodes between a declaration and the name it declares.
_DECLARATORS = frozenset(
    (
        "pointer_declarator",
        "array_declarator",
        "function_declarator",
        "parenthesized_declarator",
        "init_declarator",
        "attributed_declarator",
    )
)


class Declarator(View):
    """One declared name with its stars, brackets and initialiser: ``**x[2] = y``."""

    __slots__ = ()

    @property
    def _named(self) -> tuple[Node | None, int]:
        node: Node | None = self.node
        depth = 0
        while node is not None and node.type in _DECLARATORS:
            depth += node.type == "pointer_declarator"
            below = node.child_by_field_name("declarator")
            if below is None and node.named_child_count:
                below = node.named_children[0]
            node = below
        return node, depth

    @property
    def name_node(self) -> Node | None:
        """The node of the declared name; None in ``int f(char *)``."""
        node = self._named[0]
        return node if node is not None and node.type in Name.types else None

    @property
    def name(self) -> str | None:
        """The declared name; None in ``int f(char *)``."""
        node = self.name_node
        return None if node is None else self.module.text(node).decode("utf-8", "replace")

    @property
    def depth(self) -> int:
        """How many stars are before the name (0 for a value)."""
        return self._named[1]

    @property
    def value(self) -> View | None:
        """The initialiser's value."""
        return self.child("value") if self.node.type == "init_declarator" else None

    def parameters(self) -> tuple[Parameter, ...]:
        """Return the parameters of the function, or of the function pointed to."""
        stack = [self.node]
        while stack:
            node = stack.pop()
            if node.type == "function_declarator":
                listed = node.child_by_field_name("parameters")
                nodes = [] if listed is None else listed.named_children
                found = [n for n in nodes if n.type == "parameter_declaration"]
                return tuple(Parameter(self.module, one) for one in found)
            below = node.child_by_field_name("declarator")
            stack += node.named_children if below is None else [below]
        return ()


class _Declaring(View):
    """What has a type and declarators."""

    __slots__ = ()

    @property
    def type_node(self) -> Node | None:
        """The node of the type: a struct specifier, a primitive type, a type's name."""
        return self.node.child_by_field_name("type")

    @property
    def type(self) -> str:
        """The type without qualifiers and stars, white space made single: ``struct page``."""
        node = self.type_node
        if node is None:
            return ""
        if node.type.endswith("_specifier") and node.child_by_field_name("body") is not None:
            name = node.child_by_field_name("name")
            tag = "" if name is None else " " + self.module.text(name).decode()
            return node.type.split("_", maxsplit=1)[0] + tag
        return " ".join(self.module.text(node).decode("utf-8", "replace").split())

    @property
    def declarators(self) -> tuple[Declarator, ...]:
        """One for each declared name."""
        nodes = self.node.children_by_field_name("declarator")
        return tuple(Declarator(self.module, node) for node in nodes)

    @property
    def is_static(self) -> bool:
        """Whether it says ``static``."""
        storage = (one for one in self.node.children if one.type == "storage_class_specifier")
        return any(one.text == b"static" for one in storage)

    @property
    def names(self) -> tuple[str, ...]:
        """The declared names."""
        return tuple(one.name for one in self.declarators if one.name is not None)


class Declaration(_Declaring):
    """A local, a global, a prototype or a typedef."""

    types = ("declaration", "type_definition")


class StructField(_Declaring):
    """A member of a struct or union."""

    types = ("field_declaration",)


class Parameter(_Declaring):
    """A parameter of a function, a prototype or a function pointer."""

    types = ("parameter_declaration",)

    @property
    def name(self) -> str | None:
        """The parameter's name, or None."""
        return self.names[0] if self.names else None

    @property
    def depth(self) -> int:
        """How many stars are before the name."""
        node = self.node.child_by_field_name("declarator")
        depth = 0
        while node is not None:
            depth += node.type in ("pointer_declarator", "abstract_pointer_declarator")
            node = node.child_by_field_name("declarator")
        return depth


class FunctionDef(_Declaring):
    """A function with its body."""

    types = ("function_definition",)

    @property
    def name(self) -> str:
        """The function's name; for a system call's macro, the call's."""
        return self.names[0] if self.names else ""

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters in order; none for ``(void)`` has no name."""
        return self.declarators[0].parameters() if self.declarators else ()

    @property
    def body(self) -> View | None:
        """The braces and what they hold."""
        return self.child("body")


class StructDef(View):
    """A struct or union with or without its members."""

    types = ("struct_specifier", "union_specifier")

    @property
    def name(self) -> str | None:
        """The tag."""
        node = self.node.child_by_field_name("name")
        return None if node is None else self.module.text(node).decode("utf-8", "replace")

    @property
    def fields(self) -> tuple[StructField, ...]:
        """The members, those of nested unnamed structs not among them."""
        body = self.node.child_by_field_name("body")
        nodes = [] if body is None else body.named_children
        return tuple(StructField(self.module, n) for n in nodes if n.type in StructField.types)
