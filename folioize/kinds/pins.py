# SPDX-License-Identifier: GPL-2.0-only
"""decisions.toml goes in; the slots that a person has pinned to a kind come out.

A decision names a declaration by what survives a rebase: file, function (struct tag for a
field), role, name and, for a parameter, its index; never by line.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from folioize.errors import FolioizeError
from folioize.kinds.graph import Graph
from folioize.kinds.values import Slot


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One pin; ``kind`` is a kind's name, or "page" to keep struct page."""

    file: str
    kind: str
    function: str | None = None
    role: str | None = None
    name: str | None = None
    index: int | None = None
    note: str = ""


class Decisions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file: a list of [[decision]] tables."""

    decision: tuple[Decision, ...] = ()


def load_decisions(path: str | None, known: set[str]) -> tuple[Decision, ...]:
    """Read decisions.toml; raises FolioizeError in one line for a file that is broken, or that
    pins to a kind that is not ``known``."""
    if path is None:
        return ()
    found = _read(path)
    for decision in found:
        if decision.kind not in known:
            names = ", ".join(sorted(known))
            raise FolioizeError(f"{path}: no kind {decision.kind!r} to pin to: there is {names}")
    return found


def _read(path: str) -> tuple[Decision, ...]:
    try:
        return msgspec.toml.decode(Path(path).read_bytes(), type=Decisions).decision
    except OSError as error:
        raise FolioizeError(f"{path}: {error.strerror}; --decisions takes a file") from error
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FolioizeError(f"{path}: {' '.join(str(error).split())}") from error


def pinned(
    graph: Graph, decisions: tuple[Decision, ...]
) -> tuple[dict[Slot, Decision], list[Decision]]:
    """The slots that decisions name, and the decisions that no declaration answers to."""
    slots: dict[Slot, Decision] = {}
    stale: list[Decision] = []
    for decision in decisions:
        found = [graph.values.slot(decision.file, index) for index in _matching(graph, decision)]
        slots.update((slot, decision) for slot in found)
        if not found:
            stale.append(decision)
    return slots, stale


def _matching(graph: Graph, decision: Decision) -> list[int]:
    facts = graph.tables.files.get(decision.file)
    if facts is None:
        return []
    out = []
    for index, decl in enumerate(facts.decls):
        wanted = (
            (decision.function, decl.function),
            (decision.role, decl.role),
            (decision.name, decl.name),
            (decision.index, decl.index),
        )
        if all(asked is None or asked == has for asked, has in wanted):
            out.append(index)
    return out
