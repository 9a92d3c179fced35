# SPDX-License-Identifier: GPL-2.0-only
"""The records of a semantic patch as read: files, rules, metavariables, tokens; and its errors."""

from __future__ import annotations

import re
from typing import NamedTuple

from folioize.errors import FolioizeError

TYPE_WORDS = frozenset(
    (
        *("void", "char", "short", "int", "long", "float", "double", "signed", "unsigned"),
        *("const", "volatile", "struct", "union", "enum", "bool", "size_t"),
    )
)
"""Words that begin or go on a C type, wherever they stand."""


class RuleError(FolioizeError):
    """A rule file that cannot be read or run; the text begins with FILE:LINE:COLUMN."""


class Place(NamedTuple):
    """Where something stands in a rule file; ``line`` and ``column`` count from 1."""

    file: str
    line: int
    column: int

    def error(self, text: str) -> RuleError:
        """The error that names this place."""
        return RuleError(f"{self.file}:{self.line}:{self.column}: {text}")


class Token(NamedTuple):
    """A token of a rule's body.

    ``kind`` is ident, number, string, char, op, comment, cpp, dots or smpl (``(``, ``|``, ``&``,
    ``)`` of a disjunction or conjunction); ``mark`` is "-", "+", "*", "?" or "" (context);
    ``space`` is the white space before it on its line; ``first`` is true where it begins its line.
    ``positions`` are the position metavariables attached to it by ``@``, ``also`` the others;
    ``many`` is true on lines with ``++``, which may be added more than once.
    """

    kind: str
    text: str
    mark: str
    place: Place
    space: str = ""
    first: bool = False
    optional: bool = False
    positions: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    many: bool = False

    @property
    def minus(self) -> bool:
        """Whether the token is taken away."""
        return self.mark == "-"


class Constraint(NamedTuple):
    """What a metavariable's value must or must not be.

    ``kind`` is in, not in, match, no match, "inside" (a subterm of an inherited value) or script;
    ``values`` are C texts, a regular expression's source, names ``rule.name``, or a term of
    Python and the names of what else it asks for.
    """

    kind: str
    values: tuple[str, ...]

    def pattern(self) -> re.Pattern[str]:
        """The regular expression of a ``match`` or ``no match``."""
        return re.compile(self.values[0])


class Meta(NamedTuple):
    """A metavariable.

    ``kind`` is its kind in one word or two ("expression", "expression list"); ``types`` are the
    types a typed expression may have, each as written; ``source`` is "rule.name" where it is
    inherited; ``fresh`` are the parts a fresh identifier is glued from, metavariables as ``$name``.
    ``length`` is the length that a list must have, or the metavariable that holds it.
    """

    name: str
    kind: str
    place: Place
    types: tuple[str, ...] = ()
    source: str | None = None
    fresh: tuple[str, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    length: str | None = None


Depends = tuple[object, ...]
"""("rule" or "ever" or "never", name), ("not", d), ("and" or "or", d, d, ...)."""


class Rule(NamedTuple):
    """A rule that matches and may change C code; ``quantifier`` is "", "exists" or "forall".

    ``term`` is what its body is said to be: "" (left open), "expression" or "identifier".
    """

    name: str
    place: Place
    metas: dict[str, Meta]
    body: tuple[Token, ...]
    depends: Depends | None = None
    disabled: frozenset[str] = frozenset()
    quantifier: str = ""
    term: str = ""

    @property
    def told(self) -> str:
        """What it is called in messages; without a name it is "rule starting on line N"."""
        return self.name if " " in self.name else f"rule {self.name}"

    @property
    def changes(self) -> bool:
        """Whether it has lines with - or +."""
        return any(token.mark in ("-", "+") for token in self.body)


class Script(NamedTuple):
    """A block of Python. ``when`` is script, initialize or finalize; ``line`` is its first.

    ``inputs`` are (name, "rule.name", the text it has without a value), ``outputs`` the names
    of the values that it sets.
    """

    name: str
    place: Place
    when: str
    depends: Depends | None = None
    inputs: tuple[tuple[str, str, str | None], ...] = ()
    outputs: tuple[str, ...] = ()
    code: str = ""
    line: int = 1


class RuleFile(NamedTuple):
    """A semantic patch: its rules and scripts in order, its virtual rules and symbols."""

    path: str
    rules: tuple[Rule | Script, ...]
    virtuals: frozenset[str]
    disabled: frozenset[str] = frozenset()
    symbols: frozenset[str] = frozenset()
