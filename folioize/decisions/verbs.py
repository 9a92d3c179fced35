# SPDX-License-Identifier: GPL-2.0-only
"""A verb and what it is said of go in; decisions come out, and later what came of them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from folioize.decisions.targets import PAGE, Target, key_of, label_of
from folioize.errors import FolioizeError
from folioize.kinds.pins import Decision
from folioize.kinds.standing import CONFLICT
from folioize.model import Declaration

VERBS = ("accept", "reject", "pin", "generic", "note")


class Change(msgspec.Struct, frozen=True):
    """A declaration whose kind is another one after a decision."""

    declaration: Declaration
    kind: str
    why: str = ""


class Effect(msgspec.Struct, frozen=True):
    """What a decision does to the kinds of declarations.

    ``asked`` are those it was said of, ``follow`` others that change because of it; ``ended`` and
    ``begun`` are conflicts; ``refused`` are those it was said of that do not obey, and why.
    """

    asked: tuple[Change, ...]
    follow: tuple[Change, ...]
    ended: tuple[Declaration, ...]
    begun: tuple[Declaration, ...]
    refused: tuple[Change, ...]


def require_sayable(verb: str, kind: str = "", note: str = "") -> None:
    """Raise FolioizeError where something is missing to say ``verb`` of whatever it is."""
    if verb not in VERBS:
        raise FolioizeError(f"no verb {verb!r}: there is {', '.join(VERBS)}")
    if verb == "note" and not note:
        raise FolioizeError("a note needs a text: give --note TEXT")
    if verb == "pin" and not kind:
        raise FolioizeError("pin needs a kind: give --as KIND")


def decisions_of(verb: str, target: Target, kind: str = "", note: str = "") -> tuple[Decision, ...]:
    """The decisions that say ``verb`` of a target.

    ``kind`` is what to pin to. Raises FolioizeError where the verb can't be said of the target.
    """
    require_sayable(verb, kind, note)
    if verb == "accept":
        return _accepted(target, note)
    if verb == "generic":
        return _generic(target, note)
    if verb == "note":
        return tuple(replace(key, verdict="note", note=note) for key in target.keys)
    to = PAGE if verb == "reject" else kind
    return tuple(replace(key, verdict="pin", kind=to, note=note) for key in target.keys)


def _accepted(target: Target, note: str) -> tuple[Decision, ...]:
    out = []
    for key in target.keys:
        mine = [row for row in target.rows if _is_of(key, row)]
        kinds = sorted({row.kind for row in mine} - {PAGE, CONFLICT})
        if not kinds and any(row.kind == CONFLICT for row in mine):
            raise FolioizeError(_contested(next(row for row in mine if row.kind == CONFLICT)))
        if not kinds and key.breadth:
            raise FolioizeError(f"{target.said} has no declaration of a kind to accept")
        if len(kinds) > 1:  # a decision about them all could name but one kind
            out += [
                replace(key_of(row), verdict="accept", kind=row.kind, note=note)
                for row in mine
                if row.kind in kinds
            ]
            continue
        # What a function or file holds besides stays open; of one declaration "page" can be right.
        out += [
            replace(key, verdict="accept", kind=kind, note=note) for kind in (kinds or [PAGE])[:1]
        ]
    return tuple(out)


def _contested(row: Declaration) -> str:
    """Why there is nothing to accept where kinds meet, and what can be said instead."""
    names = [rival.kind for rival in row.rivals]
    return (
        f"{row.file}:{row.line}: {' and '.join(names)} meet in {row.name or row.role}, so there is "
        f"nothing to accept: reject keeps struct page, pin takes one of them, generic lets its "
        f"function take both"
    )


def _is_of(key: Decision, row: Declaration) -> bool:
    if key.breadth == 0:
        return key_of(row) == key
    return row.file == key.file and key.function in (None, row.function)


def _generic(target: Target, note: str) -> tuple[Decision, ...]:
    names = dict.fromkeys((row.file, row.function) for row in target.rows if _in_function(row))
    if not names:
        raise FolioizeError(f"{target.said} is in no function: only those can be generic")
    return tuple(
        Decision(file, function=function, verdict="generic", note=note) for file, function in names
    )


def _in_function(row: Declaration) -> bool:
    return row.function is not None and row.role in ("param", "local", "return")


def said(verb: str, target: Target, kind: str = "") -> str:
    """The decision in a few words, for a log and for undo."""
    return f"pin {target.said} to {kind}" if verb == "pin" else f"{verb} {target.said}"


def effect(
    before: Sequence[Declaration],
    after: Sequence[Declaration],
    target: Target,
    decided: Sequence[Decision],
) -> Effect:
    """Compare the declarations of a tree without and with what was decided of a target."""
    now = {(row.file, row.line, row.column): row for row in after}
    meant = {(row.file, row.line, row.column) for row in target.rows}
    names = {label_of(row) for row in target.rows}  # prototypes go with their definition
    wanted = {one.kind for one in decided if one.verdict == "pin"}
    asked: list[Change] = []
    follow: list[Change] = []
    refused: list[Change] = []
    ended: list[Declaration] = []
    begun: list[Declaration] = []
    for row in before:
        place = (row.file, row.line, row.column)
        new = now.get(place, row)
        mine = place in meant or label_of(row) in names
        change = Change(row, new.kind, new.why_not or "")
        if new.kind != row.kind:
            (asked if mine else follow).append(change)
        if place in meant and wanted and new.kind not in wanted:
            refused.append(change)
        if row.why_not and not new.why_not:
            ended.append(row)
        if new.why_not and not row.why_not and not mine:
            begun.append(row)
    return Effect(tuple(asked), tuple(follow), tuple(ended), tuple(begun), tuple(refused))


def tell(effect: Effect) -> str:
    """The effect in one line: 3 declarations follow, 1 conflict ends."""
    parts = [
        _count(len(effect.asked), "declaration changes", "declarations change"),
        _count(len(effect.follow), "declaration follows", "declarations follow"),
        _count(len(effect.ended), "conflict ends", "conflicts end"),
        _count(len(effect.begun), "conflict begins", "conflicts begin"),
        _count(len(effect.refused), "does not obey", "do not obey"),
    ]
    return ", ".join(part for part in parts if part) or "nothing else changes"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}" if number else ""
