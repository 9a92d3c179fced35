# SPDX-License-Identifier: GPL-2.0-only
"""A kind's folder goes in; its kind.toml, checked, comes out as a record of names."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from folioize.errors import KindError
from folioize.kinds.kindrules import mistakes
from folioize.kinds.located import line_of, schema_mistake, text_of, toml_mistake

FILE = "kind.toml"

_OURS = ("path", "text")
"""Fields of the record that are no keys of the file."""


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the kind is: ``type`` is the struct's tag, ``variable`` what a variable is called.

    ``mappable`` says whether such pages may be mapped to userspace. ``last`` is for a kind whose
    evidence is weak: it is decided from what the other kinds leave. ``member`` is what the kind is
    called within struct page in the layout "union"; as ``variable``, if it is not said.
    """

    name: str
    type: str
    variable: str
    title: str
    why: str
    caveats: tuple[str, ...] = ()
    mappable: bool = False
    last: bool = False
    member: str | None = None


class LayoutNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Fields of ``struct page`` that the kind owns, and those it mirrors under the same name.

    A kind that is known by its functions alone owns no field. The tree tells which header defines
    ``struct page``.
    """

    fields: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()


class EvidenceNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What proves a declaration to be of the kind, and what does not.

    ``fields`` seed by being accessed (``ambiguous`` ones do not), ``functions`` by taking or
    returning only this kind, ``origins`` by returning it, ``containers`` (``tag.field``, or a
    global's name) by holding it, ``asserts`` by being called on it. ``predicates`` ask whether
    a page is one. ``others`` make or take pages of other kinds only: outside of the owners'
    files, a variable that deals with one of these too is not of this kind. The fields are
    evidence only in ``owners`` (files or directories; none named: everywhere) and never in
    ``exclude_files``: elsewhere they are borrowed. So are ``uses``, functions that are given
    nothing but this kind there. ``any`` are functions and containers of pages of any kind, which
    are never retyped; what ``tails`` return may be a tail page.
    """

    fields: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    containers: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    predicates: tuple[str, ...] = ()
    asserts: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    exclude_files: tuple[str, ...] = ()


class Default(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a page of which nothing else tells is most likely of this kind: in ``paths``, but not
    in ``exclude``; ``confidence`` is how likely."""

    paths: tuple[str, ...]
    exclude: tuple[str, ...] = ()
    confidence: float = 0.3


class Converting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which declarations are converted: those with that much ``confidence``, and with
    ``paths_only`` none but those of the paths asked for."""

    confidence: float = 0.0
    paths_only: bool = False


class Existing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The conversions of a tree that has the type already: a function or macro, and the member
    of the type that is its struct page. ``neutral`` are functions that take a pointer to anything.
    ``lookups`` are those of evidence.tails that give no tail page to code of a directory in which
    none of ``large`` is called.
    """

    from_page: str
    to_member: str
    neutral: tuple[str, ...] = ()
    lookups: tuple[str, ...] = ()
    large: tuple[str, ...] = ()


class Bridges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Names of the macros that convert from ``struct page *`` and back; a supertype takes pages as
    they are, and has only the way back."""

    to_page: str
    from_page: str = ""


class Accessor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A helper to generate: ``name`` does to the kind what ``of`` does to a page.

    ``returns`` and ``const`` (does it leave the page alone) are for an ``of`` that is a macro
    in some configuration; where they are absent the tree's definition of ``of`` decides.
    """

    name: str
    of: str
    returns: str | None = None
    const: bool | None = None


class Accessors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The accessors and the header that gets them.

    They go after the last line there that the regular expression ``after`` matches; without one
    after the header's last #include. ``includes`` must precede it in a file that includes it.
    """

    header: str
    after: str | None = None
    includes: tuple[str, ...] = ()
    function: tuple[Accessor, ...] = ()


class Borrower(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Foreign users of ``field`` move to ``use``, which has the same offset and size."""

    field: str
    use: str


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What holds for ``field`` in all members of a supertype, and the accessors that say so.

    ``read`` gives the field's value, ``write`` sets it, ``address`` is for what is changed in
    place; those that are not named are not made.
    """

    field: str
    text: str
    read: str | None = None
    write: str | None = None
    address: str | None = None


class Supertype(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind that is no kind of its own, but what several have in common: the mappable ones.

    Its type is a union of pointers to them, ``kind.type`` its tag; ``several`` is the tag for
    pointers to arrays of them, and ``const`` for pages that are only read. ``free`` are fields of
    struct page that all members leave to it: a kind that keeps something there is no member.
    ``also`` are members that are no kinds here, by the tags of structs that some trees have.
    """

    free: tuple[str, ...]
    several: str
    const: str
    also: tuple[str, ...] = ()
    rule: tuple[Rule, ...] = ()


class MessageFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What commit messages say: ``prefix`` begins subjects where no file tells better.

    ``noun`` and ``nouns`` name one page and several of the kind; ``facts`` are sentences.
    """

    prefix: str = "mm"
    noun: str = ""
    nouns: str = ""
    facts: tuple[str, ...] = ()


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole kind.toml; ``path`` is the file and ``text`` what it says, for errors found later."""

    kind: Head
    layout: LayoutNames
    bridges: Bridges
    evidence: EvidenceNames = EvidenceNames()
    accessors: Accessors | None = None
    default: Default | None = None
    conversion: Converting = Converting()
    existing: Existing | None = None
    borrower: tuple[Borrower, ...] = ()
    message: MessageFacts = MessageFacts()
    supertype: Supertype | None = None
    path: str = ""
    text: str = ""

    @property
    def c_type(self) -> str:
        """The type's full name in C."""
        return f"{'union' if self.supertype else 'struct'} {self.kind.type}"

    def place(self, where: str) -> str:
        """FILE:LINE of a key, such as "kind.type" or "borrower[0].use"."""
        return f"{self.path}:{line_of(self.text, where)}"

    def line_of_name(self, where: str, name: str) -> int:
        """The line on which the list at ``where`` holds a name, from 1."""
        start = line_of(self.text, where)
        for number, line in enumerate(self.text.splitlines()[start - 1 :], start):
            if f'"{name}"' in line or f"'{name}'" in line:
                return number
        return start

    def place_of(self, entry: Accessor) -> str:
        """FILE:LINE of one of the accessors."""
        entries = self.accessors.function if self.accessors else ()
        return self.place(f"accessors.function[{entries.index(entry)}]")

    def accessor(self, name: str) -> Accessor:
        """The accessor called ``name``; KindError if the kind has none."""
        for entry in self.accessors.function if self.accessors else ():
            if entry.name == name:
                return entry
        raise KindError(f"{self.place('accessors')}: add an [[accessors.function]] named {name!r}")


def load_kind(folder: Path) -> Kind:
    """Read ``folder``/kind.toml.

    Raises KindError, one line ``FILE:LINE: what to do``, for any mistake in it; the line is 1
    where the mistake is that something is absent altogether.
    """
    path = folder / FILE
    return parse_kind(text_of(path, "kind"), str(path), folder.name)


def parse_kind(text: str, path: str, name: str) -> Kind:
    """Parse the text of a kind.toml; ``name`` is its folder's. Raises KindError as load_kind."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as err:
        raise KindError(toml_mistake(str(err), text, path)) from err
    kind = _convert(tables, text, path)
    kind = msgspec.structs.replace(kind, path=path, text=text)
    for ours in _OURS:
        if ours in tables:
            raise KindError(f"{kind.place(ours)}: remove {ours!r}: there is no such key")
    for key, what in mistakes(kind, name):
        raise KindError(f"{kind.place(key)}: {what}")
    return msgspec.structs.replace(kind, evidence=_with_defaults(kind))


def _convert(tables: dict[str, Any], text: str, path: str) -> Kind:
    """The tables as a record; those of which there may be several one by one, because msgspec
    keeps their number to itself."""
    accessors = tables.get("accessors")
    functions = accessors.get("function") if isinstance(accessors, dict) else None
    supertype = tables.get("supertype")
    rules = supertype.get("rule") if isinstance(supertype, dict) else None
    several: tuple[tuple[str, object, Callable[[object], object]], ...] = (
        ("borrower", tables.get("borrower"), partial(msgspec.convert, type=Borrower)),
        ("accessors.function", functions, partial(msgspec.convert, type=Accessor)),
        ("supertype.rule", rules, partial(msgspec.convert, type=Rule)),
    )
    where = ""
    try:
        for key, rows, convert in several:
            for number, row in enumerate(rows if isinstance(rows, list) else ()):
                where = f"{key}[{number}]"
                convert(row)
        where = ""
        return msgspec.convert(tables, Kind)
    except msgspec.ValidationError as err:
        raise KindError(schema_mistake(str(err), text, path, where)) from err


def _with_defaults(kind: Kind) -> EvidenceNames:
    if kind.evidence.fields:
        return kind.evidence
    fields = tuple(name for name in kind.layout.fields if name not in kind.evidence.ambiguous)
    return msgspec.structs.replace(kind.evidence, fields=fields)
