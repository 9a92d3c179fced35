# SPDX-License-Identifier: GPL-2.0-only
"""A function and those of its parameters that become a union go in; the edits of it come out.

Within the function the page goes on by the name that it had: a variable of that name is set from
the parameter, so that the body stays as it is. What is passed on to functions that take the union
too is the parameter itself, and the fields that the supertype has rules on are reached through
the accessors. Where no use is left, or one, there is no variable; nor is there where all that are
left are such as a configuration may lack.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tree_sitter import Node

from folioize.cst import Module
from folioize.facts.records import Access, Decl, FileFacts, Func
from folioize.kinds.kindfile import Kind
from folioize.kinds.newnames import new_name
from folioize.model import Edit
from folioize.plan.docs import kernel_doc_edits
from folioize.typegen.supertype import CONST, ONE, SEVERAL, tag_of

_ASSIGNED = re.compile(rb"\s*(?:=(?!=)|\+\+|--|[-+]=)")
_TAKES = frozenset(
    (
        *("binary_expression", "parenthesized_expression", "return_statement", "cast_expression"),
        *("unary_expression", "conditional_expression", "init_declarator"),
    )
)
"""What may stand around a value that a function returns, as around a field that is read."""


def form_of(decl: Decl) -> str:
    """Which of the unions stands for a parameter of pages."""
    if decl.depth > 1:
        return SEVERAL
    return CONST if decl.const else ONE


@dataclass(frozen=True, slots=True)
class Site:
    """A file as this needs it: ``takes`` tells whether the argument of a call, by the name of the
    callee and its place, is that form of the union; ``known`` whether a name is a function's."""

    kind: Kind
    facts: FileFacts
    module: Module
    takes: Callable[[str, int, str], bool]
    known: Callable[[str], bool]


@dataclass(slots=True)
class Written:
    """What becomes of a function: edits, the parts of the type that they need, what was retyped,
    and how many conversions to struct page it has."""

    edits: list[Edit] = field(default_factory=list)
    parts: set[str] = field(default_factory=set)
    retyped: set[int] = field(default_factory=set)
    names: dict[bytes, bytes] = field(default_factory=dict)


def write_function(site: Site, function: Func, indices: list[int]) -> Written:
    """Convert the parameters ``indices`` of one definition or prototype."""
    out = Written()
    first: list[bytes] = []
    for index in indices:
        decl_index = function.params[index][3]
        decl = site.facts.decls[decl_index]
        out.retyped.add(decl_index)
        form = form_of(decl)
        out.parts.add(form)
        tag = tag_of(site.kind, form)
        if decl.named[0] < 0:
            out.edits.append(Edit(*decl.whole, f"union {tag}".encode()))
            continue
        name = _name(site, function, decl)
        text = f"union {tag} {name}".encode()
        out.edits.append(Edit(decl.whole[0], decl.named[1], text))
        out.names[decl.name.encode()] = name.encode()
        if function.defined:
            first += _Body(site, function, decl_index, name, out).write()
    if first:
        out.edits.append(_inserted(site, function, first))
    out.edits += kernel_doc_edits(site.module.data, function.start, out.names)
    return out


def _name(site: Site, function: Func, decl: Decl) -> str:
    """What the parameter is called: the variable of the page keeps its name."""
    text = site.module.data[function.start : function.end]
    found = new_name(decl.name, site.kind.kind.variable)
    if found is None and decl.name.endswith("pages"):
        found = f"{decl.name[:-5]}{site.kind.kind.variable}s"
    found = found or f"{site.kind.kind.variable}_{decl.name}"
    while re.search(rb"\b" + found.encode() + rb"\b", text):
        found += "_"
    return found


def _inserted(site: Site, function: Func, rows: list[bytes]) -> Edit:
    """Declarations at the head of the body, with a blank line where none follows."""
    data = site.module.data
    at = data.index(b"\n", function.body) + 1
    body = site.module.root.descendant_for_byte_range(function.body, function.body + 1)
    while body is not None and body.type != "compound_statement":
        body = body.parent
    statements = body.named_children if body is not None else []
    follows = bool(statements) and statements[0].type == "declaration"
    return Edit(at, at, b"".join(rows) + (b"" if follows else b"\n"))


class _Body:
    """The uses of one parameter in the body of its function."""

    def __init__(self, site: Site, function: Func, decl: int, name: str, out: Written) -> None:
        self.site = site
        self.function = function
        self.index = decl
        self.decl = site.facts.decls[decl]
        self.form = form_of(self.decl)
        self.name = name.encode()
        self.out = out
        self.data = site.module.data
        self.uses = sorted(
            (start, end)
            for index, start, end in site.facts.uses
            if index == decl and function.body <= start < function.end
        )

    def write(self) -> list[bytes]:
        """Add the edits; gives the declaration of a variable if there is one."""
        if self._unclear():
            return [self._variable()]
        assigned = any(self._is_assigned(*use) for use in self.uses)
        done: set[tuple[int, int]] = set()
        page = self.decl.name.encode() if assigned else self.name
        for access in self._accesses():
            edits = self._through_accessor(access, page)
            if edits:
                self.out.edits += edits
                done.add((access.start, access.end))
        if not assigned:
            for use in self._passed_on():
                self.out.edits.append(Edit(*use, self.name))
                done.add(use)
        rest = [use for use in self.uses if use not in done]
        few = 1 if self.form != SEVERAL else 0  # an array is what is looked into
        if assigned or (len(rest) > few and any(self._is_sure(start) for start, _ in rest)):
            return [self._variable()]
        bridge = self.site.kind.bridges.to_page.encode()
        for use in rest:
            self.out.parts.add("to_page")
            self.out.edits.append(Edit(*use, bridge + b"(" + self.name + b")"))
        return []

    def _unclear(self) -> bool:
        """Whether the body may use the parameter in ways that no fact tells of."""
        span = range(self.function.body, self.function.end)
        unread = any(name == self.decl.name and at in span for name, at in self.site.facts.unread)
        word = rb"(?<![\w.>])" + self.decl.name.encode() + rb"\b"
        text = self.data[self.function.body : self.function.end]
        names = {self.function.body + found.start() for found in re.finditer(word, text)}
        told = {start for start, _ in self.uses}
        comments = self.site.module.comments
        hidden = {at for at in names - told if not any(a <= at < b for a, b in comments)}
        return unread or bool(hidden) or not self.function.clean

    def _variable(self) -> bytes:
        self.out.parts.add("to_page")
        const = "const " if self.decl.const else ""
        stars, bridge = "*" * self.decl.depth, self.site.kind.bridges.to_page
        text = f"\t{const}struct page {stars}{self.decl.name} = {bridge}({self.name.decode()});\n"
        return text.encode()

    def _is_assigned(self, start: int, end: int) -> bool:
        before = self.data[:start].rstrip()[-2:]
        if before in (b"++", b"--") or _ASSIGNED.match(self.data, end):
            return True
        plain = not re.match(rb"\s*(?:->|\.|\[)", self.data[end : end + 8])
        return before.endswith(b"&") and before != b"&&" and plain

    def _passed_on(self) -> Iterator[tuple[int, int]]:
        """The uses that are arguments of what takes the union as well."""
        for flow in self.site.facts.flows:
            if flow.source != ("d", self.index) or flow.sink[0] != "a" or flow.macro >= 0:
                continue
            call = self.site.facts.calls[flow.sink[1]]
            span = (flow.start, flow.end)
            if span in self.uses and self.site.takes(call.name, flow.sink[2], self.form):
                yield span

    def _is_sure(self, at: int) -> bool:
        """Whether a use is there in every configuration: within no macro and no ``#if``."""
        before = self.data[self.function.body : at]
        opened = len(re.findall(rb"^#[ \t]*if", before, re.MULTILINE))
        if opened > len(re.findall(rb"^#[ \t]*endif", before, re.MULTILINE)):
            return False
        node = self.site.module.root.descendant_for_byte_range(at, at + 1)
        while node is not None and node.start_byte >= self.function.body:
            if node.type == "call_expression" and not self._calls_function(node):
                return False
            node = node.parent
        return True

    def _calls_function(self, call: Node) -> bool:
        callee = call.child_by_field_name("function")
        if callee is None or callee.type != "identifier":
            return False
        return self.site.known(self.site.module.text(callee).decode("latin-1"))

    # -- fields that the supertype has rules on ---------------------------------------------------

    def _accesses(self) -> Iterator[Access]:
        for access in self.site.facts.accesses:
            mine = access.base == ("d", self.index) and (access.start, access.end) in self.uses
            if mine and access.arrow and access.macro < 0 and self.form == ONE:
                yield access

    def _through_accessor(self, access: Access, page: bytes) -> list[Edit]:
        supertype = self.site.kind.supertype
        assert supertype is not None
        rule = next((rule for rule in supertype.rule if rule.field == access.field), None)
        if rule is None:
            return []
        if access.mode == "a" and rule.address:
            before = self.data[access.start - 2 : access.start]
            if before.endswith(b"&") and before != b"&&":
                return self._call(access.start - 1, access.named[1], rule.address, page)
        if access.mode == "r" and rule.read and self._is_value(access):
            return self._call(access.start, access.named[1], rule.read, page)
        if access.mode == "w" and rule.write:
            return self._set(access, rule.write, page)
        return []

    def _call(self, start: int, end: int, name: str, page: bytes) -> list[Edit]:
        self.out.parts.update((name, ONE))
        return [Edit(start, end, name.encode() + b"(" + page + b")")]

    def _is_value(self, access: Access) -> bool:
        """Whether a field that is read stands where a call may stand too."""
        node = self._field(access)
        parent = node.parent if node is not None else None
        if node is None or parent is None:
            return False
        if parent.type == "assignment_expression":
            return parent.child_by_field_name("right") == node
        if parent.type == "argument_list" and parent.parent is not None:
            return self._calls_function(parent.parent)
        return parent.type in _TAKES

    def _set(self, access: Access, name: str, page: bytes) -> list[Edit]:
        node = self._field(access)
        parent = node.parent if node is not None else None
        if parent is None or parent.type != "assignment_expression":
            return []
        operator, value = (parent.child_by_field_name(key) for key in ("operator", "right"))
        outer = parent.parent
        plain = operator is not None and operator.type == "="
        if value is None or outer is None or outer.type != "expression_statement" or not plain:
            return []
        self.out.parts.update((name, ONE))
        return [
            Edit(access.start, value.start_byte, name.encode() + b"(" + page + b", "),
            Edit(value.end_byte, value.end_byte, b")"),
        ]

    def _field(self, access: Access) -> Node | None:
        node = self.site.module.root.descendant_for_byte_range(access.start, access.named[1])
        return node if node is not None and node.type == "field_expression" else None
