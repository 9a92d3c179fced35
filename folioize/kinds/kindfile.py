# SPDX-License-Identifier: GPL-2.0-only
"""A kind's folder goes in; its kind.toml, checked, comes out as a record of names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from folioize.errors import KindError
from folioize.kinds.located import line_of, schema_mistake, toml_mistake

FILE = "kind.toml"

_NAME = re.compile(r"[A-Za-z_]\w*\Z")
_PLACE = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)?\Z")


class Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the kind is: ``type`` is the struct's tag, ``variable`` what a variable is called.

    ``mappable`` says whether such pages may be mapped to userspace.
    """

    name: str
    type: str
    variable: str
    title: str
    why: str
    caveats: tuple[str, ...] = ()
    mappable: bool = False


class LayoutNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Fields of ``struct page`` that the kind owns, and those it mirrors under the same name.

    ``header`` is where ``struct page`` is defined; None lets the tree tell. A kind that is known
    by its functions alone owns no field.
    """

    fields: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    header: str | None = None


class EvidenceNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What proves a declaration to be of the kind, and what does not.

    ``fields`` seed by being accessed (``ambiguous`` ones do not), ``functions`` by taking or
    returning only this kind, ``origins`` by returning it, ``containers`` (``tag.field``, or a
    global's name) by holding it, ``asserts`` by being called on it. ``predicates`` ask whether
    a page is one. The fields are evidence only in ``owners`` (files or directories; none named:
    everywhere) and never in ``exclude_files``: elsewhere they are borrowed.
    """

    fields: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    containers: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    predicates: tuple[str, ...] = ()
    asserts: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    exclude_files: tuple[str, ...] = ()


class Bridges(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Names of the macros that convert from ``struct page *`` and back."""

    from_page: str
    to_page: str


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


class MessageFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What commit messages say: ``prefix`` begins subjects where no file tells better.

    ``noun`` and ``nouns`` name one page and several of the kind; ``facts`` are sentences.
    """

    prefix: str = "mm"
    noun: str = ""
    nouns: str = ""
    facts: tuple[str, ...] = ()


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole kind.toml; ``path`` is the file, for errors found later."""

    kind: Head
    layout: LayoutNames
    bridges: Bridges
    evidence: EvidenceNames = EvidenceNames()
    accessors: Accessors | None = None
    borrower: tuple[Borrower, ...] = ()
    message: MessageFacts = MessageFacts()
    path: str = ""

    def accessor(self, name: str) -> Accessor:
        """The accessor called ``name``; KindError if the kind has none."""
        for entry in self.accessors.function if self.accessors else ():
            if entry.name == name:
                return entry
        raise KindError(f"{self.path}:1: add an [[accessors.function]] named {name!r}")


class _Mistake(Exception):
    """A rule of this file is broken at ``where``, a path of keys and indices such as "a.b[0]"."""

    def __init__(self, where: str, text: str) -> None:
        super().__init__(text)
        self.where = where


def load_kind(folder: Path) -> Kind:
    """Read ``folder``/kind.toml.

    Raises KindError, one line ``FILE:LINE: what to do``, for any mistake in it; the line is 1
    where the mistake is that something is absent altogether.
    """
    path = folder / FILE
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as err:
        raise KindError(f"{path}:1: save the file as UTF-8 ({err.reason})") from err
    except OSError as err:
        raise KindError(f"{path}:1: cannot read the kind: {err.strerror}") from err
    return parse_kind(text, str(path), folder.name)


def parse_kind(text: str, path: str, name: str) -> Kind:
    """Parse the text of a kind.toml; ``name`` is its folder's. Raises KindError as load_kind."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as err:
        raise KindError(toml_mistake(str(err), text, path)) from err
    tables.pop("path", None)
    try:
        kind = msgspec.convert(tables, Kind)
        if kind.kind.name != name:
            raise _Mistake("kind.name", f"call the kind {name!r}, as its folder is called")
        for mistake in _mistakes(kind):
            raise mistake
    except msgspec.ValidationError as err:
        raise KindError(schema_mistake(str(err), text, path)) from err
    except _Mistake as err:
        raise KindError(f"{path}:{line_of(text, err.where)}: {err}") from err
    return msgspec.structs.replace(kind, path=path, evidence=_with_defaults(kind))


def _with_defaults(kind: Kind) -> EvidenceNames:
    if kind.evidence.fields:
        return kind.evidence
    fields = tuple(name for name in kind.layout.fields if name not in kind.evidence.ambiguous)
    return msgspec.structs.replace(kind.evidence, fields=fields)


# -- rules beyond the schema --------------------------------------------------------------------


def _mistakes(kind: Kind) -> Iterator[_Mistake]:
    yield from _bad_names(kind)
    yield from _bad_fields(kind)
    yield from _repeated("layout.fields", kind.layout.fields)
    yield from _repeated("layout.shared", kind.layout.shared)
    if kind.bridges.from_page == kind.bridges.to_page:
        yield _Mistake("bridges.to_page", "name the two bridges differently")
    if kind.accessors is not None:
        yield from _bad_accessors(kind.accessors)


def _bad_names(kind: Kind) -> Iterator[_Mistake]:
    evidence = kind.evidence
    lists = {
        "layout.fields": kind.layout.fields,
        "layout.shared": kind.layout.shared,
        "evidence.fields": evidence.fields,
        "evidence.ambiguous": evidence.ambiguous,
        "evidence.functions": evidence.functions,
        "evidence.origins": evidence.origins,
        "evidence.predicates": evidence.predicates,
        "evidence.asserts": evidence.asserts,
        "kind.type": (kind.kind.type,),
        "kind.variable": (kind.kind.variable,),
        "bridges.from_page": (kind.bridges.from_page,),
        "bridges.to_page": (kind.bridges.to_page,),
    }
    for where, names in lists.items():
        for name in names:
            if not _NAME.match(name):
                yield _Mistake(where, f"{where} holds {name!r}: write a C name")
    for name in evidence.containers:
        if not _PLACE.match(name):
            yield _Mistake("evidence.containers", f"{name!r}: write struct_tag.field or a global")
    if not (kind.layout.fields or evidence.functions or evidence.containers or evidence.origins):
        text = "name the fields of struct page that the kind owns, or functions in [evidence]"
        yield _Mistake("layout.fields", text)


def _bad_fields(kind: Kind) -> Iterator[_Mistake]:
    owned = set(kind.layout.fields)
    for name in kind.layout.shared:
        if name in owned:
            yield _Mistake("layout.shared", f"{name!r} is in layout.fields: remove it from one")
    for where, names in (
        ("evidence.fields", kind.evidence.fields),
        ("evidence.ambiguous", kind.evidence.ambiguous),
    ):
        for name in names:
            if name not in owned:
                yield _Mistake(where, f"{name!r} is no owned field: add it to layout.fields")
    for index, borrower in enumerate(kind.borrower):
        if borrower.field not in owned:
            text = f"{borrower.field!r} is no owned field: add it to layout.fields"
            yield _Mistake(f"borrower[{index}].field", text)
        if borrower.use in owned or not _NAME.match(borrower.use):
            text = f"{borrower.use!r} goes away too: name a field of struct page that stays"
            yield _Mistake(f"borrower[{index}].use", text)


def _bad_accessors(accessors: Accessors) -> Iterator[_Mistake]:
    for index, entry in enumerate(accessors.function):
        for key, name in (("name", entry.name), ("of", entry.of)):
            if not _NAME.match(name):
                yield _Mistake(f"accessors.function[{index}].{key}", f"{name!r}: write a C name")
    yield from _repeated("accessors.function", tuple(e.name for e in accessors.function))
    try:
        re.compile(accessors.after or "")
    except re.error as err:
        yield _Mistake("accessors.after", f"mend the regular expression: {err}")


def _repeated(where: str, names: tuple[str, ...]) -> Iterator[_Mistake]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield _Mistake(where, f"{where} names {name!r} twice: remove one")
        seen.add(name)
