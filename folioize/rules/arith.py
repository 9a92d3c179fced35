# SPDX-License-Identifier: GPL-2.0-only
"""The text of a constant, or the types of operands, go in; the type of the value comes out."""

from __future__ import annotations

import re
from collections.abc import Callable

INTEGERS = re.compile(
    r"(?:unsigned |signed )?(?:char|short|int|long|long long)(?: int)?\Z|unsigned\Z|signed\Z"
    r"|(?:__)?[us](?:8|16|32|64)\Z|\w*size_t\Z|bool\Z|_Bool\Z|u?int\d+_t\Z|uint\Z|ulong\Z"
)
_TYPE = re.compile(r"(?:(?:const|volatile|struct|union|enum)\s+)*[A-Za-z_]\w*(?:\s+\w+)*[\s*]*\Z")
_RANKS = ("char", "short", "int", "long", "long long")
_FLOATS = ("float", "double", "long double")
_FLOATING = re.compile(r"(?!0[xX])(?:[\d.]*\.[\d.]*(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+)([fFlL]?)\Z")
_HEX_FLOAT = re.compile(r"0[xX][\da-fA-F.]+[pP][+-]?\d+([fFlL]?)\Z")
_SUFFIX = re.compile(r"[uUlL]+\Z")
_PART = re.compile(
    r"""[A-Za-z_]\w*|\.?\d(?:[eEpP][+-]|[\w.])*|L?"(?:\\.|[^"\\])*"|'(?:\\.|[^'])*'"""
    r"|[-+*/%()~^&|]|<<|>>|\s+"
)


def is_type(text: str) -> bool:
    """Whether what a macro stands for may be a type: words and stars."""
    return _TYPE.match(text) is not None


def number_type(text: str) -> str:
    """The type of a number as written."""
    floating = _FLOATING.match(text) or _HEX_FLOAT.match(text)
    if floating is not None:
        suffix = floating[1].lower()
        return {"f": "float", "l": "long double"}.get(suffix, "double")
    found = _SUFFIX.search(text)
    suffix = "" if found is None else found[0].lower()
    longs = " ".join(["long"] * suffix.count("l"))
    return _signed("u" not in suffix, longs or "int")


def _signed(signed: bool, base: str) -> str:
    """An integer's type, in the form that all types have."""
    return base if signed else "unsigned" if base == "int" else f"unsigned {base}"


def wider(left: str | None, right: str | None) -> str | None:
    """The type of what an operator makes of two numbers; what is not known does not count."""
    if left is None or right is None:
        return left or right
    for one, other in ((left, right), (right, left)):
        if _rank(one) is None and one not in _FLOATS:
            counts = INTEGERS.match(other) or other in _FLOATS or left == right
            return one if counts else None
    floats = [_FLOATS.index(one) for one in (left, right) if one in _FLOATS]
    if floats:
        return _FLOATS[max(floats)]
    ranks = [_rank(one) or 0 for one in (left, right)]
    most = max(2, *ranks)
    unsigned = any(
        one.startswith("unsigned") and rank == most
        for one, rank in zip((left, right), ranks, strict=True)
    )
    return _signed(not unsigned, _RANKS[most])


def _rank(text: str) -> int | None:
    """How long one of C's own integers is."""
    base = "int" if text == "unsigned" else text.removeprefix("unsigned ")
    return _RANKS.index(base) if base in _RANKS else None


def body_type(text: str, named: Callable[[str], str | None]) -> str | None:
    """The type of what a macro stands for: constants, and names that ``named`` tells of."""
    parts = []
    at = 0
    while at < len(text):
        found = _PART.match(text, at)
        if found is None:
            return None
        parts.append(found[0])
        at = found.end()
    terms = [part for part in parts if part[0].isalnum() or part[0] in "._\"'"]
    if terms and all(part.endswith('"') for part in terms):
        others = {part.strip() for part in parts if part not in terms}
        return "char []" if others <= {"", "(", ")"} else None
    types = [_term_type(part, named) for part in terms]
    if not types or None in types:
        return None
    whole = types[0]
    for one in types[1:]:
        whole = wider(whole, one)
    return whole


def _term_type(part: str, named: Callable[[str], str | None]) -> str | None:
    if part[0] == "'":
        return "char"
    if part.endswith('"'):
        return None
    return number_type(part) if part[0].isdigit() or part[0] == "." else named(part)
