# SPDX-License-Identifier: GPL-2.0-only
"""A run of + tokens and the values of metavariables go in; pieces of text come out."""

from __future__ import annotations

import re
from typing import NamedTuple

from folioize.rules.formats import rendered
from folioize.rules.precedence import wants_parentheses
from folioize.rules.records import Rule, Token
from folioize.rules.values import Env, Value

_PLAIN = ("symbol", "typedef", "iterator name", "declarer name", "attribute name")


class Piece(NamedTuple):
    """Text to insert; ``value`` is the metavariable's value that it stands for, None for text."""

    text: bytes
    value: Value | None = None


def fresh_values(rule: Rule, env: Env, number: int = 0) -> dict[str, Value]:
    """The names that fresh identifiers are given; ``number`` tells those apart that would be the
    same for every match."""
    out: dict[str, Value] = {}
    for meta in rule.metas.values():
        if meta.kind != "fresh identifier" or meta.name in env:
            continue
        parts = []
        for part in meta.fresh:
            if part.startswith("$"):
                value = env.get(part[1:]) or out.get(part[1:])
                parts.append("" if value is None else value.text.decode("utf-8", "replace"))
            else:
                parts.append(part)
        name = "".join(parts) or meta.name
        if all(not part.startswith("$") for part in meta.fresh):
            name += str(number)
        out[meta.name] = Value("identifier", (name,), name.encode())
    return out


def _line(text: str, rule: Rule, env: Env) -> str:
    """A #pragma or #undef line that is added, with what its metavariables stand for."""

    def value(found: re.Match[str]) -> str:
        known = env.get(found[0]) if found[0] in rule.metas else None
        return found[0] if known is None else known.text.decode("utf-8", "replace")

    return re.sub(r"\w+", value, text) if text.startswith(("#pragma", "#undef")) else text


def render_row(row: tuple[Token, ...], rule: Rule, env: Env) -> list[Piece]:
    """One row of + tokens; raises RuleError for a metavariable without a value."""
    out: list[Piece] = []
    behind = b""
    for at, token in enumerate(row):
        starred = bool(out) and out[-1].text.endswith(b"*") and out[-1].value is not None
        if at and token.space and out and not starred:
            out.append(Piece(b" "))
        meta = rule.metas.get(token.text) if token.kind == "ident" else None
        if meta is None or meta.kind in _PLAIN:
            named = token.kind == "string" and "%@" in token.text
            text = _line(token.text, rule, env) if token.kind == "cpp" else token.text
            out.append(Piece((rendered(token.text, env) if named else text).encode() + behind))
            behind = b""
            continue
        value = env.get(token.text)
        if value is None:
            raise token.place.error(
                f"{rule.told}: the metavariable {token.text} has no value where it is added"
            )
        if value.node is None and value.kind == "identifier":  # a script made it
            value = value._replace(kind=meta.kind)
        texts = [one.text for one in row]
        following = texts[at + 1] if at + 1 < len(row) else ""
        if wants_parentheses(value, texts[:at], following, _types(rule)):
            out += [Piece(b"("), Piece(value.text, value), Piece(b")")]
        elif value.around is not None and row[at + 1 : at + 2] and row[at + 1].kind == "ident":
            out.append(Piece(value.around[0].rstrip(), value))
            behind = value.around[1]
        else:
            out.append(Piece(value.text + behind, value))
            behind = b""
    return _without_empty(out)


def _types(rule: Rule) -> frozenset[str]:
    """The metavariables and names of a rule that are types."""
    return frozenset(name for name, meta in rule.metas.items() if meta.kind in ("type", "typedef"))


def _without_empty(pieces: list[Piece]) -> list[Piece]:
    """Drop the comma beside a list that is empty."""
    out: list[Piece] = []
    drop = False
    for piece in pieces:
        if piece.value is not None and piece.value.kind == "list" and not piece.value.size:
            while out and out[-1].text in (b" ", b","):
                comma = out.pop().text == b","
                if comma:
                    break
            else:
                drop = True
            continue
        if drop and piece.text in (b",", b" "):
            drop = piece.text == b" "
            continue
        drop = False
        out.append(piece)
    return out


def spaced(before: bytes, after: str) -> bool:
    """Whether a space belongs between two tokens set side by side."""
    if before in (b"(", b"[", b"!", b"~", b"\n", b"\t", b" ", b""):
        return False
    if after[:1] in (")", "]", ",", ";", "."):
        return False
    word = before.isalnum() or before == b"_"
    if after[:1] in ("(", "["):
        return not word
    return True
