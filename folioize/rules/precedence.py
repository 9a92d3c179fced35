# SPDX-License-Identifier: GPL-2.0-only
"""An expression and the operators beside it go in; whether it wants parentheses there comes out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from folioize.cst.module import Module
from folioize.rules.ctree import C, build
from folioize.rules.kinds import EXPRESSIONS
from folioize.rules.records import TYPE_WORDS
from folioize.rules.values import Value

_ATOM = 16
_POSTFIX = 15
_PREFIX = 14
_CONDITIONAL = 3
_ASSIGNED = 2
_ROWS = (
    (",",),
    ("=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="),
    ("?", ":"),
    ("||",),
    ("&&",),
    ("|",),
    ("^",),
    ("&",),
    ("==", "!="),
    ("<", ">", "<=", ">="),
    ("<<", ">>"),
    ("+", "-"),
    ("*", "/", "%"),
)
_LEVELS = {text: level for level, row in enumerate(_ROWS, 1) for text in row}
_KINDS = {
    "comma_expression": 1,
    "assignment_expression": _ASSIGNED,
    "conditional_expression": _CONDITIONAL,
    "unary_expression": _PREFIX,
    "pointer_expression": _PREFIX,
    "cast_expression": _PREFIX,
    "sizeof_expression": _PREFIX,
    "update_expression": _POSTFIX,
}
_SIMPLE = re.compile(rb"\w+(?:(?:\.|->)\w+|\[\w+\]|\([\w, ]*\))*\Z")
_TERM_ENDS = re.compile(r"[\w\"')\]]\Z")
_VALUES = ("expression", "idexpression", "local idexpression", "global idexpression", "constant")


def level_of(node: C) -> int:
    """How tightly an expression holds together: 16 for a name or a call."""
    if node.kind == "binary_expression":
        return _LEVELS.get(node.kids[1].text or "", _ATOM)
    return _KINDS.get(node.kind, _ATOM)


def level_of_text(text: bytes) -> int:
    """The same for the text of an expression; 16 where it is none."""
    if _SIMPLE.match(text):
        return _ATOM
    module = Module.parse("rule", b"void f(void) { (" + text + b"\n); }")
    if module.root.has_error:
        return _ATOM
    for node in build(module, module.root).walk():
        if node.kind == "paren" and len(node.kids) == 3:
            return level_of(node.kids[1])
    return _ATOM


def wants_parentheses(
    value: Value, before: Sequence[str], after: str, types: frozenset[str]
) -> bool:
    """Whether an expression wants them between these tokens; ``types`` are names of types."""
    if value.kind not in _VALUES:
        return False
    needed = max(_beside(before, types), _followed(after))
    if not needed:
        return False
    return (level_of(value.node) if value.node is not None else level_of_text(value.text)) < needed


def needed_at(node: C) -> int:
    """The level that what takes the place of an expression in a file must have."""
    parent = node.parent
    if parent is None or parent.kind not in EXPRESSIONS:
        return 0
    first = parent.kids[0] is node
    if parent.kind == "binary_expression":
        return _LEVELS.get(parent.kids[1].text or "", 0) + (not first)
    if parent.kind in ("unary_expression", "pointer_expression", "cast_expression"):
        return _PREFIX
    if parent.kind in ("field_expression", "subscript_expression", "call_expression"):
        return _POSTFIX if first else 0
    if parent.kind == "conditional_expression":
        return _CONDITIONAL + 1 if first else 0
    return _POSTFIX if parent.kind == "update_expression" else 0


def _beside(before: Sequence[str], types: frozenset[str]) -> int:
    """The level that the tokens before an expression ask for."""
    last = before[-1] if before else ""
    if last in ("!", "~", "++", "--"):
        return _PREFIX
    if last == ")":
        return _PREFIX if _cast(before, types) else 0
    if last in ("*", "&", "-", "+") and not (
        len(before) > 1 and before[-2] != "return" and _TERM_ENDS.search(before[-2])
    ):
        return _PREFIX
    if last == "=":
        return _ASSIGNED
    if last in ("", ",", "?", ":") or last not in _LEVELS:
        return 0
    return _LEVELS[last] + (_LEVELS[last] > 2)


def _followed(after: str) -> int:
    if after in ("->", ".", "[", "++", "--"):
        return _POSTFIX
    if after == "?":
        return _CONDITIONAL + 1
    return 0 if after in (",", ":", "=") else _LEVELS.get(after, 0)


def _cast(before: Sequence[str], types: frozenset[str]) -> bool:
    """Whether the tokens end with a type in parentheses."""
    depth = 0
    for at in range(len(before) - 1, -1, -1):
        depth += (before[at] == ")") - (before[at] == "(")
        if not depth:
            inner = before[at + 1 : -1]
            called = at > 0 and _TERM_ENDS.search(before[at - 1]) is not None
            typed = bool(inner) and (inner[0] in TYPE_WORDS or inner[0] in types)
            return not called and bool(inner) and (typed or inner[-1] == "*")
    return False
