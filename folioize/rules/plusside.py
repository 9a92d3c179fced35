# SPDX-License-Identifier: GPL-2.0-only
"""A rule and its pattern go in; RuleError comes out where what its + lines make is no C.

The context and the + lines are read together, as the context and the - lines are: what is then no
C would be written into files. The parser is lenient where macros may stand, so empty operands, and
a statement for which an expression comes, or the other way about, are looked for apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from folioize.rules.additions import additions, conditions
from folioize.rules.attributes import folded
from folioize.rules.emit import is_loop_name
from folioize.rules.nodes import P, Pattern
from folioize.rules.patterns import compile_rule
from folioize.rules.records import TYPE_WORDS, Place, Rule, RuleError, Token

_KEYWORDS = TYPE_WORDS | {"static", "inline", "extern", "register", "typedef", "return", "case"}
_KEYWORDS |= {"goto", "else", "do", "sizeof", "typeof", "auto", "restrict"}
_HEADS = frozenset(("if", "for", "while", "switch"))
_BINARY = frozenset(
    (
        *("=", "==", "!=", "<", ">", "<=", ">=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^="),
        *("/", "%", "|", "^", "&&", "||", "<<", ">>", "<<=", ">>=", ".", "->"),
    )
)
"""Operators that want a term on both sides, whatever stands there."""
_PREFIX = frozenset(("+", "-", "*", "&", "!", "~"))
_OPENS = {"(": ")", "[": "]", "{": "}"}
_CLOSES = frozenset(_OPENS.values())
_VALUES = frozenset(("ident", "number", "string", "char"))
_WHOLE = frozenset(("statement", "statement list", "declaration", "field", "field list"))


def check_plus_side(rule: Rule, pattern: Pattern) -> None:
    """Raise RuleError where the rule would leave what is no C."""
    if not rule.changes:
        return
    side = tuple(_kept(rule) if pattern.shape == "toplevel" else _without_last_commas(rule))
    plain = not any(token.kind == "cpp" for token in side)
    if plain:
        _nested(rule, side)
        _terms(rule, side)
    _ends(rule, pattern)
    if not plain or pattern.shape in ("include", "define", "empty"):
        return
    for part in _parts(rule, side, pattern):
        _parses(rule, part)


def _parts(rule: Rule, side: tuple[Token, ...], pattern: Pattern) -> Iterator[tuple[Token, ...]]:
    """What is read apart: what is added before or after functions, and the rest."""
    first = next((at for at, token in enumerate(side) if token.mark != "+"), len(side))
    last = max((at for at, token in enumerate(side) if token.mark != "+"), default=-1) + 1
    inner = pattern.shape != "toplevel" or rule.body[0].minus or rule.body[-1].minus
    if inner or first == len(side):
        first, last = 0, len(side)
    yield from (part for part in (side[:first], side[first:last], side[last:]) if part)


def _parses(rule: Rule, part: tuple[Token, ...]) -> None:
    """Raise RuleError where a part of what is left is no C."""
    plain = folded((token._replace(mark="") for token in part), rule.metas)
    bare = rule._replace(body=tuple(plain))
    try:
        pattern = compile_rule(bare)
    except RuleError as err:
        said = str(err).split(": ", 1)[-1].removeprefix(f"{rule.told}: ")
        raise _marked_near(rule, str(err)).error(f"{rule.told}: after the change: {said}") from err
    placed = {at for one in pattern.elements for at in _placed(one)}
    for at in range(1, len(part) - 1):
        # The parser passes over words among names, as macros may be.
        if part[at].mark == "+" and at not in placed and all(map(_name, part[at - 1 : at + 2])):
            raise part[at].place.error(f"{rule.told}: {part[at].text!r} is not understood here")


def _name(token: Token) -> bool:
    """Whether a token is a name that no macro for attributes has."""
    told = token.kind == "ident" and token.text.islower() and not token.text.startswith("_")
    return told and token.text not in _KEYWORDS


def _placed(element: P) -> Iterator[int]:
    for node in element.walk():
        yield from (node.at, node.close)
        for _, elements in node.whens:
            for one in elements:
                yield from _placed(one)


def _code(token: Token) -> bool:
    return token.kind not in ("comment", "cpp")


def _kept(rule: Rule) -> Iterator[Token]:
    """The tokens that are there after a change: those of the context, and the added ones."""
    for token in rule.body:
        if not token.minus and token.kind != "comment":
            yield token


def _without_last_commas(rule: Rule) -> Iterator[Token]:
    """The same, without the commas of the context that go with the last argument of a call."""
    side = list(_kept(rule))
    for at, token in enumerate(side):
        following = side[at + 1] if at + 1 < len(side) else None
        closed = following is not None and following.kind == "op" and following.text == ")"
        comma = token.text == "," and not token.mark
        if not (comma and closed and following and _parted(rule, token, following)):
            yield token


def _marked_near(rule: Rule, said: str) -> Place:
    """The place of the marked token that an error is about, or the one before or after it."""
    parts = said.removeprefix(f"{rule.place.file}:").split(":", 2)
    marked = [token for token in rule.body if token.mark in ("-", "+") and _code(token)]
    added = [token.place for token in marked if token.mark == "+"]
    places = added or [token.place for token in marked]
    if len(parts) < 3 or not (parts[0].isdigit() and parts[1].isdigit()):
        return places[0]
    at = (int(parts[0]), int(parts[1]))
    before = [place for place in places if (place.line, place.column) <= at]
    return before[-1] if before else places[0]


def _nested(rule: Rule, side: tuple[Token, ...]) -> None:
    """Raise RuleError where brackets of the context and the + lines do not nest.

    In the branches of a disjunction they are those of the branch.
    """
    open_: list[Token] = []
    for token in side:
        if token.kind == "smpl":
            _branch_nested(rule, token, open_)
        elif token.kind == "op" and token.text in _OPENS:
            open_.append(token)
        elif token.kind == "op" and token.text in _CLOSES:
            last = open_[-1] if open_ else None
            if last is None or _OPENS.get(last.text) != token.text or last.kind == "smpl":
                raise _near(rule, token).error(
                    f"{rule.told}: {token.text!r} closes nothing after the change"
                )
            open_.pop()
    left = [token for token in open_ if token.kind != "smpl"]
    if left:
        raise _unclosed(rule, left[-1])


def _branch_nested(rule: Rule, token: Token, open_: list[Token]) -> None:
    """The same at a token of a disjunction."""
    if token.text == "(":
        open_.append(token)
        return
    while open_ and open_[-1].kind != "smpl":
        raise _unclosed(rule, open_[-1])
    if open_ and token.text == ")":
        open_.pop()


def _unclosed(rule: Rule, token: Token) -> RuleError:
    return _near(rule, token).error(f"{rule.told}: {token.text!r} is not closed after the change")


def _near(rule: Rule, token: Token) -> Place:
    """The place of a token that is added, else of the added one nearest to it."""
    if token.mark == "+":
        return token.place
    marked = [one for one in rule.body if one.mark in ("-", "+") and _code(one)]
    added = [one.place for one in marked if one.mark == "+"] or [one.place for one in marked]
    return min(added, key=lambda place: abs(place.line - token.place.line))


def _terms(rule: Rule, side: tuple[Token, ...]) -> None:
    """Raise RuleError where a term is missing beside a token that is added."""
    for last, token in pairwise(side):
        touched = "+" in (last.mark, token.mark) or _parted(rule, last, token)
        if not touched or "smpl" in (last.kind, token.kind):
            continue
        if last.kind != "op" or token.kind != "op":
            continue
        opened = last.text in ("(", "[", ",") or last.text in _BINARY
        lacks = token.text == "," or token.text in _BINARY - {"."}
        closed = token.text in (")", "]", ";") and last.text in _BINARY | _PREFIX | {"?"}
        pointer = token.text == ")" and last.text == "*"
        last_comma = token.text in (")", "]") and last.text == ","
        if (opened and lacks) or (closed and not pointer) or last_comma:
            place = token.place if token.mark == "+" else last.place
            raise place.error(
                f"{rule.told}: a term is missing between {last.text!r} and {token.text!r}"
            )


def _parted(rule: Rule, last: Token, token: Token) -> bool:
    """Whether - tokens stood between two tokens."""
    return rule.body[_at(rule, token) - 1].minus and not last.minus


def _ends(rule: Rule, pattern: Pattern) -> None:
    """Raise RuleError where a statement makes way for what is none, or the other way about."""
    bare = {node.last for element in pattern.elements for node in _bare(element, rule)}
    silent = conditions(rule.body)
    for one in additions(rule):
        if not one.replaces or not one.after or not _code(one.tokens[-1]):
            continue
        gone, come = rule.body[one.anchor], one.tokens[-1]
        if gone.text == ";" and one.anchor not in silent and _value(rule, one.tokens):
            following = rule.body[_at(rule, come) + 1 :][:1]
            if not following or following[0].first:
                raise come.place.error(
                    f"{rule.told}: a statement is taken away, and what is added has no semicolon"
                )
        if one.anchor in bare and come.text == ";" and pattern.shape != "define":
            raise come.place.error(
                f"{rule.told}: an expression is taken away, and what is added is a statement"
            )


def _at(rule: Rule, token: Token) -> int:
    return next(at for at, one in enumerate(rule.body) if one is token)


def _bare(element: P, rule: Rule) -> Iterator[P]:
    """Expressions that may be anywhere, all of which goes."""
    for node in element.walk():
        if node.kind == "bare" and all(rule.body[leaf.at].minus for leaf in node.leaves()):
            yield node


def _value(rule: Rule, tokens: tuple[Token, ...]) -> bool:
    """Whether a run of + tokens ends as an expression does."""
    last = tokens[-1]
    meta = rule.metas.get(last.text)
    if last.kind in _VALUES:
        whole = meta is not None and meta.kind in _WHOLE
        return not whole and last.text not in ("else", "do")
    if last.text != ")":
        return False
    depth = 0
    for at in range(len(tokens) - 1, -1, -1):
        depth += (tokens[at].text == ")") - (tokens[at].text == "(")
        if not depth:
            before = tokens[at - 1].text if at else ""
            return before not in _HEADS and not is_loop_name(before, rule.metas)
    return False
