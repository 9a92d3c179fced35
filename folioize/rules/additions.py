# SPDX-License-Identifier: GPL-2.0-only
"""A rule's body goes in; its + lines, each with the token it is added before or after, come out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from folioize.rules.records import Rule, Token

_OPENING = frozenset(("dots", "smpl"))
_HEADS = frozenset(("if", "for", "while", "do", "switch"))
_STATEMENT_ENDS = frozenset((";", "}", "{", ":"))


class Addition(NamedTuple):
    """A run of + tokens; ``anchor`` is the place in the body of the token that it goes with.

    ``after`` tells on which side of the anchor; ``lines`` whether it is made of whole statements
    (members, directives), which get lines of their own. ``levels`` are the depths of its rows
    relative to the anchor's row.
    """

    anchor: int
    after: bool
    tokens: tuple[Token, ...]
    lines: bool
    rows: tuple[tuple[Token, ...], ...]
    levels: tuple[int, ...]
    replaces: bool


def after_whole(one: Addition, body: tuple[Token, ...], wholes: Mapping[int, int]) -> Addition:
    """The addition, as deep as the statement that ends with its anchor, not as its last row."""
    first = wholes.get(one.anchor)
    if first is None or not one.after or one.replaces:
        return one
    return one._replace(levels=levels_of(one.rows, row_width(body, first)))


def joined(before: Addition, after: Addition) -> Addition:
    """What comes before and after tokens that are taken away, as one run."""
    return after._replace(
        tokens=before.tokens + after.tokens,
        lines=before.lines or after.lines,
        rows=before.rows + after.rows,
        levels=before.levels + after.levels,
    )


def additions(rule: Rule) -> tuple[Addition, ...]:
    """All runs of + tokens of a rule; raises RuleError where one has nothing to go with."""
    body = rule.body
    whole = frozenset(name for name, meta in rule.metas.items() if meta.kind == "statement")
    found: list[Addition] = []
    silent = conditions(body)
    at = 0
    while at < len(body):
        if body[at].mark != "+":
            at += 1
            continue
        end = at
        while end < len(body) and body[end].mark == "+":
            end += 1
        found.append(_addition(body, (at, end), silent, whole))
        at = end
    return tuple(found)


def fixed(rule: Rule) -> tuple[int, ...]:
    """The tokens that every match places: none of a disjunction, a nest, a condition, dots."""
    silent = conditions(rule.body)
    out = []
    depth = 0
    for at, token in enumerate(rule.body):
        if token.mark == "+":
            continue
        if token.kind == "smpl":
            depth += (token.text == "(") - (token.text == ")")
        elif token.kind == "dots":
            depth += token.text.startswith("<")
            depth -= token.text.endswith(">")
        elif not depth and at not in silent and not token.optional:
            out.append(at)
    return tuple(out)


def conditions(body: tuple[Token, ...]) -> frozenset[int]:
    """The tokens of "when" lines, which stand nowhere in the file."""
    out: set[int] = set()
    inside = False
    for at, token in enumerate(body):
        if token.mark == "+":
            continue
        if token.text == "when" and at and (body[at - 1].kind == "dots" or (at - 1) in out):
            inside = True
        elif token.first and inside:
            inside = False
        if inside:
            out.add(at)
    return frozenset(out)


def _addition(
    body: tuple[Token, ...],
    span: tuple[int, int],
    silent: frozenset[int],
    whole: frozenset[str],
) -> Addition:
    start, end = span
    tokens = body[start:end]
    before = _near(body, range(start - 1, -1, -1), silent)
    following = _near(body, range(end, len(body)), silent)
    anchor, after = _anchor(body, before, following, tokens)
    rows = _rows(tokens)
    base = row_width(body, anchor)
    replaces = body[anchor].minus
    levels = levels_of(rows, base)
    inside = body[anchor].text == ("{" if after else "}")
    if inside and not replaces and tokens[0].kind != "cpp":
        levels = tuple(level + max(0, 1 - levels[0]) for level in levels)
    lines = tokens[-1].text in whole or _whole(tokens, body[anchor], after, replaces)
    if tokens[-1].text == "," and _in_parentheses(body, anchor):
        lines = False
    elif replaces and any(row[-1].text == "," for row in rows[:-1]):
        lines = lines or not _in_parentheses(body, anchor)
    return Addition(anchor, after, tokens, lines, rows, levels, replaces)


def _in_parentheses(body: tuple[Token, ...], anchor: int) -> bool:
    """Whether the innermost bracket around a token is a parenthesis."""
    depth = 0
    for at in range(anchor, -1, -1):
        if body[at].mark == "+" or body[at].kind == "smpl":
            continue
        depth += (body[at].text in (")", "]", "}")) - (body[at].text in ("(", "[", "{"))
        if depth < 0:
            return body[at].text == "("
    return False


def _near(body: tuple[Token, ...], places: range, silent: frozenset[int]) -> int | None:
    for at in places:
        if body[at].mark != "+" and at not in silent:
            return at
    return None


def _anchor(
    body: tuple[Token, ...], before: int | None, following: int | None, tokens: tuple[Token, ...]
) -> tuple[int, bool]:
    """The token to go with: a - line first, then what stands before, then what comes after."""
    if before is not None and body[before].minus:
        ended = following is not None and body[following].text == ";"
        term = body[before].kind == "dots" and body[before].text == "..." and ended
        if term or body[before].kind not in _OPENING:
            return before, True
    if following is not None and body[following].minus and body[following].kind not in _OPENING:
        return following, False
    placed = following is not None and body[following].kind not in _OPENING
    if placed and before is not None and body[before].text == "{":
        assert following is not None
        if tokens[-1].kind == "cpp" or (tokens[-1].text == "," and body[following].text == "."):
            return following, False  # a directive goes with the member it is written before
    if before is not None and (body[before].kind not in _OPENING or _closes(body[before])):
        return before, True
    if following is not None and (
        body[following].kind not in _OPENING or body[following].text == "("
    ):
        return following, False
    raise tokens[0].place.error(
        "there is nothing beside this + line that it can go with, but dots or a disjunction"
    )


def _closes(token: Token) -> bool:
    """Whether a token closes a disjunction, whose end is known where it matched."""
    return token.kind == "smpl" and token.text == ")"


def _rows(tokens: tuple[Token, ...]) -> tuple[tuple[Token, ...], ...]:
    rows: list[list[Token]] = []
    for token in tokens:
        if token.first or not rows:
            rows.append([])
        rows[-1].append(token)
    return tuple(tuple(row) for row in rows)


def _width(token: Token) -> int:
    mark = " " if token.mark else ""
    mark = "  " if token.many else mark
    return len((mark + token.space).expandtabs(8))


def row_width(body: tuple[Token, ...], at: int) -> int:
    """How far the row of a token is indented."""
    while at > 0 and not body[at].first:
        at -= 1
    return max(1, _width(body[at]))  # at the margin it is as far in as beside a mark


def levels_of(rows: tuple[tuple[Token, ...], ...], base: int) -> tuple[int, ...]:
    """How many steps each row is deeper than a row of that width."""
    stack = [base]
    out = []
    for width in [_width(row[0]) for row in rows]:
        if width < base:
            out.append(-1)
            continue
        while len(stack) > 1 and stack[-1] > width:
            stack.pop()
        if width > stack[-1] + 1:
            stack.append(width)
        out.append(len(stack) - 1)
    return tuple(out)


def _whole(tokens: tuple[Token, ...], anchor: Token, after: bool, replaces: bool) -> bool:
    """Whether the run is made of whole statements, members or directives."""
    last = tokens[-1]
    if tokens[0].kind == "cpp" or last.text in (";", "}") or last.kind == "comment":
        return True
    if replaces:
        return False
    if last.text == "{" and not after and tokens[0].text in _HEADS:
        return True
    if last.text in ("{", ":") and anchor.text in _STATEMENT_ENDS:
        return True
    return last.text == "," and anchor.text in ((",", "{") if after else (".",))
