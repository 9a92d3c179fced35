# SPDX-License-Identifier: GPL-2.0-only
"""An expression of a parsed file goes in; its type comes out, where the file itself tells it.

A type is written "struct page *": the base without qualifiers, then its stars, an array as "[]", a
function as "()": "int ()*" points to one that returns an int. None is unknown.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator

from tree_sitter import Node

from folioize.cst.module import Module
from folioize.cst.views import Declaration, Declarator, Parameter, StructDef, StructField
from folioize.rules.arith import INTEGERS, body_type, is_type, number_type, wider
from folioize.rules.ctree import C
from folioize.rules.visible import Visible

_QUALIFIER = re.compile(r"\b(?:const|volatile|restrict|__restrict|_Atomic)\b")
_ORDER = {"signed": 0, "unsigned": 0, "long": 1, "short": 1, "char": 2, "int": 3}
_STARS = re.compile(r"\*|\[\]|\(\)")
_TAGGED = ("struct_specifier", "union_specifier")
_COMPARE = frozenset(("==", "!=", "<", ">", "<=", ">=", "&&", "||"))

Fields = dict[str, dict[str, str]]


def normal(text: str) -> str:
    """A type as written, without qualifiers, with single spaces and its stars together."""
    text = _QUALIFIER.sub(" ", text)
    stars = "".join(_STARS.findall(text))
    words = _STARS.sub(" ", text).split()
    if words and all(word in _ORDER for word in words):
        words = [w for w in sorted(words, key=lambda w: _ORDER[w]) if w != "signed"] or ["int"]
        if len(words) > 1 and words[-1] == "int":
            words.pop()
    return " ".join(words) + (" " + stars if stars else "")


def parted(text: str) -> tuple[str, str]:
    """A type without qualifiers as its base and what follows it: stars, arrays."""
    words = normal(text)
    base = _STARS.sub("", words).strip()
    return base, words[len(base) :].strip() if words.startswith(base) else ""


def is_integer(text: str) -> bool:
    """Whether a type is one of C's or the kernel's integers."""
    return INTEGERS.match(text) is not None


def pointee(text: str) -> str | None:
    """The type that a pointer points to."""
    if text.endswith("[]"):
        return text[:-2].rstrip()
    return text[:-1].rstrip() if text.endswith("*") else None


def returned(text: str) -> str | None:
    """The type that a function returns, or one that is pointed to."""
    text = text.removesuffix("*")
    return text.removesuffix("()").rstrip() if text.endswith("()") else None


def pointer(text: str) -> str:
    """A pointer to the type."""
    return text + ("*" if text.endswith(("*", "]", ")")) else " *")


class Headers:
    """What headers tell: members of structs, functions' results, globals; all by name."""

    def __init__(self) -> None:
        self.fields: Fields = {}
        self.results: dict[str, str] = {}
        self.globals: dict[str, str] = {}
        self.typedefs: dict[str, str] = {}

    def seek(self, name: str) -> None:
        """Look for a name further away; there is nowhere to look for this one."""

    def read(self, module: Module) -> None:
        """Add what a file declares at its top level."""
        for item in module.items():
            _declared(module, item.node, self)


class Typer:
    """Types of the expressions of one module; ``headers`` are of the files it includes."""

    def __init__(self, module: Module, headers: Headers | None = None) -> None:
        self.module = module
        self.scopes = Visible(module)
        self._given = headers or Headers()

    @functools.cached_property
    def own(self) -> Headers:
        """What the file itself declares at its top level."""
        own = Headers()
        own.read(self.module)
        return own

    def result(self, name: str) -> str | None:
        """The type that a function returns."""
        return self.own.results.get(name) or self._sought("results", name)

    def named(self, name: str) -> str | None:
        """The type of a global, or of what a macro of this file stands for."""
        known = self.own.globals.get(name)
        if known is None and name in self._macros:
            known = body_type(self._macros.pop(name), self.named)  # it does not stand for itself
            self.own.globals[name] = known or ""
        return known or self._sought("globals", name)

    @functools.cached_property
    def _macros(self) -> dict[str, str]:
        """What the macros without parameters of the file stand for."""
        text = self.module.data
        return {
            one.name: text[one.body_start : one.body_end].decode("utf-8", "replace")
            for one in self.module.defines
            if one.params is None
        }

    def members(self, struct: str) -> dict[str, str] | None:
        """The members of a struct, by name."""
        own = self.own.fields.get(struct)
        if own is not None:
            return own
        self._given.seek(struct)
        return self._given.fields.get(struct)

    def resolve(self, text: str) -> str:
        """A type with the typedef of its base replaced, where it is known."""
        for _ in range(8):
            stars = "".join(_STARS.findall(text))
            base = _STARS.sub("", text).strip()
            if " " in base:
                return text
            known = self.own.typedefs.get(base) or self._macro_type(base)
            known = known or self._sought("typedefs", base)
            if known is None or known == base:
                return text
            text = normal(known + " " + stars)
        return text

    def _macro_type(self, name: str) -> str | None:
        """The type that a macro of the file stands for."""
        text = self._macros.get(name, "")
        return text if is_type(text) else None

    def forms(self, text: str) -> Iterator[str]:
        """A type as it is declared, and what its typedefs make of it, which is looked for late."""
        yield text
        yield self.resolve(text)

    def _sought(self, table: str, name: str) -> str | None:
        self._given.seek(name)
        found: dict[str, str] = getattr(self._given, table)
        return found.get(name)

    def type_of(self, node: C) -> str | None:
        """The type of an expression, None if it is not known."""
        handler = _HANDLERS.get(node.kind)
        return handler(self, node) if handler is not None else None

    def is_local(self, node: C) -> bool:
        """Whether a name is declared in the function around it, and is not static."""
        found = self.scopes.lookup(node.text or "", seen_from(node))
        return bool(found) and found[0].depth > 0 and not found[0].declaration.is_static

    def is_variable(self, node: C) -> bool:
        """Whether a name is declared as a variable where it stands, as far as the file tells."""
        return bool(self.scopes.lookup(node.text or "", node.start))

    def _ident(self, node: C) -> str | None:
        name = node.text or ""
        for binding in self.scopes.lookup(name, seen_from(node)):
            declaration = binding.declaration
            for one in declaration.declarators:
                if one.name == name:
                    return _declared_type(self._local_base(declaration), one)
        if name == "NULL":
            return "void *"
        result = self.result(name)
        return self.named(name) if result is None else normal(result + "()")

    def _local_base(self, declaration: Declaration | Parameter) -> str:
        """The base of a declaration; a struct defined in it is noted."""
        inner = declaration.type_node
        if inner is not None and inner.type in _TAGGED:
            _members(declaration.module, inner, self.own)
        return _base(declaration.module, declaration, self.own)

    def _call(self, node: C) -> str | None:
        function = node.kids[0]
        called = self.type_of(function)
        return None if called is None else returned(self.resolve(called))

    def _field(self, node: C) -> str | None:
        base = self.type_of(node.kids[0])
        if base is None:
            return None
        base = self.resolve(base)
        inner = pointee(base) if node.kids[1].text == "->" else base
        members = None if inner is None else self.members(self.resolve(inner))
        return None if members is None else members.get(node.kids[2].text or "")

    def _cast(self, node: C) -> str | None:
        return normal(" ".join(node.kids[1].key()))

    def _paren(self, node: C) -> str | None:
        return self.type_of(node.kids[1]) if len(node.kids) == 3 else None

    def _pointer(self, node: C) -> str | None:
        inner = self.type_of(node.kids[1])
        if inner is None:
            return None
        return pointer(inner) if node.kids[0].text == "&" else pointee(inner)

    def _subscript(self, node: C) -> str | None:
        inner = self.type_of(node.kids[0])
        return None if inner is None else pointee(inner)

    def _assignment(self, node: C) -> str | None:
        return self.type_of(node.kids[0])

    def _update(self, node: C) -> str | None:
        return next((self.type_of(kid) for kid in node.kids if kid.kind not in ("++", "--")), None)

    def _conditional(self, node: C) -> str | None:
        sides = [self.type_of(kid) for kid in node.kids[2::2]]
        last = sides[-1]
        return sides[0] if last is None or last == "void *" else last

    def _comma(self, node: C) -> str | None:
        return self.type_of(node.kids[-1])

    def _binary(self, node: C) -> str | None:
        operator = node.kids[1].text or ""
        if operator in _COMPARE:
            return "int"
        left, right = self.type_of(node.kids[0]), self.type_of(node.kids[2])
        pointers = [one for one in (left, right) if one is not None and one.endswith(("*", "]"))]
        if len(pointers) == 2:
            return "ptrdiff_t" if operator == "-" else None
        if pointers:
            return pointers[0].removesuffix("[]") + ("*" if pointers[0].endswith("]") else "")
        return wider(left, right)

    def _unary(self, node: C) -> str | None:
        return "int" if node.kids[0].text == "!" else self.type_of(node.kids[1])

    def _number(self, node: C) -> str | None:
        return normal(number_type(node.text or ""))

    def _string(self, _node: C) -> str | None:
        return "char []"

    def _sizeof(self, _node: C) -> str | None:
        return "size_t"

    def _char(self, _node: C) -> str | None:
        return "char"  # for Coccinelle it is


def seen_from(node: C) -> int:
    """Where a name is looked up: it is seen from the end of its own declaration on."""
    inner, parent = node, node.parent
    while parent is not None and parent.kind == "pointer_declarator":
        inner, parent = parent, parent.parent
    own = parent is not None and parent.kind == "init_declarator" and parent.kids[0] is inner
    return parent.end if own and parent is not None else node.start


_HANDLERS: dict[str, Callable[[Typer, C], str | None]] = {
    "ident": Typer._ident,
    "call_expression": Typer._call,
    "field_expression": Typer._field,
    "cast_expression": Typer._cast,
    "compound_literal_expression": Typer._cast,
    "paren": Typer._paren,
    "pointer_expression": Typer._pointer,
    "subscript_expression": Typer._subscript,
    "assignment_expression": Typer._assignment,
    "update_expression": Typer._update,
    "conditional_expression": Typer._conditional,
    "binary_expression": Typer._binary,
    "comma_expression": Typer._comma,
    "unary_expression": Typer._unary,
    "number": Typer._number,
    "string": Typer._string,
    "concatenated_string": Typer._string,
    "char": Typer._char,
    "sizeof_expression": Typer._sizeof,
}


def _base(module: Module, whole: Declaration | Parameter | StructField, out: Headers) -> str:
    """The type that a declaration begins with; a struct without a tag gets one of its own."""
    inner = whole.type_node
    if inner is None or inner.type not in _TAGGED or inner.child_by_field_name("body") is None:
        return whole.type
    if inner.child_by_field_name("name") is not None:
        return whole.type
    name = f"{inner.type.split('_', maxsplit=1)[0]} @{module.path}:{inner.start_byte}"
    _members(module, inner, out, name)
    return name


def _declared_type(base: str, one: Declarator) -> str:
    """The type of a declared name."""
    stars = ""
    current: Node | None = one.node
    while current is not None:
        if current.type in ("pointer_declarator", "array_declarator"):
            stars += "*" if current.type[0] == "p" else "[]"
        elif current.type == "function_declarator":
            stars += "()"
        below = current.child_by_field_name("declarator")
        if below is None and current.type == "parenthesized_declarator":
            below = current.named_children[0] if current.named_child_count else None
        current = below
    return normal(base + " " + stars)


def _declared(module: Module, node: Node, out: Headers) -> None:
    """What one item at the top level declares."""
    kind = node.type
    _enumerators(module, node, out)
    if kind in _TAGGED:
        _members(module, node, out)
        return
    if kind not in ("declaration", "function_definition", "type_definition"):
        return
    whole = Declaration(module, node)
    inner = whole.type_node
    if inner is not None and inner.type in _TAGGED:
        _members(module, inner, out)
    base = _base(module, whole, out)
    for one in whole.declarators:
        if one.name is not None:
            _named(kind, base, one, out)


def _enumerators(module: Module, node: Node, out: Headers) -> None:
    """The names that an enum at the top level has, which are integers."""
    if node.type in ("declaration", "type_definition"):
        inner = node.child_by_field_name("type")
        node = node if inner is None else inner
    body = node.child_by_field_name("body") if node.type == "enum_specifier" else None
    for one in [] if body is None else body.named_children:
        name = one.child_by_field_name("name") if one.type == "enumerator" else None
        if name is not None:
            out.globals[module.text(name).decode()] = "int"


def _named(kind: str, base: str, one: Declarator, out: Headers) -> None:
    """What one declarator at the top level declares."""
    name = one.name or ""
    declared = _declared_type(base, one)
    if kind == "type_definition":
        if declared != name:
            out.typedefs[name] = declared
    elif declared.endswith("()"):
        out.results[name] = declared.removesuffix("()").rstrip()
    elif kind == "declaration":
        out.globals[name] = declared


def _members(module: Module, node: Node, out: Headers, known: str = "") -> None:
    """The members of a struct or union; ``known`` is its name where it has no tag."""
    body = node.child_by_field_name("body")
    name = node.child_by_field_name("name")
    if body is None:
        return
    members: dict[str, str] = {}
    _collect(module, StructDef(module, node), members, out)
    if name is not None:
        known = f"{node.type.split('_', maxsplit=1)[0]} {module.text(name).decode()}"
    if known:
        out.fields.setdefault(known, {}).update(members)


def _collect(module: Module, struct: StructDef, members: dict[str, str], out: Headers) -> None:
    """Members of a struct; those of unnamed structs inside of it count as its own."""
    for field in struct.fields:
        inner = field.type_node
        if inner is not None and inner.type in _TAGGED and not field.declarators:
            _collect(module, StructDef(module, inner), members, out)
        if inner is not None and inner.type in _TAGGED:
            _members(module, inner, out)
        base = _base(module, field, out)
        for one in field.declarators:
            declared = _declared_type(base, one)
            if one.name is not None:
                members[one.name] = declared
