# SPDX-License-Identifier: GPL-2.0-only
"""The declarations at the top of a rule go in; its metavariables come out."""

from __future__ import annotations

import re
import warnings

from folioize.rules.cursor import Cursor
from folioize.rules.records import TYPE_WORDS, Constraint, Meta, Place, Token

SIMPLE = frozenset(
    (
        "identifier",
        "type",
        "statement",
        "position",
        "symbol",
        "constant",
        "function",
        "parameter",
        "declaration",
        "field",
        "initialiser",
        "initializer",
        "typedef",
        "declarer",
        "iterator",
        "expression",
        "idexpression",
        "metavariable",
        "pragmainfo",
    )
)
_LISTS = frozenset(
    ("expression", "parameter", "statement", "field", "initialiser", "initializer", "identifier")
)
_SECOND = {
    "fresh": "identifier",
    "binary": "operator",
    "assignment": "operator",
    "attribute": "name",
}
_KNOWN_GAPS = ("comments", "attribute", "exists", "pure", "word")
_BASE = TYPE_WORDS | {"_Bool", "ssize_t", "ptrdiff_t", "uint", "ulong", "ushort"}
_KERNEL_TYPE = re.compile(r"(?:__)?[usb]e?(?:8|16|32|64)\Z|\w+_t\Z|(?:__)?[lb]e(?:16|32|64)\Z")

_CLASS = re.compile(r"\[:(\w+):\]")
_CLASSES = {
    "alpha": "a-zA-Z",
    "digit": "0-9",
    "alnum": "a-zA-Z0-9",
    "upper": "A-Z",
    "lower": "a-z",
    "xdigit": "0-9a-fA-F",
    "word": r"\w",
    "space": r"\s",
}
"""Names of POSIX for sets of characters, within brackets."""


def read_metas(
    tokens: list[Token],
    end: Place,
    typedefs: set[str],
    symbols: set[str],
    extended: dict[str, Meta] | None = None,
) -> dict[str, Meta]:
    """The metavariables declared by ``tokens``, by name; ``typedefs`` of the file grow.

    ``extended`` are those of the rule that this one extends.
    """
    reader = _Reader(Cursor(tokens, end), typedefs, symbols, extended or {})
    while not reader.cursor.done:
        reader.declaration()
    return reader.metas


class _Reader:
    """Reads declarations one after the other."""

    def __init__(
        self,
        cursor: Cursor,
        typedefs: set[str],
        symbols: set[str],
        extended: dict[str, Meta],
    ) -> None:
        self.cursor = cursor
        self.typedefs = typedefs
        self.symbols = symbols
        self.extended = extended
        self.metas: dict[str, Meta] = dict(extended)

    def declaration(self) -> None:
        """One declaration up to its semicolon."""
        kind, types, length = self._kind()
        while True:
            self._one(kind, types, length)
            if not self.cursor.accept(","):
                break
        self.cursor.expect(";")

    def _kind(self) -> tuple[str, tuple[str, ...], str | None]:
        """The kind, the types of a typed expression, the length of a list."""
        cursor = self.cursor
        word = cursor.peek()
        two = self._two_words(word)
        if two is not None:
            return two
        if word in _KNOWN_GAPS and cursor.kind(1) == "ident":
            raise cursor.fail(f"metavariables of kind {word} are not supported")
        if word not in SIMPLE:
            return "expression", self._types(optional=False), None
        cursor.next()
        if word in ("declarer", "iterator") and cursor.accept("name"):
            return f"{word} name", (), None
        if cursor.peek() == "list" and word in _LISTS:
            cursor.next()
            return f"{word.replace('izer', 'iser')} list", (), self._length()
        if word in ("expression", "idexpression", "constant"):
            return word, self._types(optional=True), None
        return word.replace("izer", "iser"), (), None

    def _two_words(self, word: str) -> tuple[str, tuple[str, ...], str | None] | None:
        """A kind that its first word alone does not tell; None if it is none of those."""
        cursor = self.cursor
        second = cursor.peek(1)
        if word == "format" and cursor.kind(1) == "ident":
            cursor.next()
            listed = cursor.accept("list")
            return "format list" if listed else "format", (), self._length() if listed else None
        wanted = _SECOND.get(word)
        if wanted is not None and (second == wanted or word == "fresh"):
            cursor.next()
            cursor.expect(wanted)
            return f"{word} {wanted}", (), None
        if word == "local" and second == "function":
            cursor.next()
            cursor.next()
            return "function", (), None
        if word in ("local", "global") and second == "idexpression":
            cursor.next()
            cursor.next()
            return f"{word} idexpression", self._types(optional=True), None
        return None

    def _length(self) -> str | None:
        if not self.cursor.accept("["):
            return None
        token = self.cursor.next("a length")
        if self.cursor.accept("."):
            name = self.cursor.name("the name in that rule")
            source = f"{token.text}.{name.text}"
            self.metas[name.text] = Meta(name.text, "length", name.place, source=source)
            token = name
        self.cursor.expect("]")
        if token.kind == "ident" and token.text not in self.metas:
            self.metas[token.text] = Meta(token.text, "length", token.place)
        return token.text

    def _types(self, optional: bool) -> tuple[str, ...]:
        """Types before the names: ``struct page *`` or ``{int, long}``; stars may stand alone."""
        cursor = self.cursor
        if cursor.peek() == "{":
            cursor.next()
            found = [self._type()]
            while cursor.accept(","):
                found.append(self._type())
            cursor.expect("}")
            return tuple(one + self._stars() for one in found)
        if optional and not self._type_begins():
            stars = self._stars()
            return (stars,) if stars else ()
        return (self._type(),)

    def _type_begins(self) -> bool:
        """Whether a type is next, and not the metavariable's name (after which comes no name)."""
        word = self.cursor.peek()
        if word in _BASE:
            return True
        follows = self.cursor.peek(1)
        return self.cursor.kind() == "ident" and (
            self.cursor.kind(1) == "ident" or follows.startswith("*") or self._inherited_type()
        )

    def _inherited_type(self) -> bool:
        """Whether ``rule.T`` is next, and a name or stars after it."""
        cursor = self.cursor
        return cursor.peek(1) == "." and (cursor.kind(3) == "ident" or cursor.peek(3) == "*")

    def _type(self) -> str:
        cursor = self.cursor
        words: list[str] = []
        while cursor.peek() in _BASE:
            word = cursor.next().text
            words.append(word)
            if word in ("struct", "union", "enum"):
                words.append(cursor.name("a tag").text)
        if not [word for word in words if word not in ("const", "volatile")]:
            words.append(self._named_type())
        text = " ".join(words) + self._stars()
        if cursor.peek() == "[" and cursor.peek(1) == "]":
            cursor.next()
            cursor.next()
            text += " []"
        if cursor.peek() == "(":
            raise cursor.fail("function types of metavariables are not supported")
        return text

    def _named_type(self) -> str:
        token = self.cursor.name("a kind of metavariable or a type")
        if self.cursor.peek() == "." and self.cursor.kind(1) == "ident":
            self.cursor.next()
            name = self.cursor.name("the name of a type in that rule")
            source = f"{token.text}.{name.text}"
            self.metas[name.text] = Meta(name.text, "type", name.place, source=source)
            return name.text
        meta = self.metas.get(token.text)
        if (
            token.text in self.typedefs
            or (meta is not None and meta.kind == "type")
            or _KERNEL_TYPE.match(token.text)
        ):
            return token.text
        raise token.place.error(
            f"{token.text!r} is no kind of metavariable and no known type"
            " (a typedef wants a line 'typedef NAME;')"
        )

    def _stars(self) -> str:
        count = 0
        while self.cursor.peek() in ("*", "const", "volatile"):
            count += self.cursor.next().text == "*"
        return " " + "*" * count if count else ""

    def _one(self, kind: str, types: tuple[str, ...], length: str | None) -> None:
        """One name with what may follow it."""
        cursor = self.cursor
        stars = self._stars() if types else ""
        token = cursor.name("the metavariable's name")
        name, source = token.text, None
        if cursor.accept("."):
            source = f"{name}.{cursor.name('the name in that rule').text}"
            name = source.split(".")[1]
        if stars:
            types = tuple(one + (stars if "*" not in one else stars.strip()) for one in types)
        while cursor.peek() == "[" and types:
            cursor.next()
            cursor.expect("]")
            types = tuple(one + " []" for one in types)
        fresh: tuple[str, ...] = ()
        if kind == "fresh identifier" and cursor.accept("="):
            fresh = self._fresh()
        constraints = self._constraints(kind)
        known = self.metas.get(name)
        if known is not None and known.kind != "length" and known != self.extended.get(name):
            raise token.place.error(f"{name} is declared twice")
        if kind == "typedef":
            self.typedefs.add(name)
        if kind == "symbol":
            self.symbols.add(name)
        self.metas[name] = Meta(name, kind, token.place, types, source, fresh, constraints, length)

    def _fresh(self) -> tuple[str, ...]:
        parts = []
        while True:
            token = self.cursor.next("a string or a metavariable")
            if token.text == "script":
                raise token.place.error("fresh identifiers made by scripts are not supported")
            if token.kind == "string":
                parts.append(token.text[1:-1])
            elif self.cursor.accept("."):
                parts.append(f"${self._seed(token)}")
            else:
                parts.append(f"${token.text}")
            if not self.cursor.accept("##"):
                return tuple(parts)

    def _seed(self, rule: Token) -> str:
        """A name of another rule that has none in this one: no name of C is like it."""
        source = f"{rule.text}.{self.cursor.name('the name in that rule').text}"
        self.metas.setdefault(source, Meta(source, "identifier", rule.place, source=source))
        return source

    def _constraints(self, kind: str) -> tuple[Constraint, ...]:
        cursor, found = self.cursor, []
        while not cursor.done and cursor.peek() not in (",", ";"):
            token = cursor.next()
            if token.text in ("=", "==", "!="):
                found.append(Constraint("not in" if token.text == "!=" else "in", self._values()))
            elif token.text in ("=~", "!~"):
                found.append(self._regex(token))
            elif token.text == "<=":
                found.append(Constraint("inside", (self._qualified(),)))
            elif token.text == ":":
                found.append(self._script(token))
            elif token.text != "&&":
                raise token.place.error(f"{token.text!r} cannot follow a metavariable's name")
        if found and kind in ("statement", "typedef", "symbol"):
            raise cursor.fail(f"constraints on a {kind} are not supported")
        return tuple(found)

    def _script(self, colon: Token) -> Constraint:
        """``: script:python(a, r.b) { term }``."""
        cursor = self.cursor
        cursor.expect("script")
        cursor.expect(":")
        if cursor.next("a language").text != "python":
            raise colon.place.error("constraints by scripts are supported in Python only")
        names: list[str] = []
        cursor.expect("(")
        while not cursor.accept(")"):
            names.append(self._qualified())
            cursor.accept(",")
        cursor.expect("{")
        text = self._value(("}",))
        cursor.expect("}")
        return Constraint("script", (text, *names))

    def _regex(self, operator: Token) -> Constraint:
        token = self.cursor.next("a regular expression in quotes")
        if token.kind != "string":
            raise token.place.error("a regular expression stands in quotes")
        text = re.sub(r'\\(["\\])', lambda m: m[0] if m[1] == "\\" else '"', token.text[1:-1])
        text = text.replace(r"\|", "|").replace(r"\(", "(").replace(r"\)", ")")
        text = _CLASS.sub(lambda found: _CLASSES.get(found[1], found[0]), text)
        try:
            with warnings.catch_warnings(action="error"):
                re.compile(text)
        except (re.error, RecursionError, OverflowError, Warning) as err:
            raise token.place.error(f"this is no regular expression: {err}") from err
        return Constraint("match" if operator.text == "=~" else "no match", (text,))

    def _values(self) -> tuple[str, ...]:
        cursor = self.cursor
        if not cursor.accept("{"):
            return (self._value(("&&", ",", ";")),)
        found = [self._value((",", "}"))]
        while cursor.accept(","):
            found.append(self._value((",", "}")))
        cursor.expect("}")
        return tuple(found)

    def _value(self, stops: tuple[str, ...]) -> str:
        """A C term, as its tokens with single spaces; ``rule.name`` stays one word."""
        words: list[str] = []
        depth = 0
        while not self.cursor.done and (depth or self.cursor.peek() not in stops):
            text = self.cursor.next().text
            depth += (text in ("(", "[", "{")) - (text in (")", "]", "}"))
            words.append(text)
        if not words:
            raise self.cursor.fail("a value is expected")
        if len(words) == 3 and words[1] == ".":
            return "".join(words)
        return " ".join(words)

    def _qualified(self) -> str:
        first = self.cursor.name().text
        if self.cursor.accept("."):
            return f"{first}.{self.cursor.name().text}"
        return first
