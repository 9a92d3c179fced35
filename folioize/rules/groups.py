# SPDX-License-Identifier: GPL-2.0-only
"""The tokens of a rule's body go in; they come out grouped: disjunctions, nests, dots, whens."""

from __future__ import annotations

from dataclasses import dataclass, field

from folioize.rules.records import Token

_OPENS = ("(", "[", "{")
_CLOSES = (")", "]", "}")
_WORDS = ("any", "strict", "exists", "forall")


@dataclass(slots=True)
class Leaf:
    """A token of C, and its place in the body."""

    at: int
    token: Token


@dataclass(slots=True)
class When:
    """A condition on dots: ``kind`` is !=, =, any, strict, exists, forall, true or false."""

    kind: str
    items: list[Item]


@dataclass(slots=True)
class Dots:
    """``...`` with its conditions."""

    at: int
    token: Token
    whens: list[When] = field(default_factory=list)


@dataclass(slots=True)
class Choice:
    """A disjunction ("|") or conjunction ("&") of branches."""

    at: int
    token: Token
    kind: str
    branches: list[list[Item]]
    close: int = -1


@dataclass(slots=True)
class Nest:
    """``<... ...>``, or ``<+... ...+>`` where ``once`` is true."""

    at: int
    token: Token
    once: bool
    items: list[Item]
    whens: list[When] = field(default_factory=list)
    close: int = -1


Item = Leaf | Dots | Choice | Nest


def group(body: tuple[Token, ...]) -> list[Item]:
    """Group what is matched (not + lines) of a body; raises RuleError where it does not nest."""
    kept = [(at, token) for at, token in enumerate(body) if token.mark != "+"]
    tokens = [(at, token) for at, token in kept if token.kind != "attribute"]
    reader = _Reader(tokens)
    items = reader.items(())
    if reader.at < len(tokens):
        token = tokens[reader.at][1]
        raise token.place.error(f"{token.text!r} closes nothing")
    return items


class _Reader:
    """Reads the tokens of one body."""

    def __init__(self, tokens: list[tuple[int, Token]]) -> None:
        self.tokens = tokens
        self.at = 0

    def items(self, stops: tuple[str, ...]) -> list[Item]:
        """Items up to one of ``stops`` (texts of smpl or dots tokens) or the end."""
        out: list[Item] = []
        while self.at < len(self.tokens):
            at, token = self.tokens[self.at]
            if token.kind in ("smpl", "dots") and token.text in stops:
                break
            self.at += 1
            if token.kind == "smpl":
                if token.text != "(":
                    raise token.place.error(f"{token.text!r} stands outside of a disjunction")
                out.append(self._choice(at, token))
            elif token.kind == "dots":
                out.append(self._dots(at, token))
            else:
                out.append(Leaf(at, token))
        return out

    def _choice(self, at: int, opening: Token) -> Choice:
        branches: list[list[Item]] = []
        kinds: set[str] = set()
        while True:
            branches.append(self.items(("|", "&", ")")))
            if self.at >= len(self.tokens):
                raise opening.place.error("this disjunction is not closed")
            close, token = self.tokens[self.at]
            self.at += 1
            if token.text == ")":
                break
            kinds.add(token.text)
        if len(kinds) > 1:
            raise opening.place.error("a disjunction and a conjunction are mixed here")
        return Choice(at, opening, next(iter(kinds), "|"), branches, close)

    def _dots(self, at: int, token: Token) -> Item:
        if token.text == "...":
            return Dots(at, token, self._whens())
        closing = {"<...": "...>", "<+...": "...+>"}.get(token.text)
        if closing is None:
            raise token.place.error(f"{token.text} closes nothing")
        whens = self._whens()
        items = self.items(("...>", "...+>"))
        if self.at >= len(self.tokens) or self.tokens[self.at][1].text != closing:
            raise token.place.error(f"{token.text} is not closed by {closing}")
        close = self.tokens[self.at][0]
        self.at += 1
        nest = Nest(at, token, token.text == "<+...", items, close=close)
        nest.whens = whens + self._whens()
        return nest

    def _whens(self) -> list[When]:
        found: list[When] = []
        while self.at < len(self.tokens) and self.tokens[self.at][1].text == "when":
            when = self.tokens[self.at][1]
            self.at += 1
            found += self._when(when)
        return found

    def _when(self, when: Token) -> list[When]:
        if self.at >= len(self.tokens):
            raise when.place.error("a condition is expected after when")
        token = self.tokens[self.at][1]
        if token.text in _WORDS:
            words = [When(token.text, [])]
            self.at += 1
            while self.at + 1 < len(self.tokens) and self.tokens[self.at][1].text == ",":
                words.append(When(self.tokens[self.at + 1][1].text, []))
                self.at += 2
            return words
        if token.text not in ("!=", "=", "=="):
            raise token.place.error(f"'when {token.text}' is not supported")
        self.at += 1
        kind = "!=" if token.text == "!=" else "="
        if self.at < len(self.tokens) and self.tokens[self.at][1].text in ("true", "false"):
            kind = self.tokens[self.at][1].text
            self.at += 1
        items = self._line(when)
        if not items:
            raise when.place.error("a term is expected after when !=")
        if kind == "=":
            raise token.place.error("'when =' is not supported")
        return [When(kind, items)]

    def _line(self, when: Token) -> list[Item]:
        """The rest of the line, and further lines while brackets are open."""
        first = self.at
        depth = 0
        while self.at < len(self.tokens):
            token = self.tokens[self.at][1]
            if token.first and not depth:
                break
            depth += (token.text in _OPENS) - (token.text in _CLOSES)
            self.at += 1
        part = _Reader(self.tokens[first : self.at])
        items = part.items(())
        if part.at < len(part.tokens):
            raise when.place.error("the term after when does not nest")
        return items
