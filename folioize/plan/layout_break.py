# SPDX-License-Identifier: GPL-2.0-only
"""A placed run of tokens goes in; its open brackets and the places to break it come out."""

from __future__ import annotations

from dataclasses import dataclass

from folioize.plan.layout_lex import TAB, Token

Stack = tuple["Open", ...]

_OPEN = {b"(": b")", b"[": b"]", b"{": b"}"}
_CLOSE = frozenset(_OPEN.values())
_ASSIGN = frozenset([b"=", b"+=", b"-=", b"*=", b"/=", b"%=", b"&=", b"|=", b"^=", b"<<=", b">>="])
# How loosely an operator binds: the loosest is the best place to break at.
_LOOSE = (
    {b",", b";"},
    {b"?"},
    {b":"},
    {b"&&", b"||"},
    {b"|", b"^", b"&"},
    {b"==", b"!=", b"<", b">", b"<=", b">="},
    {b"<<", b">>", b"+", b"-"},
    {b"*", b"/", b"%"},
)
_CLASS = {text: place for place, texts in enumerate(_LOOSE) for text in texts}
# Places after ``=`` and between declarators are worse than any inside of one pair of brackets.
_AFTER_ONE_BRACKET = 1.5
_LAST_RESORT = 100


@dataclass(frozen=True, slots=True)
class Open:
    """What continuation lines align to: an open bracket, or an expression after ``=``.

    ``old`` and ``new`` are the columns that such lines begin at before and after the edits;
    ``old`` is None for a bracket of an edit, ``new`` where nothing follows on its line.
    """

    kind: bytes
    index: int
    old: int | None
    new: int | None

    @property
    def bracket(self) -> bool:
        """Whether this is a real bracket and no expression."""
        return self.kind in _OPEN


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row may be broken: after the token ``after``, the rest beginning at ``indent``."""

    rank: tuple[float, int, int]
    after: int
    indent: int
    stack: Stack


def is_assignment(token: Token) -> bool:
    """Whether the token is ``=`` or one of its kin."""
    return token.kind == "op" and token.text in _ASSIGN


def is_break(token: Token) -> bool:
    """Whether a line may end in this token inside of an expression or a list."""
    return token.kind == "op" and token.text in _CLASS


def depth(stack: Stack) -> int:
    """The number of real brackets that are open."""
    return sum(1 for item in stack if item.bracket)


def innermost(stack: Stack) -> Open | None:
    """The innermost real bracket that is open."""
    for item in reversed(stack):
        if item.bracket:
            return item
    return None


def opens(token: Token) -> bool:
    """Whether continuation lines may align to what this token opens."""
    if token.kind == "op":
        return token.text in _OPEN or token.text in _ASSIGN
    return token.text == b"return"


def opened(
    token: Token,
    index: int,
    olds: tuple[int | None, int | None],
    news: tuple[int, int | None],
) -> Open:
    """What the token opens.

    ``olds`` and ``news`` are the columns of the token itself and of the one after it on its line.
    Nothing aligns to a bracket that ends its line: there, what looks so is by chance.
    """
    if token.text in (b"(", b"["):
        old = None if olds[0] is None or news[1] is None else olds[0] + 1
        return Open(token.text, index, old, news[0] + 1)
    return Open(b"{" if token.text == b"{" else b"=", index, olds[1], news[1])


def closed(stack: Stack, token: Token) -> Stack:
    """The stack after what the token closes."""
    if token.kind != "op":
        return stack
    text = token.text
    if text in _CLOSE:
        while stack and not stack[-1].bracket:
            stack = stack[:-1]
        if stack and _OPEN[stack[-1].kind] == text:
            stack = stack[:-1]
    elif stack and not stack[-1].bracket and (text in (b",", b";") or is_assignment(token)):
        stack = stack[:-1]
    return stack


def rank(
    tokens: list[Token], index: int, stack: Stack, last_resort: bool
) -> tuple[float, int, int] | None:
    """How bad a break after the token is (less is better); None where there must be none.

    First counts the depth of brackets, then how tightly the operator binds, then how far to
    the left it stands.
    """
    token, following = tokens[index], tokens[index + 1]
    if token.kind != "op":
        return None
    level: float = depth(stack)
    if is_assignment(token):
        return (level + _AFTER_ONE_BRACKET, 0, -index)
    if token.text == b"(" and last_resort and following.text != b")":
        return (level + _LAST_RESORT, 0, index)
    loose = _CLASS.get(token.text)
    if loose is None:
        return None
    if loose:
        spaced = tokens[index - 1].end < token.start and token.end < following.start
        if not spaced or (token.text == b":" and not _ternary(tokens, index)):
            return None
    elif not level:
        level = _AFTER_ONE_BRACKET
    return (level, loose, -index)


def _ternary(tokens: list[Token], index: int) -> bool:
    """Whether a ``?`` stands before the ``:`` in its statement, as far as this row shows."""
    for token in reversed(tokens[max(0, index - 60) : index]):
        if token.text == b"?":
            return True
        if token.text in (b";", b"{", b"}"):
            return False
    return False


def indent_after(token: Token, stack: Stack, base: int, own: dict[int, int]) -> tuple[int, Stack]:
    """The column that a line broken off after the token begins at, and the stack it begins with.

    ``base`` is the statement's indentation; ``own`` maps a bracket to the column its author
    gave to continuation lines where that was not the alignment to the bracket.
    """
    if not stack:
        return base + TAB, stack
    top = stack[-1]
    if is_assignment(token):
        return base + TAB, (*stack[:-1], Open(top.kind, top.index, top.old, base + TAB))
    if token.text == b"(" and token.kind == "op":
        column = own.get(top.index, base + 2 * TAB)
        return column, (*stack[:-1], Open(top.kind, top.index, top.old, column))
    if top.bracket and top.index in own:
        return own[top.index], stack
    return (base + TAB if top.new is None else top.new), stack


def body(tokens: list[Token], first: int, last: int) -> int | None:
    """The index of the ``{`` where tokens ``first`` to ``last`` end with a plain function body."""
    if tokens[last - 1].text != b"}":
        return None
    for index in range(last - 2, first, -1):
        text = tokens[index].text
        if text == b"{":
            return index if tokens[index - 1].text == b")" else None
        if text == b"}" or tokens[index].kind == "comment":
            return None
    return None
