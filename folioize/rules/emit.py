# SPDX-License-Identifier: GPL-2.0-only
"""Grouped items of a rule go in; C text comes out in which placeholders stand for what is no C.

What a placeholder must look like (a statement, an expression, a member, a type) is decided by
where it stands. A bare expression among statements gets parentheses and a semicolon of its own,
so that ``a * b`` is no declaration; such additions are remembered as not the rule's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from folioize.cst.masktable import load_table
from folioize.rules.groups import Choice, Dots, Item, Leaf, Nest
from folioize.rules.integers import SIGNS
from folioize.rules.records import TYPE_WORDS, Meta

PREFIX = "smpl__"
_CONTROL = frozenset(("if", "for", "while", "switch"))
_BEGINS: frozenset[str | None] = frozenset(
    (None, ";", "{", "}", "statement", "else", "do", ":", "head")
)
_GOES_ON = frozenset(
    (
        *(";", ",", "=", ".", "->", "[", ")", "]", "+", "-", "/", "%", "==", "!=", "<", ">"),
        *("<=", ">=", "&&", "||", "|", "&", "^", "?", ":", "<<", ">>", "+=", "-=", "*=", "/="),
        *("|=", "&=", "++", "--"),
    )
)
_AFTER_TERM = frozenset((")", "]", "ident", "number", "string", "char", "term"))
_STATEMENTS = frozenset(("statement", "statement list", "declaration"))
# What stands for a metavariable that is an operator.
_OPERATORS = {"binary operator": "==", "assignment operator": "+="}
_OPEN = {"(": ")", "[": "]", "{": "}"}


class Piece(NamedTuple):
    """Text of the emitted C: a token of the rule (``at``), a placeholder, or an addition (-1)."""

    text: str
    at: int = -1
    item: Item | None = None


@dataclass(slots=True)
class Emitted:
    """The pieces, and where bare expressions (spans of pieces) got parentheses."""

    pieces: list[Piece] = field(default_factory=list)
    bare: list[tuple[int, int]] = field(default_factory=list)
    statements: int = 0

    def text(self, parenthesised: bool = True) -> tuple[str, list[tuple[int, Piece]]]:
        """The C text, and the offset of each piece in it."""
        skip = set() if parenthesised else {at for span in self.bare for at in span}
        parts: list[str] = []
        placed: list[tuple[int, Piece]] = []
        length = 0
        for at, piece in enumerate(self.pieces):
            if at in skip:
                continue
            placed.append((length, piece))
            parts.append(piece.text + " ")
            length += len(piece.text.encode()) + 1
        return "".join(parts), placed


def emit(items: list[Item], metas: dict[str, Meta]) -> Emitted:
    """The C text for ``items`` as statements, declarations or expressions."""
    writer = _Writer(items, metas)
    writer.run()
    return writer.out


def is_loop_name(name: str, metas: dict[str, Meta]) -> bool:
    """Whether a call of this name before a statement is a loop by macro."""
    meta = metas.get(name)
    if meta is not None and meta.kind in ("iterator", "iterator name"):
        return True
    return "for_each" in name or name.encode() in load_table().iterators


class _Writer:
    """Writes one run of items; nested branches are written on their own."""

    def __init__(self, items: list[Item], metas: dict[str, Meta]) -> None:
        self.items = items
        self.metas = metas
        self.out = Emitted()
        self.contexts = ["block"]
        self.heads: list[bool] = []
        self.previous: str | None = None
        self.start = 0
        self.questions = 0
        self.typedef = False
        self.at = 0

    def run(self) -> None:
        """Write all items."""
        while self.at < len(self.items):
            item = self.items[self.at]
            self.at += 1
            if isinstance(item, Leaf):
                self._leaf(item)
            else:
                self._special(item)
        if self.contexts == ["block"]:
            self._close_bare()

    # -- where we are -----------------------------------------------------------------------------

    @property
    def _begins(self) -> bool:
        return self.previous in _BEGINS

    def _next(self) -> str:
        """The text of the next item if it is a token; "" otherwise."""
        item = self.items[self.at] if self.at < len(self.items) else None
        return item.token.text if isinstance(item, Leaf) else ""

    def _add(self, text: str, at: int = -1, item: Item | None = None) -> None:
        self.out.pieces.append(Piece(text, at, item))

    def _ended(self, what: str) -> None:
        """A statement, or what a new one may follow, has ended."""
        self.previous = what
        if self.contexts[-1] == "block":
            self.start = len(self.out.pieces)
            self.typedef = False

    def _close_bare(self) -> None:
        """End a bare expression, if one is open."""
        if self._begins:
            return
        self.out.pieces.insert(self.start, Piece("("))
        self.out.bare.append((self.start, len(self.out.pieces)))
        self._add(")")
        self._add(";")
        self._ended("statement")

    # -- tokens -----------------------------------------------------------------------------------

    def _leaf(self, leaf: Leaf) -> None:
        token = leaf.token
        if token.kind == "cpp":
            raise token.place.error(f"rules on {token.text.split()[0]} are not supported")
        if token.kind == "ident":
            self._word(leaf)
        elif token.text in _OPEN:
            self._open(leaf)
        elif token.text in _OPEN.values():
            self._close(leaf)
        else:
            self._add(token.text, leaf.at)
            self._after(token.text if token.kind == "op" else token.kind)

    def _after(self, text: str) -> None:
        if text == "?":
            self.questions += 1
        if text == ":" and self.questions:
            self.questions -= 1
            self.previous = "?:"
        elif text in (";", ":") and self.contexts[-1] in ("block", "struct"):
            if text == ":" and self.contexts[-1] == "block" and self._next() in ("", "}"):
                self._add(";")  # a label is none without a statement
            self._ended(text)
        else:
            self.previous = text

    def _word(self, leaf: Leaf) -> None:
        text = leaf.token.text
        meta = self.metas.get(text)
        kind = meta.kind if meta is not None else ""
        context = self.contexts[-1]
        if context == "block" and kind in _STATEMENTS and self._begins:
            self._add(text, leaf.at)
            if self._next() != ";":
                self._add(";")
            elif kind == "statement":
                raise leaf.token.place.error("a semicolon after a statement is not supported")
            self._ended("statement")
        elif context == "struct" and kind in ("field", "field list") and self._begins:
            self._add("int")
            self._add(text, leaf.at)
            if self._next() != ";":
                self._add(";")
            self._ended("statement")
        elif kind == "type" and self.previous not in ("struct", "union", "enum"):
            signed = bool(self.out.pieces) and self.out.pieces[-1].text.strip() in SIGNS
            if not signed and not (self.typedef and self._next() == ";" and context == "block"):
                self._add("struct")  # unless it is the name that the typedef gives
            self._add(text, leaf.at)
            self.previous = "ident"
        elif kind in _OPERATORS:
            self._add(_OPERATORS[kind], leaf.at)
            self.previous = "="
        else:
            self._plain_word(leaf)

    def _plain_word(self, leaf: Leaf) -> None:
        """A word that stands for itself; the name of a loop by macro is written as while."""
        text = leaf.token.text
        if self._is_loop(text):
            self._add("while", leaf.at)
            self.previous = "while"
            return
        self._add(text, leaf.at)
        self.typedef |= text == "typedef"
        words = ("else", "do", "struct", "union", "enum", "return", *_CONTROL)
        self.previous = text if text in words else "ident"
        if text in ("else", "do") and self.contexts[-1] == "block":
            self._ended(text)

    def _is_loop(self, text: str) -> bool:
        if not self._begins or self.contexts[-1] != "block" or self._next() != "(":
            return False
        if not is_loop_name(text, self.metas):
            return False
        depth, at = 0, self.at
        while at < len(self.items):
            item = self.items[at]
            if isinstance(item, Leaf):
                depth += (item.token.text == "(") - (item.token.text == ")")
                if not depth:
                    break
            at += 1
        after = self.items[at + 1] if at + 1 < len(self.items) else None
        return after is not None and not (isinstance(after, Leaf) and after.token.text == ";")

    def _open(self, leaf: Leaf) -> None:
        text = leaf.token.text
        context = "paren"
        if text == "{":
            context = self._brace()
        self._add(text, leaf.at)
        self.heads.append(text == "(" and self.previous in _CONTROL)
        self.contexts.append(context)
        self.previous = text
        if context in ("block", "struct"):
            self.start = len(self.out.pieces)

    def _brace(self) -> str:
        """What a brace opens, by the tokens before it."""
        texts = [piece.text for piece in self.out.pieces[-3:]]
        if self.previous in ("=", "init {", ",") or self.contexts[-1] == "init":
            return "init"
        for back in (1, 2, 3):
            if len(texts) >= back and texts[-back] in ("struct", "union"):
                return "struct"
            if len(texts) >= back and texts[-back] == "enum":
                return "enum"
        if self.contexts[-1] != "block" or (self.previous == ")" and self._literal()):
            return "init"
        return "block"

    def _literal(self) -> bool:
        """Whether ``(type) {`` is a compound literal: an operator stands before it."""
        depth = 0
        for at in range(len(self.out.pieces) - 1, -1, -1):
            text = self.out.pieces[at].text
            depth += (text == ")") - (text == "(")
            if not depth:
                return at > 0 and self.out.pieces[at - 1].text in ("=", ",", "(", "return")
        return False

    def _close(self, leaf: Leaf) -> None:
        text = leaf.token.text
        if len(self.contexts) < 2:
            raise leaf.token.place.error(f"{text!r} closes nothing")
        context = self.contexts.pop()
        head = self.heads.pop()
        if context == "block" and not self._begins:
            self.contexts.append(context)
            self._close_bare()
            self.contexts.pop()
        self._add(text, leaf.at)
        if text == "}" and self.contexts[-1] == "block" and context == "block":
            self._ended("}")
        elif head and self.contexts[-1] == "block":
            self._ended("head")
        else:
            self.previous = text

    # -- what is no C -----------------------------------------------------------------------------

    def _special(self, item: Dots | Nest | Choice) -> None:
        name = f"{PREFIX}{item.at}"
        context = self.contexts[-1]
        if context == "block" and not self._begins and self._breaks(item):
            self._close_bare()
        if context == "block" and self._begins and not self._is_term(item):
            self._add(name, item.at, item)
            if self._next() != ";" or isinstance(item, Dots):
                self._add(";")
            self._ended("statement")
        elif context == "struct" and self._begins:
            self._add("int")
            self._add(name, item.at, item)
            self._add(";")
            self._ended("statement")
        elif context in ("init", "enum"):
            if self.previous not in ("{", ",", "="):
                self._add(",")
            self._add(name, item.at, item)
            if self._next() not in (",", "}", ";") and self.previous != "=":
                self._add(",")
                self.previous = ","
            else:
                self.previous = "term"
        else:
            if isinstance(item, Choice) and self._is_type(item):
                self._add("struct")
            self._add(name, item.at, item)
            self.previous = "term"

    def _breaks(self, item: Dots | Nest | Choice) -> bool:
        """Whether the item begins a line after what can be a whole expression."""
        return item.token.first and self.previous in _AFTER_TERM and not self._after_cast()

    def _after_cast(self) -> bool:
        """Whether the parentheses just closed hold a type, as a cast's do."""
        texts = [piece.text for piece in self.out.pieces[self.start :]]
        if texts[-1:] != [")"]:
            return False
        at, depth = len(texts) - 1, 1
        while at > 0 and depth:
            at -= 1
            depth += (texts[at] == ")") - (texts[at] == "(")
        return not depth and (texts[-2] == "*" or texts[at + 1] in TYPE_WORDS)

    def _is_term(self, item: Dots | Nest | Choice) -> bool:
        """Whether an item where a statement may begin is an expression or a type all the same."""
        following = self._next()
        if isinstance(item, Dots):
            return False
        meta = self.metas.get(following)
        if meta is not None and meta.kind in _OPERATORS:
            return True
        if following == "(" and (not self.items[self.at].token.first or _words(item, self.metas)):
            return True  # a call of one of several
        if isinstance(item, Choice) and self._is_type(item):
            return following not in ("", "}", "{")
        if isinstance(item, Choice) and any(_ends_statement(b) for b in item.branches):
            return False
        return following in _GOES_ON and following != ";"

    def _is_type(self, item: Choice) -> bool:
        """Whether every branch is nothing but a type."""
        return all(branch and self._typed(branch) for branch in item.branches)

    def _typed(self, branch: list[Item]) -> bool:
        for item in branch:
            if not isinstance(item, Leaf):
                return False
            text = item.token.text
            meta = self.metas.get(text)
            typed = meta is not None and meta.kind in ("type", "typedef")
            if not (typed or text in TYPE_WORDS or text == "*" or item.token.kind == "ident"):
                return False
        first = branch[0]
        assert isinstance(first, Leaf)
        meta = self.metas.get(first.token.text)
        return first.token.text in TYPE_WORDS or (
            meta is not None and meta.kind in ("type", "typedef")
        )


def _words(item: Item, metas: dict[str, Meta]) -> bool:
    """Whether every branch is one word, and no statement."""
    return isinstance(item, Choice) and all(
        [type(one) for one in branch] == [Leaf]
        and branch[0].token.kind == "ident"
        and getattr(metas.get(branch[0].token.text), "kind", "") not in _STATEMENTS
        for branch in item.branches
    )


def _ends_statement(branch: list[Item]) -> bool:
    last = branch[-1] if branch else None
    return isinstance(last, Leaf) and last.token.text in (";", "}")
