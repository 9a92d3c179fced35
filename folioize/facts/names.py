# SPDX-License-Identifier: GPL-2.0-only
"""Files' bytes go in; the names that a page may go by anywhere in the tree come out.

They are read by pattern, before anything is parsed: a field, a call or a file-scope name is worth
a fact only if its name is among them. A name too many costs time, a missing one costs facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from folioize.cst import current_table

_PAGE = re.compile(rb"struct\s+page\b")
_QUALIFIERS = re.compile(rb"(?:\s|\b(?:const|volatile|register)\b)*\Z")
_DECLARED = re.compile(rb"[\s*\w]*")
_FURTHER = re.compile(rb"(?:\[[^\]]*\]\s*)*(?:=[^,;]*)?,[\s*]*(\w+)\s*(?=[,;=\[])")
_POINTER = re.compile(rb"\(\s*\*+\s*(\w+)")
_UNWRAPPED = re.compile(rb"[\s*]*,\s*(\w+)")
_CALLEE = re.compile(rb"(?:(\w+)|\*+\s*(?:const\s+)?(\w+)\s*(?:\[[^\]]*\]\s*)?\))\s*\Z")
_MACRO = re.compile(rb"#[ \t]*define[ \t]+(\w+)(\([^)\n]*\))?((?:[^\n]*\\\n)*[^\n]*)")
_FIELD = re.compile(rb"(?:->|\.)\s*([A-Za-z_]\w*)")
_CALL = re.compile(rb"([A-Za-z_]\w*)[ \t]*\(")
_WORD = re.compile(rb"[A-Za-z_]\w*")
_WINDOW = 1000  # bytes that a parameter list may have
_COMMENT = 8000  # bytes that a comment may have
_SHORT = 100  # bytes of a macro's body that may be another's name


class FileNames(NamedTuple):
    """What some files tell: ``typedefs`` name a page type; a macro of ``macros`` is (its name,
    whether it has parameters, the names it stands for, calls or reaches for, None where it talks
    of pages itself).
    """

    words: frozenset[bytes]
    typedefs: frozenset[bytes]
    macros: tuple[tuple[bytes, bool, frozenset[bytes] | None], ...]


class Names(NamedTuple):
    """Names of the whole tree.

    ``words`` are fields, globals, typedefs and functions that are declared with a page, take one
    or return one, and macros that may deal in pages; ``macros`` are those with parameters.
    """

    words: frozenset[str] = frozenset()
    macros: frozenset[str] = frozenset()


def file_names(contents: Iterable[bytes]) -> FileNames:
    """The names in some files."""
    words: set[bytes] = set()
    typedefs: set[bytes] = set()
    macros: list[tuple[bytes, bool, frozenset[bytes] | None]] = []
    for data in contents:
        _declared(data, _PAGE, words, typedefs)
        for found in _MACRO.finditer(data):
            name, params, body = found.groups()
            if b"page" in body or b"Page" in body:
                macros.append((name, params is not None, None))
                continue
            called = set((_WORD if len(body) < _SHORT else _CALL).findall(body))
            if params is not None:
                called.difference_update(_WORD.findall(params))
            called.update(_FIELD.findall(body))
            if called:
                macros.append((name, params is not None, frozenset(called)))
    return FileNames(frozenset(words), frozenset(typedefs), tuple(macros))


def typedef_names(contents: Iterable[bytes], typedefs: frozenset[bytes]) -> frozenset[bytes]:
    """What is declared with typedefs of a page."""
    words: set[bytes] = set(typedefs)
    patterns = [(name, re.compile(rb"%b\b" % name)) for name in sorted(typedefs)]
    for data in contents:
        for name, pattern in patterns:
            if name in data:
                _declared(data, pattern, words, set())
    return frozenset(words)


def join_names(parts: Iterable[FileNames], more: frozenset[bytes] = frozenset()) -> Names:
    """Names of the tree: a macro that passes what it is given to a page's name is one too."""
    words: set[bytes] = set(more)
    macros: set[bytes] = set()
    others: list[tuple[bytes, bool, frozenset[bytes]]] = []
    for part in parts:
        words |= part.words | part.typedefs
        for name, takes, called in part.macros:
            if called is not None:
                others.append((name, takes, called))
                continue
            words.add(name)
            if takes:
                macros.add(name)
    words -= never_names()
    grown = True
    while grown:
        reached = [entry for entry in others if entry[0] not in words and entry[2] & words]
        grown = bool(reached)
        words.update(name for name, _, _ in reached)
    macros.update(name for name, takes, _ in others if takes and name in words)
    return Names(_decoded(words), _decoded(macros))


_KEYWORDS = frozenset(
    b"const volatile static extern inline struct union enum if else while for do return sizeof "
    b"void int long char short unsigned signed bool "
    # These ask of the type alone; all that measures some structure would be a page's macro.
    b"offsetof __builtin_offsetof offsetofend sizeof_field typeof __typeof__ __alignof__".split()
)


def never_names() -> frozenset[bytes]:
    """Words that stand beside a declared name, and name nothing."""
    table = current_table()
    return _KEYWORDS | table.attributes | table.attribute_calls


@lru_cache(maxsize=1)
def encoded(words: frozenset[str]) -> frozenset[bytes]:
    """The words as bytes of a text; "page" is always among them."""
    return frozenset(word.encode("latin-1") for word in words) | {b"page"}


def _decoded(names: set[bytes]) -> frozenset[str]:
    return frozenset(name.decode("latin-1") for name in names)


def _declared(
    data: bytes, pattern: re.Pattern[bytes], words: set[bytes], typedefs: set[bytes]
) -> None:
    """Add what a file declares with the type, outside of functions: locals have no such name."""
    for token in pattern.finditer(data):
        start, end = token.span()
        if _in_function(data, start):
            continue
        before = data[max(0, start - _COMMENT) : start]
        if before.rfind(b"/*") > before.rfind(b"*/"):
            continue
        before = before[-_WINDOW:]
        before = before[: _QUALIFIERS.search(before).start()]  # type: ignore[union-attr]
        if before.endswith((b"(", b",")):
            words.update(_taker(before))
            unwrapped = _UNWRAPPED.match(data, end)
            if unwrapped is not None and any(map(bytes.isupper, _taker(before))):
                words.add(unwrapped.group(1))
        else:
            names = _declarators(data, end)
            words.update(names)
            if before.endswith(b"typedef"):
                typedefs.update(names)


def _in_function(data: bytes, at: int) -> bool:
    opened = data.rfind(b"\n{", 0, at)
    return opened > data.rfind(b"\n}", 0, at) and data[
        max(0, opened - 80) : opened
    ].rstrip().endswith(b")")


def _declarators(data: bytes, at: int) -> list[bytes]:
    """The names between a type and what ends the declaration, attributes among them."""
    head = _DECLARED.match(data, at)
    assert head is not None
    found = _WORD.findall(head.group())
    at = head.end()
    pointer = _POINTER.match(data, at)
    if pointer is not None and (not found or found[-1] in (b"const", b"volatile")):
        found.append(pointer.group(1))
    while (further := _FURTHER.match(data, at)) is not None:
        found.append(further.group(1))
        at = further.end()
    return found


def _taker(before: bytes) -> list[bytes]:
    """The name before the parenthesis that is open at the end of the text."""
    depth = 0
    for at in range(len(before) - 1, -1, -1):
        byte = before[at]
        if byte == 41:
            depth += 1
        elif byte == 40:
            if depth == 0:
                found = _CALLEE.search(before, max(0, at - 80), at)
                return [name for name in found.groups() if name] if found is not None else []
            depth -= 1
        elif byte == 59 and depth == 0:
            break
    return []
