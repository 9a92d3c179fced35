# SPDX-License-Identifier: GPL-2.0-only
"""decisions.toml goes in; the slots that a person has decided about come out.

A decision names a declaration by what survives a rebase: file, function (struct tag for a
field), role, name and, for a parameter, its index; never by line.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from folioize.errors import FolioizeError
from folioize.facts.records import Decl
from folioize.kinds.graph import Graph
from folioize.kinds.values import Slot

Verdict = Literal["pin", "accept", "generic", "note", "edit"]


class Decision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a person says of a declaration, or of all in a function or a file.

    "pin": it is of ``kind``, whatever was inferred; "page" keeps struct page. "accept": what was
    inferred, which is ``kind``, is right, and stays so whatever is decided elsewhere. "generic":
    the function takes pages of any kind and mixes none. "note": nothing but the note. "edit":
    where the series writes the text ``before`` into the file, it is to write ``after``.
    """

    file: str
    kind: str = ""
    function: str | None = None
    role: str | None = None
    name: str | None = None
    index: int | None = None
    note: str = ""
    verdict: Verdict = "pin"
    before: str = ""
    after: str = ""

    @property
    def breadth(self) -> int:
        """How wide it is: 0 for a declaration, 1 for a function, 2 for a file."""
        if self.role is not None or self.name is not None or self.index is not None:
            return 0
        return 2 if self.function is None else 1


class Decisions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file: a list of [[decision]] tables."""

    decision: tuple[Decision, ...] = ()


def load_decisions(path: str | None, known: set[str]) -> tuple[Decision, ...]:
    """Read decisions.toml; raises FolioizeError in one line for a file that is broken, or that
    pins to a kind that is not ``known``."""
    if path is None:
        return ()
    found = _read(path)
    check_kinds(path, found, known)
    return found


def check_kinds(where: str, decisions: tuple[Decision, ...], known: set[str]) -> None:
    """Raise FolioizeError for a decision whose parts do not fit, or of no ``known`` kind."""
    for decision in decisions:
        _check(where, decision)
        if decision.verdict in ("pin", "accept") and decision.kind not in known:
            names = ", ".join(sorted(known))
            raise FolioizeError(f"{where}: no kind {decision.kind!r} to pin to: there is {names}")


def _check(path: str, decision: Decision) -> None:
    """Raise FolioizeError where the parts of a decision do not fit one another."""
    what = f"{path}: the decision {decision.verdict!r} on {decision.file}"
    if decision.verdict in ("pin", "accept") and not decision.kind:
        raise FolioizeError(f'{what} needs a kind ("page" keeps struct page)')
    if (decision.verdict == "edit") != bool(decision.before):
        raise FolioizeError(f"{what}: a text before goes with an edit, and with nothing else")
    if decision.verdict == "generic" and decision.breadth != 1:
        raise FolioizeError(f"{what} needs a function, and no name or role")


def _read(path: str) -> tuple[Decision, ...]:
    try:
        return msgspec.toml.decode(Path(path).read_bytes(), type=Decisions).decision
    except OSError as error:
        raise FolioizeError(f"{path}: {error.strerror}; --decisions takes a file") from error
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FolioizeError(f"{path}: {' '.join(str(error).split())}") from error


def slots_of(graph: Graph, decision: Decision) -> list[Slot]:
    """The slots of the declarations that a decision names."""
    return [graph.values.slot(decision.file, index) for index in _matching(graph, decision)]


def _matching(graph: Graph, decision: Decision) -> list[int]:
    facts = graph.tables.files.get(decision.file)
    if facts is None:
        return []
    out = []
    for index, decl in enumerate(facts.decls):
        wanted = (
            (decision.function, decl.function),
            (decision.role, _role(decl)),
            (decision.name, decl.name),
            (decision.index, decl.index),
        )
        if all(asked is None or asked == has for asked, has in wanted):
            out.append(index)
    return out


def _role(decl: Decl) -> str:
    """The role as it is told: what stands in a macro's body goes by that."""
    return "macro" if decl.macro >= 0 else decl.role
