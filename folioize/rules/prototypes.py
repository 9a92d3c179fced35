# SPDX-License-Identifier: GPL-2.0-only
"""Files before and after a run of rules go in; declarations that fit no more come out.

A rule that gives a function other parameters changes its prototypes in the same file only, as
for spatch. Those elsewhere, among the files given or in the headers that the file includes, are
told of where they still have what the definition had before.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from folioize.rules.compiled import Compiled, Program
from folioize.rules.headers import Library, closing
from folioize.rules.records import TYPE_WORDS

_HEAD = re.compile(rb"^(?P<result>(?:[A-Za-z_]\w*[ \t*\n]+)+)(?P<name>\w+)[ \t]*\(", re.MULTILINE)
_PAREN = re.compile(rb"[()]")
_COMMENT = re.compile(rb"/\*.*?\*/|//[^\n]*", re.DOTALL)
_BODY = re.compile(rb"\s*\{")
_ENDS = re.compile(rb"[^;{}()=]*(?:\([^;{}]*\)[^;{}()=]*)*;")
_TOKEN = re.compile(r"\w+|\.\.\.|\S")
_NOT_TYPES = frozenset(("struct", "union", "enum", "const", "volatile", "register"))
_STORAGE = re.compile(r"__\w+|extern|static|inline|asmlinkage|noinline|notrace")
_FEW = 8  # names: of more it is quicker to read every head than to look for each in the text


class Left(NamedTuple):
    """A declaration that is as it was, though the definition is not."""

    path: str
    line: int
    text: str


class _Head(NamedTuple):
    """What a function is declared with: its result's words, its parameters', and where."""

    result: tuple[str, ...]
    params: tuple[tuple[str, ...], ...]
    defined: bool
    static: bool
    line: int


class _Changed(NamedTuple):
    """A function whose definition changes in a file: what it had, and what it has (or None)."""

    path: str
    before: _Head
    after: _Head | None


def left_behind(
    program: Program,
    library: Library,
    contents: Mapping[str, bytes],
    after: Mapping[str, bytes],
) -> list[Left]:
    """Declarations that the changed definitions leave as they were, in order of their places.

    ``contents`` are the files given, by path relative to the library's root, and ``after`` what
    the rules made of those that change; the library is to see them so.
    """
    if not any(_reaches_heads(one) for one in program.rules):
        return []
    changed: dict[str, _Changed] = {}
    for path, data in after.items():
        changed.update(_changes(path, contents[path], data))
    if not changed:
        return []
    found: dict[Left, None] = {}
    for path in contents:
        _look(path, after.get(path, contents[path]), changed, found)
    for path in sorted({one.path for one in changed.values()}):
        names = {name: one for name, one in changed.items() if one.path == path}
        for header in library.of(path, after[path]).paths():
            index = library.index(header)
            where = os.path.relpath(header, library.root)
            if index is not None and where not in contents:
                _look(where, index.data, names, found)
    return sorted(found)


def _reaches_heads(one: Compiled) -> bool:
    """Whether a rule may change what a function is declared with."""
    rule, pattern = one.rule, one.pattern
    if not rule.changes or not pattern.elements:
        return False
    if pattern.shape == "toplevel":
        kids = [kid for element in pattern.elements for kid in element.kids]
        bodies = [kid.first for kid in kids if kid.kind == "compound_statement"]
        return any(token.mark in ("-", "+") for token in rule.body[: min(bodies, default=None)])
    return pattern.shape == "type"


def _changes(path: str, before: bytes, after: bytes) -> Iterator[tuple[str, _Changed]]:
    """The functions that other files may call and that are defined otherwise now, by name."""
    known = dict(_defined(before))
    now = dict(_defined(after))
    for name, old in known.items():
        new = now.get(name)
        if not old.static and (new is None or (new.result, new.params) != (old.result, old.params)):
            yield name, _Changed(path, old, new)


def _defined(data: bytes) -> Iterator[tuple[str, _Head]]:
    return ((name, head) for name, head in _heads(data) if head.defined)


def _look(path: str, data: bytes, changed: dict[str, _Changed], found: dict[Left, None]) -> None:
    """Note the declarations in one file that are as they were."""
    if len(changed) <= _FEW and not any(name.encode() in data for name in changed):
        return
    for name, head in _heads(data):
        one = changed.get(name)
        if one is None or (head.defined and (path == one.path or not path.endswith(".h"))):
            continue
        text = _told(name, head, one)
        if text:
            found[Left(path, head.line, text)] = None


def _told(name: str, head: _Head, one: _Changed) -> str:
    """What is wrong with a declaration; nothing where it goes with the definition."""
    word = "defined here" if head.defined else "declared"
    if one.after is None:
        alike = head.params == one.before.params
        return f"{name} is {word} as before, but no longer defined in {one.path}" if alike else ""
    where = f"{one.path}:{one.after.line}"
    fits = head.params == one.after.params
    if not fits and (head.params == one.before.params):
        return f"{name} is {word} with the parameters that it had before; those of {where} changed"
    if head.result == one.before.result != one.after.result:
        return f"{name} is {word} with the result that it had before; that of {where} changed"
    return ""


def _heads(data: bytes) -> Iterator[tuple[str, _Head]]:
    """The functions that a text declares or defines at its margin."""
    text = _COMMENT.sub(lambda found: re.sub(rb"[^\n]", b" ", found[0]), data)
    for found in _HEAD.finditer(text):
        end = closing(text, found.end() - 1, _PAREN)
        defined = _BODY.match(text, end) is not None
        if not defined and _ENDS.match(text, end) is None:
            continue
        words = _TOKEN.findall(found["result"].decode("latin-1"))
        if words[0] in ("return", "else", "typedef", "case", "goto"):
            continue
        params = text[found.end() : end - 1].decode("latin-1")
        yield (
            found["name"].decode("latin-1"),
            _Head(
                tuple(word for word in words if not _STORAGE.fullmatch(word)),
                tuple(_unnamed(one) for one in _split(_TOKEN.findall(params))),
                defined,
                "static" in words,
                text.count(b"\n", 0, found.start("name")) + 1,
            ),
        )


def _split(words: list[str]) -> list[list[str]]:
    """Parameters, each as its words."""
    out: list[list[str]] = [[]]
    depth = 0
    for word in words:
        depth += (word in ("(", "[")) - (word in (")", "]"))
        if word == "," and not depth:
            out.append([])
        else:
            out[-1].append(word)
    return [one for one in out if one and one != ["void"]]


def _unnamed(words: list[str]) -> tuple[str, ...]:
    """A parameter without its name."""
    bracket = next((at for at, word in enumerate(words) if word in ("[", ")")), len(words))
    at = bracket - 1
    if at < 1 or not words[at].isidentifier() or words[at] in TYPE_WORDS:
        return tuple(words)
    before = words[:at]
    typed = [word for word in before if word not in _NOT_TYPES]
    tagged = before[-1] in ("struct", "union", "enum")
    return tuple(words) if tagged or not typed else (*before, *words[bracket:])
