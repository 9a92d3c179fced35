# SPDX-License-Identifier: GPL-2.0-only
"""What a step does goes in; its subject line comes out."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

from folioize.kinds.kindfile import Kind
from folioize.plan.drivers import net_driver
from folioize.plan.prefixes import habit_of
from folioize.plan.units import Unit

WIDEST = 75
"""Columns of a subject without what stands in brackets: beyond it is cut."""

WIDTH = 66
"""Columns of a subject: with "[PATCH 12/34] " before it, mail clients still show the whole."""


MANY = 12
"""More functions than this are no list any more: the step is about the whole file."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a step is about: its template, the units and files it is for, the helpers that are
    there before and after it, the ``border``: other functions that now convert a page, and the
    files that have a declaration ``retyped``."""

    template: str
    units: tuple[Unit, ...]
    files: tuple[str, ...]
    had: tuple[str, ...]
    has: tuple[str, ...]
    border: tuple[str, ...] = ()
    retyped: tuple[str, ...] = ()


def group_of(path: str) -> str:
    """Files that belong into one patch: those of a deep directory, else each its own."""
    folder = posixpath.dirname(path)
    if path.startswith("include/"):
        return "include"
    return folder if folder.count("/") >= 1 else posixpath.splitext(path)[0]


def prefix_of(kind: Kind, files: tuple[str, ...]) -> str:
    """What stands before the colon of a subject, as the kernel's log has it."""
    path = files[0]
    if path.startswith("include/"):
        return kind.message.prefix
    driver = net_driver(path)
    if driver is not None:
        return f"net: {driver}"
    if (habit := habit_of(path)) is not None:
        return habit
    if path.startswith("drivers/"):
        return posixpath.dirname(path).removeprefix("drivers/")
    return group_of(path)


def subject(kind: Kind, change: Change) -> str:
    """The subject line, without the bracketed prefix."""
    template, files = change.template, change.files
    c_type = f"struct {kind.kind.type}"
    if template == "introduce":
        return _introducing(c_type, files)
    prefix = prefix_of(kind, files)
    whole = {
        "type": f"mm: introduce {c_type}",
        "accessors": f"mm: add functions of {kind.message.nouns or c_type}",
        "remove-arm": f"mm: remove the {_word(kind)} fields from struct page",
    }
    if template in whole:
        return whole[template]
    if template == "borrower":
        return f"{prefix}: stop using {_word(kind)} fields of struct page"
    if template == "outside":
        return f"{prefix}: reach {kind.message.noun or kind.kind.variable}s through {c_type}"[:74]
    return _using(kind, change, prefix, c_type)


def _using(kind: Kind, change: Change, prefix: str, c_type: str) -> str:
    """The subject of a patch that gives declarations their type."""
    units, files = change.units, change.files
    names = unit_names(units)
    if len(names) > MANY or len(files) > 1:
        where = f"for {kind.message.nouns or kind.kind.variable}"
        if change.template == "adopt" and len(files) == 1:
            where = f"in {posixpath.basename(files[0])}"
        return f"{prefix}: use {c_type} {where}"
    plain = _plain(units)
    calls = [f"{name}()" if ("function", name) in plain else name for name in names]
    text = f"{prefix}: use {c_type} in {' and '.join(calls)}"
    if len(calls) > 2 or len(text) > (WIDTH if len(calls) > 1 else WIDEST):
        text = f"{prefix}: use {c_type} in {posixpath.basename(files[0])}"
        headers = [path for path in change.retyped if path.startswith("include/")]
        both = " and ".join(posixpath.basename(path) for path in headers)
        if files[0] in headers and len(headers) == 2 and len(change.retyped) == 2:
            text = f"{prefix}: use {c_type} in {both}"
    return text


def _introducing(c_type: str, files: tuple[str, ...]) -> str:
    """The subject of the first patch; a file with too long a name is told by its driver's, or
    without its folder. Without files it is the type alone."""
    if not files:
        return f"mm: introduce {c_type}"
    text = f"mm: introduce {c_type} and use it in {files[0]}"
    short = net_driver(files[0]) or posixpath.basename(files[0])
    return text if len(text) <= WIDEST else f"mm: introduce {c_type} and use it in {short}"


def _word(kind: Kind) -> str:
    """What the fields of a kind are called: slab, net, page table."""
    return kind.kind.name.removesuffix("_page").replace("_", " ")


def slug_of(text: str) -> str:
    """A subject as git format-patch would make a file's name of it."""
    return re.sub(r"[^A-Za-z0-9_.]+", "-", text)[:52].strip("-.")


def _plain(units: tuple[Unit, ...]) -> set[tuple[str, str]]:
    return {(unit[0], unit[1].rsplit(":", 1)[-1]) for unit in units}


def unit_names(units: tuple[Unit, ...]) -> list[str]:
    """Readable names of units, functions first."""
    names = [unit[1].rsplit(":", 1)[-1] for unit in units if unit[0] == "function"]
    for unit in units:
        if unit[0] == "field":
            names.append(f"{unit[1].rsplit(':', 1)[-1].split(' ')[-1]}.{unit[2]}")
        elif unit[0] != "function":
            names.append(unit[-1])
    return names
