# SPDX-License-Identifier: GPL-2.0-only
"""A metavariable and a term of C go in; whether the one may stand for the other comes out."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from folioize.rules.ctree import C
from folioize.rules.qualified import declared_at, lacks
from folioize.rules.records import Constraint, Meta
from folioize.rules.scripts import Scripting
from folioize.rules.typenames import type_names
from folioize.rules.types import Typer, normal, parted
from folioize.rules.values import Env, Value

EXPRESSIONS = frozenset(
    (
        "ident",
        "number",
        "string",
        "char",
        "concatenated_string",
        "call_expression",
        "field_expression",
        "subscript_expression",
        "unary_expression",
        "binary_expression",
        "assignment_expression",
        "conditional_expression",
        "comma_expression",
        "cast_expression",
        "sizeof_expression",
        "alignof_expression",
        "offsetof_expression",
        "paren",
        "pointer_expression",
        "update_expression",
        "compound_literal_expression",
        "generic_expression",
        "gnu_asm_expression",
    )
)
STATEMENTS = frozenset(
    (
        "expression_statement",
        "declaration",
        "type_definition",
        "if_statement",
        "while_statement",
        "for_statement",
        "do_statement",
        "switch_statement",
        "return_statement",
        "goto_statement",
        "break_statement",
        "continue_statement",
        "compound_statement",
        "loop",
        "label",
        "case",
        "labelled",
        "preproc",
    )
)
_WITH_BODIES = frozenset(("function_definition", "switch_statement"))
"""What the braces belong to that are no statement by themselves."""
_TERMS = frozenset(("expression", "idexpression", "local idexpression", "global idexpression"))
_CONSTANTS = frozenset(("number", "string", "char", "concatenated_string"))
_CAPITALS = re.compile(r"[A-Z_][A-Z0-9_]*\Z")
_NOT_VALUES = frozenset(
    (
        "label",
        "goto_statement",
        "field_designator",
        "enumerator",
        "struct_specifier",
        "union_specifier",
        "enum_specifier",
        "ctype",
        "storage",
        "function_declarator",
        "declaration",
        "parameter_declaration",
        "field_declaration",
        "array_declarator",
        "pointer_declarator",
        "parenthesized_declarator",
        "type_definition",
        "preproc_def",
        "sized_type_specifier",
        "macro_type_specifier",
        "gnu_asm_goto_list",
        "loop",
    )
)


def is_expression(node: C) -> bool:  # noqa: PLR0911 - one for each kind of parent
    """Whether a node is an expression where it stands (a field's name or a label is none)."""
    if node.kind not in EXPRESSIONS:
        return False
    parent = node.parent
    if parent is None:
        return True
    if parent.kind == "field_expression":
        return parent.kids[0] is node
    if parent.kind == "init_declarator":
        return parent.kids[0] is not node
    if parent.kind == "array_declarator":
        return len(parent.kids) > 2 and parent.kids[2] is node
    if parent.kind == "enumerator":
        return parent.kids[0] is not node
    part = parent.kind == "concatenated_string" and node.kind == "string"
    return not part and parent.kind not in _NOT_VALUES


def may_be_bare(node: C) -> bool:
    """Whether a bare expression of a rule may match here: an initial value is an assignment."""
    return is_expression(node) or node.kind == "init_declarator"


def _declares(node: C) -> bool:
    """Whether what a statement calls is a macro that declares something: outside of functions,
    and where its name tells."""
    statement = node.parent.parent if node.parent is not None else None
    outermost = statement is not None and statement.parent is None
    return outermost or "DECLARE" in (node.text or "")


def _stated(node: C) -> bool:
    """Whether a name is what a statement calls."""
    call = node.parent
    if call is None or call.kind != "call_expression" or call.kids[0] is not node:
        return False
    return call.parent is not None and call.parent.kind == "expression_statement"


class Kinds:
    """Decides for the terms of one module; ``env`` of inherited values serves constraints."""

    def __init__(
        self,
        typer: Typer,
        inherited: Callable[[str], list[Value]],
        scripting: Scripting | None = None,
    ) -> None:
        self.typer = typer
        self.inherited = inherited
        self.scripting = scripting

    def accepts(self, meta: Meta, node: C, env: Env) -> bool:
        """Whether ``meta`` may stand for ``node``."""
        test = _TESTS.get(meta.kind)
        if test is None or not test(self, node):
            return False
        if meta.types and not self._typed(meta, node, env):
            return False
        return self.constrained(meta, node, env)

    def constrained(self, meta: Meta, node: C, env: Env) -> bool:
        """Whether the constraints of ``meta`` hold for ``node``."""
        if any(one.kind == "script" for one in meta.constraints):
            text = " ".join(node.key()).encode()
            value = Value(meta.kind, node.key(), text, node.start, node.end)
            if not self.scripted(meta, value, env):
                return False
        return all(self._holds(one, node, env) for one in meta.constraints if one.kind != "script")

    def scripted(self, meta: Meta, value: Value, env: Env) -> bool:
        """Whether the constraints that are Python hold."""
        asked = [one for one in meta.constraints if one.kind == "script"]
        if not asked or self.scripting is None:
            return not asked
        for one in asked:
            values = {meta.name: value}
            for name in one.values[1:]:
                found = self._values(name, env)
                if not found:
                    return False
                values[name.rpartition(".")[2]] = found[0]
            if not self.scripting.holds(one, values):
                return False
        return True

    def refusal(self, meta: Meta, node: C) -> str:
        """Why ``meta`` may not stand for ``node``, for a person."""
        text = " ".join(node.key())
        text = text if len(text) <= 60 else text[:57] + "..."
        test = _TESTS.get(meta.kind)
        if test is None or not test(self, node):
            return f"{meta.name} is of kind {meta.kind}, which {text!r} is not"
        if meta.types:
            found = self.typer.type_of(node)
            wanted = " or ".join(meta.types)
            if found is None:
                return f"the type of {text!r} is not known, so it is not taken for {wanted}"
            if normal(found) not in map(normal, meta.types):
                return f"{text!r} is of type {found}, not {wanted}"
        return f"a constraint of {meta.name} does not hold for {text!r}"

    # -- kinds ------------------------------------------------------------------------------------

    def _expression(self, node: C) -> bool:
        return node.kind in EXPRESSIONS

    def _ident(self, node: C) -> bool:
        return node.kind == "ident" and not (_stated(node) and _declares(node))

    def _declarer(self, node: C) -> bool:
        return node.kind == "ident" and (not _stated(node) or _declares(node))

    def _constant(self, node: C) -> bool:
        if node.kind in _CONSTANTS:
            return True
        if node.kind in ("unary_expression", "cast_expression"):  # -EINVAL, (gfp_t)0
            minus = node.kind == "cast_expression" or node.kids[0].text == "-"
            return minus and self._constant(node.kids[-1])
        if node.kind == "sizeof_expression":
            return True
        return node.kind == "ident" and _CAPITALS.match(node.text or "") is not None

    def _idexpression(self, node: C) -> bool:
        if node.kind == "cast_expression":
            return node.kids[-1].kind == "ident"
        return node.kind == "ident"

    def _local(self, node: C) -> bool:
        return node.kind == "ident" and self.typer.is_local(node)

    def _global(self, node: C) -> bool:
        return self._idexpression(node) and not self.typer.is_local(node)

    def _type(self, node: C) -> bool:
        if node.kind != "ident" or node.parent is None:
            return node.kind in ("ctype", "type_arg", "type_descriptor")
        argument = node.parent.kind == "argument_list" and node.text in self._type_names
        return argument or node.parent.kind == "type_definition"

    @functools.cached_property
    def _type_names(self) -> frozenset[str]:
        return type_names(self.typer.module)

    def _statement(self, node: C) -> bool:
        body = node.parent is not None and node.parent.kind in _WITH_BODIES
        return node.kind in STATEMENTS and node.kind != "declaration" and not body

    def _any(self, _node: C) -> bool:
        return True

    def _declaration(self, node: C) -> bool:
        head = node.parent is not None and node.parent.kind == "slot"  # that of a for
        return node.kind == "declaration" and not head

    def _parameter(self, node: C) -> bool:
        return node.kind in ("parameter_declaration", "variadic_parameter")

    def _field(self, node: C) -> bool:
        return node.kind == "field_declaration"

    def _initialiser(self, node: C) -> bool:
        parent = node.parent
        if node.kind in ("initializer_list", "initializer_pair"):
            return True
        inside = parent is not None and parent.kind in ("initializer_list", "init_declarator")
        return inside or node.kind in EXPRESSIONS

    def _operator(self, node: C) -> bool:
        return node.text is not None and not node.kids

    # -- types ------------------------------------------------------------------------------------

    def _typed(self, meta: Meta, node: C, env: Env) -> bool:
        found = self.typer.type_of(node)
        if found is None:
            return False
        wanted = (one for one in meta.types if not lacks(self.typer, node, one))
        return any(self._same(one, found, env) for one in wanted)

    def _same(self, wanted: str, found: str, env: Env) -> bool:
        wanted = normal(wanted)
        base, stars = parted(wanted)
        words = [" ".join(env[word].key) if word in env else word for word in base.split()]
        if words != base.split():
            base = normal(" ".join(words))
            wanted = normal(f"{base} {stars}")
            if self.typer.resolve(wanted) == self.typer.resolve(found):
                return True  # what T stands for is a type of the file, with all its names
        if not base:
            ends = (one.endswith(stars) for one in self.typer.forms(found))
            return bool(stars) and any(ends)
        return wanted in self.typer.forms(found)  # a typedef of the rule's means itself alone

    def same_variables(self, meta: Meta, one: C | None, other: C) -> bool:
        """Whether the names in two terms of the same text are declared at the same places."""
        if one is None or meta.source is not None or meta.kind not in _TERMS:
            return True
        pairs = zip(one.leaves(), other.leaves(), strict=False)
        return all(
            declared_at(self.typer, left) == declared_at(self.typer, right)
            for left, right in pairs
            if left.kind == "ident" and left is not right
        )

    # -- constraints ------------------------------------------------------------------------------

    def _holds(self, one: Constraint, node: C, env: Env) -> bool:
        key = node.key()
        if one.kind in ("match", "no match"):
            text = node.text if node.text is not None else _term_of(node, key)
            found = text is not None and one.pattern().search(_unquoted(node, text)) is not None
            return found == (one.kind == "match")
        if one.kind == "inside":
            return any(_within(key, value.key) for value in self._values(one.values[0], env))
        inside = any(self._equal(text, key, env) for text in one.values)
        return inside == (one.kind == "in")

    def _equal(self, text: str, key: tuple[str, ...], env: Env) -> bool:
        if text in env or "." in text:
            return any(value.key == key for value in self._values(text, env))
        return tuple(text.split()) == key

    def _values(self, name: str, env: Env) -> list[Value]:
        if name in env:
            return [env[name]]
        return self.inherited(name)


def position_allowed(meta: Meta, value: Value, kinds: Kinds, env: Env) -> bool:
    """Whether a position's constraints hold."""
    key = value.key
    if not kinds.scripted(meta, value, env):
        return False
    for one in meta.constraints:
        found = any(value.key == key for name in one.values for value in kinds._values(name, env))
        if one.kind in ("in", "not in") and found != (one.kind == "in"):
            return False
    return True


def _term_of(node: C, key: tuple[str, ...]) -> str | None:
    """What a regular expression is held against where a node is no token: not an expression."""
    return None if node.kind in EXPRESSIONS else " ".join(key)


def _unquoted(node: C, text: str) -> str:
    """A string or a character without what marks it as one."""
    return text[text.index(text[-1]) + 1 : -1] if node.kind in ("string", "char") else text


def _within(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    return any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))


_TESTS: dict[str, Callable[[Kinds, C], bool]] = {
    "expression": Kinds._expression,
    "identifier": Kinds._ident,
    "fresh identifier": Kinds._ident,
    "function": Kinds._ident,
    "declarer": Kinds._declarer,
    "iterator": Kinds._ident,
    "constant": Kinds._constant,
    "idexpression": Kinds._idexpression,
    "local idexpression": Kinds._local,
    "global idexpression": Kinds._global,
    "type": Kinds._type,
    "statement": Kinds._statement,
    "metavariable": Kinds._any,
    "pragmainfo": Kinds._any,
    "declaration": Kinds._declaration,
    "parameter": Kinds._parameter,
    "field": Kinds._field,
    "initialiser": Kinds._initialiser,
    "binary operator": Kinds._operator,
    "assignment operator": Kinds._operator,
    # Elements of the lists; the lists themselves are bound where lists are matched.
    "expression list": Kinds._expression,
    "parameter list": Kinds._parameter,
    "identifier list": Kinds._ident,
    "statement list": Kinds._statement,
    "field list": Kinds._field,
    "initialiser list": Kinds._initialiser,
}
