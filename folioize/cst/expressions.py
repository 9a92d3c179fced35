# SPDX-License-Identifier: GPL-2.0-only
"""Nodes of expressions and statements in, views with their parts out."""

from __future__ import annotations

from folioize.cst.mask import MacroCall
from folioize.cst.node import Name, View, view


class Call(View):
    """``name(args)``, also through an expression such as ``ops->fn(args)``."""

    types = ("call_expression",)

    @property
    def function(self) -> View | None:
        """What is called."""
        return self.child("function")

    @property
    def name(self) -> str | None:
        """The function's name, if it is called by one."""
        function = self.function
        return function.name if isinstance(function, Name) else None

    @property
    def args(self) -> tuple[View, ...]:
        """The arguments."""
        listed = self.node.child_by_field_name("arguments")
        nodes = [] if listed is None else listed.named_children
        return tuple(view(self.module, node) for node in nodes)

    @property
    def macro(self) -> MacroCall | None:
        """The macro call that stands here in the file, where masking rewrote it."""
        return next((c for c in self.module.calls_at(self.start) if c.start == self.start), None)


class FieldAccess(View):
    """``argument->name`` or ``argument.name``."""

    types = ("field_expression",)

    @property
    def name(self) -> str:
        """The member's name."""
        node = self.node.child_by_field_name("field")
        return "" if node is None else self.module.text(node).decode("utf-8", "replace")

    @property
    def argument(self) -> View | None:
        """The expression before the operator."""
        return self.child("argument")

    @property
    def arrow(self) -> bool:
        """Whether the operator is ``->``."""
        return any(child.type == "->" for child in self.node.children)


class Assignment(View):
    """``left operator right``."""

    types = ("assignment_expression",)

    @property
    def left(self) -> View | None:
        """What is assigned to."""
        return self.child("left")

    @property
    def right(self) -> View | None:
        """The value."""
        return self.child("right")


class Return(View):
    """A return statement."""

    types = ("return_statement",)

    @property
    def value(self) -> View | None:
        """The value returned."""
        return next(self.children(), None)


class Cast(View):
    """``(type)value``."""

    types = ("cast_expression",)

    @property
    def type(self) -> str:
        """The type with its stars: ``struct page *``."""
        node = self.node.child_by_field_name("type")
        return "" if node is None else " ".join(self.module.text(node).decode().split())

    @property
    def value(self) -> View | None:
        """What is cast."""
        return self.child("value")


class MacroLoop(View):
    """A loop by macro, ``list_for_each_entry(pos, head, member) { … }``."""

    types = ("macro loop",)

    @property
    def call(self) -> MacroCall:
        """The macro's call, with the spans of its arguments."""
        return next(c for c in self.module.calls_at(self.start) if c.start == self.start)

    @property
    def name(self) -> str:
        """The macro's name."""
        return self.call.name

    @property
    def args(self) -> tuple[str, ...]:
        """The text of each argument."""
        return tuple(self.module.text(*span).decode("utf-8", "replace") for span in self.call.args)

    @property
    def body(self) -> View | None:
        """The statement repeated."""
        return self.child("body") or self.child("consequence")
