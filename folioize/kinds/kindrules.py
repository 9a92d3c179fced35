# SPDX-License-Identifier: GPL-2.0-only
"""The record of a kind.toml goes in; what no tree can take of it, by its key, comes out."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from folioize.kinds.kindfile import Kind, Supertype

Mistake = tuple[str, str]
"""A path of keys and indices such as "a.b[0]", and what to do there."""

_NAME = re.compile(r"[A-Za-z_]\w*\Z", re.ASCII)
_PLACE = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)?\Z", re.ASCII)
_ODD = re.compile(r"[\x00-\x1f\x7f]|\*/")
_KEYWORDS = frozenset(
    (
        *("alignas", "alignof", "asm", "auto", "bool", "break", "case", "char", "const"),
        *("constexpr", "continue", "default", "do", "double", "else", "enum", "extern", "false"),
        *("float", "for", "goto", "if", "inline", "int", "long", "nullptr", "register"),
        *("restrict", "return", "short", "signed", "sizeof", "static", "static_assert", "struct"),
        *("switch", "thread_local", "true", "typedef", "typeof", "typeof_unqual", "union"),
        *("unsigned", "void", "volatile", "while", "_Alignas", "_Alignof", "_Atomic", "_Bool"),
        *("_Complex", "_Generic", "_Imaginary", "_Noreturn", "_Static_assert", "_Thread_local"),
        *("__asm__", "__attribute__", "__inline", "__inline__", "__typeof__", "__auto_type"),
        *("NULL", "defined"),
    )
)
"""Of C and its extensions, and what the kernel has as good as keywords."""


def mistakes(kind: Kind, name: str) -> Iterator[Mistake]:
    """What is wrong with a kind whose folder is called ``name``."""
    if kind.kind.name != name:
        yield "kind.name", f"call the kind {name!r}, as its folder is called"
    yield from _bad_names(kind)
    yield from _bad_places(kind)
    yield from _bad_fields(kind)
    yield from _repeated("layout.fields", kind.layout.fields)
    yield from _repeated("layout.shared", kind.layout.shared)
    yield from _bad_accessors(kind)
    yield from _bad_supertype(kind)
    yield from _told_twice(kind)
    yield from _bad_paths(kind)
    yield from _bad_confidence(kind)
    yield from _bad_texts(kind)


def _bad_names(kind: Kind) -> Iterator[Mistake]:
    evidence = kind.evidence
    lists = {
        "kind.type": (kind.kind.type,),
        "kind.variable": (kind.kind.variable,),
        "kind.member": (kind.kind.member or kind.kind.variable,),
        "bridges.from_page": () if kind.supertype else (kind.bridges.from_page,),
        "bridges.to_page": (kind.bridges.to_page,),
        "layout.fields": kind.layout.fields,
        "layout.shared": kind.layout.shared,
        "evidence.fields": evidence.fields,
        "evidence.ambiguous": evidence.ambiguous,
        "evidence.functions": evidence.functions,
        "evidence.origins": evidence.origins,
        "evidence.predicates": evidence.predicates,
        "evidence.asserts": evidence.asserts,
        "evidence.others": evidence.others,
        "evidence.uses": evidence.uses,
        "evidence.tails": evidence.tails,
        "existing": (kind.existing.from_page, kind.existing.to_member) if kind.existing else (),
        "existing.neutral": kind.existing.neutral if kind.existing else (),
        "existing.lookups": kind.existing.lookups if kind.existing else (),
        "existing.large": kind.existing.large if kind.existing else (),
    }
    for where, names in lists.items():
        for name in names:
            yield from _bad_name(where, name)
    if kind.kind.type == "page":
        yield "kind.type", "struct page is what it is to be told apart from: name another"


def _bad_supertype(kind: Kind) -> Iterator[Mistake]:
    """What is wrong with a table [supertype], or with the rest of the file because of it."""
    found = kind.supertype
    if found is None:
        return
    lists = {
        "supertype.free": found.free,
        "supertype.several": (found.several,),
        "supertype.const": (found.const,),
        "supertype.also": found.also,
    }
    for index, rule in enumerate(found.rule):
        made = (rule.read, rule.write, rule.address)
        lists[f"supertype.rule[{index}]"] = (rule.field, *(name for name in made if name))
        if rule.field not in found.free:
            text = f"{rule.field!r} is not in supertype.free: add it there"
            yield f"supertype.rule[{index}].field", text
    for where, names in lists.items():
        for name in names:
            yield from _bad_name(where, name)
    yield from _repeated("supertype.free", found.free)
    yield from _bad_shape(kind, found)


def _bad_shape(kind: Kind, found: Supertype) -> Iterator[Mistake]:
    """What a supertype has that is none's, or lacks."""
    if not found.free:
        yield "supertype.free", "name the fields of struct page that all members leave alone"
    if len({kind.kind.type, found.several, found.const}) < 3:
        yield "supertype", "give type, several and const names that differ"
    if kind.layout.fields or kind.accessors is not None or kind.borrower:
        text = "a supertype owns no field: remove layout.fields, [accessors] and [[borrower]]"
        yield "supertype", text
    if not kind.evidence.functions:
        yield "evidence.functions", "name the functions where its pages come in"
    if kind.bridges.from_page:
        yield "bridges.from_page", "a supertype takes a struct page as it is: remove it"


def _bad_name(where: str, name: str) -> Iterator[Mistake]:
    if not _NAME.match(name):
        yield where, f"{where} holds {name!r}: write a C name"
    elif name in _KEYWORDS:
        yield where, f"{where} holds {name!r}, a word of C's own: write another name"


def _bad_places(kind: Kind) -> Iterator[Mistake]:
    evidence = kind.evidence
    for where, names in (("containers", evidence.containers), ("any", evidence.any)):
        for name in names:
            if not _PLACE.match(name):
                text = "struct_tag.field or a " + ("global" if where == "containers" else "name")
                yield f"evidence.{where}", f"{name!r}: write {text}"
    if not (kind.layout.fields or evidence.functions or evidence.containers or evidence.origins):
        text = "name the fields of struct page that the kind owns, or functions in [evidence]"
        yield "layout.fields", text


def _bad_fields(kind: Kind) -> Iterator[Mistake]:
    owned = set(kind.layout.fields)
    for name in kind.layout.shared:
        if name in owned:
            yield "layout.shared", f"{name!r} is in layout.fields: remove it from one"
    shared = set(kind.layout.shared) if kind.kind.last else set()
    for where, names in (
        ("evidence.fields", kind.evidence.fields),
        ("evidence.ambiguous", kind.evidence.ambiguous),
    ):
        for name in names:
            if name not in owned | shared:
                yield where, f"{name!r} is no owned field: add it to layout.fields"
    for index, borrower in enumerate(kind.borrower):
        if borrower.field not in owned:
            text = f"{borrower.field!r} is no owned field: add it to layout.fields"
            yield f"borrower[{index}].field", text
        if borrower.use in owned or not _NAME.match(borrower.use):
            text = f"{borrower.use!r} goes away too: name a field of struct page that stays"
            yield f"borrower[{index}].use", text


def _bad_accessors(kind: Kind) -> Iterator[Mistake]:
    if kind.accessors is None:
        return
    for index, entry in enumerate(kind.accessors.function):
        for key, name in (("name", entry.name), ("of", entry.of)):
            yield from _bad_name(f"accessors.function[{index}].{key}", name)
        if entry.name == entry.of:
            yield f"accessors.function[{index}].of", f"{entry.of!r} would call itself"
    try:
        re.compile(kind.accessors.after or "")
    except re.error as err:
        yield "accessors.after", f"mend the regular expression: {err}"


def _told_twice(kind: Kind) -> Iterator[Mistake]:
    """Macros and functions of one name."""
    accessors = kind.accessors.function if kind.accessors else ()
    made = {"bridges.from_page": kind.bridges.from_page, "bridges.to_page": kind.bridges.to_page}
    for at, rule in enumerate(kind.supertype.rule if kind.supertype else ()):
        names = {"read": rule.read, "write": rule.write, "address": rule.address}
        made |= {f"supertype.rule[{at}].{key}": name for key, name in names.items() if name}
    made |= {f"accessors.function[{at}].name": entry.name for at, entry in enumerate(accessors)}
    seen: dict[str, str] = {}
    for where, name in made.items():
        if seen.setdefault(name, where) != where:
            yield where, f"{name!r} is {seen[name]} as well: name the two differently"


def _bad_paths(kind: Kind) -> Iterator[Mistake]:
    lists = {
        "evidence.owners": kind.evidence.owners,
        "evidence.exclude_files": kind.evidence.exclude_files,
        "accessors.header": (kind.accessors.header,) if kind.accessors else (),
        "default.paths": kind.default.paths if kind.default else (),
        "default.exclude": kind.default.exclude if kind.default else (),
    }
    for where, paths in lists.items():
        for path in paths:
            plain = posixpath.normpath(path)
            if not path or plain.startswith(("/", "..")) or path not in (plain, f"{plain}/"):
                yield where, f"{path!r}: name files as the tree does, like mm/slab.h"


def _bad_confidence(kind: Kind) -> Iterator[Mistake]:
    given = {"conversion.confidence": kind.conversion.confidence}
    if kind.default is not None:
        given["default.confidence"] = kind.default.confidence
    for where, value in given.items():
        if not 0 <= value <= 1:
            yield where, f"{where} is {value}: write a number between 0 and 1"
    weak = kind.default is not None or kind.evidence.uses or kind.evidence.tails
    if weak and not kind.kind.last:
        text = "add last = true: a kind with a default, uses or tails is decided after the others"
        yield "kind.last" if "last" in kind.text else "kind", text


def _bad_texts(kind: Kind) -> Iterator[Mistake]:
    """What goes into comments and subjects."""
    for where, text in (
        ("kind.title", kind.kind.title),
        ("message.noun", kind.message.noun),
        ("message.nouns", kind.message.nouns),
        ("message.prefix", kind.message.prefix),
    ):
        if _ODD.search(text):
            yield where, f"{where}: write it in one line, and without the end of a comment"
    if not kind.kind.title.strip():
        yield "kind.title", "say what such pages are, in a few words"


def _repeated(where: str, names: tuple[str, ...]) -> Iterator[Mistake]:
    for name, times in Counter(names).items():
        if times > 1:
            yield where, f"{where} names {name!r} twice: remove one"
