# SPDX-License-Identifier: GPL-2.0-only
"""A design's name, or kinds by name, go in; an ordered set of kinds with a layout comes out."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec

from folioize.errors import KindError
from folioize.kinds.catalog import Catalog
from folioize.kinds.located import line_of, schema_mistake, text_of, toml_mistake
from folioize.paths import data_dirs

OVERLAY, UNION = "overlay", "union"
LAYOUTS = (OVERLAY, UNION)
"""Where the types of the kinds are in the end: beside struct page, or in a union within it too."""

FOLDER = "designs"
"""The folder of designs, beside those of the kinds."""

REST = "*"
"""In a design's list of kinds: all others that there are, by name."""


class Design(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An ordered set of kinds and how their types lie; one kind alone is a design too.

    ``path`` is the file that it was read from, empty for one that was put together from kinds.
    """

    name: str
    kinds: tuple[str, ...]
    title: str = ""
    layout: str = OVERLAY
    why: str = ""
    path: str = ""

    @property
    def series(self) -> str:
        """What a series of it is called: as its kind, if that is all there is to it."""
        return self.kinds[0] if len(self.kinds) == 1 and self.layout == OVERLAY else self.name


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    design: Design


def design_of(kinds: tuple[str, ...], layout: str = OVERLAY) -> Design:
    """The design of these kinds, in this order; it is called as they are."""
    return Design("+".join(kinds), tuple(dict.fromkeys(kinds)), layout=layout)


def find_design(name: str, catalog: Catalog) -> Design:
    """The design of that name, or in the file of that name, with its kinds written out.

    Raises KindError that lists the designs there are, or tells with file and line what to mend.
    """
    files = design_files(catalog)
    named = Path(name)
    path = named if named.suffix == ".toml" and named.is_file() else files.get(name)
    if path is None:
        names = ", ".join(files) or "none at all"
        raise KindError(f"no design {name!r}: there is {names}")
    return _load(path, catalog)


def design_files(catalog: Catalog) -> dict[str, Path]:
    """Every design's file by name; the first place that has one wins, as for kinds."""
    found: dict[str, Path] = {}
    for root in (*(Path(one).expanduser() for one in catalog.dirs),
                 *data_dirs("transforms", catalog.tree)):  # fmt: skip
        for path in sorted((root / FOLDER).glob("*.toml")):
            found.setdefault(path.stem, path)
    return dict(sorted(found.items()))


def _load(path: Path, catalog: Catalog) -> Design:
    text = text_of(path, "design")
    try:
        design = msgspec.convert(tomllib.loads(text), _File).design
    except tomllib.TOMLDecodeError as err:
        raise KindError(toml_mistake(str(err), text, str(path))) from err
    except msgspec.ValidationError as err:
        raise KindError(schema_mistake(str(err), text, str(path))) from err
    for key, mistake in _mistakes(design, path.stem, catalog):
        raise KindError(f"{path}:{line_of(text, f'design.{key}')}: {mistake}")
    return msgspec.structs.replace(design, kinds=_all_kinds(design, catalog), path=str(path))


def _mistakes(design: Design, stem: str, catalog: Catalog) -> list[tuple[str, str]]:
    out = []
    if design.name != stem:
        out.append(("name", f"call the design {stem!r}, as its file is called"))
    if design.layout not in LAYOUTS:
        out.append(("layout", f"no layout {design.layout!r}: write {' or '.join(LAYOUTS)}"))
    if not design.kinds:
        out.append(("kinds", "name the kinds, in the order in which they are converted"))
    for name in design.kinds:
        if name != REST and name not in catalog.folders:
            out.append(("kinds", f"no kind {name!r}: there is {', '.join(catalog.folders)}"))
        if design.kinds.count(name) > 1:
            out.append(("kinds", f"{name!r} stands there twice: remove one"))
    return out


def _all_kinds(design: Design, catalog: Catalog) -> tuple[str, ...]:
    """The kinds with ``*`` written out, in its place: what is above others comes after them."""
    rest = [name for name in catalog.folders if name not in design.kinds]
    if REST in design.kinds:
        rest.sort(key=lambda name: catalog.find(name).supertype is not None)
    return tuple(one for name in design.kinds for one in (rest if name == REST else [name]))
