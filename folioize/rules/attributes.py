# SPDX-License-Identifier: GPL-2.0-only
"""Attributes of a rule (``__init``, ``__attribute__((...))``) go in; where they stand comes out.

The parser does not see attributes, neither in C nor here. So a rule is matched without those that
it has, and each is then looked for between what stands before and after it in the rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from folioize.cst.masktable import load_table
from folioize.rules.records import Meta, Rule, Token
from folioize.rules.values import State

KIND = "attribute"
_FAR = 400
_GNU = ("__attribute__", "__attribute")
_COMPLEX = ("complex", "_Complex", "__complex__")
_REAL = ("float", "double")
"""What is complex by a word that the parser does not see, as it does not see attributes."""
_TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|\w+|\.\.\.|\S')


def folded(tokens: Iterable[Token], metas: Mapping[str, Meta]) -> list[Token]:
    """The tokens with each attribute, and what it has in parentheses, as one; + lines as is."""
    row = list(tokens)
    out: list[Token] = []
    at = 0
    while at < len(row):
        token = row[at]
        at += 1
        if token.mark != "+" and _stored(token, row[at : at + 1], metas):
            out.append(token._replace(kind=KIND))
            continue
        real = {one.text for one in (*out[-1:], *row[at : at + 1])} & {*_REAL}
        if token.mark != "+" and token.text in _COMPLEX and real and token.text not in metas:
            out.append(token._replace(kind=KIND))
            continue
        bracketed = _in_brackets(row, at - 1)
        if token.mark == "+" or not (bracketed or _is_name(token, metas)):
            out.append(token)
            continue
        end = bracketed or _arguments(row, at, token, metas)
        text = " ".join(one.text for one in (token, *row[at:end]))
        out.append(token._replace(kind=KIND, text=text))
        at = end
    return out


def _in_brackets(row: list[Token], at: int) -> int:
    """Where ``[[attribute]]``, which may begin at a token, ends; 0 if there is none."""
    if [one.text for one in row[at : at + 2]] != ["[", "["]:
        return 0
    ends = (end for end in range(at + 2, len(row) - 1) if row[end].text == "]")
    end = next(ends, -1)
    return end + 2 if end >= 0 and row[end + 1].text == "]" else 0


def _stored(token: Token, following: list[Token], metas: Mapping[str, Meta]) -> bool:
    """Whether a token is the storage of what a macro declares, which the parser does not see."""
    meta = metas.get(following[0].text) if following else None
    declares = meta is not None and meta.kind in ("declarer", "declarer name")
    return declares and token.kind == "ident" and token.text in ("static", "extern")


@cache
def _known() -> frozenset[str]:
    table = load_table()
    return frozenset(word.decode() for word in table.attributes | table.attribute_calls)


def _is_name(token: Token, metas: Mapping[str, Meta]) -> bool:
    if token.kind != "ident":
        return False
    meta = metas.get(token.text)
    if meta is not None:
        return meta.kind == "attribute name"
    return token.text in _GNU or (token.text in _known() and token.text.startswith("__"))


def _arguments(row: list[Token], at: int, name: Token, metas: Mapping[str, Meta]) -> int:
    """Where what an attribute has in parentheses ends; at once where it has none."""
    called = name.text in _GNU or name.text in metas
    called |= name.text.encode() in load_table().attribute_calls
    if not called or at >= len(row) or row[at].text != "(" or row[at].mark != name.mark:
        return at
    depth = 0
    for end in range(at, len(row)):
        depth += (row[end].text == "(") - (row[end].text == ")")
        if not depth:
            return end + 1
    return at


class _Wanted(NamedTuple):
    """An attribute of a rule, and the tokens of the rule before and after it, nearest first."""

    at: int
    pattern: re.Pattern[bytes]
    before: tuple[int, ...]
    after: tuple[int, ...]


def wanted(rule: Rule) -> tuple[_Wanted, ...]:
    """The attributes that a rule asks for."""
    stays = [at for at, token in enumerate(rule.body) if token.mark != "+"]
    found = []
    for at in stays:
        if rule.body[at].kind == KIND:
            before = tuple(one for one in reversed(stays) if one < at)
            after = tuple(one for one in stays if one > at)
            found.append(_Wanted(at, _pattern(rule.body[at].text), before, after))
    return tuple(found)


def _pattern(text: str) -> re.Pattern[bytes]:
    parts = [".*?" if one == "..." else re.escape(one) for one in _TOKEN.findall(text)]
    return re.compile(rb"(?<!\w)" + r"\s*".join(parts).encode() + rb"(?!\w)", re.DOTALL)


def with_attributes(
    states: Iterable[State], asked: tuple[_Wanted, ...], data: bytes
) -> Iterator[State]:
    """The states in which the attributes stand where the rule has them."""
    for state in states:
        placed: State | None = state
        for one in asked:
            placed = None if placed is None else _place(placed, one, data)
        if placed is not None:
            yield placed


def _place(state: State, one: _Wanted, data: bytes) -> State | None:
    spans: dict[int, tuple[int, int]] = {}
    for bind in state.chain():
        spans.setdefault(bind.at, (bind.start, bind.end))
    before = next((spans[at] for at in one.before if at in spans), None)
    after = next((spans[at] for at in one.after if at in spans), None)
    if before is None and after is None:
        return None
    end = after[0] if after is not None else min(len(data), before[1] + _FAR if before else 0)
    start = before[1] if before is not None else max(0, end - _FAR)
    gap = data[start:end]
    found = [hit for hit in one.pattern.finditer(gap) if _alone(gap, hit, before, after)]
    if not found:
        return None
    hit = found[0] if before is not None else found[-1]
    return state.bind(one.at, start + hit.start(), start + hit.end())


def _alone(
    gap: bytes,
    hit: re.Match[bytes],
    before: tuple[int, int] | None,
    after: tuple[int, int] | None,
) -> bool:
    """Whether nothing but other attributes stands between an attribute and its only neighbour."""
    if before is not None and after is not None:
        return True
    rest = gap[hit.end() :] if before is None else gap[: hit.start()]
    return re.search(rb"[;{}=]", rest) is None
