# SPDX-License-Identifier: GPL-2.0-only
"""Parts of patterns and of C go in; what isomorphisms want to know of them comes out."""

from __future__ import annotations

from folioize.rules.ctree import C
from folioize.rules.flow import branches_of
from folioize.rules.nodes import P
from folioize.rules.records import Rule

_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_TESTS = frozenset(("if_statement", "while_statement", "for_statement", "do_statement"))


def jumps(inner: list[P], c: C) -> bool:
    """Whether a goto may stand for dots and the return to which it leads."""
    kinds = [kid.kind for kid in inner]
    return c.kind == "goto_statement" and kinds == ["dots", "return_statement"]


def within_statement(p: P) -> bool:
    """Whether a pattern is an expression that may stand anywhere in a statement."""
    if p.kind == "choice":
        return all(len(branch) == 1 and within_statement(branch[0]) for branch in p.branches)
    return p.kind == "bare"


def is_statement(p: P) -> bool:
    """Whether a part of a pattern stands for any statement."""
    return p.meta is not None and p.meta.kind == "statement"


def governed(c: C) -> bool:
    """Whether a statement is the branch of an if or the body of a loop."""
    parent = c.parent
    return parent is not None and any(one is c for one in branches_of(parent))


def is_test(c: C) -> bool:  # noqa: PLR0911 - one for each kind of parent
    """Whether an expression is used as a truth value."""
    parent = c.parent
    if parent is None:
        return False
    if parent.kind == "paren":
        return is_test(parent)
    if parent.kind in _TESTS:
        return True
    if parent.kind == "slot":
        kin = parent.parent
        return kin is not None and len(kin.kids) > 4 and kin.kids[4] is parent
    if parent.kind == "unary_expression":
        return parent.kids[0].text == "!"
    if parent.kind == "binary_expression":
        return parent.kids[1].text in ("&&", "||")
    if parent.kind == "conditional_expression":
        return parent.kids[0] is c
    if parent.kind == "argument_list" and parent.parent is not None:
        return parent.parent.kids[0].text in ("likely", "unlikely")
    return False


def dereferenced(c: C) -> C | None:
    """The p of ``(*p)``."""
    if c.kind == "paren" and len(c.kids) == 3:
        inner = c.kids[1]
        if inner.kind == "pointer_expression" and inner.kids[0].text == "*":
            return inner.kids[1]
    return None


def dereferenced_pattern(p: P) -> P | None:
    """The p of a pattern's ``(*p)``."""
    if p.kind == "paren" and len(p.kids) == 3:
        inner = p.kids[1]
        if inner.kind == "pointer_expression" and inner.kids[0].text == "*":
            return inner.kids[1]
    return None


def increment(p: P) -> P | None:
    """The name that a pattern's ``i++`` counts."""
    found = _counted(p)
    named = found is not None and (
        found.kind == "ident" or (found.meta is not None and found.meta.kind == "identifier")
    )
    return found if named else None


def incremented(c: C) -> C | None:
    """What a term of the file counts up by one."""
    if c.kind == "update_expression":
        one = [kid for kid in c.kids if kid.text not in ("++", "--")]
        return one[0] if one and any(kid.text == "++" for kid in c.kids) else None
    if c.kind != "assignment_expression":
        return None
    left, operator, right = c.kids
    if operator.text == "+=" and right.text == "1":
        return left
    added = right.kind == "binary_expression" and right.kids[1].text == "+"
    if operator.text == "=" and added and right.kids[0].key() == left.key():
        return left if right.kids[2].text == "1" else None
    return None


def _counted(p: P) -> P | None:
    if p.kind == "update_expression":
        one = [kid for kid in p.kids if kid.text not in ("++", "--")]
        return one[0] if one and any(kid.text == "++" for kid in p.kids) else None
    if p.kind == "assignment_expression" and p.kids[1].text == "+=" and p.kids[2].text == "1":
        return p.kids[0]
    return None


def negated(c: C) -> C | None:
    """The X of ``!X``; ``a == b`` for ``a != b`` and the other way."""
    if c.kind == "unary_expression" and c.kids[0].text == "!":
        return c.kids[1]
    if c.kind != "binary_expression" or c.kids[1].text not in ("==", "!="):
        return None
    left, operator, right = c.kids
    text = "!=" if operator.text == "==" else "=="
    turned = C(text, operator.start, operator.end, [], text)
    return C(c.kind, c.start, c.end, [left, turned, right])


def uniform_loop(rule: Rule, head: int) -> bool:
    """Whether a for of a rule, from its first token to the end of its body, goes whole or stays."""
    depth, kinds, within = 0, set[bool](), True
    for token in rule.body[head:]:
        if token.mark == "+":
            continue
        kinds.add(token.minus)
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        meta = rule.metas.get(token.text)
        whole = token.text in (";", "}") or (meta is not None and meta.kind == "statement")
        if not within and not depth and whole:
            break
        within = within and (depth > 0 or token.text != ")")
    return len(kinds) == 1
