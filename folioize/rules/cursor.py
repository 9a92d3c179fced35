# SPDX-License-Identifier: GPL-2.0-only
"""A list of tokens goes in; a cursor over it that reports what was expected comes out."""

from __future__ import annotations

from folioize.rules.records import Place, RuleError, Token


class Cursor:
    """Reads tokens one after the other; ``end`` is where an error at the end is reported."""

    def __init__(self, tokens: list[Token], end: Place) -> None:
        self._tokens = tokens
        self._end = end
        self.at = 0

    @property
    def place(self) -> Place:
        """Where the next token stands."""
        return self._end if self.done else self._tokens[self.at].place

    @property
    def done(self) -> bool:
        """Whether no token is left."""
        return self.at >= len(self._tokens)

    def peek(self, ahead: int = 0) -> str:
        """The text of a coming token; "" beyond the end."""
        at = self.at + ahead
        return self._tokens[at].text if at < len(self._tokens) else ""

    def kind(self, ahead: int = 0) -> str:
        """The kind of a coming token; "" beyond the end."""
        at = self.at + ahead
        return self._tokens[at].kind if at < len(self._tokens) else ""

    def next(self, wanted: str = "") -> Token:
        """Take one token; raises RuleError if there is none."""
        if self.done:
            raise self._end.error(f"the text ends where {wanted or 'more'} is expected")
        self.at += 1
        return self._tokens[self.at - 1]

    def accept(self, *texts: str) -> bool:
        """Take the next token if it is one of ``texts``."""
        if not self.done and self.peek() in texts:
            self.at += 1
            return True
        return False

    def expect(self, text: str) -> Token:
        """Take ``text``; raises RuleError if something else stands there."""
        token = self.next(text)
        if token.text != text:
            raise token.place.error(f"{text} is expected, not {token.text!r}")
        return token

    def name(self, what: str = "a name") -> Token:
        """Take an identifier."""
        token = self.next(what)
        if token.kind != "ident":
            raise token.place.error(f"{what} is expected, not {token.text!r}")
        return token

    def fail(self, text: str) -> RuleError:
        """An error at the next token."""
        return self.place.error(text)
